from fleet.service import serve
from genai_svc.main import create_app
from genai_svc.settings import Settings

serve(Settings, create_app, "genai-svc")
