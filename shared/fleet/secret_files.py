"""Creates the secret for Docker Compose: `python -m fleet.secret_files FILE`."""

import os
import sys
import tempfile
from pathlib import Path

from fleet.callers import new_secret


def ensure_secret(file: Path) -> None:
    """Write a new secret to `file`, readable by its owner only, unless the file exists.

    Two processes started at the same time end up with the same secret, because a link never
    replaces a file.

    Raises:
        OSError: the file cannot be written.
    """
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as writer:
            writer.write(new_secret().get_secret_value())
            writer.flush()
            os.fsync(descriptor)
        if not file.exists():
            os.link(draft, file)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()


if __name__ == "__main__":
    ensure_secret(Path(sys.argv[1]))
