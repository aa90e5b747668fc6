"""What earlier campaigns and purchases tell about who takes an offer."""
