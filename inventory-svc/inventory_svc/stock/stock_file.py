"""What a user uploads about stock, one line per product.

Columns: `StockCode`, and any of `Current_Stock`, `Unit_Cost`, `Lead_Time_Days`, `Pack_Size`,
`Shelf_Life_Days`, `Supplier`.
"""

from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from inventory_svc.ledger.text_table import TextTable, read_text_table

STOCK_COLUMNS = {
    "StockCode": "stock_code",
    "Current_Stock": "current_stock",
    "Unit_Cost": "unit_cost",
    "Lead_Time_Days": "lead_time_days",
    "Pack_Size": "pack_size",
    "Shelf_Life_Days": "shelf_life_days",
    "Supplier": "supplier",
}
"""Header as people write it → our name."""
_NUMBERS = {
    "stock": "current_stock",
    "cost": "unit_cost",
    "lead": "lead_time_days",
    "pack": "pack_size",
    "shelf_life": "shelf_life_days",
}
_SHOWN = 5
_STOCK = (0, 1e9)
_COST = (0, 1e9)
_LEAD_DAYS = (0, 730)
_PACK = (1, 1e6)
_SHELF_DAYS = (1, 36_500)
_LONGEST_SUPPLIER = 200


def read_stock_file(path: Path) -> pl.DataFrame:
    """The uploaded facts, one row per product.

    Returns:
        `stock_code` (canonical), and null where the file does not say: `current_stock` Int64
        units, `unit_cost` Float64 money per unit, `lead_time_days` Int64, `pack_size` Int64 units,
        `shelf_life_days` Int64, `supplier` String. Only whole columns may be left out for
        `current_stock`: a blank count in a file with counts is an error.

    Raises:
        InvalidInput: the file cannot be read, lacks a column, or has bad rows; `errors` lists each
            bad row by its line.
    """
    table = read_text_table(path, STOCK_COLUMNS)
    _refuse_missing_columns(table)
    rows = _typed(table.rows)
    problems = _problems(rows, counted="current_stock" in table.rows.columns)
    if problems.height:
        raise _bad_rows(problems, table)
    return rows.filter(pl.col("stock_code").is_not_null()).select(
        "stock_code",
        pl.col("stock").cast(pl.Int64).alias("current_stock"),
        pl.col("cost").round(4).alias("unit_cost"),
        pl.col("lead").cast(pl.Int64).alias("lead_time_days"),
        pl.col("pack").cast(pl.Int64).alias("pack_size"),
        pl.col("shelf_life").cast(pl.Int64).alias("shelf_life_days"),
        "supplier",
    )


def _refuse_missing_columns(table: TextTable) -> None:
    """A code column there must be, and something said about the products."""
    found = table.rows.columns
    if "stock_code" not in found:
        raise InvalidInput(f"{table.path.name} has no column StockCode.")
    if len(found) == 1:
        raise InvalidInput(
            f"{table.path.name} has no column Current_Stock, nor any other that says something "
            f"about stock; beside StockCode it may have {', '.join(list(STOCK_COLUMNS)[1:])}."
        )


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(None, pl.String).alias(field)
        for field in STOCK_COLUMNS.values()
        if field not in rows.columns
    ]
    return (
        rows.with_row_index("row", offset=1)
        .with_columns(*absent)
        .with_columns(pl.col("stock_code").str.to_uppercase())
        .with_columns(
            **{
                name: pl.col(text).cast(pl.Float64, strict=False).fill_nan(None)
                for name, text in _NUMBERS.items()
            }
        )
    )


def _problems(rows: pl.DataFrame, *, counted: bool) -> pl.DataFrame:
    """`row`, `message` of every row that cannot be used; a row without any value is none."""
    blank = pl.all_horizontal(pl.col(*STOCK_COLUMNS.values()).is_null())
    repeated = pl.col("stock_code").is_not_null() & ~pl.col("stock_code").is_first_distinct()
    rules: list[tuple[pl.Expr, pl.Expr]] = [
        (pl.col("stock_code").is_null(), pl.lit("it has no StockCode")),
        (repeated, pl.format("the product {} stands there twice", "stock_code")),
        _rule("current_stock", "stock", "Current_Stock", "whole units", _STOCK, needed=counted),
        _rule("unit_cost", "cost", "Unit_Cost", "money per unit", _COST, whole=False),
        _rule("lead_time_days", "lead", "Lead_Time_Days", "whole days", _LEAD_DAYS),
        _rule("pack_size", "pack", "Pack_Size", "whole units", _PACK),
        _rule("shelf_life_days", "shelf_life", "Shelf_Life_Days", "whole days", _SHELF_DAYS),
        (
            (pl.col("supplier").str.len_chars() > _LONGEST_SUPPLIER).fill_null(value=False),
            pl.lit(f"Supplier is longer than {_LONGEST_SUPPLIER} characters"),
        ),
    ]
    message = pl.coalesce(pl.when(broken).then(text) for broken, text in rules)
    return (
        rows.with_columns(message=pl.when(~blank).then(message))
        .filter(pl.col("message").is_not_null())
        .select("row", "message")
    )


def _rule(
    text: str,
    number: str,
    header: str,
    unit: str,
    limits: tuple[float, float],
    *,
    whole: bool = True,
    needed: bool = False,
) -> tuple[pl.Expr, pl.Expr]:
    value = pl.col(number)
    wrong = value.is_null() | ~value.is_between(*limits)
    if whole:
        wrong |= value != value.round()
    broken = wrong if needed else pl.col(text).is_not_null() & wrong
    least, most = limits
    wording = f"{header} '{{}}' is not a number of {unit} from {least} to {most:,.0f}"
    return broken.fill_null(value=True), pl.format(wording, pl.col(text).fill_null(""))


def _bad_rows(problems: pl.DataFrame, table: TextTable) -> InvalidInput:
    listed = [
        {"where": table.place(int(row)), "message": str(message)}
        for row, message in problems.head(_SHOWN).iter_rows()
    ]
    more = problems.height - len(listed)
    sentence = "; ".join(f"{item['where']}: {item['message']}" for item in listed)
    rest = f"; and {more} more" if more else ""
    return InvalidInput(
        f"{table.path.name} has {problems.height} rows that cannot be used: {sentence}{rest}. "
        "Correct them and upload the file again.",
        errors=listed,
    )
