"""Who a request comes from: the holder of a key, or a caller without one as the rules allow.

A session cookie will be one more way to name a key: whoever reads it asks `holder` for the key's
id, so that a session ends with its key.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from starlette.datastructures import Headers

from fleet.callers import LOCAL, Caller, keyless_caller
from fleet.deadline import seconds_left
from fleet.errors import DocumentsUnavailable, Unauthenticated
from fleet.settings import Role, ServiceSettings
from gateway.access.keys import Key, parts_of
from gateway.access.repository import KeyRepository

KEY_HEADER: Final = "X-API-Key"
_LOOK_AGAIN_SECONDS: Final = 1.0
# Connections find a database that is back each at its own time, up to so much later than others.
_BACK_SECONDS: Final = 2.0
T = TypeVar("T")


class Identification:
    """Knows callers by what they send.

    Args:
        settings: Say what callers without a key are.
        keys: Asked anew for every request with a key, so that a revoked one is out at once.
    """

    def __init__(self, settings: ServiceSettings, keys: KeyRepository) -> None:
        self._settings = settings
        self._keys = keys
        self._closed = False
        self._looked_at = float("-inf")

    async def caller(self, headers: Headers, needed: Role) -> Caller | None:
        """Who asks for what takes the role `needed`; None is nobody.

        Raises:
            Unauthenticated: they sent something that is no good key.
            DocumentsUnavailable: nobody can say now.
        """
        text = presented_key(headers)
        if text is not None:
            return (await self._by_key(text)).caller
        if self._settings.anonymous_role is not None or not self._settings.loopback_only:
            return keyless_caller(self._settings)
        return await self._on_loopback(needed)

    async def holder(self, key_id: str) -> Key:
        """The key with this id.

        Raises:
            Unauthenticated: there is none, or it was revoked.
            DocumentsUnavailable: nobody can say now.
        """
        key = await self._answered(lambda: self._keys.find(key_id))
        if key is None or key.revoked_at is not None:
            raise Unauthenticated("This key is not known, or was revoked; ask for a new one.")
        return key

    async def _by_key(self, text: str) -> Key:
        parts = parts_of(text)
        if parts is None:
            raise Unauthenticated("This is no key; a key begins with sr_ and is 60 letters long.")
        key_id, secret = parts
        key = await self.holder(key_id)
        if not key.fits(secret):
            raise Unauthenticated("This key is not known, or was revoked; ask for a new one.")
        return key

    async def _on_loopback(self, needed: Role) -> Caller | None:
        """`local` with every role, until the first key is made: then nobody.

        While the store does not answer, nobody can say whether there are keys: reading goes on at
        once, all else waits.
        """
        if needed != "viewer":
            closed = await self._answered(self._has_keys)
            return None if closed else keyless_caller(self._settings)
        try:
            return None if await self._has_keys() else keyless_caller(self._settings)
        except DocumentsUnavailable:
            return Caller(LOCAL, "viewer")

    async def _answered(self, question: Callable[[], Awaitable[T]]) -> T:
        """What the store says, asked a second time where it is just coming back.

        Without that, who has read from a service that has its database again would be refused the
        write that follows, because this connection has not noticed yet.

        Raises:
            DocumentsUnavailable: it does not come back in the moment it is given.
        """
        try:
            return await question()
        except DocumentsUnavailable:
            if not await self._keys.back_within(seconds_left(_BACK_SECONDS)):
                raise
        return await question()

    async def _has_keys(self) -> bool:
        """Keys are never deleted, so once there are some there always are."""
        if not self._closed and time.monotonic() - self._looked_at > _LOOK_AGAIN_SECONDS:
            self._closed = await self._keys.any()
            self._looked_at = time.monotonic()
        return self._closed


def presented_key(headers: Headers) -> str | None:
    """The key a caller sends: `Authorization: Bearer …` or `X-API-Key: …`.

    Raises:
        Unauthenticated: an Authorization of another kind, which would be ignored otherwise.
    """
    authorization = headers.get("authorization")
    if authorization is None:
        return headers.get(KEY_HEADER)
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("Send your key as `Authorization: Bearer sr_…`.")
    return text
