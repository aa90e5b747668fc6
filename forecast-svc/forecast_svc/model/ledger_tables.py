"""Reading the cleaned ledger and its catalogue: the columns a forecast looks at."""

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
"""What a forecast looks at; `returned_quantity` knows the future and is not among them.

A line without a price is demand (a part of a set, or a ledger without prices); price 0 is none.
"""

CATALOGUE_COLUMNS: Final = ("stock_code", "name", "department", "category")


def read_ledger(path: Path) -> pl.DataFrame:
    """What a forecast looks at of the cleaned ledger.

    Raises:
        InvalidInput: the file is missing or unreadable.
    """
    return _read(path, LEDGER_COLUMNS)


def read_catalogue(path: Path) -> pl.DataFrame:
    """What a forecast looks at of the catalogue.

    Raises:
        InvalidInput: the file is missing or unreadable.
    """
    return _read(path, CATALOGUE_COLUMNS)


def _read(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    try:
        table = pl.read_parquet(path, columns=list(columns))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise cannot_read(path.name, error) from None
    # Weights are stored as decimals of three digits: their sums are exact once rounded to those.
    return table.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
