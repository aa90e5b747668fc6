"""What is known about products besides their sales: the user's product file, the sample's records.

The user's file has `StockCode` and `ProductName`, and may have `Department`, `Category`, `Brand`.
"""

from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from inventory_svc.ledger.layouts import named, plain
from inventory_svc.ledger.reading import (
    csv_shape,
    line_number,
    parquet_headers,
    read_parquet,
    read_text_columns,
    starts_with,
)

_USER_COLUMNS = {
    "stockcode": "stock_code",
    "productname": "name",
    "department": "department",
    "category": "category",
    "brand": "brand",
}
_RECORD_COLUMNS = {
    "product_id": "stock_code",
    "department": "department",
    "brand": "brand",
    "product_category": "product_category",
    "product_type": "product_type",
    "package_size": "package_size",
}
_PARQUET = b"PAR1"
RECORD_SCHEMA = dict.fromkeys(("stock_code", "name", "department", "category", "brand"), pl.String)


def read_user_products(path: Path | None) -> pl.DataFrame:
    """`stock_code`, `name`, `department`, `category`, `brand` of the user's file; empty without one.

    Raises:
        InvalidInput: the file is missing or damaged, lacks a column, or names a product twice.
    """
    if path is None:
        return pl.DataFrame(schema=RECORD_SCHEMA)
    table = _text_table(path, _USER_COLUMNS)
    for field, title in (("stock_code", "StockCode"), ("name", "ProductName")):
        if field not in table.columns:
            raise InvalidInput(
                f"{path.name} has no column {title}; it needs StockCode,ProductName."
            )
    absent = [pl.lit(None, pl.String).alias(f) for f in RECORD_SCHEMA if f not in table.columns]
    table = table.with_columns(*absent).with_columns(pl.col("stock_code").str.to_uppercase())
    _refuse_repeated(table, path)
    return table.filter(pl.col("stock_code").is_not_null()).select(*RECORD_SCHEMA)


def read_sample_products(folder: Path, ledger: str) -> pl.DataFrame:
    """The product records beside a Complete Journey ledger, with a readable `name` and `category`.

    Raises:
        InvalidInput: there are none, or they lack a column.
    """
    for name in ("products.parquet", "products.csv"):
        if (folder / name).is_file():
            return _with_names(_text_table(folder / name, _RECORD_COLUMNS))
    raise InvalidInput(
        f"products.parquet is not beside {ledger}. The Complete Journey tells merchandise from "
        "fuel and coupons by it: put the file into the same folder."
    )


def _with_names(records: pl.DataFrame) -> pl.DataFrame:
    """`Frozen Pizza 12 OZ (private label)`: type, package and brand, as a shelf label would say."""
    missing = [field for field in _RECORD_COLUMNS.values() if field not in records.columns]
    if missing:
        raise InvalidInput(f"The product records have no column {', '.join(missing)}.")
    kind = pl.coalesce("product_type", "product_category").str.to_titlecase()
    private = pl.when(pl.col("brand").str.to_lowercase() == "private").then(
        pl.lit("(private label)")
    )
    name = pl.concat_str(kind, "package_size", private, separator=" ", ignore_nulls=True)
    return (
        records.filter(pl.col("stock_code").is_not_null())
        .sort("stock_code")
        .unique("stock_code", keep="first", maintain_order=True)
        .with_columns(
            name=pl.when(kind.is_not_null()).then(name.str.replace_all(r"\s+", " ")),
            category=pl.col("product_category"),
        )
    )


def _text_table(path: Path, wanted: dict[str, str]) -> pl.DataFrame:
    """The wanted columns of a CSV or Parquet file as trimmed text, blank as null."""
    if starts_with(path) == _PARQUET:
        headers = parquet_headers(path)
        frame = read_parquet(path)
    else:
        shape, headers = csv_shape(path)
        frame = read_text_columns(path, shape, range(len(headers)))
    by_plain = {plain(header): at for at, header in enumerate(headers)}
    found = {field: by_plain[plain(key)] for key, field in wanted.items() if plain(key) in by_plain}
    if not found:
        raise InvalidInput(f"{path.name} has none of the columns we need, only {named(headers)}.")
    trimmed = frame.select(
        frame.to_series(at).cast(pl.String).str.strip_chars().alias(field)
        for field, at in found.items()
    )
    return trimmed.with_columns(pl.when(pl.all() != "").then(pl.all()))


def _refuse_repeated(table: pl.DataFrame, path: Path) -> None:
    repeated = table.with_row_index("row").filter(
        pl.col("stock_code").is_not_null() & ~pl.col("stock_code").is_first_distinct()
    )
    if repeated.is_empty():
        return
    row, code = int(repeated["row"][0]) + 1, repeated["stock_code"][0]
    place = f"row {row}"
    if starts_with(path) != _PARQUET:
        place = f"line {line_number(path, csv_shape(path)[0], row)}"
    raise InvalidInput(f"{path.name}, {place}: the product {code} stands in the file twice.")
