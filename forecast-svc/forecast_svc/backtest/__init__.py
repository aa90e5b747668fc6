"""How accurate the forecasts have proved to be."""
