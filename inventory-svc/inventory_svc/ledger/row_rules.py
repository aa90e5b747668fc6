"""Row rules: which lines of a file count, as stated by a mapping or a layout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

Words = Mapping[str, frozenset[str]]
"""A column's header → words it may contain, in lower case."""


class StatedRules(TypedDict, total=False):
    """The fields of `RowRules` that a mapping or layout states."""

    keep: Words
    drop: Words
    returns: Words
    blank: tuple[str, ...]
    by_order: bool
    fill_down: tuple[str, ...] | None
    copies: Literal["drop", "keep"] | None
    free_lines: Literal["goods", "corrections"]
    not_merchandise: frozenset[str]
    goods_total: str | None
    order_ids_repeat: bool
    use_heuristics: bool


@dataclass(frozen=True)
class RowRules:
    """Which lines count, and as what.

    Attributes:
        keep: Only lines with one of these words in the column are sales.
        drop: Lines with one of these words in the column aren't sales.
        returns: Lines with one of these words in the column are returns, regardless of sign.
        blank: Columns that must be blank, such as the cancellation date.
        by_order: Whether the words of an order's first line apply to all its lines.
        fill_down: Columns that an export fills in on an order's first line only; None: detect
            them.
        copies: Whether lines equal in every column are copies or further units; None: decide by
            whole days and orders (see `duplicates`).
        free_lines: Whether lines at price 0 are goods or stock corrections.
        not_merchandise: Codes and names that aren't merchandise, in lower case.
        goods_total: Column with the total of an order's goods after its discounts.
        order_ids_repeat: Whether an order id may recur on another day or in another store.
        use_heuristics: Whether to detect status, type and currency columns, discounts and
            services that no rule names.
    """

    keep: Words = field(default_factory=dict[str, frozenset[str]])
    drop: Words = field(default_factory=dict[str, frozenset[str]])
    returns: Words = field(default_factory=dict[str, frozenset[str]])
    blank: tuple[str, ...] = ()
    by_order: bool = False
    fill_down: tuple[str, ...] | None = None
    copies: Literal["drop", "keep"] | None = None
    free_lines: Literal["goods", "corrections"] = "goods"
    not_merchandise: frozenset[str] = frozenset()
    goods_total: str | None = None
    order_ids_repeat: bool = True
    use_heuristics: bool = True

    def restricted_to(self, has: Callable[[str], bool]) -> StatedRules:
        """These rules without the columns for which `has` is false."""
        fill = self.fill_down
        return {
            "keep": _restricted(self.keep, has),
            "drop": _restricted(self.drop, has),
            "returns": _restricted(self.returns, has),
            "blank": tuple(filter(has, self.blank)),
            "by_order": self.by_order,
            "fill_down": None if fill is None else tuple(filter(has, fill)),
            "copies": self.copies,
            "free_lines": self.free_lines,
            "not_merchandise": self.not_merchandise,
            "goods_total": self.goods_total if has(self.goods_total or "") else None,
            "order_ids_repeat": self.order_ids_repeat,
            "use_heuristics": self.use_heuristics,
        }

    def columns(self) -> list[str]:
        """Headers of the columns that a rule names."""
        named = [*self.keep, *self.drop, *self.returns, *self.blank, *(self.fill_down or ())]
        return [*named, self.goods_total] if self.goods_total else named


def _restricted(words: Words, has: Callable[[str], bool]) -> Words:
    return {column: listed for column, listed in words.items() if has(column)}
