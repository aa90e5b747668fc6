"""Sessions of pages: a signed cookie that names a key and never outlives it.

The cookie claims the key's id, when the session ends and a nonce. The stored hash of the key is
part of its signature, so that no session outlives its key. Nothing of a session is stored here.
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
        key_id: Of the key it was made with.
        until: Seconds since 1970, when it ends.
        nonce: Makes it one of its kind.
    """

    key_id: str
    until: float
    nonce: str


class Sessions:
    """Makes sessions, and detects forged ones.

    Args:
        secret: Signs them; without one they end with this process.
        seconds: How long one lasts.
    """

    def __init__(self, secret: SecretStr | None, seconds: float) -> None:
        self._secret = secret.get_secret_value().encode() if secret else secrets.token_bytes(32)
        self.seconds = seconds

    def begin(self, key: Key) -> tuple[Session, str]:
        """A new session of whoever holds `key`, and its cookie."""
        session = Session(key.id, time.time() + self.seconds, secrets.token_urlsafe(16))
        claims = [session.key_id, session.until, session.nonce]
        return session, self._tokens(b"session", key).dumps(claims)

    def read(self, cookie: str) -> Session:
        """What a cookie claims; `verify` it with the key it names before believing it.

        Raises:
            Unauthenticated: it is not ours, or has expired.
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
        """Make sure that we signed this cookie for this key.

        Raises:
            Unauthenticated: we did not.
        """
        try:
            self._tokens(b"session", key).loads(cookie[:_LONGEST])
        except BadData:
            raise Unauthenticated(statement("session_over")) from None

    def csrf_token(self, session: Session, key: Key) -> str:
        """The token that our page sends with every change; no other page can know it."""
        return self._tokens(b"csrf", key).signature(session.nonce)

    def require_csrf(self, session: Session, key: Key, token: str | None) -> None:
        """Make sure that the request comes from our own page.

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
