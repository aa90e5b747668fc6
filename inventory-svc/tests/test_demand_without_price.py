"""Sold lines without a price of their own: parts of sets, and ledgers without prices."""

from datetime import date
from pathlib import Path

import polars as pl
from support.cleaned_ledgers import Clean

from inventory_svc.ledger.sales_history import sales_by_day
from inventory_svc.stock.weekly_sales import weekly_sales

COLUMNS = """[columns]
order_id = "no"
stock_code = "art"
ordered_at = "at"
quantity = "n"
"""


def test_ledger_without_prices_counts_as_demand(clean_text: Clean, tmp_path: Path) -> None:
    """Units are counted, money is null rather than 0, and the report says so."""
    cleaned = clean_text("no,art,at,n\n1,A,2024-03-01,2\n2,A,2024-03-02,3\n", COLUMNS)
    assert cleaned.ledger["unit_price"].to_list() == [None, None]
    assert cleaned.defects()["no_price"] == 2
    assert cleaned.catalogue.select("units_56d", "unit_price").rows() == [(5, None)]
    sales = weekly_sales(cleaned.ledger, cleaned.catalogue["stock_code"], cleaned.result.as_of)
    assert sales.units.sum() == 5
    days = sales_by_day(tmp_path / "staging" / "ledger.parquet", "A", date(2024, 3, 3))
    assert [day["units"] for day in days[-2:]] == [2, 3]


def test_parts_of_a_set_count_as_demand(clean_text: Clean) -> None:
    """A cup sold only in sets has units and no price; a free gift has neither."""
    text = "no,art,at,n,p\n1,SET,2024-03-01,1,45\n1,CUP,2024-03-01,2,0\n2,PEN,2024-03-02,1,0\n"
    cleaned = clean_text(text, COLUMNS + 'unit_price = "p"\n')
    assert cleaned.reasons() == {"never_sold": 1}
    assert cleaned.catalogue.select("stock_code", "units_56d", "unit_price").rows() == [
        ("CUP", 2, None),
        ("SET", 1, 45.0),
    ]
    assert cleaned.quality["facts"]["revenue_net"] == 45


def test_sales_by_weight_keep_three_decimals(clean_text: Clean, tmp_path: Path) -> None:
    """Sales by day keep thousandths; the stock job's weeks are rounded to whole units."""
    text = "no,art,at,n,p\n1,A,2024-03-01,0.435,10\n2,A,2024-03-01,1.2,10\n"
    cleaned = clean_text(text, COLUMNS + 'unit_price = "p"\n')
    days = sales_by_day(tmp_path / "staging" / "ledger.parquet", "A", date(2024, 3, 2))
    assert days[-1]["units"] == 1.635
    lines = cleaned.ledger.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    assert (
        weekly_sales(lines, cleaned.catalogue["stock_code"], cleaned.result.as_of).units.sum() == 2
    )
