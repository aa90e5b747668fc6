"""Copy by Gemini through LangChain, which only this module knows, and imports late."""

import asyncio
import os
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import anyio.to_thread
import structlog
from pydantic import SecretStr

from genai_svc.copywriting.brief import Brief, CopyFailedError, CopyText
from genai_svc.copywriting.prompt import PROMPT_VERSION, messages_for
from genai_svc.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable
    from langchain_google_genai import ChatGoogleGenerativeAI

_log = structlog.get_logger("genai_svc.gemini")
_MAX_OUTPUT_TOKENS = 2048
_SERVER_ERROR = 500
_REASONS = {
    400: "request refused",
    401: "key refused",
    403: "key refused",
    404: "model unknown",
    408: "timeout",
    429: "rate limited",
    504: "timeout",
}


class Gemini:
    """One Gemini client per process; use it as an async context manager.

    LangChain takes seconds to import, so the client is made in a worker while the service already
    answers; who asks before that waits, within the time they have.
    """

    provider = "gemini"
    prompt_version = PROMPT_VERSION

    def __init__(self, settings: Settings, key: SecretStr) -> None:
        self.model = settings.gemini_model
        self._settings = settings
        self._key = key
        self._connecting: asyncio.Task[_Client] | None = None

    async def __aenter__(self) -> Self:
        connect = anyio.to_thread.run_sync(_connect, self._settings, self._key)
        self._connecting = asyncio.create_task(connect, name="connect to Gemini")
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._connecting is not None  # noqa: S101 - set on entering
        await asyncio.wait([self._connecting])
        if self.ready:
            chat = self._connecting.result().chat
            await chat.async_client.aclose()
            if chat.client is not None:
                chat.client.close()

    @property
    def ready(self) -> bool:
        """The client is there. Whether Gemini answers is known only when it is asked."""
        task = self._connecting
        return task is not None and task.done() and task.exception() is None

    async def write(self, brief: Brief, seconds: float) -> CopyText:
        """Ask once, within `seconds`.

        Raises:
            CopyFailedError: no usable text came; says why in a word or two.
        """
        try:
            async with asyncio.timeout(seconds):
                return _text_of(await self._ask(await self._client(), brief))
        except TimeoutError:
            raise CopyFailedError("timeout") from None

    async def _client(self) -> "_Client":
        assert self._connecting is not None  # noqa: S101 - set on entering
        try:
            return await asyncio.shield(self._connecting)
        except Exception as error:  # noqa: BLE001 - told by kind only: its text may show the key
            _log.error("gemini_client_failed", error=type(error).__name__)
            raise CopyFailedError("client failed", requested=False) from None

    async def _ask(self, client: "_Client", brief: Brief) -> dict[str, Any]:
        try:
            return await client.structured.ainvoke(messages_for(brief))
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the caller gets copy
            reason = _reason_of(error)
            _log.warning("gemini_failed", reason=reason, error=type(error).__name__)
            raise CopyFailedError(reason) from None


@dataclass(frozen=True)
class _Client:
    """The chat model, and the same bound to our schema."""

    chat: "ChatGoogleGenerativeAI"
    structured: "Runnable[list[tuple[str, str]], dict[str, Any]]"


def _connect(settings: Settings, key: SecretStr) -> _Client:
    """Make the client; takes seconds the first time in a process.

    The key is never an argument: LangChain's validation errors would show it. LangChain reads it
    from the environment, where it is put if it came from an `.env` file, or if an empty
    GOOGLE_API_KEY would hide a GEMINI_API_KEY.
    """
    from langchain_google_genai import ChatGoogleGenerativeAI  # noqa: PLC0415 - takes seconds

    variables = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    if not next((os.environ[name] for name in variables if name in os.environ), ""):
        os.environ["GOOGLE_API_KEY"] = key.get_secret_value()
    chat = ChatGoogleGenerativeAI(
        model=settings.gemini_model,
        base_url=settings.google_gemini_base_url,
        vertexai=False,
        max_retries=1,  # attempts in all: nothing is tried twice behind our back
        timeout=settings.gemini_budget_seconds,
        max_output_tokens=_MAX_OUTPUT_TOKENS,
    )
    structured = cast(
        "Runnable[list[tuple[str, str]], dict[str, Any]]",
        chat.with_structured_output(CopyText, method="json_schema", include_raw=True),  # pyright: ignore[reportUnknownMemberType] - LangChain leaves its dict untyped
    )
    return _Client(chat, structured)


def _text_of(answer: dict[str, Any]) -> CopyText:
    """The parsed text, if the model ended by itself.

    Raises:
        CopyFailedError: blocked, cut off, or no JSON of the schema.
    """
    raw: AIMessage = answer["raw"]
    finish = raw.response_metadata.get("finish_reason")
    if finish == "MAX_TOKENS":
        raise CopyFailedError("truncated")
    if finish != "STOP":
        _log.warning("gemini_stopped", finish_reason=finish)
        raise CopyFailedError("blocked")
    parsed = answer["parsed"]
    if not isinstance(parsed, CopyText):
        raise CopyFailedError("no JSON")
    return parsed


def _reason_of(error: Exception) -> str:
    """A word or two: by HTTP status where Gemini has answered, else by where it broke."""
    from google.genai.errors import APIError  # noqa: PLC0415 - it is loaded when this is called

    told = error if isinstance(error, APIError) else error.__cause__
    if not isinstance(told, APIError):
        return "no JSON" if isinstance(error, ValueError) else "unreachable"
    if "API_KEY_INVALID" in str(told):
        return "key refused"
    unknown = "server error" if told.code >= _SERVER_ERROR else "request refused"
    return _REASONS.get(told.code, unknown)
