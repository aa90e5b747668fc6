"""The middleware shared by all services. Plain ASGI, so that context variables carry over."""

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract.permissions import SAFE_METHODS
from fleet.deadline import DEADLINE_HEADER, start_deadline
from fleet.errors import BadRequest, Forbidden, Misdirected
from fleet.hosts import LOOPBACK, host_name, origin_host
from fleet.metrics import request_metrics
from fleet.problems import BodyTooLarge, internal_error_response, problem_response
from fleet.settings import ServiceSettings
from fleet.statements import statement
from fleet.tracing import TRACE_HEADER, TRACEPARENT, start_trace

HEALTH_PATHS = frozenset({"/health/live", "/health/ready"})
_log = structlog.get_logger("fleet.access")


class Telemetry:
    """Sets trace id and deadline, logs and counts requests, and handles uncaught errors."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app = app
        self.service = service
        self.metrics = request_metrics()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; log and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        trace_id = start_trace(headers.get(TRACEPARENT))
        start_deadline(headers.get(DEADLINE_HEADER))
        started, status = time.perf_counter(), 0

        async def send_traced(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[TRACE_HEADER] = trace_id
            await send(message)

        try:
            await self.app(scope, receive, send_traced)
        except ClientDisconnect:
            status = status or 499
        except Exception:
            _log.exception("defect", method=scope["method"], path=scope["path"])
            if status:  # the response has begun: only closing the connection can signal the error
                raise
            await internal_error_response()(scope, receive, send_traced)
        finally:
            self._account(scope, status or 499, time.perf_counter() - started)

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.labels(self.service, method, route, status).inc()
        self.metrics.seconds.labels(self.service, method, route).observe(seconds)
        if route.startswith(("/health", "/metrics")):
            return
        _log.info(
            "request",
            to=self.service,
            method=method,
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 2),
        )


_METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}


class HostAndOrigin:
    """Checks Host and Origin: even on loopback, a web page can make a browser call us.

    The Host header must be one of ours (against DNS rebinding; health probes call by address), and
    unsafe methods sent by a browser must come from our own origin or a trusted one.

    Args:
        app: The wrapped application.
        settings: Provide the host and allowed hosts.
        trusted_origins: Origins whose pages may call unsafe methods.
        open_paths: Paths that pages of `limited_origins` may call with unsafe methods.
        limited_origins: Origins whose pages may only read and call `open_paths`.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: ServiceSettings,
        trusted_origins: tuple[str, ...] = (),
        limited_origins: tuple[str, ...] = (),
        open_paths: frozenset[str] = frozenset(),
    ) -> None:
        self.app = app
        self.hosts = LOOPBACK | {settings.host} | set(settings.allowed_hosts)
        self.check_host = settings.loopback_only or bool(settings.allowed_hosts)
        self.trusted_origins = frozenset(trusted_origins)
        self.limited_origins = frozenset(limited_origins)
        self.open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or respond with the reason it is refused."""
        if scope["type"] == "http":
            error = self._refusal(Headers(scope=scope), scope["method"], scope["path"])
            if error is not None:
                await problem_response(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, headers: Headers, method: str, path: str) -> Misdirected | Forbidden | None:
        host = headers.get("host", "")
        if self.check_host and host_name(host) not in self.hosts and path not in HEALTH_PATHS:
            return Misdirected(
                "The Host header is not one of the allowed hosts. "
                "Add the name to ALLOWED_HOSTS if it is yours."
            )
        origin = headers.get("origin")
        if method in SAFE_METHODS or origin is None or origin in self.trusted_origins:
            return None
        if host and origin_host(origin) == host:
            return None
        if origin in self.limited_origins and path in self.open_paths:
            return None
        return Forbidden(
            statement("other_origin"), note="Add the origin to CORS_ORIGINS if it is yours."
        )


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class PathCheck:
    """Refuses paths with control characters.

    A route's pattern ends with `$`, which also matches before a final line break: such a path would
    reach a route that the permissions table doesn't find for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or respond with 400."""
        if scope["type"] == "http" and _CONTROL.search(scope["path"]):
            error = BadRequest("The path contains control characters, such as a line break (%0A).")
            await problem_response(error)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class BodyLimit:
    """Refuses a body above the limit, by its declared length or by counting received bytes.

    Args:
        app: The wrapped application.
        max_bytes: The limit.
        streamed: Method and path of routes that accept files and enforce their own limit.
    """

    def __init__(
        self, app: ASGIApp, max_bytes: int, streamed: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) in self.streamed:
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isascii() and declared.isdigit() and int(declared[:15]) > self.max_bytes:
            error = BodyTooLarge(self.max_bytes).problem
            await problem_response(error)(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise BodyTooLarge(self.max_bytes)
            return message

        await self.app(scope, receive_counted, send)
