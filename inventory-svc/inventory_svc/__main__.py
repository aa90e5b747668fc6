"""`python -m inventory_svc` serves inventory-svc."""

from fleet.service import serve
from inventory_svc.main import create_app
from inventory_svc.settings import Settings

if __name__ == "__main__":
    serve(Settings, create_app, "inventory-svc")
