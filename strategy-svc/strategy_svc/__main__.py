from fleet.service import serve
from strategy_svc.main import create_app
from strategy_svc.settings import Settings

serve(Settings, create_app, "strategy-svc")
