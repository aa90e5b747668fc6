"""Advice dismissed on Today: who, when, why, and whether it was undone."""
