"""Reads what the earlier jobs of a refresh wrote, with clear errors if it is invalid."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from contract.columns import (
    DEMAND_COLUMNS,
    INVENTORY_COLUMNS,
    INVENTORY_REQUIRED,
    SEGMENTS_COLUMNS,
    TEXTS,
)
from contract.segments import SEGMENTS
from contract.snapshot_files import (
    CATALOGUE_FILE,
    DEMAND_FILE,
    INVENTORY_FILE,
    LEDGER_FILE,
    PROMOTIONS_FILE,
    SEGMENTS_FILE,
)
from fleet.errors import InvalidInput

# Column name in the file → name in a plan.
_STOCK_COLUMNS = {
    "predicted_7d_demand": "demand",
    "current_stock": "stock",
    "unit_price": "unit_price",
    "unit_cost": "unit_cost",
    "lead_time_days": "lead_time_days",
    "stock_code": "stock_code",
    "inventory_status": "status",
    "stock_source": "stock_source",
    "cost_source": "cost_source",
}


def read_stock(staging: Path) -> pl.DataFrame:
    """`inventory_state.csv` with a plan's column names, sorted by code; missing columns are null.

    Raises:
        InvalidInput: the file or a column is missing, a number is malformed, or a code repeats.
    """
    required = tuple(INVENTORY_REQUIRED.values())
    table = _read_csv(staging / INVENTORY_FILE, required, "run the stock job first")
    columns = [
        (_column if name in TEXTS else _number)(table, INVENTORY_COLUMNS[name]).alias(short)
        for name, short in _STOCK_COLUMNS.items()
    ]
    try:
        stock = table.select(columns).with_columns(pl.col("stock").cast(pl.Int64))
    except pl.exceptions.InvalidOperationError as error:
        raise InvalidInput(f"{INVENTORY_FILE} contains a malformed number: {error}.") from None
    _require_sound(stock)
    return stock.sort("stock_code")


def _require_sound(stock: pl.DataFrame) -> None:
    if stock["stock_code"].is_duplicated().any():
        raise InvalidInput(f"{INVENTORY_FILE} lists a StockCode twice; one row per product.")
    numbers = stock.select("demand", "stock")
    if numbers.null_count().sum_horizontal().item() or (numbers < 0).sum().sum_horizontal().item():
        raise InvalidInput(
            f"{INVENTORY_FILE} contains a demand or stock that is missing or negative; "
            "give every product a number of 0 or more."
        )


def with_catalogue_prices(stock: pl.DataFrame, staging: Path) -> pl.DataFrame:
    """Fill missing `unit_price` from `catalogue.parquet`, if there is one."""
    path = staging / CATALOGUE_FILE
    if not path.is_file():
        return stock
    prices = pl.read_parquet(path, columns=["stock_code", "unit_price"])
    joined = stock.join(prices, on="stock_code", how="left", suffix="_listed")
    price = pl.coalesce("unit_price", "unit_price_listed")
    return joined.with_columns(unit_price=price).drop("unit_price_listed").sort("stock_code")


def read_segments(staging: Path) -> pl.DataFrame:
    """`customer_id, segment` from `customer_segments.csv`; empty if no customers are known.

    Raises:
        InvalidInput: the file lacks a column.
    """
    path = staging / SEGMENTS_FILE
    if not path.is_file():
        return pl.DataFrame(schema={"customer_id": pl.String, "segment": pl.String})
    customer, label = SEGMENTS_COLUMNS["customer_id"], SEGMENTS_COLUMNS["label"]
    table = _read_csv(path, (customer, label), "run the segments job first")
    return (
        table.select(customer_id=pl.col(customer).str.strip_suffix(".0"), segment=label)
        .filter(pl.col("segment").is_in(SEGMENTS))
        .unique(subset="customer_id", keep="first", maintain_order=True)
    )


def with_demand_range(stock: pl.DataFrame, staging: Path) -> pl.DataFrame:
    """Add `demand_p10, demand_p90` from `predicted_7d_demand.csv`; null if not forecast."""
    path = staging / DEMAND_FILE
    if not path.is_file():
        nothing = pl.lit(None, pl.Float64)
        return stock.with_columns(demand_p10=nothing, demand_p90=nothing)
    code, p10, p90 = (DEMAND_COLUMNS[name] for name in ("stock_code", "p10", "p90"))
    table = _read_csv(path, (code,), "run the demand job first")
    try:
        ranges = table.select(
            stock_code=code, demand_p10=_number(table, p10), demand_p90=_number(table, p90)
        ).unique(subset="stock_code", keep="first", maintain_order=True)
    except pl.exceptions.InvalidOperationError as error:
        raise InvalidInput(f"{path.name} contains a malformed number: {error}.") from None
    return stock.join(ranges, on="stock_code", how="left").sort("stock_code")


def with_categories(stock: pl.DataFrame, staging: Path) -> pl.DataFrame:
    """Add `category` from `catalogue.parquet`; null if unknown."""
    path = staging / CATALOGUE_FILE
    if not path.is_file():
        return stock.with_columns(category=pl.lit(None, pl.String))
    categories = pl.read_parquet(path, columns=["stock_code", "category"])
    return stock.join(categories, on="stock_code", how="left").sort("stock_code")


def read_promotions(staging: Path) -> pl.DataFrame | None:
    """Displays and mailers per product and week; None if the ledger job found none."""
    path = staging / PROMOTIONS_FILE
    return pl.read_parquet(path) if path.is_file() else None


def scan_sales(staging: Path, as_of: date) -> pl.LazyFrame:
    """Ledger lines before `as_of` that are demand.

    Units are net of returns; fully returned lines and free lines are left out.

    Returns:
        `stock_code, ordered_at, order_id, customer_id, units, unit_price, shelf_price`.

    Raises:
        InvalidInput: there is no ledger.
    """
    path = staging / LEDGER_FILE
    if not path.is_file():
        raise InvalidInput(f"{path.name} is missing from {staging}: run the ledger job first.")
    lines = pl.scan_parquet(path).with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    if "shelf_price" not in lines.collect_schema():
        lines = lines.with_columns(shelf_price=pl.lit(None, pl.Float64))
    return (
        lines.filter(pl.col("ordered_at") < datetime.combine(as_of, time()))
        .with_columns(units=pl.col("quantity") - pl.col("returned_quantity"))
        .filter((pl.col("units") > 0) & (pl.col("unit_price") > 0))
        .select(
            "stock_code",
            "ordered_at",
            "order_id",
            "customer_id",
            "units",
            "unit_price",
            "shelf_price",
        )
    )


def purchases_since(sales: pl.LazyFrame, as_of: date, days: int) -> pl.LazyFrame:
    """Who bought what in the last `days` days: `stock_code, customer_id` per line."""
    begin = datetime.combine(as_of, time()) - timedelta(days=days)
    return sales.filter(pl.col("ordered_at") >= begin).select("stock_code", "customer_id")


def no_table(path: Path, error: Exception) -> InvalidInput:
    """The error for a file that does not contain the expected table."""
    return InvalidInput(f"{path.name} is not a CSV table: {error}.")


def _read_csv(path: Path, required: tuple[str, ...], remedy: str) -> pl.DataFrame:
    try:
        table = pl.read_csv(path, infer_schema=False)
    except FileNotFoundError:
        raise InvalidInput(f"{path.name} is missing from {path.parent}: {remedy}.") from None
    except pl.exceptions.PolarsError as error:
        raise no_table(path, error) from None
    missing = [name for name in required if name not in table.columns]
    if missing:
        raise InvalidInput(f"{path.name} lacks the column {', '.join(missing)}.")
    return table


def _number(table: pl.DataFrame, name: str) -> pl.Expr:
    """Finite numbers; nan and inf count as missing."""
    number = _column(table, name).cast(pl.Float64)
    return pl.when(number.is_finite()).then(number)


def _column(table: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in table.columns else pl.lit(None, pl.String)
