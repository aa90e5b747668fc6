"""Exact quantities: computed in thousandths of a unit, so that 0.435 kg is exact."""

from typing import Final

import polars as pl

from inventory_svc.ledger.reasons import exclude

THOUSANDTHS: Final = 1000
DECIMALS: Final = pl.Decimal(18, 3)
_COLUMNS = ("quantity", "returned_quantity")


def in_thousandths(lines: pl.DataFrame) -> pl.DataFrame:
    """Convert `quantity` to Int64 thousandths; null for excluded lines.

    Less than half a thousandth rounds to zero and is excluded.
    """
    thousandths = (pl.col("quantity") * THOUSANDTHS).round()
    lines = exclude(lines, thousandths == 0, "zero_quantity")
    included = pl.col("reason").is_null()
    return lines.with_columns(quantity=pl.when(included).then(thousandths).cast(pl.Int64))


def in_units(lines: pl.DataFrame) -> pl.DataFrame:
    """Convert to units: Int64 if all are whole, else exact decimals with three digits."""
    whole = lines.select(
        pl.all_horizontal(
            (pl.col(name) % THOUSANDTHS == 0).fill_null(value=True).all() for name in _COLUMNS
        )
    ).item()
    if whole:
        return lines.with_columns(pl.col(name) // THOUSANDTHS for name in _COLUMNS)
    return lines.with_columns((pl.col(name) / THOUSANDTHS).cast(DECIMALS) for name in _COLUMNS)


def units_of(quantity: pl.Series) -> int | float:
    """The sum of a column of `in_units`: an int for whole units, else a float."""
    total = quantity.sum()
    return int(total) if quantity.dtype.is_integer() else float(total)
