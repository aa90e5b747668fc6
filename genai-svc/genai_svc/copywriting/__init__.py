"""Copy for one campaign: by a model where there is one, else by templates."""
