"""The audience of a row: how likely each customer is to take an offer. Propensity, not uplift."""
