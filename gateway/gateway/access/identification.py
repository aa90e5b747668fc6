"""Identifies who sent a request: the holder of a key, or a caller without one.

A session cookie also refers to a key. If a request has both, the key takes precedence.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final, Literal, TypeVar

import structlog

from contract.permissions import Role
from fleet.callers import LOCAL, Caller, keyless_caller
from fleet.deadline import seconds_left
from fleet.errors import DocumentsUnavailable, Unauthenticated
from fleet.settings import AnonymousRole, ServiceSettings
from fleet.statements import statement
from gateway.access.keys import Key, parts_of
from gateway.access.repository import KeyRepository
from gateway.access.sessions import COOKIE, CSRF_HEADER, Session, Sessions

How = Literal["session", "key", "local", "anonymous", "nobody"]
KEY_HEADER: Final = "X-API-Key"
_KEY_CHECK_SECONDS: Final = 1.0
# A connection may take this long to notice that the database is available again.
_RECOVERY_SECONDS: Final = 2.0
T = TypeVar("T")
_log = structlog.get_logger("gateway.access")


@dataclass(frozen=True)
class Identity:
    """Who the caller is, and how we know.

    Attributes:
        how: How the caller was identified; `nobody` if the caller is None.
        caller: On whose behalf requests are made.
        session: The session and its key, if the caller sent a session.
    """

    how: How
    caller: Caller | None
    session: tuple[Session, Key] | None = None


class Identification:
    """Identifies callers by their key or session.

    Args:
        settings: Determine the role of callers without a key.
        keys: Queried for every request with a key, so that a revoked key stops working immediately.
        sessions: Verifies session cookies.
    """

    def __init__(self, settings: ServiceSettings, keys: KeyRepository, sessions: Sessions) -> None:
        self._settings = settings
        self._keys = keys
        self._sessions = sessions
        self._has_keys = False
        self._checked_at = float("-inf")

    async def caller(
        self, headers: Mapping[str, str], needed: Role, *, changes: bool
    ) -> Caller | None:
        """The caller of a request that needs the role `needed`; None if unknown.

        Args:
            headers: Headers of the request; finds a name in any case, as starlette's Headers does.
            needed: The role that the route requires.
            changes: Whether the method may change data: a session then needs the CSRF token.

        Raises:
            Unauthenticated: the key or session they sent is not valid.
            CrossSite: they have a session, but the CSRF token is missing or wrong.
            DocumentsUnavailable: the store does not answer.
        """
        identity = await self.identify(headers, needed)
        if changes and identity.session is not None:
            self._sessions.require_csrf(*identity.session, headers.get(CSRF_HEADER))
        return identity.caller

    async def identify(self, headers: Mapping[str, str], needed: Role = "viewer") -> Identity:
        """The caller and how they were identified, without checking the CSRF token.

        Raises:
            Unauthenticated: the key or session they sent is not valid.
            DocumentsUnavailable: the store does not answer.
        """
        text = presented_key(headers)
        if text is not None:
            return Identity("key", (await self.by_key(text)).caller)
        cookie = presented_cookie(headers)
        if cookie is not None:
            session, key = await self._by_session(cookie)
            return Identity("session", key.caller, (session, key))
        return await self.without_key(headers, needed)

    async def without_key(self, headers: Mapping[str, str], needed: Role = "viewer") -> Identity:
        """The identity of a caller without a key; queries the key store only if the result matters.

        If the store does not answer, it is unknown whether there are keys: callers may still read
        without waiting, and anything else is retried and then refused.

        Raises:
            DocumentsUnavailable: the store does not answer.
        """
        before = keyless_caller(self._settings, headers)
        after = keyless_caller(self._settings, headers, has_keys=True)
        if before == after:
            return _keyless(before)
        reading = needed == "viewer"
        try:
            has_keys = await (self.has_keys() if reading else self._with_retry(self.has_keys))
        except DocumentsUnavailable:
            if not reading or before is None:
                raise
            return _keyless(Caller(before.name, "viewer"))
        return _keyless(after if has_keys else before)

    async def _by_session(self, cookie: str) -> tuple[Session, Key]:
        session = self._sessions.read(cookie)
        key = await self.holder(session.key_id)
        self._sessions.verify(key, cookie)
        return session, key

    async def holder(self, key_id: str) -> Key:
        """The key with this id.

        Raises:
            Unauthenticated: there is no such key, or it was revoked.
            DocumentsUnavailable: the store does not answer.
        """
        key = await self._with_retry(lambda: self._keys.find(key_id))
        if key is None or key.revoked_at is not None:
            raise Unauthenticated(statement("key_unknown"))
        return key

    async def by_key(self, text: str) -> Key:
        """The key with this text, as a caller sends it.

        Raises:
            Unauthenticated: it is not a valid key.
            DocumentsUnavailable: the store does not answer.
        """
        parts = parts_of(text)
        if parts is None:
            raise Unauthenticated(statement("key_malformed"))
        key_id, secret = parts
        key = await self.holder(key_id)
        if not key.matches(secret):
            raise Unauthenticated(statement("key_unknown"))
        return key

    async def _with_retry(self, question: Callable[[], Awaitable[T]]) -> T:
        """The store's answer, with one retry if the store is recovering.

        Without the retry, a caller who has just read from a service that has its database back
        could be refused the next write, because this connection has not noticed yet.

        Raises:
            DocumentsUnavailable: it does not recover in time.
        """
        try:
            return await question()
        except DocumentsUnavailable:
            if not await self._keys.answers_within(seconds_left(_RECOVERY_SECONDS)):
                raise
        return await question()

    async def has_keys(self) -> bool:
        """Whether any key exists. Keys are never deleted, so a positive answer is cached forever.

        Raises:
            DocumentsUnavailable: the store does not answer.
        """
        if not self._has_keys and time.monotonic() - self._checked_at > _KEY_CHECK_SECONDS:
            self._has_keys = await self._keys.any()
            self._checked_at = time.monotonic()
            if self._has_keys and self.lowered_from is not None:
                _log.warning(
                    "anonymous_role_lowered",
                    anonymous_role=self.lowered_from,
                    now="viewer",
                    change_it_with="ANONYMOUS_ROLE_WITH_KEYS",
                )
        return self._has_keys

    @property
    def lowered_from(self) -> AnonymousRole | None:
        """ANONYMOUS_ROLE, if callers without a key have a lower role because keys exist."""
        settings = self._settings
        if settings.anonymous_role in {None, "none", "viewer"}:
            return None
        return settings.anonymous_role if settings.anonymous_role_with_keys is None else None


def _keyless(caller: Caller | None) -> Identity:
    if caller is None:
        return Identity("nobody", None)
    return Identity("local" if caller.name == LOCAL else "anonymous", caller)


def presented_cookie(headers: Mapping[str, str]) -> str | None:
    """The session cookie a browser sends."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    found = cookies.get(COOKIE)
    return found.value if found and found.value else None


def presented_key(headers: Mapping[str, str]) -> str | None:
    """The key a caller sends: `Authorization: Bearer …` or `X-API-Key: …`.

    Raises:
        Unauthenticated: the Authorization header has another scheme, which would otherwise be
            ignored.
    """
    authorization = headers.get("authorization")
    if authorization is None:
        return headers.get(KEY_HEADER)
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("Send your key as `Authorization: Bearer sr_…`.")
    return text
