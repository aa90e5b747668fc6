"""Who calls: known to the gateway by their key, told to the services in a header they can verify.

The gateway signs `X-Caller` with CALLER_SECRET, for one method and path and for a minute; a service
that has the secret believes nothing else. Where no secret is set, a service takes callers as its
bound address allows: on loopback for `local`, else for ANONYMOUS_ROLE.
"""

import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, get_args

from fastapi import Request
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fleet.errors import Forbidden, Unauthenticated
from fleet.problems import problem_response
from fleet.settings import Role, ServiceSettings
from fleet.statements import statement
from fleet.tokens import BadData, Tokens

CALLER_HEADER: Final = "X-Caller"
GOOD_FOR_SECONDS: Final = 60.0
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Each may do all that those before it may."""
LOCAL: Final = "local"
ANONYMOUS: Final = "anonymous"
# Whoever asks for these is told nothing of the shop.
OPEN_PATHS: Final = ("/health/", "/metrics", "/docs", "/redoc", "/openapi.json")


@dataclass(frozen=True)
class Caller:
    """Who calls, and what they may do."""

    name: str
    role: Role

    def may_act_as(self, needed: Role) -> bool:
        """Whether the caller's role includes `needed`."""
        return ROLES.index(self.role) >= ROLES.index(needed)


def keyless_caller(settings: ServiceSettings) -> Caller | None:
    """Who a caller without a key is: the role set by name, else on loopback the local admin."""
    if settings.anonymous_role is not None:
        return Caller(ANONYMOUS, settings.anonymous_role)
    return Caller(LOCAL, "admin") if settings.loopback_only else None


def new_secret() -> SecretStr:
    """A secret for a fleet that is started by one hand."""
    return SecretStr(secrets.token_urlsafe(32))


class CallerSigner:
    """Signs callers, and tells signed from forged.

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
        """The caller a header names.

        Raises:
            Unauthenticated: it was signed by somebody else, for another request, or too long ago.
        """
        try:
            name, role, until = self._tokens(method, path).loads(header)
        except BadData:
            raise Unauthenticated(
                f"The header {CALLER_HEADER} was not signed for this request with our "
                "CALLER_SECRET; the gateway and the services need the same one."
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
    """Knows who calls a service, or refuses: a forged caller on any path, nobody on most."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        self.app = app
        secret = settings.caller_secret
        self.signer = None if secret is None else CallerSigner(secret)
        self.unsigned = keyless_caller(settings) if secret is None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its caller, or answer why not."""
        if scope["type"] == "http":
            try:
                scope.setdefault("state", {})["caller"] = self._caller(scope)
            except Unauthenticated as error:
                await problem_response(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _caller(self, scope: Scope) -> Caller | None:
        header = Headers(scope=scope).get(CALLER_HEADER)
        if header is not None:
            return self._require_signer().verify(header, scope["method"], scope["path"])
        if self.unsigned is None and not scope["path"].startswith(OPEN_PATHS):
            raise Unauthenticated(
                "This service answers the gateway only; ask the gateway, with your key."
            )
        return self.unsigned

    def _require_signer(self) -> CallerSigner:
        if self.signer is None:
            raise Unauthenticated(
                f"The header {CALLER_HEADER} cannot be verified: CALLER_SECRET is not set here."
            )
        return self.signer


def caller_of(request: Request) -> Caller:
    """The FastAPI dependency that hands an endpoint of a service its caller.

    Raises:
        Unauthenticated: nobody is known to call.
    """
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise Unauthenticated("Say who you are: ask the gateway, with your key.")
    return caller


def require(caller: Caller, needed: Role) -> Caller:
    """The caller, when they may do what takes the role `needed`.

    Raises:
        Forbidden: the caller's role is too low.
    """
    if not caller.may_act_as(needed):
        raise Forbidden(
            f"This takes the role {needed}, and {caller.name} has {caller.role}.",
            statement("role_needed", needed=needed, given=caller.role),
        )
    return caller


_CURRENT: ContextVar[Caller | None] = ContextVar("caller", default=None)


def set_current_caller(caller: Caller | None) -> None:
    """From here on, requests made in this task are made for `caller`."""
    _CURRENT.set(caller)


def current_caller() -> Caller | None:
    """For whom requests are made here."""
    return _CURRENT.get()
