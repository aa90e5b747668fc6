"""The use case: check texts that somebody has written or edited."""

from collections.abc import Iterator
from dataclasses import dataclass

from fleet.errors import InvalidInput
from fleet.statements import statement
from genai_svc.claims.claims_check import Offer, Violation, check_claims
from genai_svc.claims.languages import language_of, languages
from genai_svc.claims.product_names import hidden_part, product_label
from genai_svc.claims.schemas import (
    CheckedTemplate,
    ClaimsAnswer,
    ClaimsRequest,
    ShopLines,
    ViolationAnswer,
)
from genai_svc.claims.template_body import Variable, body_rules, filled, is_template_name


@dataclass(frozen=True)
class ClaimsService:
    """Checks against the offer.

    Attributes:
        shop: Lines of the shop's settings.
        language: Of copy where none is named.
    """

    shop: ShopLines
    language: str

    def check(self, request: ClaimsRequest) -> ClaimsAnswer:
        """Everything that is wrong with the texts.

        Raises:
            InvalidInput: the language is none of ours, or there is nothing to call the product.
        """
        offer = self._offer(request)
        texts = (request.email_subject, request.email_body, request.whatsapp_message)
        found = check_claims(*texts, offer)
        if request.whatsapp_template is not None:
            found += dict.fromkeys(_in_template(request.whatsapp_template, offer))
        answers = [
            ViolationAnswer(field=v.field, rule=v.rule, text=v.text, message=v.message)
            for v in found
        ]
        return ClaimsAnswer(ok=not found, product_name=offer.product_name, violations=answers)

    def _offer(self, request: ClaimsRequest) -> Offer:
        tag = request.language or self.language
        language = language_of(tag)
        if language is None:
            raise InvalidInput(
                f"language: texts are checked in {', '.join(languages())}; "
                f"{tag!r} is none of them.",
                statement("language_unknown", language=tag, known=", ".join(languages())),
            )
        label = product_label(request.product_name, request.stock_code)
        if label is None:
            raise InvalidInput(
                "product_name holds no character that can be shown; give a name.",
                statement("name_unshowable"),
            )
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
    """The body by WhatsApp's rules, and what it says with its examples by ours."""
    field = "whatsapp_template"
    variables = [Variable(v.number, v.name, v.example) for v in template.variables]
    for broken in body_rules(template.body, variables):
        yield Violation(field, "template_body", broken)
    if template.name is not None and not is_template_name(template.name):
        yield Violation(field, "template_body", "a name with other than a-z, 0-9 and _")
    read = filled(template.body, variables)
    for violation in check_claims("-", read, read, offer):
        if violation.field == "whatsapp_message":
            yield Violation(field, violation.rule, violation.text)
