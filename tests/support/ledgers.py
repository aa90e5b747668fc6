"""Half a year of a made-up shop in the layout of Online Retail II, with the usual defects."""

import random
from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from support.workbooks import write_workbook

LAST_DAY = datetime(2011, 9, 8)  # noqa: DTZ001 - ledgers carry the shop's wall clock
_ORDERS, _PRODUCTS, _CUSTOMERS, _DAYS = 2400, 90, 160, 182
# In some weeks some products cost a fifth less and sell three times as much, an elasticity of 4.9,
# so that a discount pays off at the assumed margin, and the plan isn't empty.
_CUT, _TIMES, _EVERY = 0.8, 3, 3
_SCHEMA = {
    "Invoice": pl.String,
    "StockCode": pl.String,
    "Description": pl.String,
    "Quantity": pl.Int64,
    "InvoiceDate": pl.Datetime("us"),
    "Price": pl.Float64,
    "Customer ID": pl.String,
    "Country": pl.String,
}


def small_ledger(seed: int = 7) -> pl.DataFrame:
    """About 7,000 lines, some cancelled, duplicated, without a customer, or not merchandise."""
    draw = random.Random(seed)  # noqa: S311 - a made-up shop, no secret
    rows = [line for number in range(_ORDERS) for line in _order(number, draw)]
    cancelled = [_cancellation(line) for line in rows[::60]]
    postage = [rows[-1] | {"StockCode": "POST", "Description": "POSTAGE", "Quantity": 1}]
    return pl.DataFrame(rows + cancelled + rows[:40] + postage, schema=_SCHEMA)


def write_ledger(ledger: pl.DataFrame, path: Path) -> Path:
    """Write it as CSV, Parquet or a workbook of two sheets, by the path's suffix."""
    if path.suffix == ".xlsx":
        half = ledger.height // 2
        parts = {"Year 1": ledger.head(half), "Year 2": ledger.slice(half)}
        write_workbook(path, {name: [part.columns, *part.rows()] for name, part in parts.items()})
    elif path.suffix == ".csv":
        ledger.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")
    else:
        ledger.write_parquet(path)
    return path


def _order(number: int, draw: random.Random) -> Generator[dict[str, Any]]:
    customer = _customer(draw)
    at = LAST_DAY - timedelta(
        days=_days_ago(customer, draw), hours=-draw.randint(8, 18), minutes=-draw.randint(0, 59)
    )
    for product in sorted({min(int(draw.expovariate(0.05)), _PRODUCTS - 1) for _ in range(4)}):
        price, times = _offer(product, at)
        yield {
            "Invoice": str(500000 + number),
            "StockCode": _code(product),
            "Description": f"MUG NUMBER {product}",
            "Quantity": draw.randint(1, 12) * times,
            "InvoiceDate": at,
            "Price": price,
            "Customer ID": customer,
            "Country": "United Kingdom",
        }


def _offer(product: int, at: datetime) -> tuple[float, int]:
    """The price of that week, and the factor on the usual units."""
    full = 0.85 + product * 0.37
    cut = product % _EVERY and (at.toordinal() // 7 + product) % _EVERY == 0
    return (round(full * _CUT, 2), _TIMES) if cut else (round(full, 2), 1)


def _customer(draw: random.Random) -> str | None:
    """A fifth of the orders have no customer; of the others, low numbers order more often."""
    if draw.random() < 0.2:
        return None
    return str(12000 + min(int(draw.expovariate(0.03)), _CUSTOMERS - 1))


def _days_ago(customer: str | None, draw: random.Random) -> int:
    """Some customers stopped ordering months ago, some have only just started."""
    kind = int(customer or 0) % 10
    earliest, latest = {7: (90, _DAYS), 8: (45, _DAYS), 9: (0, 30)}.get(kind, (0, _DAYS))
    return draw.randint(earliest, latest - 1)


def _code(product: int) -> str:
    """Some codes start with zeros or end in a letter, as real ones do."""
    return (
        f"{product:05d}" if product % 9 == 0 else f"{21000 + product}{'AB '[product % 3]}".strip()
    )


def _cancellation(line: dict[str, Any]) -> dict[str, Any]:
    return line | {
        "Invoice": f"C{line['Invoice']}",
        "Quantity": -line["Quantity"],
        "InvoiceDate": line["InvoiceDate"] + timedelta(minutes=5),
    }


def write_journey(folder: Path, seed: int = 7) -> tuple[Path, Path]:
    """The same shop as The Complete Journey lays it out: transactions and product records.

    It sells fuel too, as product 1, which the records alone tell from merchandise.
    """
    sold = small_ledger(seed).filter(
        (pl.col("Quantity") > 0)
        & (pl.col("StockCode") != "POST")
        & pl.col("Customer ID").is_not_null()
    )
    number = pl.col("Description").str.extract(r"(\d+)$").cast(pl.Int64)
    lines = sold.select(
        household_id=pl.col("Customer ID").cast(pl.Int64),
        store_id=pl.lit(31),
        basket_id=pl.col("Invoice").cast(pl.Int64),
        product_id=number,
        quantity="Quantity",
        sales_value=pl.col("Quantity") * pl.col("Price"),
        retail_disc=pl.lit(0.0),
        coupon_disc=pl.lit(0.0),
        coupon_match_disc=pl.lit(0.0),
        week=pl.col("InvoiceDate").dt.week().cast(pl.Int64),
        transaction_timestamp="InvoiceDate",
    )
    records = (
        lines.select("product_id")
        .unique(maintain_order=True)
        .with_columns(
            department=pl.lit("GROCERY"),
            brand=pl.lit("Private"),
            product_category=pl.lit("MUGS"),
            product_type=pl.when(pl.col("product_id") == 1)
            .then(pl.lit("GASOLINE-REG UNLEADED"))
            .otherwise(pl.lit("MUG")),
            package_size=pl.lit("1 CT"),
        )
    )
    paths = folder / "transactions.parquet", folder / "journey_products.parquet"
    lines.write_parquet(paths[0])
    records.write_parquet(paths[1])
    return paths
