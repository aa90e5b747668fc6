"""The decision ledger: what was advised, what people decided, and how it turned out."""
