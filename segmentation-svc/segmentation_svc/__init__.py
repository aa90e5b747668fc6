"""Customer segments and classification."""
