"""The data-quality report: every line of the ledger, and an example of every defect."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from fleet.sentences import name_of
from inventory_svc.ledger.catalogue import revenue
from inventory_svc.ledger.reasons import REASONS, included
from inventory_svc.ledger.units import units_of

DEFECTS: Mapping[str, tuple[str, pl.Expr]] = {
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
"""Defects of included lines: the remedy and the rule; `chosen` is the name that is used."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RECENT_DAYS = 28
_MANY_CUSTOMERS, _LARGE_SHARE = 50, 0.1
_EXAMPLE = ("row", "order_id", "name", "ordered_at", "unit_price")


def quality_report(
    lines: pl.DataFrame,
    not_looked_at: Mapping[str, int],
    names: pl.DataFrame,
    *,
    layout: str,
    as_of: date,
) -> dict[str, Any]:
    """The report as `data_quality.json` holds it.

    Args:
        lines: Cleaned lines (see `cleaning.clean`).
        not_looked_at: Rows excluded before the cleaning, per reason.
        names: The name chosen per product.
        layout: Of the ledger.
        as_of: First day that is left out.

    Returns:
        `rows_in` = `rows_kept` + the rows of all entries in `set_aside`; `defects` counts what was
        mended or only noticed (one line may have several); `facts` describes the included lines.
    """
    rows_in = lines.height + sum(not_looked_at.values())
    good = included(lines)
    return {
        "as_of": as_of.isoformat(),
        "source_layout": layout,
        "rows_in": rows_in,
        "rows_kept": good.height,
        "set_aside": _exclusions(lines, not_looked_at, rows_in),
        "defects": _mended(good, names, rows_in),
        "facts": ledger_facts(good, as_of),
    }


def ledger_facts(good: pl.DataFrame, as_of: date) -> dict[str, Any]:
    """What the included lines show about the shop: range, trading days and the last four weeks."""
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
    """Weekdays on which the shop is usually closed: at least nine times out of ten."""
    shut: list[str] = []
    for number, name in enumerate(_WEEKDAYS, start=1):
        there = int((calendar.dt.weekday() == number).sum())
        away = int((closed.dt.weekday() == number).sum())
        shut += [name] if there and away >= 0.9 * there else []
    return shut


def _exclusions(
    lines: pl.DataFrame, not_looked_at: Mapping[str, int], rows_in: int
) -> list[dict[str, Any]]:
    counts = {
        str(reason): int(n)
        for reason, n in lines.drop_nulls("reason").group_by("reason").len().iter_rows()
    }
    examples = lines.drop_nulls("reason").unique("reason", keep="first", maintain_order=True)
    by_reason = {str(row["reason"]): row for row in examples.iter_rows(named=True)}
    entries: list[dict[str, Any]] = []
    for reason in REASONS:
        rows = counts.get(reason, 0) + not_looked_at.get(reason, 0)
        if rows or reason == "other":
            found = by_reason.get(reason)
            entries.append(_entry(reason, rows, rows_in, found) | {"treatment": "set_aside"})
    return entries


def _mended(good: pl.DataFrame, names: pl.DataFrame, rows_in: int) -> list[dict[str, Any]]:
    """Defects of included lines."""
    named = good.join(names.rename({"name": "chosen"}), on="stock_code", how="left")
    named = named.with_columns(dominant=pl.col("customer_id").is_in(_dominant(good).implode()))
    entries: list[dict[str, Any]] = []
    for code, (treatment, rule) in DEFECTS.items():
        found = named.filter(rule)
        if found.height:
            example = found.sort("row").row(0, named=True)
            entries.append(_entry(code, found.height, rows_in, example) | {"treatment": treatment})
    return entries


def _dominant(good: pl.DataFrame) -> pl.Series:
    """Customers with a tenth of all orders among many: perhaps words for nobody in particular."""
    orders = good.select("customer_id", "order_id").unique()
    of_each = orders.drop_nulls("customer_id").group_by("customer_id").len("orders")
    if of_each.height < _MANY_CUSTOMERS:
        return of_each["customer_id"].clear()
    return of_each.filter(pl.col("orders") >= orders.height * _LARGE_SHARE)["customer_id"]


def _entry(code: str, rows: int, rows_in: int, found: dict[str, Any] | None) -> dict[str, Any]:
    example = {key: found[key] for key in _EXAMPLE} if found else None
    if found and example:
        example["ordered_at"] = example["ordered_at"] and example["ordered_at"].isoformat(sep=" ")
        example["stock_code"] = found["written_code"]
        example["quantity"] = found["written_quantity"]
        if code == "unreadable_value":
            example |= {"column": found["bad_field"], "text": found["bad_text"]}
    return {
        "reason": code,
        "text": name_of("defect", code),
        "rows": rows,
        "percent": round(100 * rows / rows_in, 4),
        "example": example,
    }
