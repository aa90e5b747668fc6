"""The names of a refresh's jobs, for code that names jobs without running them."""

from typing import Final, Literal, get_args

JobName = Literal["ledger", "demand", "outcomes", "stock", "segments", "plan"]
JOBS: Final[tuple[JobName, ...]] = get_args(JobName)
"""The jobs in the order they run."""
