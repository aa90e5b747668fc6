"""Browser sessions: a signed cookie that refers to a key.

The cookie contains the key's id, the time the session ends, and a nonce. Its signature covers the
stored hash of the key, so it is valid only for that key. Sessions are not stored.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from fleet.errors import CrossSite, Unauthenticated
from fleet.statements import statement
from fleet.tokens import BadData, Tokens
from gateway.access.keys import Key

COOKIE: Final = "sr_session"
CSRF_HEADER: Final = "X-CSRF-Token"
_LONGEST: Final = 500


@dataclass(frozen=True)
class Session:
    """The content of a session cookie.

    Attributes:
        key_id: Id of the key that started the session.
        until: When it ends, in seconds since 1970.
        nonce: Makes each session unique.
    """

    key_id: str
    until: float
    nonce: str


class Sessions:
    """Creates sessions, and detects forged ones.

    Args:
        secret: Signs them; if None, they end when this process does.
        seconds: How long a session lasts.
    """

    def __init__(self, secret: SecretStr | None, seconds: float) -> None:
        self._secret = secret.get_secret_value().encode() if secret else secrets.token_bytes(32)
        self.seconds = seconds

    def begin(self, key: Key) -> tuple[Session, str]:
        """A new session for the holder of `key`, and its cookie."""
        session = Session(key.id, time.time() + self.seconds, secrets.token_urlsafe(16))
        claims = [session.key_id, session.until, session.nonce]
        return session, self._tokens(b"session", key).dumps(claims)

    def read(self, cookie: str) -> Session:
        """The content of a cookie; don't trust it until `verify` has checked it against its key.

        Raises:
            Unauthenticated: it is malformed or has expired.
        """
        try:
            claims = Tokens(self._secret, b"session").loads_unverified(cookie[:_LONGEST])
            key_id, until, nonce = claims
            session = Session(str(key_id), float(until), str(nonce))
        except (ValueError, TypeError):
            raise Unauthenticated(statement("session_over")) from None
        if not session.until > time.time():
            raise Unauthenticated(statement("session_over"))
        return session

    def verify(self, key: Key, cookie: str) -> None:
        """Check that we signed this cookie for this key.

        Raises:
            Unauthenticated: the signature does not match.
        """
        try:
            self._tokens(b"session", key).loads(cookie[:_LONGEST])
        except BadData:
            raise Unauthenticated(statement("session_over")) from None

    def csrf_token(self, session: Session, key: Key) -> str:
        """The token that our page sends with every change; other sites can't know it."""
        return self._tokens(b"csrf", key).signature(session.nonce)

    def require_csrf(self, session: Session, key: Key, token: str | None) -> None:
        """Check that the request comes from our own page.

        Raises:
            CrossSite: the header is missing or wrong.
        """
        if not self._tokens(b"csrf", key).is_signature(token or "", session.nonce):
            raise CrossSite(
                statement("csrf_missing"),
                note=f"Changes made in a session need the header {CSRF_HEADER} with the "
                "csrf_token from GET /v1/session.",
            )

    def _tokens(self, purpose: bytes, key: Key) -> Tokens:
        return Tokens(self._secret, purpose, key.sha256.encode())
