"""The data-quality report: an account of every line, with an example of each defect."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import polars as pl

from fleet.sentences import name_of
from inventory_svc.ledger.catalogue import revenue
from inventory_svc.ledger.reasons import REASONS, included
from inventory_svc.ledger.report_types import Entry, LedgerFacts, Report, Treatment
from inventory_svc.ledger.units import units_of

DEFECTS: Mapping[str, tuple[Treatment, pl.Expr]] = {
    "code_written_otherwise": ("mended", pl.col("written_code") != pl.col("stock_code")),
    "name_differs": (
        "mended",
        pl.col("name").is_not_null() & (pl.col("name") != pl.col("chosen")),
    ),
    "returned_later": ("mended", pl.col("returned_quantity") > 0),
    "no_name": ("mended", pl.col("name").is_null() & pl.col("chosen").is_not_null()),
    "no_customer": ("kept", pl.col("customer_id").is_null()),
    "free_line": ("kept", (pl.col("unit_price") == 0) & ~pl.col("part")),
    "part_of_set": ("kept", pl.col("part")),
    "no_price": ("kept", pl.col("unpriced")),
    "filled_down": ("mended", pl.col("filled_down")),
    "dominant_customer": ("kept", pl.col("dominant")),
}
"""Defects of included lines: treatment and rule; `chosen` is the product's name."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RECENT_DAYS = 28
_MANY_CUSTOMERS, _LARGE_SHARE = 50, 0.1
_EXAMPLE = ("row", "order_id", "name", "ordered_at", "unit_price")


def quality_report(
    lines: pl.DataFrame,
    excluded_earlier: Mapping[str, int],
    names: pl.DataFrame,
    *,
    layout: str,
    as_of: date,
) -> Report:
    """The content of `data_quality.json`.

    Args:
        lines: Cleaned lines (see `cleaning.clean`).
        excluded_earlier: Rows excluded before the cleaning, per reason.
        names: The name chosen per product.
        layout: Name of the ledger's layout.
        as_of: First day to exclude.

    Returns:
        `rows_in` = `rows_kept` + the rows of all entries in `set_aside`; `defects` counts defects
        that were corrected or only noted (a line may have several); `facts` describes the included
        lines.
    """
    rows_in = lines.height + sum(excluded_earlier.values())
    good = included(lines)
    return {
        "as_of": as_of.isoformat(),
        "source_layout": layout,
        "rows_in": rows_in,
        "rows_kept": good.height,
        "set_aside": _exclusions(lines, excluded_earlier, rows_in),
        "defects": _defects(good, names, rows_in),
        "facts": ledger_facts(good, as_of),
    }


def ledger_facts(good: pl.DataFrame, as_of: date) -> LedgerFacts:
    """Facts about the included lines: date range, trading days and the last four weeks."""
    day = pl.col("ordered_at").dt.date()
    days = good.select(day.alias("day")).unique().sort("day")["day"]
    first, last = days[0], days[-1]
    calendar = pl.date_range(first, last, eager=True)
    closed = calendar.filter(~calendar.is_in(days.implode()))
    recent = good.filter(pl.col("ordered_at") >= as_of - timedelta(days=_RECENT_DAYS))
    net = pl.col("quantity") - pl.col("returned_quantity")
    return {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "trading_days": len(days),
        "closed_days": len(closed),
        "closed_on": _weekdays_closed(calendar, closed),
        "orders": good["order_id"].n_unique(),
        "products": good["stock_code"].n_unique(),
        "customers": good["customer_id"].drop_nulls().n_unique(),
        "units": units_of(good["quantity"]),
        "units_returned": units_of(good["returned_quantity"]),
        "revenue_net": round(float(good.select(revenue(net)).item()), 2),
        "last_28_days": {
            "orders": recent["order_id"].n_unique(),
            "units": units_of(recent["quantity"]),
            "revenue": round(float(recent.select(revenue(pl.col("quantity"))).item()), 2),
            "revenue_net": round(float(recent.select(revenue(net)).item()), 2),
        },
    }


def _weekdays_closed(calendar: pl.Series, closed: pl.Series) -> list[str]:
    """Weekdays on which the shop is closed at least nine times out of ten."""
    shut: list[str] = []
    for number, name in enumerate(_WEEKDAYS, start=1):
        there = int((calendar.dt.weekday() == number).sum())
        away = int((closed.dt.weekday() == number).sum())
        shut += [name] if there and away >= 0.9 * there else []
    return shut


def _exclusions(
    lines: pl.DataFrame, excluded_earlier: Mapping[str, int], rows_in: int
) -> list[Entry]:
    counts = {
        str(reason): int(n)
        for reason, n in lines.drop_nulls("reason").group_by("reason").len().iter_rows()
    }
    examples = lines.drop_nulls("reason").unique("reason", keep="first", maintain_order=True)
    by_reason = {str(row["reason"]): row for row in examples.iter_rows(named=True)}
    entries: list[Entry] = []
    for reason in REASONS:
        rows = counts.get(reason, 0) + excluded_earlier.get(reason, 0)
        if rows or reason == "other":
            found = by_reason.get(reason)
            entries.append(_entry(reason, "set_aside", rows, rows_in, found))
    return entries


def _defects(good: pl.DataFrame, names: pl.DataFrame, rows_in: int) -> list[Entry]:
    """Defects of included lines."""
    named = good.join(names.rename({"name": "chosen"}), on="stock_code", how="left")
    named = named.with_columns(dominant=pl.col("customer_id").is_in(_dominant(good).implode()))
    entries: list[Entry] = []
    for code, (treatment, rule) in DEFECTS.items():
        found = named.filter(rule)
        if found.height:
            example = found.sort("row").row(0, named=True)
            entries.append(_entry(code, treatment, found.height, rows_in, example))
    return entries


def _dominant(good: pl.DataFrame) -> pl.Series:
    """Customers with a tenth of all orders, among many: perhaps placeholders for anonymous ones."""
    orders = good.select("customer_id", "order_id").unique()
    of_each = orders.drop_nulls("customer_id").group_by("customer_id").len("orders")
    if of_each.height < _MANY_CUSTOMERS:
        return of_each["customer_id"].clear()
    return of_each.filter(pl.col("orders") >= orders.height * _LARGE_SHARE)["customer_id"]


def _entry(
    code: str, treatment: Treatment, rows: int, rows_in: int, found: Mapping[str, object] | None
) -> Entry:
    return {
        "reason": code,
        "text": name_of("defect", code),
        "rows": rows,
        "percent": round(100 * rows / rows_in, 4),
        "treatment": treatment,
        "example": _example(code, found) if found else None,
    }


def _example(code: str, found: Mapping[str, object]) -> dict[str, object]:
    at = found["ordered_at"]
    example = {key: found[key] for key in _EXAMPLE} | {
        "ordered_at": at.isoformat(sep=" ") if isinstance(at, datetime) else at,
        "stock_code": found["written_code"],
        "quantity": found["written_quantity"],
    }
    if code == "unreadable_value":
        example |= {"column": found["bad_field"], "text": found["bad_text"]}
    return example
