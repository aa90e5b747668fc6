"""The plan: which products, for whom, at what discount, why."""
