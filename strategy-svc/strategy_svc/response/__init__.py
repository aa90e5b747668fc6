"""How demand answers to price and promotion: associations in the ledger, not causes."""
