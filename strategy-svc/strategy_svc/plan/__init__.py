"""The plan: at most one campaign per product, with its audience, discount and reasons."""
