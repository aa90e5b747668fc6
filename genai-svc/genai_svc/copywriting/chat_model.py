"""The process's chat model. Only this module, `model_client` and `call_failures` use LangChain.

LangChain takes seconds to import, so the client is created in a thread while the service already
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
    """The result of one call.

    Attributes:
        texts: None if the model's text doesn't match our schema.
        raw: The model's text.
        truncated: Whether it hit the token limit.
        input_tokens: As counted by the provider.
        output_tokens: As counted by the provider.
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
        """Whether the client exists; whether the provider answers is only known after a call."""
        task = self._connecting
        return task is not None and task.done() and task.exception() is None

    async def client(self) -> ModelClient:
        """Wait for the client.

        Raises:
            CopyFailedError: it couldn't be created.
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
            CallFailedError: there was no answer, or it was blocked.
        """
        structured = (await self.client()).structured(variants)
        try:
            answer = await structured.ainvoke(messages)
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - clients raise anything; the caller falls back
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
    """The answer in an error of OpenAI's client, which raises if it can't parse the text."""
    response: Any = getattr(error, "response", None)
    truncated = type(error).__name__ == "LengthFinishReasonError"
    if response is None or not (truncated or isinstance(error, ValidationError)):
        return None
    try:
        body: Any = response.json()
        text: Any = body["choices"][0]["message"]["content"]
        usage: dict[str, int] = body.get("usage") or {}
    except (ValueError, LookupError, TypeError):
        return None  # not an answer of the API
    spent = (usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0))
    return Reply(None, str(text or ""), truncated, *spent)


def _finish(raw: "AIMessage") -> bool:
    """Whether the text was truncated.

    Raises:
        CallFailedError: the prompt or the answer was blocked.
    """
    metadata: dict[str, Any] = raw.response_metadata  # pyright: ignore[reportUnknownMemberType] - a bare dict
    finish = next(filter(None, map(metadata.get, _FINISH_KEYS)), None)
    if finish is None:
        # Without a candidate there is no reason: Gemini then reports why it blocked the prompt.
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
    """The texts of an answer that matches the schema, whatever form LangChain returns it in."""
    found = getattr(parsed, "variants", [parsed]) if parsed is not None else []
    try:
        texts = [CopyText.model_validate(one, from_attributes=True) for one in found]
    except ValidationError:
        return None
    return texts or None
