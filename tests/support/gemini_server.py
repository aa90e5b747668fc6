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
_HEAD = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"


@dataclass(frozen=True)
class RecordedRequest:
    """One request, as it was received."""

    line: str
    headers: dict[str, str]
    body: Any


@dataclass
class GeminiServer:
    """Answers request by request with the behaviours of its script, the last one for ever.

    Attributes:
        script: What to do.
        port: Where it listens.
        requests: As they came.
        disconnected: Clients that closed their connection before they had an answer.
        at_once: Requests being answered now.
        most_at_once: The most there ever were.
    """

    script: Sequence[Behaviour]
    port: int = 0
    requests: list[RecordedRequest] = field(default_factory=list[RecordedRequest])
    disconnected: int = 0
    at_once: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        """For GOOGLE_GEMINI_BASE_URL."""
        return f"http://127.0.0.1:{self.port}"

    def follow(self, *script: Behaviour) -> None:
        """Begin anew with another script."""
        self.script, self.requests, self.disconnected = script, [], 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request whole, note it, and do what the script says."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers["content-length"]))
            self.requests.append(RecordedRequest(head[0], headers, json.loads(body)))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await self._behave(reader, writer)
            self.at_once -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client hung up, as it should when its time is over
        finally:
            writer.close()

    async def _behave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behave = self.script[min(len(self.requests), len(self.script)) - 1]
        answering = asyncio.ensure_future(behave(writer))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done() or isinstance(answering.exception(), ConnectionError):
            self.disconnected += 1
        for task in (answering, leaving):
            task.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)


@asynccontextmanager
async def gemini_server(*script: Behaviour) -> AsyncGenerator[GeminiServer]:
    """Run one on a free port."""
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
    """An HTTP answer, after which the connection closes."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n{extra}"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def sends(raw: bytes, after: float = 0) -> Behaviour:
    """Send these bytes, after so many seconds."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(after)
        writer.write(raw)
        await writer.drain()

    return behave


def waits_for(opened: asyncio.Event, behave: Behaviour) -> Behaviour:
    """Do that once the event is set."""

    async def behave_then(writer: asyncio.StreamWriter) -> None:
        await opened.wait()
        await behave(writer)

    return behave_then


def sends_json(body: Any, after: float = 0) -> Behaviour:
    """Answer 200 with this JSON."""
    return sends(http(200, json.dumps(body).encode()), after)


def says(
    text: str, finish: str | None = "STOP", *, after: float = 0, tokens: tuple[int, int] = (200, 60)
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
    return sends_json(answer, after)


def fails(
    status: int, name: str, *details: dict[str, Any], message: str = "no", headers: str = ""
) -> Behaviour:
    """An error as Google's APIs answer it."""
    error = {"code": status, "message": message, "status": name, "details": list(details)}
    return sends(http(status, json.dumps({"error": error}).encode(), extra=headers))


def retry_info(seconds: float) -> dict[str, Any]:
    """How long to wait."""
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}


def quota_failure(quota: str) -> dict[str, Any]:
    """Which quota is spent."""
    kind = "type.googleapis.com/google.rpc.QuotaFailure"
    return {"@type": kind, "violations": [{"quotaId": quota, "quotaValue": "20"}]}


def key_invalid() -> dict[str, Any]:
    """The detail of status 400 that names a bad key."""
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}


async def sleeps(writer: asyncio.StreamWriter) -> None:
    """Say nothing for long."""
    del writer
    await asyncio.Event().wait()


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, for ever."""
    writer.write(_HEAD + b"{")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def disconnects(writer: asyncio.StreamWriter) -> None:
    """Close after half an answer."""
    writer.write(_HEAD + b'{"candidates": [')
    await writer.drain()


async def closes(writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.close()
    await asyncio.sleep(0)


async def returns_garbage(writer: asyncio.StreamWriter) -> None:
    """Answer with something that is no HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    await writer.drain()
