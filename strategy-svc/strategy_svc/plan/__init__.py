"""The plan: at most one campaign per product, for whom, at what discount, and why."""
