"""The use case: check texts written or edited by a person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from genai_svc.claims.claims_check import Offer, Violation, check_claims
from genai_svc.claims.languages import known_language
from genai_svc.claims.product_names import hidden_part, label_for
from genai_svc.claims.schemas import (
    CheckedTemplate,
    ClaimsAnswer,
    ClaimsRequest,
    ShopLines,
    ViolationAnswer,
)
from genai_svc.claims.template_body import Variable, body_rules, filled, name_rules


@dataclass(frozen=True)
class ClaimsService:
    """Checks against the offer.

    Attributes:
        shop: The shop's lines from the settings.
        language: Default language of copy.
    """

    shop: ShopLines
    language: str

    def check(self, request: ClaimsRequest) -> ClaimsAnswer:
        """All violations in the texts.

        Raises:
            InvalidInput: the language isn't supported, or the product has no usable name.
        """
        offer = self._offer(request)
        texts = (request.email_subject, request.email_body, request.whatsapp_message)
        found = check_claims(*texts, offer)
        if request.whatsapp_template is not None:
            found += dict.fromkeys(_in_template(request.whatsapp_template, offer))
        answers = [
            ViolationAnswer(
                field=v.field, rule=v.rule, text=v.text, message=v.message, reason=v.reason
            )
            for v in found
        ]
        return ClaimsAnswer(ok=not found, product_name=offer.product_name, violations=answers)

    def _offer(self, request: ClaimsRequest) -> Offer:
        language = known_language(request.language or self.language)
        label = label_for(request.product_name, request.stock_code)
        shop = request.shop or self.shop
        own = tuple(filter(None, (shop.unsubscribe_line, shop.sign_off, shop.name)))
        internal = request.internal_numbers
        return Offer(
            label,
            request.discount,
            language,
            own,
            internal=None if internal is None else tuple(internal),
            hidden_part=hidden_part(request.product_name),
        )


def _in_template(template: CheckedTemplate, offer: Offer) -> Iterator[Violation]:
    """Check the body by WhatsApp's rules, and the text with example values by ours."""
    field = "whatsapp_template"
    variables = [Variable(v.number, v.name, v.example) for v in template.variables]
    for broken in body_rules(template.body, variables):
        yield Violation.of_template(field, broken)
    if template.name is not None:
        for broken in name_rules(template.name):
            yield Violation.of_template(field, broken)
    read = filled(template.body, variables)
    for violation in check_claims("-", read, read, offer):
        if violation.field == "whatsapp_message":
            yield replace(violation, field=field)
