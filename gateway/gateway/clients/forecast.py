"""The client of forecast-svc."""

from gateway.clients.service_client import ServiceClient


class ForecastClient(ServiceClient):
    """forecast-svc: demand forecasts."""
