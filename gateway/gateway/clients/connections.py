"""Connections to the seven services, over the network or in the same process."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from fleet.callers import (
    ANONYMOUS,
    CALLER_HEADER,
    LOCAL,
    Caller,
    CallerSigner,
    anonymous_role,
    current_caller,
)
from fleet.errors import Unavailable
from fleet.settings import SettingsError
from fleet.statements import statement
from gateway.clients.upstream import Upstream
from gateway.settings import SERVICES, ServiceName, Settings, url_field

Transports = Mapping[str, httpx.AsyncBaseTransport]
_IN_PROCESS = "http://localhost"


def addresses(settings: Settings, transports: Transports) -> dict[ServiceName, str]:
    """The address of each service.

    Raises:
        SettingsError: a service has neither an address nor a transport.
    """
    unknown = sorted(set(transports) - set(SERVICES))
    if unknown:
        raise ValueError(
            f"no such service: {', '.join(unknown)}; the services are {', '.join(SERVICES)}"
        )
    missing: list[ServiceName] = [
        s for s in SERVICES if s not in transports and settings.url_of(s) is None
    ]
    if missing:
        names = ", ".join(url_field(service).upper() for service in missing)
        raise SettingsError(
            f"{names} must be set to the addresses where {', '.join(missing)} listen; "
            ".env.example lists them, and `smartretail run` needs none."
        )
    return {s: _IN_PROCESS if s in transports else str(settings.url_of(s)) for s in SERVICES}


@asynccontextmanager
async def open_upstreams(
    found: Mapping[ServiceName, str], transports: Transports, settings: Settings
) -> AsyncGenerator[dict[ServiceName, Upstream]]:
    """Open clients of all services; closes them on exit.

    Args:
        found: Their addresses.
        transports: Transports for services that are not reached over the network.
        settings: CALLER_SECRET signs the header that identifies the caller.
    """
    headers_of = _signer(settings)
    async with AsyncExitStack() as stack:
        yield {
            service: await stack.enter_async_context(
                Upstream(service, url, transport=transports.get(service), headers_of=headers_of)
            )
            for service, url in found.items()
        }


def _signer(settings: Settings) -> Callable[[str, str], Mapping[str, str]]:
    """Headers that tell a service who the caller is."""
    secret = settings.caller_secret
    signer = None if secret is None else CallerSigner(secret)

    def headers_of(method: str, path: str) -> Mapping[str, str]:
        caller = current_caller()
        if caller is None:
            return {}
        if signer is not None:
            return {CALLER_HEADER: signer.sign(caller, method, path)}
        if caller not in _unsigned_callers(settings):
            raise Unavailable(statement("no_caller_secret"))
        return {}

    return headers_of


def _unsigned_callers(settings: Settings) -> set[Caller]:
    """Callers that a service without CALLER_SECRET assumes for an unsigned request.

    A caller whose role differs because keys exist must not be mistaken for one of these.
    """
    role = anonymous_role(settings, has_keys=False)
    if role is None or role == "none":
        return {Caller(LOCAL, "admin")}
    return {Caller(LOCAL, "admin"), Caller(ANONYMOUS, role)}
