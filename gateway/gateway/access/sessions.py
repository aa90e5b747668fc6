"""Sessions of pages: a signed cookie that names a key, and ends with it.

`<claims>.<mark>`, both base64: the claims are the key's id, when the session ends and a nonce; the
mark is an HMAC-SHA256 (RFC 2104) over them and over the stored hash of the key, so that no session
outlives its key. No session is stored.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Final

import orjson
from pydantic import SecretStr

from fleet.errors import CrossSite, Unauthenticated
from fleet.statements import statement
from gateway.access.keys import Key

COOKIE: Final = "sr_session"
CSRF_HEADER: Final = "X-CSRF-Token"
_PURPOSE: Final = b"smartretail360 session"
_LONGEST: Final = 500
OVER: Final = "This session is over. Sign in again with your key."


@dataclass(frozen=True)
class Session:
    """What a cookie says.

    Attributes:
        key_id: Of the key it was made with.
        until: Seconds since 1970, when it ends.
        nonce: Makes it one of its kind.
    """

    key_id: str
    until: float
    nonce: str


class Sessions:
    """Makes sessions, and tells them from forged ones.

    Args:
        secret: Signs them; without one they end with this process.
        seconds: How long one lasts.
    """

    def __init__(self, secret: SecretStr | None, seconds: float) -> None:
        key_text = secret.get_secret_value().encode() if secret else secrets.token_bytes(32)
        self._secret = hmac.digest(key_text, _PURPOSE, hashlib.sha256)
        self.seconds = seconds

    def begin(self, key: Key) -> tuple[Session, str]:
        """A new session of whoever holds `key`, and its cookie."""
        session = Session(key.id, time.time() + self.seconds, secrets.token_urlsafe(16))
        claims = orjson.dumps([session.key_id, session.until, session.nonce])
        return session, f"{_text(claims)}.{_text(self._signature(claims, key, b'cookie'))}"

    def read(self, cookie: str) -> tuple[Session, bytes, bytes]:
        """What a cookie claims, not verified yet: its session, the claims as signed, the mark.

        Raises:
            Unauthenticated: it is none of ours, or over.
        """
        claims, _, signature = cookie[:_LONGEST].partition(".")
        raw = _bytes(claims)
        try:
            key_id, until, nonce = orjson.loads(raw)
            session = Session(str(key_id), float(until), str(nonce))
        except (ValueError, TypeError):
            raise Unauthenticated(OVER, statement("session_over")) from None
        if not session.until > time.time():
            raise Unauthenticated(OVER, statement("session_over"))
        return session, raw, _bytes(signature)

    def verify(self, key: Key, claims: bytes, signature: bytes) -> None:
        """Make sure that we signed these claims for this key.

        Raises:
            Unauthenticated: we did not.
        """
        if not hmac.compare_digest(self._signature(claims, key, b"cookie"), signature):
            raise Unauthenticated(OVER, statement("session_over"))

    def csrf_token(self, session: Session, key: Key) -> str:
        """What a page of ours sends with what changes something; no other page can know it."""
        return _text(self._signature(session.nonce.encode(), key, b"csrf"))

    def require_csrf(self, session: Session, key: Key, sent: str | None) -> None:
        """Make sure that a page of ours asks.

        Raises:
            CrossSite: the header is missing or wrong.
        """
        expected = self.csrf_token(session, key).encode()
        if not hmac.compare_digest(expected, (sent or "").encode("utf-8", "replace")):
            raise CrossSite(
                f"With a session, what changes something takes the header {CSRF_HEADER} with the "
                "csrf_token of GET /v1/session. Reload the page.",
                statement("csrf_missing"),
            )

    def _signature(self, what: bytes, key: Key, purpose: bytes) -> bytes:
        parts = b"\n".join((purpose, key.sha256.encode(), what))
        return hmac.digest(self._secret, parts, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """The bytes; nothing for a text that is none of ours, which no mark fits."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return b""
