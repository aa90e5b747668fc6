"""Finding every percentage a text states, in digits or in English words."""

import re
from decimal import Decimal

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {
    **{word: number for number, word in enumerate(_ONES + _TEENS)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "hundred": 100,
}

_SIGN = r"\s*(?:%|٪|per\s?cent\b|pct\b|percentage\b)"  # NFKC has unified the rest
# Possessive, and never begun inside a number: time stays linear in the length of the text.
_NUMBER = r"(?<!\d)\d++(?:[.,]\d++)?+"
_RANGE = re.compile(
    rf"({_NUMBER})(?:{_SIGN})?\s*(?:-|\u2013|\u2014|to|or|and)\s*(?={_NUMBER}{_SIGN})"
)
_DIGITS = re.compile(rf"({_NUMBER}){_SIGN}")
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SPELLED = re.compile(rf"\b((?:{_WORD})(?:[\s-](?:{_WORD})){{0,4}}+){_SIGN}")


def stated_percentages(text: str) -> list[tuple[Decimal, str]]:
    """Every percentage in `text` (NFKC, casefolded), with the words that state it.

    The lower end of a range ("10 to 20%") counts too.
    """
    found = [
        (_decimal(match[1]), match[0].strip())
        for pattern in (_RANGE, _DIGITS)
        for match in pattern.finditer(text)
    ]
    found += [(_spelled(match[1]), match[0]) for match in _SPELLED.finditer(text)]
    return found


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _spelled(words: str) -> Decimal:
    """`twenty-five` is 25; `one hundred` is 100."""
    total = 0
    for word in re.split(r"[\s-]", words):
        value = _WORDS[word]
        total = max(total, 1) * value if word == "hundred" else total + value
    return Decimal(total)
