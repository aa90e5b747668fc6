"""`python -m forecast_svc` serves forecast-svc."""

from fleet.service import serve
from forecast_svc.main import create_app
from forecast_svc.settings import Settings

if __name__ == "__main__":
    serve(Settings, create_app, "forecast-svc")
