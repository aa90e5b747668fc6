from campaign_svc.main import create_app
from campaign_svc.settings import Settings
from fleet.service import serve

serve(Settings, create_app, "campaign-svc")
