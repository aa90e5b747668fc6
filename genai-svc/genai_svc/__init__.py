"""Copy for a campaign; never strategy."""
