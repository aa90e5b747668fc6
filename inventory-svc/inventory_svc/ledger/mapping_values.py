"""Validated access to the tables of a mapping or layout file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.numbers import Mark
from inventory_svc.ledger.row_rules import StatedRules

_DECIMALS: Final[dict[str, Mark]] = {".": ".", ",": ","}
_WORDS = ("keep", "drop", "returns")
_LISTS = ("blank", "fill_down")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "copies": ("drop", "keep"),
    "free_lines": ("goods", "corrections"),
}
_FLAGS = ("by_order",)
_TEXTS = ("goods_total",)
_RULES = (*_WORDS, *_LISTS, *_CHOICES, *_FLAGS, *_TEXTS, "not_merchandise")


@dataclass(frozen=True)
class MappingFile:
    """The parsed content of a mapping or layout file."""

    name: str
    content: Mapping[str, object]

    def has(self, key: str) -> bool:
        """Whether the file has a table of this name."""
        return key in self.content

    def table(self, key: str) -> dict[str, object]:
        """An optional table; empty if it is missing.

        Raises:
            InvalidInput: it isn't a table.
        """
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            raise self._wrong(key, "a table")
        return cast("dict[str, object]", found)

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts.

        Raises:
            InvalidInput: it is missing, or a value isn't text.
        """
        table = self.content.get(key)
        if not isinstance(table, dict):
            raise InvalidInput(
                statement("mapping_empty"),
                note=f"{self.name} has no table [{key}]. Write [columns] and below it lines such "
                'as stock_code = "Your column".',
            )
        for name, value in cast("dict[str, object]", table).items():
            if not isinstance(value, str) or not value:
                raise InvalidInput(
                    statement("mapping_no_column", field=name),
                    note=f"In {self.name}, {key}.{name} must be text, the name of a column.",
                )
        return cast("dict[str, str]", table)

    def text(self, key: str, table: Mapping[str, object]) -> str | None:
        """An optional text within `table`.

        Raises:
            InvalidInput: it isn't text.
        """
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong(key, "text")
        return value

    def numbers(self, key: str, table: Mapping[str, object]) -> dict[str, float]:
        """A table of positive numbers within `table`.

        Raises:
            InvalidInput: a value isn't a positive number.
        """
        found = table.get(key, {})
        if not isinstance(found, dict):
            raise self._wrong(key, "a table of numbers")
        numbers: dict[str, float] = {}
        for name, value in cast("dict[str, object]", found).items():
            if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
                raise self._wrong(key, "a table of numbers above zero")
            numbers[name.upper()] = float(value)
        return numbers

    def decimal(self, mark: str | None) -> Mark | None:
        """`mark` as a decimal mark.

        Raises:
            InvalidInput: it is neither a point nor a comma.
        """
        if mark is None:
            return None
        if mark not in _DECIMALS:
            raise InvalidInput(
                statement("mapping_decimal", text=mark),
                note=f'In {self.name}, format.decimal is "{mark}".',
            )
        return _DECIMALS[mark]

    def rules(self) -> StatedRules:
        """The row rules stated in [rows].

        Raises:
            InvalidInput: it names an unknown rule, or a rule's value is of the wrong type.
        """
        stated = {key: self._rule(key, value) for key, value in self.table("rows").items()}
        return cast("StatedRules", stated)  # each value is checked by its rule

    def _rule(self, key: str, value: object) -> object:
        place = f"rows.{key}"
        if key in _WORDS and isinstance(value, dict):
            words = cast("dict[str, object]", value)
            return {column: self._folded(place, listed) for column, listed in words.items()}
        if key in _LISTS:
            return tuple(self._list(place, value))
        if key == "not_merchandise":
            return self._folded(place, value)
        if key in _CHOICES and value in _CHOICES[key]:
            return value
        if (key in _FLAGS and isinstance(value, bool)) or (
            key in _TEXTS and isinstance(value, str)
        ):
            return value
        if key not in _RULES:
            raise self._wrong(place, f"one of {', '.join(_RULES)}")
        raise self._wrong(place, " or ".join(_CHOICES.get(key, ("a list of texts",))))

    def _folded(self, place: str, value: object) -> frozenset[str]:
        return frozenset(text.strip().lower() for text in self._list(place, value))

    def _list(self, place: str, value: object) -> Sequence[str]:
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        if not listed or not all(isinstance(text, str) and text for text in listed):
            raise self._wrong(place, "a list of texts")
        return cast("list[str]", listed)

    def _wrong(self, place: str, expected: str) -> InvalidInput:
        return InvalidInput(
            statement("mapping_rule", rule=place),
            note=f"In {self.name}, {place} must be {expected}.",
        )
