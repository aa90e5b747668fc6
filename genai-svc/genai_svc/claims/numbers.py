"""Finding numbers that are neither the discount nor part of the product name."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from genai_svc.claims.languages import Language, languages
from genai_svc.claims.percentages import spelled_numbers, without_percentages
from genai_svc.claims.text_folding import fold

_NUMBER = re.compile(r"[a-z]*\d++(?:[.,'/:-]\d++)*+[a-z]*")
_FIGURES = re.compile(r"\d++(?:[.,' ]\d++)*+")
_SMALL = re.compile(r"\d")
_ALWAYS_FINE = frozenset({"24/7"})
# Units of sizes, ages and times, as opposed to stock.
_MEASURES = re.compile(
    r"[ -]?(?:odd|cm|mm|m|km|g|kg|mg|ml|cl|l|oz|lb|lbs|inch(?:es)?|zoll|watts?|w|volts?|v|"
    r"degrees|grad|seconds?|sekunden|minutes?|minuten|hours?|stunden|years?|jahren?|pages?|seiten)\b"
)
_LEAST = 10


def other_numbers(masked: str, product_name: str) -> Iterator[str]:
    """Numbers of two or more digits, in digits or words, that aren't part of the name.

    Single digits are figures of speech; prices, stock and deadlines have their own rules.
    """
    rest = without_percentages(masked)
    own = set(_NUMBER.findall(fold(product_name)))
    for match in _NUMBER.finditer(rest):
        if not _SMALL.fullmatch(match[0]) and match[0] not in own | _ALWAYS_FINE:
            yield match[0]
    yield from spelled_numbers(rest)
    yield from (match[0] for match in _large().finditer(rest))


@cache
def _large() -> re.Pattern[str]:
    """Hundreds, thousands and decimals in words: `four hundred and twelve`, `five point eight`.

    "A hundred" is a figure of speech.
    """
    ways: list[str] = []
    for language in languages().values():
        words = sorted(map(re.escape, language.numbers), key=len, reverse=True)
        large = {re.escape(word) for word in (language.hundred, language.thousand)}
        counts = "|".join(word for word in words if word not in large)
        glue = r"\s+" if language.joiner else ""
        ways.append(rf"(?:{counts}){glue or '-?'}(?:{'|'.join(large)})[^\W\d]*")
        ways.append(rf"(?:{counts})\s{re.escape(language.point)}\s(?:{counts})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")


def internal_numbers(masked: str, internal: Sequence[Decimal]) -> Iterator[str]:
    """Numbers of `internal` revealed by the text: exact or rounded, in digits or words."""
    rest = without_percentages(masked)
    revealing = {value for one in internal for value in (one, _whole(one)) if _is_revealing(value)}
    for match in _FIGURES.finditer(rest):
        if revealing & _readings(match[0]) and not _MEASURES.match(rest, match.end()):
            yield match[0]
    plain = rest.replace("-", " ")
    for value in revealing:
        for words in _spellings(value):
            for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", plain):
                if not _MEASURES.match(plain, match.end()):
                    yield match[0]


def _is_revealing(value: Decimal) -> bool:
    """Whether a number is large or has decimals; small whole numbers occur in any text."""
    return value >= _LEAST or value != _whole(value)


def _whole(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def _readings(figures: str) -> set[Decimal]:
    """Possible readings of digits with marks: all marks group thousands, or the last is decimal."""
    whole = re.sub(r"[.,' ]", "", figures)
    readings = {Decimal(whole)}
    head, mark, tail = figures.rpartition("," if "," in figures[-3:] else ".")
    if mark:
        readings.add(Decimal(re.sub(r"[.,' ]", "", head) + "." + tail))
    return readings


@lru_cache(maxsize=256)
def _spellings(number: Decimal) -> frozenset[str]:
    """`number` (below a million) in words of every language, folded."""
    whole, _, decimals = f"{number.normalize():f}".partition(".")
    return frozenset(
        " ".join(f"{words} {_decimals(decimals, language)}".split())
        for language in languages().values()
        for words in _in_words(int(whole), language)
    )


def _decimals(digits: str, language: Language) -> str:
    """Decimals in words, `point eight`; empty if there are none."""
    if not digits:
        return ""
    words: dict[int, str] = {}
    for word, value in language.numbers.items():
        words.setdefault(int(value), word)
    return " ".join([language.point, *(words[int(digit)] for digit in digits)])


def _in_words(number: int, language: Language) -> Iterator[str]:
    hundred, thousand = 100, 1000
    if number >= thousand * thousand:
        return
    if number < hundred:
        yield from (word for word, value in language.numbers.items() if value == number)
        return
    unit, word = (
        (thousand, language.thousand) if number >= thousand else (hundred, language.hundred)
    )
    many, rest = divmod(number, unit)
    joiner, link = language.joiner, language.and_word
    for count in language.ones if many == 1 else tuple(_in_words(many, language)):
        begun = f"{count}{joiner}{word}"
        if not rest:
            yield begun
        for ending in _in_words(rest, language) if rest else ():
            yield f"{begun}{joiner}{ending}"
            yield f"{begun}{joiner}{link}{joiner}{ending}"
