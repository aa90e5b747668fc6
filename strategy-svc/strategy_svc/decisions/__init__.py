"""The decision ledger: what was advised, what people decided, and what came of it."""
