"""The product catalogue on the as-of date, derived from the ledger."""

from datetime import date, timedelta

import polars as pl

from inventory_svc.ledger.units import THOUSANDTHS

PRICE_DAYS = 56
_ATTRIBUTES = (
    "department",
    "category",
    "brand",
    "supplier",
    "supplier_code",
    "barcode",
    "unit_cost",
    "launched_on",
)
_MICRO = 1_000_000


def ledger_frame(lines: pl.DataFrame) -> pl.DataFrame:
    """The included lines in the format of `ledger.parquet`, in a total order.

    A line without a price (part of a set, or a ledger that has no prices) counts as demand. A line
    at price 0 doesn't.
    """
    lines = lines.with_columns(unit_price=pl.when(~pl.col("part")).then("unit_price"))
    columns = [
        "order_id",
        "stock_code",
        "ordered_at",
        "customer_id",
        "store_id",
        "country",
        "quantity",
        "returned_quantity",
        "unit_price",
        "shelf_price",
    ]
    first = ["ordered_at", "order_id", "stock_code"]
    rest = [column for column in columns if column not in first]
    return lines.select(columns).sort(*first, *rest)


def catalogue_frame(
    ledger: pl.DataFrame, names: pl.DataFrame, records: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """One row per product of the ledger, sorted by `stock_code`.

    Args:
        ledger: As returned by `ledger_frame`.
        names: `stock_code`, `name`, from the ledger's lines.
        records: Columns of `product_records.RECORD_FIELDS`; their names take precedence, and their
            codes may differ in case.
        as_of: First day to exclude.

    Returns:
        `unit_price` and `shelf_price` are medians over the product's paid lines of the 56 days up
        to its last sale, money per unit; `units_56d` (units, gross of returns) and `revenue_56d`
        (money) cover the 56 days before `as_of`. A product without a name is named by its code.
    """
    folded = pl.col("stock_code").str.to_uppercase().alias("folded")
    attributes = records.select(folded, pl.col("name").alias("record_name"), *_ATTRIBUTES)
    return (
        _selling(ledger, as_of)
        .join(names, on="stock_code", how="left")
        .with_columns(folded)
        .join(attributes, on="folded", how="left")
        .select(
            "stock_code",
            pl.coalesce("record_name", "name", "stock_code").alias("name"),
            *_ATTRIBUTES[:3],
            "unit_price",
            "shelf_price",
            "first_sold_at",
            "last_sold_at",
            "units_56d",
            "revenue_56d",
            *_ATTRIBUTES[3:],
        )
        .sort("stock_code")
    )


def revenue(quantity: pl.Expr) -> pl.Expr:
    """Revenue of `quantity` at the line's price, summed exactly: whole billionths in 128 bits.

    Sums of floats depend on how threads split the rows; sums of integers do not.
    """
    micros = (pl.col("unit_price") * _MICRO).round().cast(pl.Int128)
    thousandths = (quantity.cast(pl.Float64) * THOUSANDTHS).round().cast(pl.Int128)
    return (micros * thousandths).sum().cast(pl.Float64) / (_MICRO * THOUSANDTHS)


def _selling(ledger: pl.DataFrame, as_of: date) -> pl.DataFrame:
    sold = ledger.filter(pl.col("unit_price").ne_missing(0))
    last = pl.col("ordered_at").max().over("stock_code")
    recent = pl.col("ordered_at") > last - timedelta(days=PRICE_DAYS)
    prices = (
        sold.filter(recent, pl.col("unit_price").is_not_null())
        .group_by("stock_code")
        .agg(pl.col("unit_price").median().round(4), pl.col("shelf_price").median().round(4))
    )
    window = pl.col("ordered_at") >= as_of - timedelta(days=PRICE_DAYS)
    sums = sold.group_by("stock_code").agg(
        first_sold_at=pl.col("ordered_at").min(),
        last_sold_at=pl.col("ordered_at").max(),
    )
    latest = (
        sold.filter(window)
        .group_by("stock_code")
        .agg(units_56d=pl.col("quantity").sum(), revenue_56d=revenue(pl.col("quantity")).round(2))
    )
    return (
        sums.join(prices, on="stock_code", how="left")
        .join(latest, on="stock_code", how="left")
        .with_columns(pl.col(pl.Decimal).cast(pl.Float64))
        .with_columns(pl.col("units_56d").fill_null(0), pl.col("revenue_56d").fill_null(0.0))
    )
