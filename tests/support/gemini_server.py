"""A scripted server on loopback that speaks Gemini's REST API, for tests."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
"""A fixture that serves genai-svc against a scripted server, with settings as keywords."""

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]
HEAD = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
"""Announces more than is ever sent."""


@dataclass(frozen=True)
class RecordedRequest:
    """One request as it was received."""

    line: str
    headers: dict[str, str]
    body: Any


@dataclass
class GeminiServer:
    """Answers requests with the behaviours of its script in order, repeating the last one.

    Attributes:
        script: The behaviours.
        port: Its port.
        requests: Requests in order.
        disconnected: Clients that closed their connection before they got an answer.
        active: Requests being answered now.
        max_active: The largest number of active requests so far.
    """

    script: Sequence[Behaviour]
    port: int = 0
    requests: list[RecordedRequest] = field(default_factory=list[RecordedRequest])
    disconnected: int = 0
    active: int = 0
    max_active: int = 0

    @property
    def url(self) -> str:
        """For GOOGLE_GEMINI_BASE_URL."""
        return f"http://127.0.0.1:{self.port}"

    def follow(self, *script: Behaviour) -> None:
        """Restart with another script."""
        self.script, self.requests, self.disconnected = script, [], 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read and record one request, then follow the script."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers["content-length"]))
            self.requests.append(RecordedRequest(head[0], headers, json.loads(body)))
            self.active += 1
            self.max_active = max(self.max_active, self.active)
            await self._behave(reader, writer)
            self.active -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client disconnected, as it should at the end of its budget
        finally:
            writer.close()

    async def _behave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behave = self.script[min(len(self.requests), len(self.script)) - 1]
        answering = asyncio.ensure_future(behave(writer))
        disconnecting = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({answering, disconnecting}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done() or isinstance(answering.exception(), ConnectionError):
            self.disconnected += 1
        for task in (answering, disconnecting):
            task.cancel()
        await asyncio.gather(answering, disconnecting, return_exceptions=True)


@asynccontextmanager
async def gemini_server(*script: Behaviour) -> AsyncGenerator[GeminiServer]:
    """Run a server on a free port."""
    scripted = GeminiServer(script)
    server = await asyncio.start_server(scripted.handle, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()


def http(
    status: int, body: bytes, content_type: str = "application/json", extra: str = ""
) -> bytes:
    """An HTTP response, after which the connection closes."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n{extra}"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def sends(raw: bytes) -> Behaviour:
    """Send these bytes."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return behave


def waits_for(opened: asyncio.Event, behave: Behaviour) -> Behaviour:
    """Wait for the event, then behave as given."""

    async def behave_then(writer: asyncio.StreamWriter) -> None:
        await opened.wait()
        await behave(writer)

    return behave_then


def sends_json(body: Any) -> Behaviour:
    """A 200 with this JSON."""
    return sends(http(200, json.dumps(body).encode()))


def returns_text(
    text: str, finish: str | None = "STOP", *, tokens: tuple[int, int] = (200, 60)
) -> Behaviour:
    """One candidate with this text."""
    candidate: dict[str, Any] = {
        "content": {"role": "model", "parts": [{"text": text}]},
        "index": 0,
    }
    if finish:
        candidate["finishReason"] = finish
    usage = {"promptTokenCount": tokens[0], "candidatesTokenCount": tokens[1]}
    usage["totalTokenCount"] = sum(tokens)
    answer = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"}
    return sends_json(answer)


def fails(
    status: int, name: str, *details: dict[str, Any], message: str = "no", headers: str = ""
) -> Behaviour:
    """An error in the format of Google's APIs."""
    error = {"code": status, "message": message, "status": name, "details": list(details)}
    return sends(http(status, json.dumps({"error": error}).encode(), extra=headers))


def retry_info(seconds: float) -> dict[str, Any]:
    """The detail with the time to wait."""
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}


def quota_failure(quota: str) -> dict[str, Any]:
    """The detail that names the exhausted quota."""
    kind = "type.googleapis.com/google.rpc.QuotaFailure"
    return {"@type": kind, "violations": [{"quotaId": quota, "quotaValue": "20"}]}


def key_invalid() -> dict[str, Any]:
    """The detail of status 400 that reports a bad key."""
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}


async def never_answers(writer: asyncio.StreamWriter) -> None:
    """Never send anything."""
    del writer
    await asyncio.Event().wait()


async def stalls(writer: asyncio.StreamWriter) -> None:
    """Begin a response and never continue it."""
    writer.write(HEAD + b"{")
    await writer.drain()
    await asyncio.Event().wait()


async def disconnects(writer: asyncio.StreamWriter) -> None:
    """Close the connection in the middle of a response."""
    writer.write(HEAD + b'{"candidates": [')
    await writer.drain()


async def closes(writer: asyncio.StreamWriter) -> None:
    """Close the connection without a response."""
    writer.close()
    await asyncio.sleep(0)


async def returns_garbage(writer: asyncio.StreamWriter) -> None:
    """Send something that is not HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    await writer.drain()
