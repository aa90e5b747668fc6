"""What earlier campaigns and purchases say about who takes an offer."""
