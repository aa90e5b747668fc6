"""Folding text to one spelling per word, so that a claim can't be disguised by its spelling."""

import re
import unicodedata
from functools import cache

from genai_svc.claims.languages import languages

# Variation selectors, keycaps, enclosing and overlaid marks, which only decorate a digit.
_DECORATION = re.compile("[\ufe00-\ufe0f\u20d0-\u20ff\u0334-\u0338]")
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | {"\u066a": "%", "\ufe6a": "%", "\u2030": "%", "\u2044": "/"}
)
# Applied before NFKC, which would turn 12½ into 121/2.
_PARTS = {"\u00bd": ".5", "\u00bc": ".25", "\u00be": ".75"}
_HALVES = re.compile(r"(?<=\d)\s?([\u00bd\u00bc\u00be])")
_SPACED_OUT = re.compile(r"(?<!\w)(?![ai] )(?:\w ){2,}\w(?!\w)")
_MASK = " \u00b7 "
_ELLIPSIS = "..."


def fold(text: str) -> str:
    """NFKC, casefolded, with plain quotes, hyphens and percent signs, and single spaces."""
    text = _HALVES.sub(lambda match: _PARTS[match[1]], text)
    plain = _DECORATION.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.translate(_PLAIN).split())


def without_name(folded: str, product_name: str) -> str:
    """Blank out the name, whole or shortened by an ellipsis."""
    name = fold(product_name)
    if not name:
        return folded
    masked = re.sub(standing_alone(re.escape(name)), _MASK, folded)
    return _without_shortened(masked, name) if _ELLIPSIS in masked else masked


def _without_shortened(folded: str, name: str) -> str:
    parts = folded.split(_ELLIPSIS)
    for index, part in enumerate(parts[:-1]):
        stripped = part.rstrip()
        for length in range(len(name) - 1, 2, -1):
            start = name[:length].rstrip()
            before = stripped[: -len(start)] if stripped.endswith(start) else None
            if before is not None and not (before and before[-1].isalnum()):
                parts[index] = before + _MASK
                break
    return _ELLIPSIS.join(parts)


def unspaced(folded: str) -> str:
    """Join spaced-out words: `f r e e` becomes `free`."""
    return _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), folded)


def names_product(folded: str, product_name: str) -> bool:
    """Whether the text contains the whole name."""
    return re.search(standing_alone(re.escape(fold(product_name))), folded) is not None


def standing_alone(pattern: str) -> str:
    """A regex for `pattern`, except as part of a longer word, number or percentage.

    The 5 in `5%`, `5 percent`, `%5` or `12.5` isn't a product named 5.
    """
    leading_sign = r"(?<!\d)(?<!\d\s)%"
    inside = rf"(?<!\d[.,])(?<!{leading_sign})(?<!{leading_sign}\s)"
    after = rf"(?!\w|(?<=\d)(?:[.,]\d|{percent_sign()}))"
    return rf"(?<!\w)(?:(?!\d)|{inside})(?:{pattern}){after}"


@cache
def percent_sign() -> str:
    """A pattern that marks the number before it as a percentage."""
    words = "|".join(word for language in languages().values() for word in language.percent)
    return rf"[\s\-]{{0,3}}(?:%|(?:{words})(?!\w))"
