"""The page has a name for every step of a refresh."""

import re

from support.sources import ROOT

from contract.jobs import JOBS

STEPS = ROOT / "dashboard/src/pages/data/RefreshSteps.tsx"
_NAMES = re.compile(r"^function useStepNames\(.*?^}", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"^    (\w+): t`", re.MULTILINE)


def test_every_job_has_a_step_name() -> None:
    """The keys of `useStepNames` are the jobs of the contract, in the order they run."""
    names = _NAMES.search(STEPS.read_text(encoding="utf-8"))
    assert names is not None
    assert _KEY.findall(names[0]) == list(JOBS)
