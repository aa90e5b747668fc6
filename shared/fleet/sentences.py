"""Sentences in English and other languages, from the catalogues of `contract`.

A catalogue (`contract/sentences/<language>.json`) has a message in ICU MessageFormat for each
statement code. A plain argument is followed by the format of its value, `{most, bytes}`,
`{share, share}`, or by a group of the catalogue's names, `{segment, segment}`. Arguments of
`plural` and `select` are the values themselves: true, false, and missing or empty values choose the
branches `true`, `false` and `none`, which texts never choose. A branch with a single word ends with
a space, `{day }`, because `{day}` would be an argument. The page reads the same files
(dashboard/src/sentences/).
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Final

from icu4py.messageformat import MessageFormat

from fleet.statements import Statement, Value

ENGLISH: Final = "en"
_WRITTEN = re.compile(r"\{(\w+)(?:, (\w+))?\}")
_PLURAL = re.compile(r"\{(\w+), plural,")
_SELECT = re.compile(r"\{(\w+), select,")
_EXACT_BELOW = 100
_BYTES_STEP = 1000
_LAST_JULIAN_YEAR = 1582
_BYTE_UNITS = ("byte", "kB", "MB", "GB")
_DECIMALS = ("precision-integer", ".0")
_SIGN = " sign-except-zero"
_MINUS_ONLY = " sign-negative"
"""No sign on zero, even if a small loss is rounded to it."""
_RESERVED = ("none", "true", "false")
_MINUS: Final = "\u2212"
_NO_BREAK_SPACE = "\xa0"


class UnknownSentenceError(LookupError):
    """The catalogue has no sentence for this code, or the statement lacks a value."""


def render(statement: Statement, language: str = ENGLISH, currency: str | None = None) -> str:
    """The sentence of a statement.

    Args:
        statement: Its code, and values as described in `fleet.statements.Statement`.
        language: A language with a catalogue.
        currency: ISO 4217 code for amounts of money; without it they are plain numbers.

    Raises:
        UnknownSentenceError: the code has no sentence, or a value it needs is missing.
    """
    message = _sentences(language).get(statement.code)
    if message is None:
        raise UnknownSentenceError(statement.code)
    values = {name: _encodable(value) for name, value in statement.values.items()}
    return _Writer(language, currency).write(message, values).rstrip()


def name_of(
    group: str, key: str, language: str = ENGLISH, values: Mapping[str, Value] | None = None
) -> str:
    """The catalogue's name for `key` in a group such as `segment`; the key if it has none.

    Some names depend on `values`, such as units on their number.
    """
    message = _names(language).get(group, {}).get(key, key)
    return message if values is None else _Writer(language, None).write(message, values).rstrip()


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The whole catalogue of a language: `sentences` and `names`, each by group."""
    file = resources.files("contract") / "sentences" / f"{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def _sentences(language: str) -> Mapping[str, str]:
    groups = catalogue(language)["sentences"].values()
    return {code: message for group in groups for code, message in group.items()}


def _names(language: str) -> Mapping[str, Mapping[str, str]]:
    return catalogue(language)["names"]


