"""The deterministic check that every text must pass before it is used, whoever wrote it.

Texts are compared folded (`text_folding.py`). A product's own name (a percentage, a dot com,
brackets) is not a claim, and neither are the shop's own lines (sign-off, unsubscribe line): both
are blanked out before the search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Self

from fleet.sentences import render
from fleet.statements import statement
from genai_svc.claims.forbidden_patterns import claims_in
from genai_svc.claims.invisible_characters import invisible_characters, mixed_words
from genai_svc.claims.language_check import wrong_language
from genai_svc.claims.numbers import internal_numbers, other_numbers
from genai_svc.claims.percentages import Stated, stated_percentages, widened, without_percentages
from genai_svc.claims.template_body import (
    MAX_BODY_CHARACTERS,
    BrokenRule,
    TemplateRule,
    text_rules,
)
from genai_svc.claims.text_folding import fold, names_product, unspaced, without_name

MAX_SUBJECT_CHARACTERS = 78
MAX_BODY_WORDS = 150
MAX_WHATSAPP_CHARACTERS = MAX_BODY_CHARACTERS
# Far above the limits: longer texts are rejected unsearched, which bounds the running time.
MAX_READ_CHARACTERS = 4096

_THIRDS = frozenset({Decimal("33.33"), Decimal("66.66"), Decimal("16.67")})


@dataclass(frozen=True)
class Offer:
    """What the copy may claim.

    Attributes:
        product_name: As it must appear in body and message.
        discount: Percent; with 0 no percentage may be mentioned at all.
        language: Of the copy; a code of `languages/`.
        own_lines: The shop's name and lines, which the copywriter didn't write.
        internal: Numbers that no text may reveal; None: only the discount and numbers in the name
            are allowed.
        hidden_part: The part of a hostile name that no text may repeat.
    """

    product_name: str
    discount: Decimal
    language: str = "en"
    own_lines: tuple[str, ...] = ()
    internal: tuple[Decimal, ...] | None = None
    hidden_part: str = ""


@dataclass(frozen=True)
class Violation:
    """One problem found.

    Attributes:
        field: The field concerned.
        rule: The broken rule; the sentence catalogue says what to do about it.
        text: The text concerned; for a template body, what WhatsApp doesn't accept, in English.
        reason: For a template body, a name in the catalogue's group `template_rule`.
    """

    field: str
    rule: str
    text: str
    reason: TemplateRule | None = None

    @classmethod
    def of_template(cls, field: str, broken: BrokenRule) -> Self:
        """The violation for a broken WhatsApp rule."""
        return cls(field, "template_body", broken.text, broken.rule)

    @property
    def message(self) -> str:
        """What to do about it."""
        return render(statement(f"claim_{self.rule}"))


def check_claims(
    email_subject: str, email_body: str, whatsapp_message: str, offer: Offer
) -> list[Violation]:
    """All violations in the three texts; empty if they may be used."""
    fields = {
        "email_subject": email_subject,
        "email_body": email_body,
        "whatsapp_message": whatsapp_message,
    }
    endless = [field for field, text in fields.items() if len(text) > MAX_READ_CHARACTERS]
    if endless:
        return [Violation(field, "length", f"{len(fields[field])} characters") for field in endless]
    found = [
        violation for field, text in fields.items() for violation in _in_text(field, text, offer)
    ]
    for field in ("email_body", "whatsapp_message"):
        found += _missing(field, fields[field], offer)
    found += [
        Violation.of_template("whatsapp_message", broken) for broken in text_rules(whatsapp_message)
    ]
    return list(dict.fromkeys(found + list(_lengths(fields))))


def _in_text(field: str, text: str, offer: Offer) -> Iterator[Violation]:
    if not text.strip():
        yield Violation(field, "empty", "")
    for character in invisible_characters(text):
        yield Violation(field, "invisible_character", f"U+{ord(character):04X}")
    masked = unspaced(without_name(_copywriters(text, offer), offer.product_name))
    for word in mixed_words(masked):
        yield Violation(field, "invisible_character", word)
    for words in _wrong_percentages(masked, offer):
        yield Violation(field, "percentage", words)
    for rule, words in claims_in(without_percentages(masked), saving=offer.discount > 0):
        yield Violation(field, rule, words)
    for number in _unplanned_numbers(masked, offer):
        yield Violation(field, "number", number)
    if offer.hidden_part and fold(offer.hidden_part) in masked:
        yield Violation(field, "leak", offer.hidden_part)
    if foreign := wrong_language(without_percentages(masked), offer.language):
        yield Violation(field, "language", foreign)


def _unplanned_numbers(masked: str, offer: Offer) -> Iterator[str]:
    if offer.internal is None:
        return other_numbers(masked, offer.product_name)
    return internal_numbers(masked, offer.internal)


def _wrong_percentages(masked: str, offer: Offer) -> Iterator[str]:
    plain = fold(unescape(masked))  # mail clients show &#37; as %
    for stated in stated_percentages(plain):
        if not _is_discount(stated, offer):
            yield stated.words
    yield from widened(plain)


def _is_discount(stated: Stated, offer: Offer) -> bool:
    """Whether the percentage is the discount; a third may be rounded."""
    if not stated.percent or not offer.discount:
        return False
    near = Decimal("0.4") if stated.percent in _THIRDS else 0
    return abs(stated.percent - offer.discount) <= near


def _copywriters(text: str, offer: Offer) -> str:
    """The folded text without the shop's own lines."""
    folded = fold(text)
    for line in offer.own_lines:
        if own := fold(line):
            folded = without_name(folded, own)
    return folded


def _missing(field: str, text: str, offer: Offer) -> Iterator[Violation]:
    folded = _copywriters(text, offer)
    if not names_product(folded, offer.product_name):
        yield Violation(field, "product_not_named", offer.product_name)
    masked = without_name(folded, offer.product_name)
    stated = [found for found in stated_percentages(masked) if not found.ranged]
    if offer.discount > 0 and not any(_is_discount(found, offer) for found in stated):
        yield Violation(field, "discount_not_stated", f"{offer.discount}%")


def _lengths(fields: dict[str, str]) -> Iterator[Violation]:
    subject, body, message = fields.values()
    if len(subject) > MAX_SUBJECT_CHARACTERS:
        yield Violation("email_subject", "length", f"{len(subject)} characters")
    if len(subject.splitlines()) > 1 or subject != subject.strip():
        yield Violation("email_subject", "one_line", subject[:MAX_SUBJECT_CHARACTERS])
    if len(body.split()) > MAX_BODY_WORDS:
        yield Violation("email_body", "length", f"{len(body.split())} words")
    if len(message) > MAX_WHATSAPP_CHARACTERS:
        yield Violation("whatsapp_message", "length", f"{len(message)} characters")
