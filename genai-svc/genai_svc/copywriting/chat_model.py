"""The one chat model of this process. Only this module and its two neighbours know LangChain.

LangChain takes seconds to import, so the client is made in a thread while the service already
answers; callers wait for it within their time limit.
"""

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import anyio.to_thread
import structlog
from pydantic import ValidationError

from genai_svc.copywriting.brief import CopyFailedError, CopyText
from genai_svc.copywriting.call_failures import CallFailedError, failure_of
from genai_svc.copywriting.model_client import ModelClient, connect
from genai_svc.copywriting.prompt import Message
from genai_svc.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_log = structlog.get_logger("genai_svc.model")
_TRUNCATED = frozenset({"max_tokens", "length"})
_FINISH_KEYS = ("finish_reason", "stop_reason", "done_reason")
_FINISHED = frozenset({"stop", "end_turn", "stop_sequence", "tool_calls", "tool_use"})


@dataclass(frozen=True)
class Reply:
    """What came back from one call.

    Attributes:
        texts: None if the model's text doesn't match our schema.
        raw: The model's text.
        truncated: It hit the token limit.
        input_tokens: As the provider counts them.
        output_tokens: The same.
    """

    texts: list[CopyText] | None
    raw: str
    truncated: bool
    input_tokens: int
    output_tokens: int


class ChatModel:
    """One LangChain client per process; use it as an async context manager."""

    def __init__(self, settings: Settings) -> None:
        self.provider = settings.copy_provider
        self.name = settings.model_name
        self._settings = settings
        self._connecting: asyncio.Task[ModelClient] | None = None

    async def __aenter__(self) -> Self:
        making = anyio.to_thread.run_sync(connect, self._settings)
        self._connecting = asyncio.create_task(making, name="connect to the model")
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
            await self._connecting.result().aclose()

    @property
    def ready(self) -> bool:
        """Whether the client exists. Whether the provider answers is known only after a call."""
        task = self._connecting
        return task is not None and task.done() and task.exception() is None

    async def client(self) -> ModelClient:
        """The client, once it is made.

        Raises:
            CopyFailedError: it could not be made.
        """
        assert self._connecting is not None  # noqa: S101 - set on entering
        try:
            return await asyncio.shield(self._connecting)
        except Exception as error:  # noqa: BLE001 - logged by kind only: its text may show the key
            _log.error("client_failed", provider=self.provider, error=type(error).__name__)
            raise CopyFailedError("client failed") from None

    async def call(self, messages: list[Message], variants: int) -> Reply:
        """One call.

        Raises:
            CallFailedError: no answer came, or it was blocked; says whether a retry can help.
        """
        structured = (await self.client()).structured(variants)
        try:
            answer = await structured.ainvoke(messages)
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the caller gets copy
            if (reply := _reply_in(error)) is not None:
                return reply
            failure = failure_of(error)
            _log.warning("call_failed", reason=failure.reason, error=type(error).__name__)
            raise failure from None
        return _reply(answer)


def _reply(answer: dict[str, Any]) -> Reply:
    raw: AIMessage = answer["raw"]
    usage = raw.usage_metadata or {}
    truncated = _finish(raw)
    return Reply(
        texts=None if truncated else _texts(answer["parsed"]),
        raw=raw.text,
        truncated=truncated,
        input_tokens=usage.get("input_tokens", 0),
        output_tokens=usage.get("output_tokens", 0),
    )


def _reply_in(error: Exception) -> Reply | None:
    """The answer that a client has raised over, as OpenAI's does, which reads the text itself."""
    response: Any = getattr(error, "response", None)
    truncated = type(error).__name__ == "LengthFinishReasonError"
    if response is None or not (truncated or isinstance(error, ValidationError)):
        return None
    try:
        body: Any = response.json()
        text: Any = body["choices"][0]["message"]["content"]
        usage: dict[str, int] = body.get("usage") or {}
    except (ValueError, LookupError, TypeError):
        return None  # not even an answer of the API
    spent = (usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0))
    return Reply(None, str(text or ""), truncated, *spent)


def _finish(raw: "AIMessage") -> bool:
    """Whether the text was truncated.

    Raises:
        CallFailedError: question or answer were blocked.
    """
    metadata: dict[str, Any] = raw.response_metadata  # pyright: ignore[reportUnknownMemberType] - a bare dict
    finish = next(filter(None, map(metadata.get, _FINISH_KEYS)), None)
    if finish is None:
        # Without a candidate there is none either: Gemini then gives its objection to the prompt.
        feedback: dict[str, Any] = metadata.get("prompt_feedback") or {}
        if feedback.get("block_reason"):
            raise CallFailedError("blocked")
        return False
    word = str(finish).lower()
    if word in _TRUNCATED:
        return True
    if word not in _FINISHED:
        _log.warning("model_stopped", finish_reason=word)
        raise CallFailedError("blocked")
    return False


def _texts(parsed: object) -> list[CopyText] | None:
    """The texts of an answer that matches the schema, in whichever shape LangChain returns it."""
    found = getattr(parsed, "variants", [parsed]) if parsed is not None else []
    try:
        texts = [CopyText.model_validate(one, from_attributes=True) for one in found]
    except ValidationError:
        return None
    return texts or None
