"""The use case: write, check, and fall back to templates where the model fails."""

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
    ShopProfile,
    Tally,
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
_RESERVE_SECONDS = 0.25  # of the caller's deadline, to answer from templates in
_LEAST_SECONDS = 0.25  # no model writes faster, so asking would only cost
_FLIGHT_SECONDS = 30.0  # above the budget: the flight ends by itself
# The provider answered, and with nothing to use; whatever else goes wrong is that it did not.
_UNUSABLE = frozenset(
    {"blocked", "truncated", "no JSON", "failed check", "key refused", "request refused"}
    | {"model unknown", "hostile name"}
)


@dataclass(frozen=True)
class Policy:
    """How the service answers.

    Attributes:
        shop: Who speaks.
        language: Of copy where the request names none.
        strict: 502 or 503 instead of templates.
        cache_seconds: How long the same question gets the same answer.
    """

    shop: ShopProfile
    language: str
    strict: bool
    cache_seconds: float


@dataclass(frozen=True)
class _KeyedAnswer:
    """What an Idempotency-Key stands for; the answer is None while it is being written."""

    digest: str
    answer: CopyAnswer | None


class CopyService:
    """Writes copy with `model` if there is one, else with `templates`."""

    def __init__(
        self, model: ModelWriter | None, templates: TemplateWriter, policy: Policy
    ) -> None:
        self.model = model
        self.templates = templates
        self.policy = policy
        self._flights = SingleFlight[CopyAnswer]()
        self._tallies: dict[str, Tally] = {}
        self._answers = TtlCache[CopyAnswer](policy.cache_seconds)
        self._by_key = TtlCache[_KeyedAnswer](policy.cache_seconds)

    async def write(
        self, request: CopyRequest, *, idempotency_key: str | None = None, fresh: bool = False
    ) -> CopyAnswer:
        """Copy that has passed the claims check.

        For a name that gives orders no model is called: one that obeys can say anything.

        Args:
            request: What to write for.
            idempotency_key: The same key gets the same answer, whoever wrote it.
            fresh: Write anew even where the same question has an answer.

        Raises:
            InvalidInput: the language is none of ours, no copy about this name passes the check, or
                the key was used for another question.
            UnusableAnswer: in strict mode, the provider has answered with nothing to use.
            Unavailable: in strict mode, the provider has not answered.
        """
        brief = self.brief_for(request)
        digest = brief.digest(*self._provenance())
        if self.model is not None and is_hostile(request.product_name):
            return await self._fallback(brief, "hostile name", Tally())
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
            InvalidInput: the language is none of ours, or there is nothing to call the product.
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
                "Idempotency-Key: it was used for another question; take a new key for this one."
            )
        if keyed is not None and keyed.answer is not None:
            return keyed.answer
        return None if fresh else self._answers.get(digest)

    async def _model_answer(
        self, brief: Brief, digest: str, key: str | None, *, fresh: bool
    ) -> CopyAnswer:
        if self.model is None:
            return await self._fallback(brief, "no key", Tally())
        left = seconds_left(_FLIGHT_SECONDS + _RESERVE_SECONDS) - _RESERVE_SECONDS
        if left < _LEAST_SECONDS:
            return await self._fallback(brief, "no time", Tally())
        model, flight = self.model, f"{digest}:{key or 'fresh'}" if fresh else digest
        if not self._flights.has(flight):
            self._tallies[flight] = Tally()
        tally = self._tallies[flight]

        async def ask() -> CopyAnswer:
            texts = await model.write(brief, tally)
            answer = _answer(texts, brief, self._provenance(), tally)
            self._answers.put(digest, answer)
            return answer

        try:
            return await self._flights.run(flight, ask, limit=left)
        except DeadlineExceeded:
            return await self._fallback(brief, "timeout", tally)
        except CopyFailedError as failure:
            return await self._fallback(brief, failure.reason, tally)
        finally:
            if not self._flights.has(flight) and self._tallies.get(flight) is tally:
                del self._tallies[flight]

    async def _fallback(self, brief: Brief, reason: str, tally: Tally) -> CopyAnswer:
        """The templates' copy, or in strict mode the error."""
        copy_metrics().fallbacks.labels(reason).inc()
        _log.info("fallback", reason=reason, calls=tally.calls, strict=self.policy.strict)
        if self.policy.strict:
            kind = UnusableAnswer if reason in _UNUSABLE else Unavailable
            raise kind(
                statement("model_silent"),
                note=f"Reason: {reason}. STRICT_PROVIDER keeps templates off.",
            )
        texts = await anyio.to_thread.run_sync(self._from_templates, brief)
        provenance = ("template", self.templates.model(brief), self.templates.prompt_version(brief))
        return _answer(texts, brief, provenance, tally, reason)

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
    tally: Tally,
    fallback_reason: str | None = None,
) -> CopyAnswer:
    provider, model, prompt_version = provenance
    variants = [_variant(text, brief) for text in texts]
    tokens = (tally.input_tokens, tally.output_tokens)
    usage = (
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
        attempts=tally.calls,
        fallback_reason=fallback_reason,
        token_usage=usage,
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
