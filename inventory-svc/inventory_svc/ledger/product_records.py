"""Product attributes from a file of names or of product records.

A file of names has a code and a name, and optionally the other columns of `PRODUCT_SPELLINGS`.
Product records have the layout of The Complete Journey (`RECORD_SPELLINGS`).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from contract.ledgers import PRODUCTS_FILES
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.dates import read_dates
from inventory_svc.ledger.cells.names import readable_name
from inventory_svc.ledger.cells.numbers import read_numbers
from inventory_svc.ledger.layouts import plain
from inventory_svc.ledger.product_columns import PRODUCT_SPELLINGS, RECORD_SPELLINGS
from inventory_svc.ledger.reading import headers_of
from inventory_svc.ledger.text_table import TextTable, read_text_table, table_hint

RECORD_FIELDS = {
    "stock_code": pl.String,
    "name": pl.String,
    "department": pl.String,
    "category": pl.String,
    "brand": pl.String,
    "supplier": pl.String,
    "supplier_code": pl.String,
    "barcode": pl.String,
    "unit_cost": pl.Float64,
    "launched_on": pl.Date,
}
"""Product attributes and their types."""


def read_user_products(path: Path | None, stated: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Read the columns of `RECORD_FIELDS`, codes in upper case; empty without a file.

    Args:
        path: A CSV, Parquet or Excel file.
        stated: Our name → header, as stated by a mapping.

    Raises:
        InvalidInput: the file is missing or damaged, lacks a column, or names a product twice.
    """
    if path is None:
        return pl.DataFrame(schema=RECORD_FIELDS)
    hint = table_hint(PRODUCT_SPELLINGS, stated)
    if stated is None and are_records(headers_of(path, hint)):
        return all_fields(read_records(path))
    text_table = read_text_table(path, PRODUCT_SPELLINGS, stated)
    table = text_table.rows
    for field, title in (("stock_code", "StockCode"), ("name", "ProductName")):
        if field not in table.columns:
            raise InvalidInput(statement("products_column_missing", file=path.name, column=title))
    table = table.with_columns(pl.col("stock_code").str.to_uppercase(), *_values(text_table))
    _refuse_repeated(table, text_table)
    return all_fields(table.filter(pl.col("stock_code").is_not_null()))


def _values(table: TextTable) -> list[pl.Series | pl.Expr]:
    """Clean names, and parsed costs and dates; null where unreadable."""
    rows = table.rows
    values: list[pl.Series | pl.Expr] = [readable_name(rows["name"])]
    if "unit_cost" in rows.columns:
        values.append(read_numbers(rows["unit_cost"]).values.alias("unit_cost"))
    if "launched_on" in rows.columns:
        days = read_dates(rows["launched_on"], cells=bool(table.sheets))
        at = dict(days.read.select("value", pl.col("at").dt.date()).iter_rows())
        known = {} if days.ambiguous or days.mixed else at
        values.append(
            pl.col("launched_on").replace_strict(known, default=None, return_dtype=pl.Date)
        )
    return values


def all_fields(table: pl.DataFrame) -> pl.DataFrame:
    """The columns of `RECORD_FIELDS`; those the table lacks are null."""
    absent = [
        pl.lit(None, dtype).alias(field)
        for field, dtype in RECORD_FIELDS.items()
        if field not in table.columns
    ]
    return table.with_columns(*absent).select(*RECORD_FIELDS)


def are_records(headers: Sequence[str]) -> bool:
    """Whether a product file with these columns contains product records rather than names."""
    found = {plain(header) for header in headers}
    return {plain("product_id"), plain("product_type")} <= found


def find_records(folder: Path, ledger: str, product_file: Path | None) -> pl.DataFrame:
    """Find the product records of a Complete Journey ledger (see `read_records`).

    Args:
        folder: Folder of the ledger, searched for a records file.
        ledger: Its name, for the error message.
        product_file: The user's product file, used if it contains records.

    Raises:
        InvalidInput: there is no records file, or it lacks a column.
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
    records = read_text_table(path, RECORD_SPELLINGS).rows
    missing = [
        spelled[0] for field, spelled in RECORD_SPELLINGS.items() if field not in records.columns
    ]
    if missing:
        raise InvalidInput(
            statement("products_column_missing", file=path.name, column=", ".join(missing))
        )
    return _with_names(records)


def _with_names(records: pl.DataFrame) -> pl.DataFrame:
    """Add names such as `Frozen Pizza 12 OZ (private label)`, from type, package and brand."""
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
