"""System failures become readable messages; defects do not."""

import errno

import pytest

from fleet.errors import InvalidInput
from fleet.failures import sentence_for
from fleet.settings import SettingsError


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "state/a.csv"),
        OSError(errno.EFBIG, "File too large"),
        OSError("No space left on device (os error 28)"),
        RuntimeError("parquet: underlying IO error: No space left on device (os error 28)"),
    ],
)
def test_full_disk_has_one_message(error: Exception) -> None:
    """Python and the table library report a full disk differently; the message is the same."""
    sentence = sentence_for(error)
    assert sentence is not None
    assert "the disk is full" in sentence
    assert "The live snapshot is unchanged" in sentence


def test_system_error_names_the_file() -> None:
    """Any other error of the system is reported with its file."""
    sentence = sentence_for(PermissionError(errno.EACCES, "Permission denied", "/srv/state"))
    assert sentence == "Access denied to /srv/state: Permission denied."


def test_own_errors_are_shown_unchanged() -> None:
    """Errors of our own hierarchy and of the settings are shown unchanged."""
    assert sentence_for(InvalidInput("This is empty.")) == "This is empty."
    assert sentence_for(SettingsError("PORT cannot be used.")) == "PORT cannot be used."


def test_defect_is_not_converted() -> None:
    """A defect keeps its stack trace."""
    assert sentence_for(KeyError("quantity")) is None
