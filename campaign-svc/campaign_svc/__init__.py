"""Campaigns, from draft to result."""
