"""The public door of SmartRetail 360: composition, contracts, access."""
