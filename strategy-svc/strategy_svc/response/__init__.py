"""How demand responds to price and promotion: associations in the ledger, not causes."""
