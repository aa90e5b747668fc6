"""The use case: write, check, and fall back to templates where the model has not delivered."""

import structlog

from fleet.deadline import seconds_left
from fleet.errors import InvalidInput
from genai_svc.claims.claims_check import Violation, check_claims
from genai_svc.copywriting.brief import (
    Brief,
    CopyFailedError,
    CopyText,
    Copywriter,
    product_label,
)
from genai_svc.copywriting.schemas import CopyAnswer, CopyRequest
from genai_svc.copywriting.templates import TemplateWriter

_log = structlog.get_logger("genai_svc.copy")
_RESERVE_SECONDS = 0.25  # of the caller's deadline, to answer from templates in
_LEAST_SECONDS = 0.25  # no model writes faster, so asking would only cost


class CopyService:
    """Writes copy with `model` if there is one, else with `templates`."""

    def __init__(
        self, model: Copywriter | None, templates: TemplateWriter, budget_seconds: float
    ) -> None:
        self.model = model
        self.templates = templates
        self.budget_seconds = budget_seconds

    async def write(self, request: CopyRequest) -> CopyAnswer:
        """Copy that has passed the claims check.

        Raises:
            InvalidInput: no copy about this name passes the check.
        """
        brief = Brief(
            product_name=product_label(request.product_name, request.stock_code),
            objective=request.objective,
            target_cluster=request.target_cluster,
            discount=request.discount,
        )
        if self.model is None:
            return self._from_templates(brief, "no key", attempts=0)
        try:
            text = await self._from_model(self.model, brief)
        except CopyFailedError as failure:
            return self._from_templates(brief, failure.reason, attempts=int(failure.requested))
        return _answer(text, self.model, attempts=1, fallback_reason=None)

    async def _from_model(self, model: Copywriter, brief: Brief) -> CopyText:
        left = seconds_left(self.budget_seconds + _RESERVE_SECONDS) - _RESERVE_SECONDS
        if left < _LEAST_SECONDS:
            raise CopyFailedError("no time", requested=False)
        text = await model.write(brief, left)
        if violations := _violations(text, brief):
            rules = sorted({f"{found.field}:{found.rule}" for found in violations})
            _log.warning("copy_failed_check", provider=model.provider, rules=rules)
            raise CopyFailedError("failed check")
        return text

    def _from_templates(self, brief: Brief, reason: str, attempts: int) -> CopyAnswer:
        text = self.templates.fill(brief)
        if violations := _violations(text, brief):
            found = violations[0]
            raise InvalidInput(
                f"product_name: no copy about this name passes the check on {found.field} "
                f"({found.rule}); give a plainer name."
            )
        return _answer(text, self.templates, attempts=attempts, fallback_reason=reason)


def _violations(text: CopyText, brief: Brief) -> list[Violation]:
    return check_claims(text.email_subject, text.email_body, text.whatsapp_message, brief.offer)


def _answer(
    text: CopyText, writer: Copywriter, *, attempts: int, fallback_reason: str | None
) -> CopyAnswer:
    return CopyAnswer(
        email_subject=text.email_subject,
        email_body=text.email_body,
        whatsapp_message=text.whatsapp_message,
        provider=writer.provider,
        model=writer.model,
        prompt_version=writer.prompt_version,
        attempts=attempts,
        fallback_reason=fallback_reason,
    )
