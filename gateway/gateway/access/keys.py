"""API keys: `sr_<id>_<secret>`.

The secret is random (256 bits), so a plain SHA-256 of it is safe to store: it cannot be guessed, so
a slow hash would add nothing.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from contract.permissions import Role
from fleet.callers import ANONYMOUS, LOCAL, Caller
from fleet.errors import InvalidInput

_KEY: Final = re.compile(r"sr_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NAME: Final = re.compile(r"[^\W_](?:[\w .'@-]{0,62}[\w.])?")
_RESERVED: Final = {LOCAL, ANONYMOUS, "another program"}


@dataclass(frozen=True)
class Key:
    """The stored form of a key.

    Attributes:
        id: Its public part.
        name: The holder's name, which is recorded with their actions.
        role: The holder's role.
        sha256: Hash of its secret part.
        created_at: ISO 8601, UTC.
        revoked_at: ISO 8601, UTC; None while it is valid.
    """

    id: str
    name: str
    role: Role
    sha256: str
    created_at: str
    revoked_at: str | None = None

    @property
    def caller(self) -> Caller:
        """The caller it identifies."""
        return Caller(self.name, self.role)

    def matches(self, secret: str) -> bool:
        """Whether this is the key's secret part, in constant time."""
        return hmac.compare_digest(self.sha256, _digest(secret))


def new_key(name: str, role: Role, created_at: str) -> tuple[Key, str]:
    """A new key, and its text, which is never stored.

    Raises:
        InvalidInput: the name is not allowed.
    """
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = Key(key_id, checked_name(name), role, _digest(secret), created_at)
    return key, f"sr_{key_id}_{secret}"


def parts_of(text: str) -> tuple[str, str] | None:
    """Id and secret of a key's text; None if it isn't a key."""
    found = _KEY.fullmatch(text.strip())
    return None if found is None else (found[1], found[2])


def checked_name(name: str) -> str:
    """The name with surrounding and repeated spaces removed.

    Raises:
        InvalidInput: it is empty, too long, has unusual characters, or is reserved for callers
            without a key.
    """
    trimmed = " ".join(name.split())
    if not _NAME.fullmatch(trimmed) or trimmed.casefold() in _RESERVED:
        raise InvalidInput(
            "Give the name of the person the key is for: 1 to 64 letters, digits, spaces "
            f"or . ' @ -, but not {', '.join(sorted(_RESERVED))}."
        )
    return trimmed


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
