"""The stock count a user uploads: `StockCode,Current_Stock[,Unit_Cost,Lead_Time_Days]`."""

from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from inventory_svc.ledger.text_table import TextTable, read_text_table

_COLUMNS = {
    "StockCode": "stock_code",
    "Current_Stock": "current_stock",
    "Unit_Cost": "unit_cost",
    "Lead_Time_Days": "lead_time_days",
}
_SHOWN = 5
_MOST_STOCK = 1e9
_MOST_COST = 1e9
_MOST_LEAD_DAYS = 730


def read_stock_file(path: Path) -> pl.DataFrame:
    """The uploaded count, one row per product.

    Returns:
        `stock_code` (canonical), `current_stock` Int64 units, `unit_cost` Float64 money per unit
        or null, `lead_time_days` Int64 or null.

    Raises:
        InvalidInput: the file cannot be read, lacks a column, or has bad rows; `errors` lists each
            bad row by its line.
    """
    table = read_text_table(path, _COLUMNS)
    for header, field in list(_COLUMNS.items())[:2]:
        if field not in table.rows.columns:
            raise InvalidInput(
                f"{path.name} has no column {header}; it needs StockCode and Current_Stock."
            )
    rows = _typed(table.rows)
    problems = _problems(rows)
    if problems.height:
        raise _bad_rows(problems, table)
    return rows.filter(pl.col("stock_code").is_not_null()).select(
        "stock_code",
        pl.col("stock").cast(pl.Int64).alias("current_stock"),
        pl.col("cost").round(4).alias("unit_cost"),
        pl.col("lead").cast(pl.Int64).alias("lead_time_days"),
    )


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(None, pl.String).alias(field)
        for field in _COLUMNS.values()
        if field not in rows.columns
    ]
    numbers = {"stock": "current_stock", "cost": "unit_cost", "lead": "lead_time_days"}
    return (
        rows.with_row_index("row", offset=1)
        .with_columns(*absent)
        .with_columns(pl.col("stock_code").str.to_uppercase())
        .with_columns(
            **{
                name: pl.col(text).cast(pl.Float64, strict=False).fill_nan(None)
                for name, text in numbers.items()
            }
        )
    )


def _problems(rows: pl.DataFrame) -> pl.DataFrame:
    """`row`, `message` of every row that cannot be used; a row without any value is none."""
    blank = pl.all_horizontal(pl.col(*_COLUMNS.values()).is_null())
    repeated = pl.col("stock_code").is_not_null() & ~pl.col("stock_code").is_first_distinct()
    rules: list[tuple[pl.Expr, pl.Expr]] = [
        (pl.col("stock_code").is_null(), pl.lit("it has no StockCode")),
        (repeated, pl.format("the product {} stands there twice", "stock_code")),
        _rule("current_stock", "stock", "Current_Stock", "whole units", _MOST_STOCK, needed=True),
        _rule("unit_cost", "cost", "Unit_Cost", "money per unit", _MOST_COST, whole=False),
        _rule("lead_time_days", "lead", "Lead_Time_Days", "whole days", _MOST_LEAD_DAYS),
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
    most: float,
    *,
    whole: bool = True,
    needed: bool = False,
) -> tuple[pl.Expr, pl.Expr]:
    value = pl.col(number)
    wrong = value.is_null() | ~value.is_between(0, most)
    if whole:
        wrong |= value != value.round()
    broken = wrong if needed else pl.col(text).is_not_null() & wrong
    wording = f"{header} '{{}}' is not a number of {unit} from 0 to {most:,.0f}"
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
