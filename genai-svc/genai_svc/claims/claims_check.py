"""One deterministic check that every text passes before anyone sees it.

Texts are compared in NFKC and casefolded. What the product's own name holds (a percentage, a dot
com, brackets) is the name and no claim: its occurrences are blanked out before the search.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from genai_svc.claims.invisible import invisible_characters
from genai_svc.claims.percentages import stated_percentages

MAX_SUBJECT_CHARACTERS = 78
MAX_BODY_WORDS = 150
MAX_WHATSAPP_CHARACTERS = 1024
# Far above what is allowed: such a text is refused unread, so that no search takes long on it.
_MAX_READ_CHARACTERS = 4096
_MASK = " · "

_FORBIDDEN = {
    "placeholder": re.compile(
        r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\$?\{[^{}\n]{0,60}\}|\[[^\[\]\n]{1,60}\]|%\([a-z_]+\)s"
        r"|<<.{1,60}?>>|\bxxx+\b|\btodo\b|\blorem ipsum\b"
    ),
    "url": re.compile(
        r"\bhttps?:|\bwww\.|\b[a-z0-9-]{1,63}\.(?:com|net|org|info|shop|store|co\.uk|io|ly|de|eu)\b"
    ),
    "html": re.compile(r"</?[a-z!][^<>]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});"),
}


@dataclass(frozen=True)
class Offer:
    """What the copy may claim.

    Attributes:
        product_name: As it has to appear in body and message.
        discount: Percent; with 0 no percentage may be stated at all.
    """

    product_name: str
    discount: Decimal


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong: where, which rule, and the words."""

    field: str
    rule: str
    text: str


def check_claims(
    email_subject: str, email_body: str, whatsapp_message: str, offer: Offer
) -> list[Violation]:
    """Everything that is wrong with the three texts; an empty list when they may be used."""
    fields = {
        "email_subject": email_subject,
        "email_body": email_body,
        "whatsapp_message": whatsapp_message,
    }
    endless = [field for field, text in fields.items() if len(text) > _MAX_READ_CHARACTERS]
    if endless:
        return [Violation(field, "length", f"{len(fields[field])} characters") for field in endless]
    found = [
        violation for field, text in fields.items() for violation in _in_text(field, text, offer)
    ]
    for field in ("email_body", "whatsapp_message"):
        found += _missing(field, fields[field], offer)
    return found + list(_lengths(fields))


def _in_text(field: str, text: str, offer: Offer) -> Iterator[Violation]:
    if not text.strip():
        yield Violation(field, "empty", "")
    for character in invisible_characters(text):
        yield Violation(field, "invisible_character", f"U+{ord(character):04X}")
    masked = _without_name(_folded(text), offer.product_name)
    for percent, words in stated_percentages(masked):
        if percent != offer.discount or percent == 0:
            yield Violation(field, "percentage", words)
    for rule, pattern in _FORBIDDEN.items():
        for match in pattern.finditer(masked):
            yield Violation(field, rule, match[0])


def _missing(field: str, text: str, offer: Offer) -> Iterator[Violation]:
    folded = _folded(text)
    if _folded(offer.product_name) not in folded:
        yield Violation(field, "product_not_named", offer.product_name)
    stated = [percent for percent, _ in stated_percentages(folded)]
    if offer.discount > 0 and offer.discount not in stated:
        yield Violation(field, "discount_not_stated", f"{offer.discount}%")


def _lengths(fields: dict[str, str]) -> Iterator[Violation]:
    subject, body, message = fields.values()
    if len(subject) > MAX_SUBJECT_CHARACTERS or "\n" in subject:
        yield Violation("email_subject", "length", f"{len(subject)} characters")
    if len(body.split()) > MAX_BODY_WORDS:
        yield Violation("email_body", "length", f"{len(body.split())} words")
    if len(message) > MAX_WHATSAPP_CHARACTERS:
        yield Violation("whatsapp_message", "length", f"{len(message)} characters")


def _folded(text: str) -> str:
    """One spelling per word: compatibility forms composed, case folded, blanks collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _without_name(folded: str, product_name: str) -> str:
    """Blank out the name where it stands as a whole, never a part of a longer word or number."""
    name = re.escape(_folded(product_name))
    return re.sub(rf"(?<!\w){name}(?!\w)", _MASK, folded)
