"""What is known about products besides their sales: a file of names or of product records.

A file of names has `StockCode` and `ProductName`, and may have `Department`, `Category`, `Brand`.
Product records are laid out as The Complete Journey's are (`RECORD_COLUMNS`).
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from contract.ledgers import PRODUCTS_FILES
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.reading import headers_of
from inventory_svc.ledger.text_table import TextTable, read_text_table

PRODUCT_COLUMNS = {
    "StockCode": "stock_code",
    "ProductName": "name",
    "Department": "department",
    "Category": "category",
    "Brand": "brand",
}
"""Header as users write it → our name."""
RECORD_COLUMNS = {
    "product_id": "stock_code",
    "department": "department",
    "brand": "brand",
    "product_category": "product_category",
    "product_type": "product_type",
    "package_size": "package_size",
}
"""The same of product records."""
RECORD_FIELDS = ("stock_code", "name", "department", "category", "brand")


def read_user_products(path: Path | None) -> pl.DataFrame:
    """`stock_code`, `name`, `department`, `category`, `brand` of the file; empty without one.

    Raises:
        InvalidInput: the file is missing or damaged, lacks a column, or names a product twice.
    """
    if path is None:
        return pl.DataFrame(schema=[(field, pl.String) for field in RECORD_FIELDS])
    if are_records(headers_of(path)):
        return read_records(path).select(*RECORD_FIELDS)
    text_table = read_text_table(path, PRODUCT_COLUMNS)
    table = text_table.rows
    for field, title in (("stock_code", "StockCode"), ("name", "ProductName")):
        if field not in table.columns:
            raise InvalidInput(statement("products_column_missing", file=path.name, column=title))
    absent = [pl.lit(None, pl.String).alias(f) for f in RECORD_FIELDS if f not in table.columns]
    table = table.with_columns(*absent).with_columns(pl.col("stock_code").str.to_uppercase())
    _refuse_repeated(table, text_table)
    return table.filter(pl.col("stock_code").is_not_null()).select(*RECORD_FIELDS)


def are_records(headers: Sequence[str]) -> bool:
    """Whether a product file with these columns holds product records, not names."""
    found = {plain(header) for header in headers}
    return {plain("product_id"), plain("product_type")} <= found


def find_records(folder: Path, ledger: str, product_file: Path | None) -> pl.DataFrame:
    """The product records of a Complete Journey ledger, with a readable `name` and `category`.

    Args:
        folder: Folder of the ledger; they may be next to it.
        ledger: Its name, for the sentence.
        product_file: The product file given by the user, used if it holds records.

    Raises:
        InvalidInput: there are none, or they lack a column.
    """
    if product_file is not None and are_records(headers_of(product_file)):
        return read_records(product_file)
    for name in PRODUCTS_FILES:
        if (folder / name).is_file():
            return read_records(folder / name)
    raise InvalidInput(
        statement("products_not_beside", file=ledger),
        note=f"On the command line, put its {PRODUCTS_FILES[0]} into the same folder, or pass it "
        "with --products.",
    )


def read_records(path: Path) -> pl.DataFrame:
    """Product records with a readable `name` and `category`, one row per product.

    Raises:
        InvalidInput: the file is damaged or lacks a column.
    """
    records = read_text_table(path, RECORD_COLUMNS).rows
    missing = [title for title, field in RECORD_COLUMNS.items() if field not in records.columns]
    if missing:
        raise InvalidInput(
            statement("products_column_missing", file=path.name, column=", ".join(missing))
        )
    return _with_names(records)


def _with_names(records: pl.DataFrame) -> pl.DataFrame:
    """`Frozen Pizza 12 OZ (private label)`: type, package and brand, as a shelf label would say."""
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


def _refuse_repeated(table: pl.DataFrame, text_table: TextTable) -> None:
    repeated = table.with_row_index("row", offset=1).filter(
        pl.col("stock_code").is_not_null() & ~pl.col("stock_code").is_first_distinct()
    )
    if repeated.is_empty():
        return
    raise InvalidInput(
        statement(
            "product_twice",
            file=text_table.path.name,
            product=repeated["stock_code"][0],
            **text_table.at(int(repeated["row"][0])),
        )
    )
