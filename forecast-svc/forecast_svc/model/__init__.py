"""The forecasting model: its features, how it is fitted, and how reliable it is."""
