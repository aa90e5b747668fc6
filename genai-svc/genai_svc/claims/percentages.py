"""Finding every percentage in a text, in digits or in words of any supported language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from genai_svc.claims.languages import languages
from genai_svc.claims.text_folding import percent_sign

FIRST_RARE_NUMBER: Final = 13
"""Copy never needs numbers in words from here on."""

# Possessive, and never starting inside a number, so that matching takes linear time.
_NUMBER = r"(?<![\d])(?<!\d[.,])\d++(?:[.,]\d++)*+"
_LARGE = ("hundred", "thousand", "hundert", "tausend")


@dataclass(frozen=True)
class Stated:
    """One percentage.

    Attributes:
        percent: Its value; None if it has no single reading.
        words: As written in the text.
        span: Its position.
        ranged: Whether it is one end of a range, and therefore not a discount.
    """

    percent: Decimal | None
    words: str
    span: tuple[int, int]
    ranged: bool = False


@lru_cache(maxsize=64)  # several rules check the same text
def stated_percentages(text: str) -> tuple[Stated, ...]:
    """Every percentage in folded `text`, including both ends of a range ("10 to 20%")."""
    lower = [
        Stated(_value_of(match[1]), match[0].strip(), match.span(), ranged=True)
        for pattern in (_patterns().lower_end, _patterns().spelled_lower_end)
        for match in pattern.finditer(text)
    ]
    upper_ends = {stated.span[1] for stated in lower}
    found = lower + [
        Stated(_value_of(match[1]), match[0].strip(), match.span(), match.start() in upper_ends)
        for pattern in (_patterns().digits, _patterns().sign_first, _patterns().spelled)
        for match in pattern.finditer(text)
    ]
    found += _fractions(text)
    covered = [stated.span for stated in found]
    found += [
        Stated(None, match[0].strip(), match.span())
        for match in _patterns().disguised.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in covered)
    ]
    return tuple(found)


def _value_of(number: str) -> Decimal | None:
    return _decimal(number) if number[0].isdigit() else _spelled(number)


def _fractions(text: str) -> Iterator[Stated]:
    """Fractions of a price: `a third off`, `save two fifths`."""
    for match in _patterns().fraction.finditer(text):
        around = text[max(0, match.start() - 30) : match.end() + 30]
        if _patterns().reduction.search(around):
            percent = _fraction_counts()[match[1]] * _fraction_values()[match[2]]
            yield Stated(percent, match[0], match.span())


def without_percentages(text: str) -> str:
    """`text` with every readable percentage blanked out, keeping its length."""
    for stated in stated_percentages(text):
        if stated.percent is not None:
            start, end = stated.span
            text = text[:start] + " " * (end - start - 1) + "\u00b7" + text[end:]
    return text


def widened(text: str) -> Iterator[str]:
    """Percentages with a word that changes their meaning: `up to 20%`, `20% or more`."""
    for match in _patterns().widened.finditer(text):
        yield match[0].strip()


def spelled_numbers(text: str) -> Iterator[str]:
    """Numbers in words from thirteen on."""
    for match in _patterns().words.finditer(text):
        value = _spelled(match[0])
        if value is not None and value >= FIRST_RARE_NUMBER and match[0] not in _LARGE:
            yield match[0]


@dataclass(frozen=True)
class _Patterns:
    digits: re.Pattern[str]
    lower_end: re.Pattern[str]
    sign_first: re.Pattern[str]
    spelled: re.Pattern[str]
    spelled_lower_end: re.Pattern[str]
    disguised: re.Pattern[str]
    widened: re.Pattern[str]
    words: re.Pattern[str]
    fraction: re.Pattern[str]
    reduction: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = languages().values()
    words = "|".join(sorted(_tokens(), key=len, reverse=True))
    percent = "|".join(pattern for language in known for pattern in language.percent)
    sign = percent_sign()
    phrase = rf"(?<!\w)(?:{words})(?:[\s-]+(?:{words})){{0,5}}+"
    between = "|".join(re.escape(word) for language in known for word in language.between)
    strict = "|".join(
        re.escape(word) for language in known for word in language.between if word != "and"
    )
    before = "|".join(pattern for language in known for pattern in language.widening)
    after = "|".join(pattern for language in known for pattern in language.widening_after)
    one = rf"(?:{_NUMBER}|{phrase}){sign}"
    return _Patterns(
        digits=re.compile(rf"({_NUMBER}){sign}"),
        lower_end=re.compile(
            rf"({_NUMBER})(?:{sign})?\s*(?:-|/|{between})\s*(?={_NUMBER}\s?(?:%|{percent}))"
        ),
        sign_first=re.compile(r"(?<![\d])(?<!\d\s)%\s?(\d++(?:[.,]\d++)?+)"),
        spelled=re.compile(rf"({phrase}){sign}"),
        spelled_lower_end=re.compile(
            rf"({phrase})(?:{sign})?\s*(?:-|{strict})\s+(?={phrase}{sign})"
        ),
        disguised=re.compile(
            r"(?:[^\W\d]\d{0,3}|\d[^\W\d]\d?)%|(?:\d\s){1,4}\d\s?%|[\u2160-\u217f]+\s?%"
        ),
        widened=re.compile(
            rf"(?<!\w)(?:{before})\s(?:\w+\s)?{one}|{one}(?:\s\w+){{0,2}}\s(?:{after})(?!\w)"
        ),
        # Backtracks if a number word is only the start of another word: `ninety-three a|prons`.
        words=re.compile(rf"{phrase.removesuffix('+')}(?!\w)"),
        fraction=re.compile(
            rf"\b({'|'.join(_fraction_counts())})[ -]({'|'.join(_fraction_values())})\b"
        ),
        reduction=re.compile(rf"\b(?:{'|'.join(language.reduction for language in known)})\b"),
    )


@cache
def _fraction_values() -> dict[str, Decimal]:
    known = languages().values()
    return {word: value for language in known for word, value in language.fractions.items()}


@cache
def _fraction_counts() -> dict[str, int]:
    known = languages().values()
    return {word: count for language in known for word, count in language.fraction_counts.items()}


@cache
def _tokens() -> frozenset[str]:
    """The parts of number words: `twenty`, `five`, `and`, `a`, `half`."""
    spelled = {word for language in languages().values() for word in language.numbers}
    glued = {word + language.half for language in languages().values() for word in language.numbers}
    single = {token for word in spelled for token in word.split()}
    return frozenset(single | {g for g in glued if " " not in g} | {"and a half"})


def _decimal(number: str) -> Decimal | None:
    """`12,5` is 12.5; a number with two marks has no single reading."""
    text = number.replace(",", ".")
    return Decimal(text) if text.count(".") <= 1 else None


@cache
def _values() -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    for language in languages().values():
        for word, value in language.numbers.items():
            values[word] = value
            blank = " " if " " in language.half else ""
            values[f"{word}{blank}{language.half}"] = value + Decimal("0.5")
    return values


def _spelled(words: str) -> Decimal | None:
    """`twenty-five` and `fünfundzwanzig` are 25; None if the words aren't a known number."""
    return _values().get(" ".join(re.split(r"[\s-]+", words.strip())))