class _Writer:
    """Formats values in one language."""

    def __init__(self, language: str, currency: str | None) -> None:
        self._language = language
        self._currency = currency

    def write(self, message: str, values: Mapping[str, Value]) -> str:
        arguments: dict[str, Value] = {n: _word(values.get(n)) for n in _SELECT.findall(message)}
        arguments |= {name: values.get(name) for name in _PLURAL.findall(message)}

        def substitute(found: re.Match[str]) -> str:
            name, kind = found.groups()
            kind = kind or "digits"
            argument = f"{name}__{kind}"
            arguments[argument] = self._text(kind, name, values)
            return f"{{{argument}}}"

        pattern = MessageFormat(_WRITTEN.sub(substitute, message), self._language)

        def filled(gap: str) -> str:
            return pattern.format({n: gap if it is None else it for n, it in arguments.items()})

        try:
            text = filled("")
            # A missing value matters only if the chosen branch uses it.
            complete = None not in arguments.values() or text == filled("?")
        except RuntimeError as error:  # `plural` of a value that is not a number
            raise UnknownSentenceError(message) from error
        if not complete:
            raise UnknownSentenceError(message)
        return text

    def _text(self, kind: str, name: str, values: Mapping[str, Value]) -> str | None:
        """A value in the given format."""
        if kind == "place":
            return self._place(values)
        if kind == "list":
            return self._list(name, values)
        value = values.get(name)
        if value is None:
            return None
        if kind == "fields":
            return ", ".join(self._name("field", field) for field in str(value).split(", "))
        if kind in _KINDS:
            return _KINDS[kind](self, value)
        return self._name(kind, str(value))

    def _name(self, group: str, key: str) -> str:
        return _names(self._language)[group].get(key, key)

    def _place(self, values: Mapping[str, Value]) -> str:
        """A place in a file: its line, or its row in Parquet files and workbooks."""
        places = _names(self._language)["place"]
        present = "line" if "line" in values else "sheet" if "sheet" in values else "row"
        return self.write(places[present], values)

    def _list(self, name: str, values: Mapping[str, Value]) -> str:
        """A list joined with "or": `centres` items, from `orders_1`, `orders_2` and so on."""
        texts = _names(self._language)["list"]
        items: list[str] = []
        for number in range(1, int(values.get(name) or 0) + 1):
            own = {key.removesuffix(f"_{number}"): value for key, value in values.items()}
            items.append(self.write(texts[name], own))
        return f" {texts['or']} ".join(items)

    def number(self, skeleton: str, value: Value) -> str:
        """A number by an ICU skeleton: https://unicode-org.github.io/icu/userguide/format_parse/."""
        sign = "" if _SIGN in skeleton else _MINUS_ONLY
        pattern = f"{{x, number, ::{skeleton}{sign} rounding-mode-half-up}}"
        text: str = MessageFormat(pattern, self._language).format({"x": value or 0})
        return text.replace("-", _MINUS)  # most locales use a hyphen

    def count(self, value: Value) -> str:
        """A count as a whole number, or with one decimal if it is small and not whole."""
        number = float(value or 0)
        whole = number.is_integer() or number >= _EXACT_BELOW
        return self.number("precision-integer" if whole else ".#", value)

    def money(self, value: Value, *, whole: bool = False, sign: str = "") -> str:
        whole = whole or abs(float(value or 0)) >= _EXACT_BELOW
        digits = "precision-integer" if whole else ".00"
        unit = f" currency/{self._currency} unit-width-narrow" if self._currency else ""
        return self.number(digits + unit + sign, value)

    def percent(self, value: Value, digits: int = 0) -> str:
        """A share in percent; "< 1%" or "> 99%" if it would otherwise be rounded to 0 or 100."""
        share, least = float(value or 0), 10.0 ** -(digits + 2)
        if 0 < share < least / 2:
            return f"<{_NO_BREAK_SPACE}{self._percent(least, digits)}"
        if 1 - least / 2 < share < 1:
            return f">{_NO_BREAK_SPACE}{self._percent(1 - least, digits)}"
        return self._percent(share, digits)

    def _percent(self, share: float, digits: int) -> str:
        return self.number(f"percent scale/100 {_DECIMALS[digits]}", share)

    def points_of_percent(self, value: Value) -> str:
        """Percentage points, with a decimal only if there is one."""
        points = float(value or 0)
        return self.percent(points / 100, 0 if points.is_integer() else 1)

    def size(self, value: Value) -> str:
        size, step = float(value or 0), 0
        while size >= _BYTES_STEP and step < len(_BYTE_UNITS) - 1:
            size, step = size / _BYTES_STEP, step + 1
        return f"{self.number('.#', size)} {_BYTE_UNITS[step]}"

    def day(self, value: Value) -> str:
        """A calendar day, given as 2011-09-09, always in the Gregorian calendar.

        ICU formats days before 1582-10-15 in the Julian calendar. The Gregorian calendar repeats
        every 400 years, so day and month are formatted in a later year.
        """
        given = date.fromisoformat(str(value)[:10])
        year = given.year if given.year > _LAST_JULIAN_YEAR else 2000 + given.year % 400
        at = datetime(year, given.month, given.day, hour=12, tzinfo=UTC)
        locale = "en-GB" if self._language == ENGLISH else self._language
        text = MessageFormat("{x, date, ::dMMMy}", locale).format({"x": at})
        return text.replace(str(year), str(given.year))


_KINDS: Final[Mapping[str, Callable[[_Writer, Value], str]]] = {
    "number": _Writer.count,
    "tenths": lambda writer, value: writer.number(".#", value),
    "hundredths": lambda writer, value: writer.number(".##", value),
    "exact": lambda writer, value: writer.number(".######", value),
    "money": _Writer.money,
    "whole_money": lambda writer, value: writer.money(value, whole=True),
    "share": _Writer.percent,
    "signed_money": lambda writer, value: writer.money(value, sign=_SIGN),
    "exact_share": lambda writer, value: writer.percent(value, digits=1),
    "points": lambda writer, value: writer.number(".#", 100 * float(value or 0)),
    "signed_points": lambda writer, value: writer.number(f".#{_SIGN}", 100 * float(value or 0)),
    "percent": _Writer.points_of_percent,
    "bytes": _Writer.size,
    "day": _Writer.day,
    "digits": lambda _, value: str(value),
}


def _encodable(value: Value) -> Value:
    """File names need not be valid text; invalid parts are shown as bytes."""
    return value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value


def _word(value: Value) -> str:
    """A value for `select`; a text equal to a reserved word does not count as that word."""
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"“{value}”" if value in _RESERVED else str(value)
