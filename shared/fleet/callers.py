"""Callers: the gateway identifies them by key and names them to services in a signed header.

The gateway signs `X-Caller` with CALLER_SECRET, valid for one method and path and for a minute; a
service that has the secret accepts no other identification. Without a secret, the role depends on
the bound address: on loopback callers are `local`, otherwise they have ANONYMOUS_ROLE.
"""

import secrets
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from contract.permissions import ROLES, Role
from fleet.errors import Forbidden, Unauthenticated
from fleet.hosts import is_local
from fleet.permissions import role_of_route
from fleet.problems import problem_response
from fleet.settings import AnonymousRole, ServiceSettings
from fleet.statements import statement
from fleet.tokens import BadData, Tokens

CALLER_HEADER: Final = "X-Caller"
GOOD_FOR_SECONDS: Final = 60.0
LOCAL: Final = "local"
ANONYMOUS: Final = "anonymous"
# These routes reveal nothing about the shop.
OPEN_PATHS: Final = ("/health/", "/metrics", "/docs", "/redoc", "/openapi.json")


@dataclass(frozen=True)
class Caller:
    """A caller and their role."""

    name: str
    role: Role

    def may_act_as(self, needed: Role) -> bool:
        """Whether the caller's role includes `needed`."""
        return ROLES.index(self.role) >= ROLES.index(needed)


def keyless_caller(
    settings: ServiceSettings, headers: Mapping[str, str], *, has_keys: bool = False
) -> Caller | None:
    """The identity of a caller without a key; None if they have no access.

    Args:
        settings: Determine the role of callers without a key.
        headers: Headers of the request. A request that was forwarded, or whose host is not
            loopback, is never local.
        has_keys: Whether a key exists. If so, no caller is local, and the configured role is
            lowered to viewer unless ANONYMOUS_ROLE_WITH_KEYS is set.
    """
    role = anonymous_role(settings, has_keys=has_keys)
    if role is not None:
        return None if role == "none" else Caller(ANONYMOUS, role)
    local = settings.loopback_only and not has_keys and is_local(headers)
    return Caller(LOCAL, "admin") if local else None


def anonymous_role(settings: ServiceSettings, *, has_keys: bool) -> AnonymousRole | None:
    """The configured role of callers without a key; None if there is none."""
    named = settings.anonymous_role
    if not has_keys or named == "none":
        return named
    if settings.anonymous_role_with_keys is not None:
        return settings.anonymous_role_with_keys
    return None if named is None else "viewer"


def new_secret() -> SecretStr:
    """A new secret for processes that are started together."""
    return SecretStr(secrets.token_urlsafe(32))


class CallerSigner:
    """Signs callers, and detects forged signatures.

    Args:
        secret: Shared by the gateway and the services.
    """

    def __init__(self, secret: SecretStr) -> None:
        self._secret = secret.get_secret_value().encode()

    def sign(self, caller: Caller, method: str, path: str) -> str:
        """The header for one request; `path` is decoded and without the query."""
        until = time.time() + GOOD_FOR_SECONDS
        return self._tokens(method, path).dumps([caller.name, caller.role, until])

    def verify(self, header: str, method: str, path: str) -> Caller:
        """The caller in a header.

        Raises:
            Unauthenticated: the signature is wrong, for another request, or too old.
        """
        try:
            name, role, until = self._tokens(method, path).loads(header)
        except BadData:
            raise Unauthenticated(
                f"The header {CALLER_HEADER} has no valid signature for this request; "
                "CALLER_SECRET must be the same for the gateway and the services."
            ) from None
        if until < time.time():
            raise Unauthenticated(
                f"The header {CALLER_HEADER} is older than {GOOD_FOR_SECONDS:.0f} s; "
                "the clocks of the gateway and of this service may differ."
            )
        return Caller(name, role)

    def _tokens(self, method: str, path: str) -> Tokens:
        request = (method.upper().encode(), path.encode("utf-8", "surrogatepass"))
        return Tokens(self._secret, b"caller", *request)


class Callers:
    """Identifies the caller; refuses forged callers on all paths, unknown ones on most."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        self.app = app
        secret = settings.caller_secret
        self.signer = None if secret is None else CallerSigner(secret)
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its caller, or respond with the reason it is refused."""
        if scope["type"] == "http":
            try:
                scope.setdefault("state", {})["caller"] = self._caller(scope)
            except Unauthenticated as error:
                await problem_response(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _caller(self, scope: Scope) -> Caller | None:
        headers = Headers(scope=scope)
        header = headers.get(CALLER_HEADER)
        if header is not None:
            return self._require_signer().verify(header, scope["method"], scope["path"])
        unsigned = keyless_caller(self.settings, headers) if self.signer is None else None
        if unsigned is None and not scope["path"].startswith(OPEN_PATHS):
            raise Unauthenticated(
                "This service only accepts requests from the gateway. Send yours to the gateway, "
                "with your key."
            )
        return unsigned

    def _require_signer(self) -> CallerSigner:
        if self.signer is None:
            raise Unauthenticated(
                f"The header {CALLER_HEADER} cannot be verified: CALLER_SECRET is not set here."
            )
        return self.signer


def caller_of(request: Request) -> Caller:
    """FastAPI dependency: the caller of a service's endpoint.

    Raises:
        Unauthenticated: the caller is unknown.
    """
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise Unauthenticated(
            "Authentication required: send your request to the gateway, with your key."
        )
    return caller


def require(caller: Caller, needed: Role) -> Caller:
    """The caller, if their role includes `needed`.

    Raises:
        Forbidden: the caller's role is too low.
    """
    if not caller.may_act_as(needed):
        raise Forbidden(statement("role_needed", needed=needed, role=caller.role))
    return caller


async def check_role(request: Request) -> None:
    """FastAPI dependency of all service routes: requires the route's role.

    It runs after routing and looks up the chosen route, so a path can't be mistaken for another
    one.

    Raises:
        Unauthenticated: the caller is unknown.
        Forbidden: the caller's role is too low.
    """
    route: str = request.scope["route"].path
    needed = role_of_route(request.method, route)
    if needed is not None and not route.startswith(OPEN_PATHS):
        require(caller_of(request), needed)


_CURRENT: ContextVar[Caller | None] = ContextVar("caller", default=None)


def set_current_caller(caller: Caller | None) -> None:
    """Set the caller on whose behalf this task makes requests."""
    _CURRENT.set(caller)


def current_caller() -> Caller | None:
    """The caller on whose behalf the current task makes requests."""
    return _CURRENT.get()
