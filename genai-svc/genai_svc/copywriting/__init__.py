"""Copy for a campaign, by a model if configured, otherwise from templates."""
