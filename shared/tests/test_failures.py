"""Failures of the system become sentences; defects do not."""

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
def test_a_full_disk_however_it_is_reported(error: Exception) -> None:
    """Python and the table library spell a full disk differently; the sentence is the same."""
    sentence = sentence_for(error)
    assert sentence is not None
    assert "the disk is full" in sentence
    assert "What was live before is untouched" in sentence


def test_a_refusal_names_the_file() -> None:
    """Whatever else the system refuses is named with its file."""
    sentence = sentence_for(PermissionError(errno.EACCES, "Permission denied", "/srv/state"))
    assert sentence == "The system refuses access to /srv/state: Permission denied."


def test_our_own_errors_are_sentences_already() -> None:
    """An error of the tree, or of the settings, is shown as it is."""
    assert sentence_for(InvalidInput("This is empty.")) == "This is empty."
    assert sentence_for(SettingsError("PORT cannot be used.")) == "PORT cannot be used."


def test_a_defect_is_none_of_them() -> None:
    """A defect keeps its stack trace."""
    assert sentence_for(KeyError("quantity")) is None
