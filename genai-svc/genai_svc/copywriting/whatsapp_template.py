"""Converting a WhatsApp message to a template body for the Business API."""

import re
from decimal import Decimal

from genai_svc.claims.template_body import Variable, body_rules, filled
from genai_svc.claims.text_folding import standing_alone
from genai_svc.copywriting.brief import Brief, CopyText
from genai_svc.copywriting.templates import title_case_if_upper

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?(?=\s?(?:%|percent\b|per cent\b|prozent\b))", re.IGNORECASE)


_Place = tuple[int, int, str]  # start, end, name of the variable


def template_of(text: CopyText, brief: Brief) -> tuple[str, list[Variable]]:
    """Body and variables whose examples reproduce the message word for word.

    Product name and discount become variables where WhatsApp allows it (not first, last or
    adjacent, and with enough words around them), otherwise they are left as text.
    """
    message = text.whatsapp_message
    taken: list[_Place] = []
    for place in _places(message, brief):
        body, variables = _with_variables(message, [*taken, place])
        if not list(body_rules(body, variables)) and filled(body, variables) == message:
            taken.append(place)
    return _with_variables(message, taken)


def _places(message: str, brief: Brief) -> list[_Place]:
    """Positions of product name and discount."""
    names = {brief.product_name, title_case_if_upper(brief.product_name)}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = [
        (match.start(), match.end(), "product_name")
        for match in re.finditer(standing_alone(pattern), message, re.IGNORECASE)
    ]
    found += [
        (match.start(), match.end(), "discount_percent")
        for match in _DIGITS.finditer(message)
        if Decimal(match[0].replace(",", ".")) == brief.discount
        and not any(start < match.end() and match.start() < end for start, end, _ in found)
    ]
    return sorted(found)


def _with_variables(message: str, places: list[_Place]) -> tuple[str, list[Variable]]:
    parts: list[str] = []
    variables: list[Variable] = []
    at = 0
    for number, (start, end, name) in enumerate(sorted(places), start=1):
        parts += [message[at:start], f"{{{{{number}}}}}"]
        variables.append(Variable(number, name, message[start:end]))
        at = end
    return "".join([*parts, message[at:]]), variables
