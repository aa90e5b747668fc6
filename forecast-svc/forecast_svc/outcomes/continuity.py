"""Whether two cleaned ledgers come from the same shop, at different dates."""

from datetime import datetime, timedelta
from typing import Final, cast

import polars as pl

OVERLAP_DAYS: Final = 28
"""Days before the end of the earlier ledger whose orders are looked up in the later one."""

MIN_SHARE: Final = 0.5
"""Share of those orders that must be in both; allows for late corrections."""

ORDER_COLUMNS: Final = ("order_id", "ordered_at")


def is_same_ledger(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether most recent orders of the earlier ledger are also in the later one.

    Args:
        one: `order_id`, `ordered_at` of a cleaned ledger. Product names and the first day may
            change as a ledger grows or is cut to a rolling window; past orders don't.
        other: The same columns of another ledger.
    """
    if one.is_empty() or other.is_empty():
        return False
    earlier, later = sorted((one, other), key=_last)
    since = _last(earlier) - timedelta(days=OVERLAP_DAYS)
    later_orders = _orders(later, since)
    earlier_orders = _orders(earlier, since)
    shared = earlier_orders.join(later_orders, on=ORDER_COLUMNS, how="semi").height
    return shared >= MIN_SHARE * earlier_orders.height


def _orders(lines: pl.DataFrame, since: datetime) -> pl.DataFrame:
    return lines.select(ORDER_COLUMNS).filter(pl.col("ordered_at") > since).unique()


def _last(lines: pl.DataFrame) -> datetime:
    return cast("datetime", lines["ordered_at"].max())
