from fleet.service import serve
from gateway.access.door import refuse_without_keys
from gateway.main import create_app
from gateway.settings import Settings

serve(Settings, create_app, "gateway", door=refuse_without_keys)
