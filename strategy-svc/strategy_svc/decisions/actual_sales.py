"""Actual sales of some products in one week, from a later snapshot's ledger."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from contract.snapshot_files import FORECAST_LOG_FILE, LEDGER_FILE
from fleet.snapshots import Snapshot

HORIZON: Final = timedelta(days=7)
_SAME_FORECAST: Final = 0.5
_CLOSE: Final = 0.0051  # both are stored with two decimals, and one is derived from the other


def covers(snapshot: Snapshot, as_of: date) -> bool:
    """Whether the snapshot was made after the seven days from `as_of` had passed."""
    manifest = snapshot.manifest
    if manifest is None or not (snapshot.has(LEDGER_FILE) and snapshot.has(FORECAST_LOG_FILE)):
        return False
    last = manifest.ledger.get("last_day")
    whole = as_of + HORIZON - timedelta(days=1)
    return as_of + HORIZON <= manifest.as_of and isinstance(last, str) and last >= whole.isoformat()


def same_shop(snapshot: Snapshot, as_of: date, forecasts: dict[str, float | None]) -> bool:
    """Whether the snapshot's forecast log continues these forecasts.

    A state folder may later be refreshed with another shop's ledger that uses the same codes. The
    refresh compares the orders to decide whether to continue a log (forecast-svc, `outcomes`), so a
    log that contains that day's forecasts belongs to the same shop.

    Args:
        snapshot: The later snapshot.
        as_of: First of the seven days.
        forecasts: Units forecast at the time, by stock code.
    """
    log = _scan(snapshot.verified_path(FORECAST_LOG_FILE)).filter(pl.col("origin") == as_of)
    known = log.select("stock_code", "mean").collect()
    if not forecasts:
        return known.height > 0
    then = pl.DataFrame(
        {"stock_code": list(forecasts), "then": list(forecasts.values())},
        schema={"stock_code": pl.String, "then": pl.Float64},
    )
    both = then.join(known, on="stock_code")
    same = both.filter((pl.col("then") - pl.col("mean")).abs() <= _CLOSE).height
    return same >= _SAME_FORECAST * len(forecasts)


def week_sales(snapshot: Snapshot, as_of: date, codes: list[str]) -> dict[str, tuple[float, float]]:
    """Units and revenue in the seven days from `as_of`, only for products that sold.

    Units are counted as in the forecasts: before returns, without free lines.
    """
    begin = datetime.combine(as_of, time())
    at = pl.col("ordered_at")
    ten_thousandths = (pl.col("unit_price") * 10_000).round().cast(pl.Int64)
    sold = (
        _scan(snapshot.verified_path(LEDGER_FILE))
        .filter((at >= begin) & (at < begin + HORIZON) & pl.col("unit_price").ne_missing(0))
        .with_columns(pl.col(pl.Decimal).cast(pl.Float64))
        .filter(pl.col("stock_code").is_in(codes))
        .group_by("stock_code")
        .agg(
            units=pl.col("quantity").sum().round(3),
            money=(pl.col("quantity") * ten_thousandths).sum() / 10_000,
        )
        .collect()
    )
    return {
        code: (units, round(money, 4))
        for code, units, money in sold.select("stock_code", "units", "money").iter_rows()
    }


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False)
