"""The measured accuracy of past forecasts."""
