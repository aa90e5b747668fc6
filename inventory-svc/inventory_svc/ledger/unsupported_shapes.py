"""Refusing sales tables that don't have one line per sale, with a message that says why."""

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement

_MANY: Final = 14
_DAY: Final = re.compile(
    r"^(?:d_?\d+|day_?\d+|(?:19|20)\d{2}[-/.]?\d{1,2}[-/.]?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"w(?:eek)?[_ ]?\d+)$",
    re.IGNORECASE,
)
_ITEMS: Final = r"^\s*\[?\s*\{.*[\"'].*:"
_SHOWN: Final = 60


def refuse_days_in_columns(headers: Sequence[str], file: str) -> None:
    """Refuse a table with a column per day or week, the format of forecasting competitions.

    Raises:
        InvalidInput: the table has this shape.
    """
    days = [header for header in headers if _DAY.match(header.strip())]
    if len(days) >= _MANY and len(days) * 2 > len(headers):
        raise InvalidInput(
            statement("days_in_columns", file=file),
            note=f"Its columns {days[0]}, {days[1]} and so on are days.",
        )


def refuse_items_in_cells(lines: pl.DataFrame, file: str) -> None:
    """Refuse a table with all products of an order in one cell, as web shops store them.

    Raises:
        InvalidInput: the table has this shape.
    """
    codes = lines["stock_code"]
    first = codes.drop_nulls().head(1)
    if codes.dtype != pl.String or not first.str.contains(_ITEMS).any():
        return
    at = codes.is_not_null().arg_max() or 0
    raise InvalidInput(
        statement("items_in_cells", file=file, row=at + 1, text=str(first[0])[:_SHOWN]),
        note="One order with three products is three lines with the same order number.",
    )
