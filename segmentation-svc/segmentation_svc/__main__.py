"""`python -m segmentation_svc` serves segmentation-svc."""

from fleet.service import serve
from segmentation_svc.main import create_app
from segmentation_svc.settings import Settings

if __name__ == "__main__":
    serve(Settings, create_app, "segmentation-svc")
