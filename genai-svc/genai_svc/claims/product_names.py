"""Product names: which part of a name may be shown to customers.

Names come from a catalogue with suppliers' data. They are shown unchanged, however odd (`10%
Niacinamide`, `BPA-free bottle`, `$50 gift card`), unless they contain an offer, an address, markup
or instructions: then only the part before it is shown, or if that is empty, the product's code.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from fleet.errors import InvalidInput
from fleet.statements import statement
from genai_svc.claims.forbidden_patterns import DOMAINS, WORDLIKE, forbidden
from genai_svc.claims.invisible_characters import mixed_words, printable
from genai_svc.claims.languages import languages
from genai_svc.claims.text_folding import fold

MAX_NAME_CHARACTERS = 80
_LEAST_LETTERS = 3
# Stripped from the end of a shortened name.
_LOOSE_ENDS = " \t-\u2013\u2014:;,.!?|/\\\"'<>{}[(=*#&+~`^@$%"
_DANGLING = re.compile(
    r"(?:\s(?:and|or|with|the|a|an|to|for|please|now|but|then|is|only|und|oder|mit))+$",
    re.IGNORECASE,
)


def product_label(product_name: str, stock_code: str) -> str | None:
    """The name for use in copy, at most 80 characters; the code if nothing is left of it.

    Returns:
        None if neither can be shown.
    """
    for text in (product_name, stock_code):
        label = _shortened(_before_claims(printable(text)))
        if any(unicodedata.category(character)[0] in "LNPS" for character in label):
            return label
    return None


def label_for(product_name: str, stock_code: str) -> str:
    """The product's name in copy.

    Raises:
        InvalidInput: neither name nor code can be shown.
    """
    label = product_label(product_name, stock_code)
    if label is None:
        raise InvalidInput(
            statement("name_unshowable"), note="Send another product_name or stock_code."
        )
    return label


def hidden_part(product_name: str) -> str:
    """The end of the name that is omitted because of its content; usually empty."""
    name = printable(product_name)
    return name[len(_before_claims(name)) :].strip(_LOOSE_ENDS)


def is_hostile(product_name: str) -> bool:
    """Whether the name contains instructions, offers or hidden characters."""
    hidden = any(unicodedata.category(c) in {"Cf", "Co", "Cn"} for c in product_name)
    return hidden or bool(hidden_part(product_name))


def _before_claims(name: str) -> str:
    """The part before the first claim, instruction or markup; all of it if there is none."""
    while (found := _first_claim(name)) is not None:
        name = _whole_words(name, found).rstrip(_LOOSE_ENDS)
        name = _DANGLING.sub("", name).rstrip(_LOOSE_ENDS)
        if sum(character.isalpha() for character in name) < _LEAST_LETTERS:
            return ""
    return name


def _whole_words(name: str, folded_length: int) -> str:
    """The longest prefix of whole words whose folded length is at most `folded_length`."""
    words = name.split(" ")
    starts = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    return next((start for start in starts if len(fold(start)) <= folded_length), "")


def _first_claim(name: str) -> int | None:
    """Position of the first forbidden part in the folded name."""
    folded = fold(name)
    found = _pattern().search(folded)
    starts = [found.start()] if found else []
    starts += [folded.find(fold(word)) for word in mixed_words(name)]
    if _only_a_claim(folded):
        starts.append(0)
    return min(starts, default=None)


def _only_a_claim(folded: str) -> bool:
    """Whether the whole name is a claim, such as `50%`, which would mask claims in copy."""
    percent = "|".join(p for language in languages().values() for p in language.percent)
    left = re.sub(rf"[\d.,]+\s?(?:%|(?:{percent})\b)?", " ", folded)
    left = forbidden()["free"].sub(" ", left)
    return not re.search(r"[^\W\d_]", left) and bool(re.search(r"%|[^\W\d_]", folded))


@cache
def _pattern() -> re.Pattern[str]:
    """Patterns that no name may contain."""
    path = Path(__file__).parent / "product_names.toml"
    read: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    either = "|".join(pattern for patterns in read.values() for pattern in patterns)
    return re.compile(either.replace("DOMAINS", DOMAINS).replace("WORDLIKE", WORDLIKE))


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    return name[: MAX_NAME_CHARACTERS - 1].rstrip() + "…"
