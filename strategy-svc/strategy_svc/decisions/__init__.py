"""The decision ledger: advice, people's decisions, and outcomes."""
