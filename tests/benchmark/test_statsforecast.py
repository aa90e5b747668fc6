"""Simple methods and measures compared with statsforecast and utilsforecast."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
OUTSIDE_MAKE = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


@pytest.fixture(scope="module")
def oracle() -> Any:
    """What the oracle prints; `make benchmark` installs its packages, from its own lock."""
    subprocess.run(["make", "benchmark"], cwd=ROOT, env=OUTSIDE_MAKE, check=True)  # noqa: S607 - found on the path
    python = ROOT / ".venv-benchmark/bin/python"
    oracle = Path(__file__).with_name("oracle.py")
    ended = subprocess.run([python, oracle], capture_output=True, text=True, check=True)
    return json.loads(ended.stdout)


@pytest.mark.parametrize("method", ["ses", "imapa"])
def test_optional_methods_match_statsforecast(oracle: Any, method: str) -> None:
    """Forecasts from ledger lines match statsforecast's from the weekly series, zeros included."""
    both = oracle["methods"][method]
    assert both["ours"] == pytest.approx(both["theirs"], rel=1e-4)
    assert len(set(both["theirs"])) == 4


@pytest.mark.parametrize("measure", ["wape_median", "bias_mean", "pinball_10", "pinball_90"])
def test_measures_match_utilsforecast(oracle: Any, measure: str) -> None:
    """Our pooled error per unit equals the mean error divided by the mean units."""
    both = oracle["measures"][measure]
    assert both["ours"] == pytest.approx(both["theirs"], abs=1e-4)


def test_lock_pins_every_package_by_hash() -> None:
    """The benchmark's lock has hashes and no address; the main lock has no statsforecast."""
    lock = (ROOT / "requirements-benchmark.lock").read_text(encoding="utf-8")
    assert "statsforecast==" in lock
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "statsforecast" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
