"""Reading the cleaned ledger and its catalogue: the columns a forecast looks at."""

from pathlib import Path
from typing import Final

import polars as pl

from fleet.errors import InvalidInput

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
"""What a forecast looks at; `returned_quantity` knows the future and is not among them."""

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
        return pl.read_parquet(path, columns=list(columns))
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise InvalidInput(
            f"{path.name} cannot be read ({reason}). Run `smartretail refresh` again."
        ) from None
