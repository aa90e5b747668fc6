"""The public entry of SmartRetail 360: composition, contracts, access."""
