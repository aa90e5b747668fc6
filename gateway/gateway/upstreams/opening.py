"""The six services, reached over the network or in the same process."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from fleet.settings import SettingsError
from fleet.upstream import Upstream
from gateway.settings import SERVICES, ServiceName, Settings, url_field

Transports = Mapping[str, httpx.AsyncBaseTransport]
_IN_PROCESS = "http://localhost"


def addresses(settings: Settings, transports: Transports) -> dict[ServiceName, str]:
    """Where each service is.

    Raises:
        SettingsError: one of them has neither an address nor a transport.
    """
    unknown = sorted(set(transports) - set(SERVICES))
    if unknown:
        raise ValueError(f"no such service: {', '.join(unknown)}; there are {', '.join(SERVICES)}")
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
    found: Mapping[ServiceName, str], transports: Transports
) -> AsyncGenerator[dict[ServiceName, Upstream]]:
    """The clients of all services, closed at the end."""
    async with AsyncExitStack() as stack:
        yield {
            service: await stack.enter_async_context(
                Upstream(service, url, transport=transports.get(service))
            )
            for service, url in found.items()
        }
