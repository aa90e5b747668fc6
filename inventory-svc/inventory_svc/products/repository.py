"""Reading the product catalogue of a snapshot, or just the names of a flat folder."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from contract.snapshot_files import CATALOGUE_FILE, NAMES_FILE
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_parquet, read_texts

_COLUMNS = {
    "department": pl.String,
    "category": pl.String,
    "brand": pl.String,
    "unit_price": pl.Float64,
    "shelf_price": pl.Float64,
    "first_sold_at": pl.Datetime("us"),
    "last_sold_at": pl.Datetime("us"),
    "units_56d": pl.Int64,
    "revenue_56d": pl.Float64,
}


@dataclass(frozen=True)
class ProductsView:
    """The products of one snapshot.

    Attributes:
        frame: `stock_code` (unique, sorted), `product_name`, `department`, `category`, `brand`,
            `unit_price`, `shelf_price`, `first_sold_at`, `last_sold_at`, `units_56d`,
            `revenue_56d`; null where nothing is known.
        rows: Row of `frame` by stock code, see `rows_by_code`.
    """

    frame: pl.DataFrame
    rows: dict[str, int]


def read_names(snapshot: Snapshot) -> dict[str, str]:
    """Names by stock code; empty if the file is missing.

    Raises:
        SnapshotUnavailable: the file is not a JSON object.
    """
    return read_texts(snapshot, NAMES_FILE)


def load_products(snapshot: Snapshot, names: dict[str, str], codes: pl.Series) -> ProductsView:
    """The catalogue, or without one the products that have stock or a name.

    Args:
        snapshot: The snapshot to read.
        names: As returned by `read_names`.
        codes: Codes that have stock.

    Raises:
        SnapshotUnavailable: the catalogue cannot be read.
    """
    catalogue = _catalogue(snapshot)
    listed = pl.Series("stock_code", sorted({*codes, *names, *catalogue["stock_code"]}), pl.String)
    frame = with_names(listed.to_frame().join(catalogue, on="stock_code", how="left"), names)
    frame = frame.select("stock_code", "product_name", *_COLUMNS).sort("stock_code")
    return ProductsView(frame, rows_by_code(frame["stock_code"]))


def rows_by_code(codes: Iterable[str]) -> dict[str, int]:
    """Row index by code, and by upper-case code as a fallback for lookups."""
    listed = list(codes)
    folded = {code.upper(): row for row, code in enumerate(listed)}
    return folded | {code: row for row, code in enumerate(listed)}


def with_names(frame: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """`frame` with `product_name`, which falls back to the stock code."""
    named = [names.get(code, code) for code in frame["stock_code"]]
    return frame.with_columns(pl.Series("product_name", named, pl.String))


def _catalogue(snapshot: Snapshot) -> pl.DataFrame:
    schema = {"stock_code": pl.String, **_COLUMNS}
    if not snapshot.has(CATALOGUE_FILE):
        return pl.DataFrame(schema=list(schema.items()))
    stored = read_parquet(snapshot, CATALOGUE_FILE, list(schema))
    if stored.schema["units_56d"].is_float():  # goods are sold by weight
        schema |= {"units_56d": pl.Float64}
    return stored.cast(schema)  # pyright: ignore[reportArgumentType] - polars takes a schema here
