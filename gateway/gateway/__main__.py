from fleet.service import serve
from gateway.access.bind_policy import require_keys_or_role
from gateway.main import create_app
from gateway.settings import Settings

serve(Settings, create_app, "gateway", bind_policy=require_keys_or_role)
