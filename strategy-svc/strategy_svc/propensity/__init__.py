"""For whom: how likely each customer is to take an offer. Propensity, not uplift."""
