from fleet.service import serve
from smartretail.worker.main import create_app
from smartretail.worker.settings import Settings

serve(Settings, create_app, "refresh-svc")
