"""Sales ledger, product catalogue, stock."""
