from fleet.service import serve
from refresh_svc.main import create_app
from refresh_svc.settings import Settings

serve(Settings, create_app, "refresh-svc")
