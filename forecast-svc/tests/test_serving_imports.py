"""The image that serves forecasts has none of the packages that make them."""

import subprocess
import sys

# Of the extra `jobs`, which the image leaves out.
JOBS_ONLY = ("numpy", "sklearn", "joblib", "scipy")
WITHOUT = """
import sys
for name in sys.argv[1:]:
    sys.modules[name] = None
import forecast_svc.main
"""


def test_serving_needs_no_package_of_the_jobs() -> None:
    """The service is imported where none of them can be."""
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT, *JOBS_ONLY], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
