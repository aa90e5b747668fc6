"""Campaigns and what became of them."""
