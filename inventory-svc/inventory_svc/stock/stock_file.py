"""The uploaded stock file: one line per product, or per product and location.

Columns are recognised by their headers (`stock_columns`) or named by the mapping; only the code is
required. Values are parsed like a ledger's: per column, with blanks, decimals and thousands, and
tolerating some bad cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from contract.columns import INVENTORY_COLUMNS
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.text_table import TextTable, read_text_table
from inventory_svc.stock.stock_columns import STOCK_COLUMNS, STOCK_SPELLINGS
from inventory_svc.stock.stock_numbers import NUMBERS, numbers_of
from inventory_svc.stock.stock_problems import refuse_problems

_INTEGERS: Final = ("lead_time_days", "pack_size", "shelf_life_days")


@dataclass(frozen=True)
class StockFile:
    """The content of a stock file.

    Attributes:
        rows: One row per product, see `read_stock_file`.
        lines: Number of lines with a product code.
        locations: `stock_code`, `location`, `current_stock` if it has a line per location.
        notes: How cells were treated → how many: `negative` (counted as 0), `rounded_down`,
            `blank`, `unreadable` (ignored), `without_code`.
    """

    rows: pl.DataFrame
    lines: int
    locations: pl.DataFrame
    notes: Mapping[str, int] = field(default_factory=dict[str, int])


NO_COUNT: Final = StockFile(
    rows=pl.DataFrame(
        schema={
            "stock_code": pl.String,
            "current_stock": pl.Int64,
            "unit_cost": pl.Float64,
            "lead_time_days": pl.Int64,
            "pack_size": pl.Int64,
            "shelf_life_days": pl.Int64,
            "supplier": pl.String,
        }
    ),
    lines=0,
    locations=pl.DataFrame(
        schema={"stock_code": pl.String, "location": pl.String, "current_stock": pl.Float64}
    ),
)
"""The stock file if nothing was uploaded."""


def read_stock_file(path: Path, stated: Mapping[str, str] | None = None) -> pl.DataFrame:
    """The uploaded facts, one row per product.

    Returns:
        `stock_code` (upper case), and null if the file has no value: `current_stock` Int64
        units, `unit_cost` Float64 money per unit, `lead_time_days` Int64, `pack_size` Int64 units,
        `shelf_life_days` Int64, `supplier` String.

    Raises:
        InvalidInput: see `load_stock_file`.
    """
    return load_stock_file(path, stated).rows


def load_stock_file(path: Path, stated: Mapping[str, str] | None = None) -> StockFile:
    """The uploaded facts, and how unusable cells were treated.

    Args:
        path: A CSV, Parquet or Excel file.
        stated: Our name → header, as stated by a mapping.

    Raises:
        InvalidInput: the file can't be read, lacks a column, has a product twice in one location,
            or too many cells of a column are unusable; `errors` lists bad rows by line.
    """
    table = read_text_table(path, STOCK_SPELLINGS, stated)
    _refuse_missing_columns(table)
    rows = table.rows.with_row_index("row", offset=1)
    numbers = numbers_of(table)
    rows = rows.with_columns(*numbers.columns, *_absent(rows))
    rows = rows.with_columns(pl.col("stock_code").str.to_uppercase())
    refuse_problems(rows, numbers.problems, table)
    located = rows.filter(pl.col("stock_code").is_not_null())
    notes = numbers.notes | {"without_code": _without_code(rows)}
    return StockFile(
        rows=_per_product(located),
        lines=located.height,
        locations=located.select("stock_code", "location", "current_stock").drop_nulls(),
        notes={name: count for name, count in notes.items() if count},
    )


def _refuse_missing_columns(table: TextTable) -> None:
    """There must be a code column and at least one other."""
    found = set(table.rows.columns)
    if "stock_code" not in found:
        column = INVENTORY_COLUMNS["stock_code"]
        raise InvalidInput(
            statement("products_column_missing", file=table.path.name, column=column)
        )
    if found <= {"stock_code", "location"}:
        columns = list(STOCK_COLUMNS)
        raise InvalidInput(
            statement("stock_columns_missing", file=table.path.name, columns=", ".join(columns[1:]))
        )


def _absent(rows: pl.DataFrame) -> list[pl.Expr]:
    """Null columns for texts the file doesn't have."""
    absent = [name for name in ("supplier", "location") if name not in rows.columns]
    return [pl.lit(None, pl.String).alias(name) for name in absent]


def _without_code(rows: pl.DataFrame) -> int:
    values = pl.any_horizontal(pl.col(name).is_not_null() for name in (*NUMBERS, "supplier"))
    return rows.filter(pl.col("stock_code").is_null(), values).height


def _per_product(rows: pl.DataFrame) -> pl.DataFrame:
    """Stock summed over locations; for other columns the first non-null value."""
    counted = pl.col("current_stock")
    whole = pl.when(counted.count() > 0).then(counted.sum().floor())
    others = [pl.col(name).drop_nulls().first() for name in ("unit_cost", *_INTEGERS, "supplier")]
    return (
        rows.group_by("stock_code", maintain_order=True)
        .agg(whole.alias("current_stock"), *others)
        .with_columns(pl.col("current_stock", *_INTEGERS).cast(pl.Int64))
        .with_columns(pl.col("unit_cost").round(4))
    )
