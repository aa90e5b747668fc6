"""Headers for browsers: which origins may read responses, and what responses vary by."""

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fleet.prepared import SNAPSHOT_HEADER
from fleet.tracing import TRACE_HEADER
from gateway.forwarding.routes import METHODS

_VARY = ("Origin", "Accept-Encoding")


def browser_middleware(origins: tuple[str, ...]) -> tuple[Middleware, ...]:
    """CORS around all other middleware, so that pages can also read error responses."""
    return (
        Middleware(Vary),
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=("*",),
            expose_headers=("ETag", SNAPSHOT_HEADER, TRACE_HEADER, "Retry-After"),
        ),
    )


class Vary:
    """Tells caches that every response depends on Origin and Accept-Encoding."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, and complete the response's Vary header."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Vary"] = _complete(",".join(headers.getlist("Vary")))
            await send(message)

        await self.app(scope, receive, send_varied)


def _complete(vary: str) -> str:
    """Our own names first, then those of the response, without duplicates."""
    names = {name.lower(): name for name in _VARY}
    for name in vary.split(","):
        if name.strip():
            names.setdefault(name.strip().lower(), name.strip())
    return ", ".join(names.values())
