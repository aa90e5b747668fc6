"""Customers by recency, frequency and monetary value, in five labelled segments."""
