"""What can be expected to go wrong, as the one sentence a person reads instead of a stack trace."""

import errno
import os
import re

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how Rust libraries spell errno


def sentence_for(error: BaseException) -> str | None:
    """The sentence to show for `error`, or None when it is a defect of ours."""
    from fleet.errors import SmartRetailError  # noqa: PLC0415 - `--help` stays quick
    from fleet.settings import SettingsError  # noqa: PLC0415 - as above

    if isinstance(error, SmartRetailError):
        return error.detail
    if isinstance(error, SettingsError):
        return str(error)
    code = _errno_of(error)
    return None if code is None else _system_sentence(code, getattr(error, "filename", None))


def is_full(error: BaseException) -> bool:
    """Whether there was no room left on the disk."""
    return _errno_of(error) in _FULL


def _errno_of(error: BaseException) -> int | None:
    """The operating system's error number behind `error`, if there is one."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    named = _OS_ERROR.search(str(error))
    return int(named[1]) if named else None


def _system_sentence(code: int, filename: object) -> str:
    where = f" {filename}" if filename else ""
    if code in _FULL:
        return (
            f"There is no room left on the disk to write{where or ' the result'}. "
            "Free some space, then try again; what was live before is untouched."
        )
    reason = os.strerror(code)
    return f"The system refuses access{' to' + where if where else ''}: {reason}."
