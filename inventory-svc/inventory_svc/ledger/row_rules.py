"""Which lines of a file count, as a mapping or a layout says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Words = Mapping[str, frozenset[str]]
"""A column's header → words in it, lower case."""


@dataclass(frozen=True)
class RowRules:
    """Which lines count, and as what.

    Attributes:
        keep: Only lines with one of these words in the column are sales.
        drop: Lines with one of these words in the column are none.
        returns: Lines with one of these words in the column are returns, whatever their sign.
        blank: Columns that must be blank, such as the day an order was cancelled.
        by_order: Whether the words of an order's first line stand for all its lines.
        fill_down: Columns that an export fills on an order's first line only; `None`: those for
            which the file itself shows it.
        copies: Whether lines equal in every column are copies or further units; None: by what is
            delivered twice as a whole (see `duplicates`).
        free_lines: Whether lines at price 0 left the shelf, or correct the stock.
        not_merchandise: Codes and names of what is no merchandise, lower case.
        goods_total: Column with what an order's goods cost in all, after its discounts.
        order_ids_repeat: Whether an order's id may come back on another day or in another store.
        by_itself: Whether columns of a state or a kind are looked for where no rule names one.
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
    by_itself: bool = True

    def among(self, has: Callable[[str], bool]) -> dict[str, Any]:
        """These rules by field, without the columns that a file does not have."""
        words = {
            name: {column: listed for column, listed in getattr(self, name).items() if has(column)}
            for name in ("keep", "drop", "returns")
        }
        fill = self.fill_down
        return (
            vars(self)
            | words
            | {
                "blank": tuple(filter(has, self.blank)),
                "fill_down": None if fill is None else tuple(filter(has, fill)),
                "goods_total": self.goods_total if has(self.goods_total or "") else None,
            }
        )

    def columns(self) -> list[str]:
        """Headers of the columns that a rule names."""
        named = [*self.keep, *self.drop, *self.returns, *self.blank, *(self.fill_down or ())]
        return [*named, self.goods_total] if self.goods_total else named
