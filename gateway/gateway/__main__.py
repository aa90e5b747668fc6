from fleet.service import serve
from gateway.main import create_app
from gateway.settings import Settings

serve(Settings, create_app, "gateway")
