"""The tables of a mapping or layout file, each checked for what it may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.numbers import Mark

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
    """What a file of this name holds."""

    name: str
    content: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """Whether it has a table of this name."""
        return key in self.content

    def table(self, key: str) -> dict[str, Any]:
        """A table that may be left out.

        Raises:
            InvalidInput: it is no table.
        """
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            raise self._wrong(key, "a table")
        return cast("dict[str, Any]", found)

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts.

        Raises:
            InvalidInput: it is missing, or a value is no text.
        """
        table = self.content.get(key)
        if not isinstance(table, dict):
            raise InvalidInput(
                statement("mapping_empty"),
                note=f"{self.name} has no table [{key}]. Write [columns] and below it lines such "
                'as stock_code = "Your column".',
            )
        for name, value in cast("dict[str, Any]", table).items():
            if not isinstance(value, str) or not value:
                raise InvalidInput(
                    statement("mapping_no_column", field=name),
                    note=f"In {self.name}, {key}.{name} must be text, the name of a column.",
                )
        return cast("dict[str, str]", table)

    def numbers(self, key: str, table: Mapping[str, Any]) -> dict[str, float]:
        """A table of numbers above zero within `table`.

        Raises:
            InvalidInput: one is none.
        """
        found = table.get(key, {})
        if not isinstance(found, dict):
            raise self._wrong(key, "a table of numbers")
        numbers = cast("dict[str, Any]", found)
        for value in numbers.values():
            if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
                raise self._wrong(key, "a table of numbers above zero")
        return {name.upper(): float(value) for name, value in numbers.items()}

    def decimal(self, mark: str | None) -> Mark | None:
        """The decimal mark that `mark` is.

        Raises:
            InvalidInput: it is none.
        """
        if mark is None:
            return None
        if mark not in _DECIMALS:
            raise InvalidInput(
                statement("mapping_decimal", text=mark),
                note=f'In {self.name}, format.decimal is "{mark}".',
            )
        return _DECIMALS[mark]

    def rules(self) -> dict[str, Any]:
        """What [rows] says, by the fields of `row_rules.RowRules`.

        Raises:
            InvalidInput: it names a rule that is none, or one is not of its kind.
        """
        return {key: self._rule(key, value) for key, value in self.table("rows").items()}

    def _rule(self, key: str, value: object) -> object:
        place = f"rows.{key}"
        if key in _WORDS and isinstance(value, dict):
            words = cast("dict[str, Any]", value)
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
        listed = cast("list[Any]", value) if isinstance(value, list) else [value]
        if not listed or not all(isinstance(text, str) and text for text in listed):
            raise self._wrong(place, "a list of texts")
        return cast("list[str]", listed)

    def _wrong(self, place: str, expected: str) -> InvalidInput:
        return InvalidInput(
            statement("mapping_rule", rule=place),
            note=f"In {self.name}, {place} must be {expected}.",
        )
