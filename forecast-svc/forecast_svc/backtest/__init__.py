"""How good the forecasts have proven to be."""
