"""Turns expected failures into one sentence for users instead of a stack trace."""

import errno
import os
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fleet.errors import SmartRetailError

UNCHANGED: Final = "The live snapshot is unchanged."
"""Appended to the reason why a refresh ended without a new snapshot."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how Rust libraries spell errno


def sentence_for(error: BaseException) -> str | None:
    """The sentence to show for `error`, or None if it is a bug."""
    from fleet.settings import SettingsError  # noqa: PLC0415 - keeps `--help` fast

    if known := known_error(error):
        return known.detail
    if isinstance(error, SettingsError):
        return str(error)
    code = _errno_of(error)
    return None if code is None else _system_sentence(code, getattr(error, "filename", None))


def known_error(error: BaseException) -> "SmartRetailError | None":
    """`error` as a `SmartRetailError`; None for other system errors and bugs."""
    from fleet.errors import SmartRetailError  # noqa: PLC0415 - keeps `--help` fast

    if isinstance(error, SmartRetailError):
        return error
    return _full_disk(getattr(error, "filename", None)) if is_full(error) else None


def is_full(error: BaseException) -> bool:
    """Whether the disk was full."""
    return _errno_of(error) in _FULL


def _errno_of(error: BaseException) -> int | None:
    """The operating system's error number behind `error`, if there is one."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    named = _OS_ERROR.search(str(error))
    return int(named[1]) if named else None


def _full_disk(filename: object) -> "SmartRetailError":
    from fleet.errors import InsufficientStorage  # noqa: PLC0415 - as above
    from fleet.statements import statement  # noqa: PLC0415 - as above

    where = f"Not enough disk space for {filename}. " if filename else ""
    return InsufficientStorage(statement("disk_full"), note=f"{where}{UNCHANGED}")


def _system_sentence(code: int, filename: object) -> str:
    where = f" to {filename}" if filename else ""
    return f"Access denied{where}: {os.strerror(code)}."
