"""The forecasting model: what it looks at, how it is fitted, and how far it is to be relied on."""
