"""One ledger as the files of different programs."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path

import polars as pl

from support.drawn_ledgers import FIELDS, MAPPING, STYLES, Sale, Style, plain
from support.workbooks import Cell, write_workbook

Export = Callable[[Sequence[Sale], Path], tuple[Path, str | None]]
"""Writes a ledger into a folder; returns the file and the mapping it needs."""


def _styled(style: Style, sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    above = "".join(line + style.newline for line in style.above)
    lines = [style.line(FIELDS), *(style.line(style.cells(sale)) for sale in sales)]
    path = folder / "export.csv"
    path.write_bytes((above + "".join(lines)).encode(style.encoding))
    return path, style.mapping()


def _day_and_time(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """The day as Excel counts it, and the time in French."""
    zero = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
    style = Style(date=lambda at: str((at - zero) // timedelta(days=1)))
    rows = [[*style.cells(sale), f"{sale.at:%Hh%M}"] for sale in sales]
    return _text(folder, [[*FIELDS, "clock"], *rows]), MAPPING + 'ordered_time = "clock"\n'


def _workbook(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """Cells of numbers and dates, on the second sheet, below titles."""
    rows: list[Sequence[Cell]] = [["Sales 2024"], [], [*FIELDS]]
    rows += [
        (s.order, s.at, s.code, float(s.units), float(s.price), s.customer, s.name) for s in sales
    ]
    book: dict[str, list[Sequence[Cell]]] = {"Overview": [["Sales", 1.5]], "Data": rows}
    return write_workbook(folder / "export.xlsx", book), MAPPING


def _parquet(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """Typed columns; texts as categories, prices as decimals."""
    rows = [(s.order, s.at, s.code, float(s.units), s.price, s.customer, s.name) for s in sales]
    frame = pl.DataFrame(rows, schema=[*FIELDS], orient="row").with_columns(
        pl.col("at").cast(pl.Datetime("ns")),
        pl.col("code").cast(pl.Categorical),
        pl.col("price").cast(pl.Decimal(12, 2)),
        pl.col("customer").cast(pl.String),
    )
    frame.write_parquet(folder / "export.parquet")
    return folder / "export.parquet", MAPPING


def _shopify(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """What concerns an order stands on its first line."""
    header = [
        "Name",
        "Email",
        "Financial Status",
        "Currency",
        "Subtotal",
        "Created at",
        "Lineitem quantity",
        "Lineitem name",
        "Lineitem price",
        "Lineitem sku",
        "Cancelled at",
    ]
    rows: list[list[str]] = []
    for order, lines in groupby(sales, key=lambda sale: sale.order):
        items = list(lines)
        total = sum((item.units * item.price for item in items), Decimal())
        of_order = [items[0].customer or "", "paid", "USD", f"{total:.4f}"]
        for item in items:
            goods = [plain(item.units), item.name, f"{item.price:.2f}", item.code, ""]
            rows.append([order, *of_order, f"{item.at:%Y-%m-%d %H:%M:%S} -0500", *goods])
            of_order = ["", "", "", ""]
    return _text(folder, [header, *rows]), None


def _odoo(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """Only an order's first line names the order, in a workbook."""
    header = [
        "Order Reference",
        "Order Date",
        "Customer",
        "Order Lines/Product/Internal Reference",
        "Order Lines/Product/Name",
        "Order Lines/Quantity",
        "Order Lines/Unit Price",
    ]
    rows: list[list[Cell]] = [[*header]]
    for order, lines in groupby(sales, key=lambda sale: sale.order):
        of_order: list[Cell] = [order]
        for item in lines:
            first = [*of_order, item.at, item.customer] if of_order else [None, None, None]
            rows.append([*first, item.code, item.name, float(item.units), float(item.price)])
            of_order = []
    return write_workbook(folder / "sale.order.xlsx", {"Sheet1": rows}), None


def _square(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    """Totals of lines, refunds below zero, day and time apart."""
    header = [
        "Date",
        "Time",
        "Item",
        "Qty",
        "SKU",
        "Gross Sales",
        "Discounts",
        "Net Sales",
        "Transaction ID",
        "Event Type",
        "Customer ID",
    ]
    rows: list[list[str]] = []
    for s in sales:
        total = s.units * s.price
        money = f"{'-' if total < 0 else ''}${abs(total):,.4f}"
        kind = "Refund" if s.units < 0 else "Payment"
        place = [f"{s.at:%m/%d/%Y}", f"{s.at:%H:%M:%S}", s.name, plain(s.units), s.code]
        rows.append([*place, money, "$0.00", money, s.order, kind, s.customer or ""])
    return _text(folder, [header, *rows]), _SQUARE_DATES


def _online_retail(sales: Sequence[Sale], folder: Path) -> tuple[Path, str | None]:
    header = [
        "Invoice",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "Price",
        "Customer ID",
    ]
    rows = [
        [s.order, s.code, s.name, plain(s.units), str(s.at), plain(s.price), s.customer or ""]
        for s in sales
    ]
    return _text(folder, [header, *rows]), None


def _text(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path = folder / "export.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


_SQUARE_DATES = """[columns]
order_id = "Transaction ID"
stock_code = "SKU"
ordered_at = "Date"

[format]
date = "%m/%d/%Y"
"""
EXPORTS: Mapping[str, Export] = {
    **{name: partial(_styled, style) for name, style in STYLES.items()},
    "day and time apart": _day_and_time,
    "workbook": _workbook,
    "Parquet": _parquet,
    "Odoo": _odoo,
    "Square": _square,
    "Online Retail": _online_retail,
}
SHOPIFY: Export = _shopify
"""Has no lines for returns."""
