"""Reading the columns of the cleaned ledger and catalogue that a forecast uses."""

from pathlib import Path
from typing import Final

import polars as pl

from fleet.jobs import cannot_read

LEDGER_COLUMNS: Final = (
    "order_id",
    "stock_code",
    "ordered_at",
    "customer_id",
    "quantity",
    "unit_price",
    "shelf_price",
    "store_id",
)
"""Columns used by a forecast; `returned_quantity` would reveal the future and isn't one of them.

A line without a price counts as demand (part of a set, or a ledger without prices), a line at
price 0 doesn't.
"""

CATALOGUE_COLUMNS: Final = ("stock_code", "name", "department", "category")


def read_ledger(path: Path) -> pl.DataFrame:
    """The forecast's columns of the cleaned ledger.

    Raises:
        InvalidInput: the file is missing or unreadable.
    """
    return _read(path, LEDGER_COLUMNS)


def read_catalogue(path: Path) -> pl.DataFrame:
    """The forecast's columns of the catalogue.

    Raises:
        InvalidInput: the file is missing or unreadable.
    """
    return _read(path, CATALOGUE_COLUMNS)


def _read(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    try:
        table = pl.read_parquet(path, columns=list(columns))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise cannot_read(path.name, error) from None
    # Weights are stored as decimals with three digits; sums are exact after rounding to three.
    return table.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
