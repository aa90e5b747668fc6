"""An httpx transport that calls an ASGI app in the same process.

Unlike httpx's `ASGITransport` it supports timeouts, runs the app in a separate context (so that a
trace id or deadline set by the app does not leak into the caller), and turns an app's failure into
a protocol error, as a network would.
"""

import asyncio
import contextvars
from collections.abc import AsyncIterator

import httpx
from starlette.types import ASGIApp, Message, Scope

_CLIENT = ("127.0.0.1", 0)


class InProcessTransport(httpx.AsyncBaseTransport):
    """Calls `app`, whose lifespan must have been started by its owner."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Run the app for one request; a read timeout cancels it.

        Raises:
            httpx.ReadTimeout: no response began in time.
            httpx.RemoteProtocolError: the app ended without a response.
        """
        exchange = _Exchange(_parts_of(request))
        task = asyncio.create_task(
            exchange.run(self._app, _scope(request)), context=contextvars.Context()
        )
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                await exchange.started.wait()
        except TimeoutError:
            await _end(task)
            raise httpx.ReadTimeout("the app did not respond in time", request=request) from None
        except BaseException:
            await _end(task)
            raise
        if exchange.status is None:
            await _end(task)
            raise httpx.RemoteProtocolError("the app ended without a response", request=request)
        return httpx.Response(
            exchange.status, headers=exchange.headers, stream=_Body(exchange, task)
        )


class _Exchange:
    """One request and its response, between the caller's task and the app's."""

    def __init__(self, body: AsyncIterator[bytes]) -> None:
        self._body: AsyncIterator[bytes] | None = body
        self.status: int | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.started = asyncio.Event()
        self.chunks: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=16)
        self.complete = False
        self._gone = asyncio.Event()

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self._receive, self._send)
        except Exception:  # noqa: BLE001 - the caller gets a protocol error; the app has logged it
            self.complete = False
        finally:
            self.started.set()
            await self.chunks.put(None)

    async def _receive(self) -> Message:
        if self._body is None:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        try:
            return {"type": "http.request", "body": await anext(self._body), "more_body": True}
        except StopAsyncIteration:
            self._body = None
            return {"type": "http.request", "body": b"", "more_body": False}
        except Exception:  # noqa: BLE001 - a caller that disconnects looks as on a network
            self._body = None
            return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", []))
            self.started.set()
        elif message["type"] == "http.response.body":
            if message.get("body"):
                await self.chunks.put(message["body"])
            if not message.get("more_body"):
                self.complete = True

    def disconnect(self) -> None:
        self._gone.set()


class _Body(httpx.AsyncByteStream):
    """The response body; closing it early ends the app's task, as a closed connection would."""

    def __init__(self, exchange: _Exchange, task: asyncio.Task[None]) -> None:
        self._exchange = exchange
        self._task = task

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (chunk := await self._exchange.chunks.get()) is not None:
            yield chunk
        if not self._exchange.complete:
            raise httpx.RemoteProtocolError("the app stopped during its response")

    async def aclose(self) -> None:
        self._exchange.disconnect()
        await _end(self._task)


async def _parts_of(request: httpx.Request) -> AsyncIterator[bytes]:
    """The request body as it arrives; files are never buffered completely."""
    assert isinstance(request.stream, httpx.AsyncByteStream)  # noqa: S101 - the client is async
    async for part in request.stream:
        if part:
            yield part


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel the running task and wait for it."""
    if not task.done():
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _scope(request: httpx.Request) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": _CLIENT,
        "server": (request.url.host, request.url.port or 80),
    }
