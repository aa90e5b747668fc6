"""The languages copy can be written and checked in, one folder each: `languages/<code>/`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from fleet.errors import InvalidInput
from fleet.statements import statement

FOLDER = Path(__file__).parents[1] / "languages"
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


@dataclass(frozen=True)
class Language:
    """The words and patterns of one language used by the claims check.

    Attributes:
        code: ISO 639, the folder's name.
        name: Its name in the prompt.
        sign: Written after the number of a percentage.
        decimal: The decimal mark.
        numbers: Folded words → value.
        half: Words that turn `twelve` into twelve and a half.
        percent: Patterns of words for `%`.
        between: Words between the ends of a range.
        widening: Patterns before a percentage that change its meaning (`up to`).
        widening_after: Patterns after a percentage that change its meaning (`or more`).
        function_words: Words that identify the language.
        fractions: Folded word → percent.
        fraction_counts: Word before a fraction → how many of it.
        reduction: Patterns near a fraction that relate it to the price.
        hundred: The word for 100.
        thousand: The word for 1000.
        ones: Words for one before hundred and thousand.
        joiner: Text between the parts of a large number.
        and_word: Optional word before its last part.
        point: The spoken decimal mark.
        forbidden: Rule → patterns.
        exempt: Rule → patterns of harmless text that would match.
    """

    code: str
    name: str
    sign: str
    decimal: str
    numbers: Mapping[str, Decimal]
    half: str
    percent: tuple[str, ...]
    between: tuple[str, ...]
    widening: tuple[str, ...]
    widening_after: tuple[str, ...]
    function_words: frozenset[str]
    fractions: Mapping[str, Decimal]
    fraction_counts: Mapping[str, int]
    reduction: str
    hundred: str
    thousand: str
    ones: tuple[str, ...]
    joiner: str
    and_word: str
    point: str
    forbidden: Mapping[str, tuple[str, ...]]
    exempt: Mapping[str, tuple[str, ...]]


@cache
def languages() -> Mapping[str, Language]:
    """Every language that has a folder, by code."""
    return {path.parent.name: _read(path) for path in sorted(FOLDER.glob("*/claims.toml"))}


def language_of(tag: str) -> str | None:
    """The code of the folder that serves a BCP 47 tag (`en-GB` is served by `en`), or None."""
    if not _TAG.fullmatch(tag):
        return None
    code = tag.partition("-")[0].lower()
    return code if code in languages() else None


def known_language(tag: str) -> str:
    """The code of the language that serves `tag`.

    Raises:
        InvalidInput: copy in this language can't be checked.
    """
    code = language_of(tag)
    if code is None:
        raise InvalidInput(
            statement("language_unknown", language=tag[:35], supported=", ".join(languages())),
            note="Send language as a code, such as 'en' or 'de-AT'.",
        )
    return code


def _read(path: Path) -> Language:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    numbers = {word: Decimal(value) for value, word in enumerate(read["numbers"])}
    numbers |= {_transliterated(word): value for word, value in numbers.items()}
    numbers |= dict.fromkeys(read["hundreds"], Decimal(100))
    return Language(
        code=path.parent.name,
        name=read["name"],
        sign=read["sign"],
        decimal=read["decimal"],
        numbers={word.casefold(): value for word, value in numbers.items()},
        half=read["half"],
        percent=tuple(read["percent"]),
        between=tuple(read["between"]),
        widening=tuple(read["widening"]),
        widening_after=tuple(read["widening_after"]),
        function_words=frozenset(read["function_words"]),
        fractions={word: Decimal(str(value)) for word, value in read["fractions"].items()},
        fraction_counts=read["fraction_counts"],
        reduction="|".join(read["reduction"]),
        hundred=read["hundred"],
        thousand=read["thousand"],
        ones=tuple(read["ones"]),
        joiner=read["joiner"],
        and_word=read["and_word"],
        point=read["point"],
        forbidden={rule: tuple(patterns) for rule, patterns in read["forbidden"].items()},
        exempt={rule: tuple(patterns) for rule, patterns in read["exempt"].items()},
    )


def _transliterated(word: str) -> str:
    """`fünf` written without umlauts: `fuenf`."""
    return word.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
