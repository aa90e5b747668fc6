"""The use case: write and check copy, falling back to templates if the model fails."""

from dataclasses import dataclass

import anyio.to_thread
import structlog

from fleet.deadline import seconds_left
from fleet.errors import DeadlineExceeded, InvalidInput, Unavailable, UnusableAnswer
from fleet.single_flight import SingleFlight
from fleet.statements import statement
from genai_svc.claims.languages import known_language
from genai_svc.claims.product_names import hidden_part, is_hostile, label_for
from genai_svc.copywriting.brief import (
    Brief,
    CopyFailedError,
    CopyText,
    ModelUsage,
    ShopProfile,
    violations_of,
)
from genai_svc.copywriting.metrics import copy_metrics
from genai_svc.copywriting.model_writer import ModelWriter
from genai_svc.copywriting.schemas import (
    CopyAnswer,
    CopyRequest,
    TemplateVariable,
    TokenUsage,
    Variant,
    WhatsAppTemplate,
)
from genai_svc.copywriting.templates import TemplateWriter
from genai_svc.copywriting.ttl_cache import TtlCache
from genai_svc.copywriting.whatsapp_template import template_of

_log = structlog.get_logger("genai_svc.copy")
_RESERVE_SECONDS = 0.25  # of the caller's deadline, reserved for answering from templates
_LEAST_SECONDS = 0.25  # no model writes faster, so a call would be wasted
_FLIGHT_SECONDS = 30.0  # above the budget, which ends the flight first
# Reasons for which the provider answered, but unusably; for all others it didn't answer.
_UNUSABLE = frozenset(
    {"blocked", "truncated", "no JSON", "failed check", "key refused", "request refused"}
    | {"model unknown", "hostile name"}
)


@dataclass(frozen=True)
class Policy:
    """Settings of the service.

    Attributes:
        shop: The shop's name, voice and lines.
        language: Default language of copy.
        strict: Whether to answer 502 or 503 instead of using templates.
        cache_seconds: How long answers are cached.
    """

    shop: ShopProfile
    language: str
    strict: bool
    cache_seconds: float


@dataclass(frozen=True)
class _KeyedAnswer:
    """The request and answer of an Idempotency-Key; the answer is None while it is written."""

    digest: str
    answer: CopyAnswer | None


