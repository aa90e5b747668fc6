"""Calls to another service, with time and connection limits, tracing, and named errors."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import aiohttp
import httpx
import orjson
from httpx_aiohttp import AiohttpTransport
from pydantic import ValidationError

from fleet.deadline import DEADLINE_HEADER, seconds_left
from fleet.errors import DeadlineExceeded, SmartRetailError, UpstreamUnavailable
from fleet.statements import Statement, statement
from fleet.tracing import TRACEPARENT, traceparent

CONNECT_SECONDS = 0.5
MAX_CONNECTIONS = 64
# Below uvicorn's 5 s, so that no request is sent on a connection that is being closed.
KEEP_ALIVE_SECONDS = 2.0
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Answer:
    """The complete response of another service.

    Attributes:
        status: HTTP status.
        headers: Response headers.
        content: The body as received (still compressed if its headers say so).
    """

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return self.status < 400  # noqa: PLR2004 - RFC 9110: errors begin at 400

    def json(self) -> Any:
        """The parsed body."""
        return orjson.loads(self.content)


class Upstream:
    """A client for one service. Use it as an async context manager.

    Args:
        name: The name shown in errors and sections, e.g. `forecast-svc`.
        base_url: Its address.
        transport: Used instead of the network if set (`InProcessTransport`).
        headers_of: Returns headers that identify the caller, for a method and (decoded) path.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        headers_of: Callable[[str, str], Mapping[str, str]] | None = None,
    ) -> None:
        self.name = name
        self._headers_of = headers_of
        self._client = httpx.AsyncClient(
            base_url=base_url,
            transport=transport
            or AiohttpTransport(
                limits=httpx.Limits(
                    max_connections=MAX_CONNECTIONS,
                    max_keepalive_connections=MAX_CONNECTIONS,
                    keepalive_expiry=KEEP_ALIVE_SECONDS,
                )
            ),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(exc_type, exc, traceback)

    async def call(
        self,
        method: str,
        path: str,
        *,
        limit: float,
        params: Mapping[str, str] | httpx.QueryParams | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        content: bytes | AsyncIterable[bytes] | None = None,
    ) -> Answer:
        """Send one request; it must be answered within `limit` seconds and the caller's deadline.

        Statuses of 400 to 499 are answers, not failures.

        Raises:
            UpstreamUnavailable: no connection, a broken one, or a status of 500 and above.
            DeadlineExceeded: the time limit has passed.
        """
        budget = seconds_left(limit)
        if budget <= 0:
            raise DeadlineExceeded(statement("service_no_time", service=self.name))
        body, sent = _body(json, content, dict(headers or {}))
        sent |= {TRACEPARENT: traceparent(), DEADLINE_HEADER: str(int(budget * 1000))}
        if self._headers_of is not None:
            sent |= self._headers_of(method, unquote(path.partition("?")[0]))
        request = self._client.build_request(
            method,
            path,
            params=params,
            headers=_wire(sent),
            content=body,
            timeout=httpx.Timeout(budget, connect=min(CONNECT_SECONDS, budget)),
        )
        async with self._named_failures(budget, budget):
            response = await self._client.send(request, stream=True)
            try:
                raw = b"".join([chunk async for chunk in response.aiter_raw()])
            finally:
                await response.aclose()
            return Answer(response.status_code, response.headers, raw)

    @contextlib.asynccontextmanager
    async def stream(
        self, path: str, *, idle: float, headers: Mapping[str, str] | None = None
    ) -> AsyncGenerator[httpx.Response]:
        """A GET whose response is an open-ended stream; read it with `aiter_raw`.

        Args:
            path: Path with query.
            idle: Seconds without data after which the connection counts as lost.
            headers: Headers in addition to ours.

        Raises:
            UpstreamUnavailable: no connection, or a broken one.
            DeadlineExceeded: no data arrived for `idle` seconds.
        """
        sent = dict(headers or {}) | {TRACEPARENT: traceparent()}
        if self._headers_of is not None:
            sent |= self._headers_of("GET", unquote(path.partition("?")[0]))
        request = self._client.build_request(
            "GET", path, headers=_wire(sent), timeout=httpx.Timeout(idle, connect=CONNECT_SECONDS)
        )
        async with self._named_failures(None, idle):
            response = await self._client.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()

    @contextlib.asynccontextmanager
    async def _named_failures(self, whole: float | None, idle: float) -> AsyncGenerator[None]:
        """Translate the transport's failures into ours; `whole` limits the whole exchange."""
        try:
            async with asyncio.timeout(whole):
                yield
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise UpstreamUnavailable(statement("service_unreachable", service=self.name)) from None
        except (TimeoutError, httpx.TimeoutException):
            raise DeadlineExceeded(
                statement("service_slow", service=self.name, seconds=round(idle, 1))
            ) from None
        # httpx-aiohttp doesn't translate aiohttp's error for a response that is not HTTP.
        except (httpx.HTTPError, httpx.StreamError, aiohttp.ClientError) as error:
            raise UpstreamUnavailable(
                statement("service_broke_off", service=self.name),
                note=f"The HTTP client raised {type(error).__name__}.",
            ) from None


def _body(
    json: object, content: bytes | AsyncIterable[bytes] | None, headers: dict[str, str]
) -> tuple[bytes | AsyncIterable[bytes] | None, dict[str, str]]:
    if json is None:
        return content, headers
    return orjson.dumps(json), headers | {"Content-Type": "application/json"}


def _wire(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as bytes in Latin-1, as servers decode them; callers may send any byte (RFC 9110)."""
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def refusal_of(
    answer: Answer, service: str, kind: type[SmartRetailError] = UpstreamUnavailable
) -> SmartRetailError:
    """The error to raise for a failed answer, from its problem document or its status."""
    found = _problem_in(answer)
    if found is None:
        return kind(statement("service_failed", service=service, status=answer.status))
    return kind(f"{service} says: {found['detail']}", statement=_statement_in(found))


def _statement_in(found: Mapping[str, Any]) -> Statement | None:
    """The statement; None if there is none, or if it has another version's format."""
    try:
        return Statement.model_validate(found.get("statement"))
    except ValidationError:
        return None


def _problem_in(answer: Answer) -> Mapping[str, Any] | None:
    with contextlib.suppress(orjson.JSONDecodeError, AttributeError):
        found = answer.json()
        return found if found.get("detail") else None
    return None


def is_failure(answer: Answer) -> bool:
    """Whether the service itself failed, rather than refusing the request."""
    return answer.status >= _SERVER_ERROR
