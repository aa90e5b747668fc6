"""Copy by a model, within a budget of seconds and calls."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread
import structlog

from genai_svc.copywriting.brief import (
    Brief,
    CopyFailedError,
    CopyText,
    ModelUsage,
    violations_of,
)
from genai_svc.copywriting.call_failures import CallFailedError
from genai_svc.copywriting.chat_model import ChatModel, Reply
from genai_svc.copywriting.circuit_breaker import CircuitBreaker
from genai_svc.copywriting.metrics import copy_metrics
from genai_svc.copywriting.prompt import (
    PROMPT_VERSION,
    Message,
    complaints_about,
    messages_for,
    repair_messages,
)

_log = structlog.get_logger("genai_svc.copy")


@dataclass(frozen=True)
class Budget:
    """The budget of one request.

    Attributes:
        seconds: In total, including waiting.
        calls: In total, including repairs.
        backoff_seconds: Wait before the second call if the provider doesn't request one; doubles
            after each call.
        least_seconds: The model isn't called if less is left, since none answers faster.
    """

    seconds: float
    calls: int
    backoff_seconds: float
    least_seconds: float = 0.05


class ModelWriter:
    """Calls the model, retries where useful, requests one repair, and stays within the budget."""

    prompt_version = PROMPT_VERSION

    def __init__(
        self, chat: ChatModel, budget: Budget, breaker: CircuitBreaker, calls_in_flight: int
    ) -> None:
        self.chat = chat
        self.budget = budget
        self.breaker = breaker
        self._in_flight = asyncio.Semaphore(calls_in_flight)

    async def write(self, brief: Brief, usage: ModelUsage) -> list[CopyText]:
        """Write the requested number of checked texts, with the shop's lines.

        Raises:
            CopyFailedError: the model couldn't deliver usable copy.
        """
        if not self.breaker.try_enter():
            raise CopyFailedError("circuit open")
        try:
            texts = await self._within_seconds(brief, usage)
        except CopyFailedError as failure:
            self._inform_breaker(failure, usage)
            raise
        except BaseException:
            self.breaker.release()
            raise
        self.breaker.record_response()
        return texts

    def _inform_breaker(self, failure: CopyFailedError, usage: ModelUsage) -> None:
        if failure.outage:
            self.breaker.record_outage()
        elif usage.responded:
            self.breaker.record_response()
        else:
            self.breaker.release()

    async def _within_seconds(self, brief: Brief, usage: ModelUsage) -> list[CopyText]:
        ends_at = asyncio.get_running_loop().time() + self.budget.seconds
        try:
            async with asyncio.timeout_at(ends_at):
                return await _Exchange(self, brief, usage, ends_at).answer()
        except TimeoutError:
            if not usage.calls:
                reason = "busy" if self.chat.ready else "client failed"
                raise CopyFailedError(reason) from None
            raise CopyFailedError("timeout", outage=not usage.responded) from None

    async def call(self, messages: list[Message], brief: Brief, usage: ModelUsage) -> Reply:
        """One call of the model, counted."""
        await self.chat.client()
        async with self._in_flight:
            usage.calls += 1
            reply = await self._counted(messages, brief.variants)
        usage.responded = True
        usage.input_tokens += reply.input_tokens
        usage.output_tokens += reply.output_tokens
        return reply

    async def _counted(self, messages: list[Message], variants: int) -> Reply:
        calls, outcome = copy_metrics().calls, "given up"
        try:
            reply = await self.chat.call(messages, variants)
            outcome = "answered"
        except CallFailedError as failure:
            outcome = failure.reason
            raise
        finally:
            calls.labels(self.chat.provider, outcome).inc()
        return reply


class _Exchange:
    """One request to the model: the conversation so far, and the remaining budget."""

    def __init__(
        self, writer: ModelWriter, brief: Brief, usage: ModelUsage, ends_at: float
    ) -> None:
        self._writer = writer
        self._brief = brief
        self._usage = usage
        self._ends_at = ends_at
        self._good: list[CopyText] = []

    async def answer(self) -> list[CopyText]:
        """Call the model, and if its answer is unusable, request one repair."""
        question = messages_for(self._brief)
        reply = await self._first_reply(question)
        reason, complaints = await self._assess(reply)
        if not reason:
            return self._good
        if self._usage.calls >= self._writer.budget.calls:
            raise CopyFailedError(reason)
        reply = await self._first_reply(repair_messages(question, reply.raw, complaints))
        reason, _ = await self._assess(reply)
        if reason:
            raise CopyFailedError(reason)
        return self._good

    async def _assess(self, reply: Reply) -> tuple[str, list[str]]:
        """Collect good texts; returns why the reply isn't enough, and complaints for the model."""
        if reply.truncated:
            return "truncated", ["The answer was cut off: be much shorter."]
        if reply.texts is None:
            return "no JSON", ["The answer is not JSON of the schema."]
        # Takes milliseconds per text, too long for the event loop.
        complaints = await anyio.to_thread.run_sync(self._collect_good, reply.texts)
        if len(self._good) >= self._brief.variants:
            self._good = self._good[: self._brief.variants]
            return "", []
        return "failed check", complaints or ["There are too few different variants."]

    def _collect_good(self, texts: Sequence[CopyText]) -> list[str]:
        complaints: list[str] = []
        for text in texts:
            signed = self._brief.shop.signed(text)
            if violations := violations_of(signed, self._brief):
                rules = sorted({f"{found.field}:{found.rule}" for found in violations})
                _log.warning("copy_failed_check", provider=self._writer.chat.provider, rules=rules)
                complaints += complaints_about(violations)
            elif signed not in self._good:
                self._good.append(signed)
        return complaints

    async def _first_reply(self, messages: list[Message]) -> Reply:
        """Call until there is a reply, within the budget.

        Raises:
            CopyFailedError: there was none.
        """
        backoff = self._writer.budget.backoff_seconds
        while True:
            try:
                return await self._writer.call(messages, self._brief, self._usage)
            except CallFailedError as failure:
                self._usage.responded |= not failure.outage and failure.reason != "unreachable"
                delay = self._delay(failure, backoff)
                if delay is None:
                    outage = failure.outage and not self._usage.responded
                    raise CopyFailedError(failure.reason, outage=outage) from None
                backoff *= 2
                await asyncio.sleep(delay)

    def _delay(self, failure: CallFailedError, backoff: float) -> float | None:
        """Seconds to wait before the next call; None if there won't be one."""
        budget = self._writer.budget
        if not failure.retryable or self._usage.calls >= budget.calls:
            return None
        jittered = backoff * random.uniform(0.5, 1.0)  # noqa: S311 - spreads callers, no secret
        delay = jittered if failure.delay is None else failure.delay
        left = self._ends_at - asyncio.get_running_loop().time()
        return delay if delay + budget.least_seconds < left else None