class CopyService:
    """Writes copy with `model` if configured, else with `templates`."""

    def __init__(
        self, model: ModelWriter | None, templates: TemplateWriter, policy: Policy
    ) -> None:
        self.model = model
        self.templates = templates
        self.policy = policy
        self._flights = SingleFlight[CopyAnswer]()
        self._usage_by_flight: dict[str, ModelUsage] = {}
        self._answers = TtlCache[CopyAnswer](policy.cache_seconds)
        self._by_key = TtlCache[_KeyedAnswer](policy.cache_seconds)

    async def write(
        self, request: CopyRequest, *, idempotency_key: str | None = None, fresh: bool = False
    ) -> CopyAnswer:
        """Write copy that passes the claims check.

        If the product name contains instructions, no model is called, because it might follow them.

        Args:
            request: The campaign to write for.
            idempotency_key: The same key returns the same answer.
            fresh: Ignore a cached answer to the same request.

        Raises:
            InvalidInput: the language isn't supported, no copy with this name passes the check, or
                the key was used for another request.
            UnusableAnswer: in strict mode, the provider's answer is unusable.
            Unavailable: in strict mode, the provider didn't answer.
        """
        brief = self.brief_for(request)
        digest = brief.digest(*self._provenance())
        if self.model is not None and is_hostile(request.product_name):
            return await self._fallback(brief, "hostile name", ModelUsage())
        if (stored := self._stored_answer(digest, idempotency_key, fresh=fresh)) is not None:
            return stored.model_copy(update={"from_cache": True})
        if idempotency_key:
            self._by_key.put(idempotency_key, _KeyedAnswer(digest, None))
        answer = await self._model_answer(brief, digest, idempotency_key, fresh=fresh)
        if idempotency_key:
            self._by_key.put(idempotency_key, _KeyedAnswer(digest, answer))
        return answer

    def brief_for(self, request: CopyRequest) -> Brief:
        """The request as a brief for a copywriter.

        Raises:
            InvalidInput: the language isn't supported, or neither name nor code can be shown.
        """
        return Brief(
            product_name=label_for(request.product_name, request.stock_code),
            objective=request.objective,
            target_cluster=request.target_cluster,
            discount=request.discount,
            language=known_language(request.language or self.policy.language),
            tone=request.tone,
            variants=request.variants,
            shop=self.policy.shop,
            hidden_part=hidden_part(request.product_name),
        )

    def _provenance(self) -> tuple[str, ...]:
        if self.model is None:
            return ("template",)
        return (self.model.chat.provider, self.model.chat.name, self.model.prompt_version)

    def _stored_answer(self, digest: str, key: str | None, *, fresh: bool) -> CopyAnswer | None:
        keyed = self._by_key.get(key) if key else None
        if keyed is not None and keyed.digest != digest:
            raise InvalidInput(
                "Idempotency-Key: already used for a different request; use a new one."
            )
        if keyed is not None and keyed.answer is not None:
            return keyed.answer
        return None if fresh else self._answers.get(digest)

    async def _model_answer(
        self, brief: Brief, digest: str, key: str | None, *, fresh: bool
    ) -> CopyAnswer:
        if self.model is None:
            return await self._fallback(brief, "no key", ModelUsage())
        left = seconds_left(_FLIGHT_SECONDS + _RESERVE_SECONDS) - _RESERVE_SECONDS
        if left < _LEAST_SECONDS:
            return await self._fallback(brief, "no time", ModelUsage())
        model, flight = self.model, f"{digest}:{key or 'fresh'}" if fresh else digest
        if not self._flights.has(flight):
            self._usage_by_flight[flight] = ModelUsage()
        usage = self._usage_by_flight[flight]

        async def ask() -> CopyAnswer:
            texts = await model.write(brief, usage)
            answer = _answer(texts, brief, self._provenance(), usage)
            self._answers.put(digest, answer)
            return answer

        try:
            return await self._flights.run(flight, ask, limit=left)
        except DeadlineExceeded:
            return await self._fallback(brief, "timeout", usage)
        except CopyFailedError as failure:
            return await self._fallback(brief, failure.reason, usage)
        finally:
            if not self._flights.has(flight) and self._usage_by_flight.get(flight) is usage:
                del self._usage_by_flight[flight]

    async def _fallback(self, brief: Brief, reason: str, usage: ModelUsage) -> CopyAnswer:
        """Copy from templates, or in strict mode an error."""
        copy_metrics().fallbacks.labels(reason).inc()
        _log.info("fallback", reason=reason, calls=usage.calls, strict=self.policy.strict)
        if self.policy.strict:
            kind = UnusableAnswer if reason in _UNUSABLE else Unavailable
            raise kind(
                statement("model_silent"),
                note=f"Reason: {reason}. STRICT_PROVIDER rules out templates.",
            )
        texts = await anyio.to_thread.run_sync(self._from_templates, brief)
        provenance = ("template", self.templates.model(brief), self.templates.prompt_version(brief))
        return _answer(texts, brief, provenance, usage, reason)

    def _from_templates(self, brief: Brief) -> list[CopyText]:
        texts = [brief.shop.signed(text) for text in self.templates.fill(brief)]
        for text in texts:
            if violations := violations_of(text, brief):
                found = violations[0]
                raise InvalidInput(
                    statement("name_refused"),
                    note=f"Send another product_name: {found.field} breaks the rule {found.rule}.",
                )
        return texts


def _answer(
    texts: list[CopyText],
    brief: Brief,
    provenance: tuple[str, ...],
    usage: ModelUsage,
    fallback_reason: str | None = None,
) -> CopyAnswer:
    provider, model, prompt_version = provenance
    variants = [_variant(text, brief) for text in texts]
    tokens = (usage.input_tokens, usage.output_tokens)
    token_usage = (
        TokenUsage(input=tokens[0], output=tokens[1], total=sum(tokens)) if any(tokens) else None
    )
    return CopyAnswer(
        **variants[0].model_dump(),
        variants=variants,
        product_name=brief.product_name,
        language=brief.language,
        tone=brief.tone,
        provider=provider,
        model=model,
        prompt_version=prompt_version,
        attempts=usage.calls,
        fallback_reason=fallback_reason,
        token_usage=token_usage,
    )


def _variant(text: CopyText, brief: Brief) -> Variant:
    body, variables = template_of(text, brief)
    return Variant(
        **text.model_dump(),
        whatsapp_template=WhatsAppTemplate(
            language=brief.language,
            body=body,
            variables=[
                TemplateVariable(number=one.number, name=one.name, example=one.example)
                for one in variables
            ],
        ),
    )
