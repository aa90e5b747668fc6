"""Products on display or in the mailer, week by week, if the ledger has a promotions file.

The Complete Journey has `promotions.parquet` beside its transactions: a row per product, store and
week with either. Weeks are numbered; the transactions carry the same numbers and show on which day
each week begins.
"""

from datetime import date
from pathlib import Path

import polars as pl

from contract.snapshot_files import PROMOTIONS_FILE
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.reading import parquet_headers

_COLUMNS = ("product_id", "store_id", "display_location", "mailer_location", "week")
_NONE = "0"
_ROWS_AT_ONCE = 2_000_000
_COUNTED = {
    "stock_code": pl.String,
    "week_begins": pl.Date,
    "display": pl.Int64,
    "mailer": pl.Int64,
}


def weekly_promotions(
    folder: Path, lines: pl.DataFrame, codes: pl.Series, as_of: date
) -> pl.DataFrame | None:
    """Share of the stores that displayed or mailed each product in each week.

    Args:
        folder: Folder of the ledger.
        lines: The ledger's lines before the as-of date, with `week` and `ordered_at`.
        codes: Stock codes of the catalogue; others are excluded.
        as_of: First day to exclude.

    Returns:
        `stock_code, week_begins` (a Monday), `display, mailer` (0 to 1), sorted; None without a
        promotions file or week numbers in the ledger.

    Raises:
        InvalidInput: the file is damaged or lacks a column.
    """
    path = folder / PROMOTIONS_FILE
    if not path.is_file() or "week" not in lines.columns:
        return None
    missing = [name for name in _COLUMNS if name not in parquet_headers(path)]
    if missing:
        raise InvalidInput(
            statement("products_column_missing", file=path.name, column=", ".join(missing))
        )
    counted, stores = _counted(path, _week_begins(lines, as_of))
    return (
        counted.join(_ranked(codes), on="stock_code")
        .sort("rank", "week_begins")
        .select(
            "stock_code",
            "week_begins",
            display=(pl.col("display") / max(stores, 1)).round(6),
            mailer=(pl.col("mailer") / max(stores, 1)).round(6),
        )
    )


def _ranked(codes: pl.Series) -> pl.DataFrame:
    """`stock_code`, `rank`: sorting many rows by number is faster than by text."""
    return codes.unique().sort().to_frame("stock_code").with_row_index("rank")


def _week_begins(lines: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The Monday of each of the shop's weeks that begins before `as_of`."""
    return (
        lines.select(
            pl.col("week").cast(pl.String).str.strip_chars().cast(pl.Int64, strict=False),
            week_begins=pl.col("ordered_at").dt.date().dt.truncate("1w"),
        )
        .drop_nulls()
        .group_by("week")
        .agg(pl.col("week_begins").min())
        .filter(pl.col("week_begins") < as_of)
    )


def _counted(path: Path, weeks: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Stores per product and week, and the number of stores; reads the file in chunks."""
    rows = pl.scan_parquet(path, glob=False)
    total: int = rows.select(pl.len()).collect().item()
    in_range = pl.col("week").is_in(weeks["week"].implode())
    parts: list[pl.DataFrame] = []
    stores: set[int] = set()
    for begin in range(0, total, _ROWS_AT_ONCE):
        part = rows.slice(begin, _ROWS_AT_ONCE).filter(in_range)
        stores.update(part.select(pl.col("store_id").unique()).collect()["store_id"])
        parts.append(_stores_with(part).collect())
    if not parts:
        return pl.DataFrame(schema=_COUNTED), 0
    return _by_week_begun(pl.concat(parts), weeks), len(stores)


def _stores_with(part: pl.LazyFrame) -> pl.LazyFrame:
    """Group by the file's numeric ids and weeks: grouping by text takes five times as long."""
    return part.group_by("product_id", "week").agg(
        display=(pl.col("display_location") != _NONE).sum().cast(pl.Int64),
        mailer=(pl.col("mailer_location") != _NONE).sum().cast(pl.Int64),
    )


def _by_week_begun(counted: pl.DataFrame, weeks: pl.DataFrame) -> pl.DataFrame:
    code = pl.col("product_id").cast(pl.String).str.to_uppercase().alias("stock_code")
    return (
        counted.join(weeks, on="week")
        .group_by(code, "week_begins")
        .agg(pl.col("display", "mailer").sum())
    )
