"""Copy for one campaign: by a model if there is one, otherwise from templates."""
