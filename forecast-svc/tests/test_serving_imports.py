"""The image that serves forecasts lacks the packages that compute them."""

import subprocess
import sys

# Packages of the extra `jobs`, which the image does not install.
JOBS_ONLY = ("numpy", "sklearn", "joblib", "scipy")
IMPORT_WITHOUT = """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None
import forecast_svc.main
"""


def test_serving_needs_no_job_packages() -> None:
    """The service can be imported where none of them can."""
    completed = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT, *JOBS_ONLY],
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.returncode == 0, completed.stderr
