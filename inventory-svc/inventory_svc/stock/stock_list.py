"""What a stock file says of the products it leaves out.

A full list leaves out what is not on the shelf: those products are counted as 0. A partial list,
such as one aisle's count, says nothing of them: they keep their last count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from contract.columns import INVENTORY_COLUMNS
from contract.ledgers import StockList
from contract.snapshot_files import INVENTORY_FILE
from fleet.snapshots import Snapshot

RECENT_DAYS: Final = 56
"""Days of sales that show whether a file lists the whole shop."""
FULL_SHARE: Final = 0.5
"""A file that counts more than this share of the products sold in them is a full list."""
_EARLIER_COLUMNS: Final = tuple(
    INVENTORY_COLUMNS[name] for name in ("stock_code", "current_stock", "stock_source")
)


@dataclass(frozen=True)
class CompletedCounts:
    """The counts of a stock file, and those of the products it leaves out.

    Attributes:
        rows: As `stock_file.StockFile.rows`, with a row for every product that has a count.
        taken_for: What the file was taken for; None if it counts nothing.
        products: Products left out that were counted as 0 (`full`) or keep a count (`partial`).
    """

    rows: pl.DataFrame
    taken_for: Literal["full", "partial"] | None
    products: int


def complete_counts(
    counted: pl.DataFrame,
    codes: pl.Series,
    sold: pl.Series,
    last_counts: pl.DataFrame,
    stock_list: StockList,
) -> CompletedCounts:
    """Count what a stock file leaves out.

    Args:
        counted: The file's rows of products in the catalogue, see `stock_file.StockFile.rows`.
        codes: All products of the catalogue.
        sold: The products sold recently (`sold_recently`).
        last_counts: `stock_code`, `current_stock` of the latest count (`last_counts`).
        stock_list: What the user says the file is; `auto` decides by `FULL_SHARE`.
    """
    has_count = counted.filter(pl.col("current_stock").is_not_null())["stock_code"]
    if has_count.is_empty():
        return CompletedCounts(counted, None, 0)
    full = stock_list == "full" or (stock_list == "auto" and _is_full(has_count, sold))
    left_out = codes.to_frame("stock_code").filter(
        ~pl.col("stock_code").is_in((counted["stock_code"] if full else has_count).implode())
    )
    added = (
        left_out.with_columns(current_stock=pl.lit(0, pl.Int64))
        if full
        else left_out.join(last_counts, on="stock_code", how="inner", maintain_order="left")
    )
    return CompletedCounts(_merged(counted, added), "full" if full else "partial", added.height)


def sold_recently(ledger: pl.DataFrame, as_of: date) -> pl.Series:
    """The codes of products sold in the last `RECENT_DAYS` days before `as_of`."""
    day = pl.col("ordered_at").dt.date()
    recent = (day >= as_of - timedelta(days=RECENT_DAYS)) & (day < as_of)
    return ledger.filter(recent, pl.col("quantity") > 0)["stock_code"].unique()


def last_counts(earlier: Iterable[Snapshot]) -> pl.DataFrame:
    """`stock_code`, `current_stock` of the first of these snapshots that has a count.

    Args:
        earlier: Snapshots with a verified `inventory_state.csv`, the live one first.
    """
    for snapshot in earlier:
        state = pl.read_csv(snapshot.verified_path(INVENTORY_FILE), infer_schema=False)
        if not set(_EARLIER_COLUMNS) <= set(state.columns):
            continue
        code, stock, source = _EARLIER_COLUMNS
        found = state.filter(pl.col(source) == "uploaded").select(
            stock_code=code, current_stock=pl.col(stock).cast(pl.Int64)
        )
        if found.height:
            return found
    return pl.DataFrame(schema={"stock_code": pl.String, "current_stock": pl.Int64})


def _is_full(has_count: pl.Series, sold: pl.Series) -> bool:
    return sold.len() > 0 and int(sold.is_in(has_count.implode()).sum()) > FULL_SHARE * sold.len()


def _merged(counted: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """`counted` with the added counts: new rows, and counts of rows that had none."""
    joined = counted.join(added, on="stock_code", how="full", coalesce=True, maintain_order="left")
    return joined.with_columns(
        current_stock=pl.coalesce("current_stock", "current_stock_right")
    ).select(counted.columns)
