"""Learns from earlier campaigns and purchases who takes an offer."""
