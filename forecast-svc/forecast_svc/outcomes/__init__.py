"""Stored forecasts, scored against actual sales."""
