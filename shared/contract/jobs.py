"""The jobs of a refresh by name, for those who speak of them without running them."""

from typing import Final, Literal, get_args

JobName = Literal["ledger", "demand", "outcomes", "stock", "segments", "plan"]
JOBS: Final[tuple[JobName, ...]] = get_args(JobName)
"""In their order."""
