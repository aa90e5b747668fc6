"""Whether a product's demand is rising, falling or steady, from two windows of the ledger."""

from datetime import date, datetime, time, timedelta

import polars as pl

RISING, FALLING, STEADY = "rising", "falling", "steady"


def demand_trend(
    lines: pl.LazyFrame, *, as_of: date, days: int, change: float, z: float
) -> pl.DataFrame:
    """Units of the last `days` days compared with the `days` days before, per product.

    A trend needs both: units that changed by at least `change` (relative), and order lines whose
    change has a z-score of at least `z` for two Poisson counts, (a - b) / sqrt(a + b). The test
    uses lines rather than units, because a single bulk order can change units a lot.

    Args:
        lines: `stock_code, ordered_at, units` (net of returns, > 0).
        as_of: first day to exclude. Windows end with the ledger's last day before it, so
            that a ledger that is behind does not look like a collapse in demand.
        days: length of each window.
        change: least relative change, 0.2 = 20 %.
        z: least z-score.

    Returns:
        `stock_code, recent_units, prior_units, trend`, sorted; products sold in neither window
        are absent. Empty when the ledger does not cover both windows.
    """
    recent_from, prior_from, first = _windows(lines, as_of, days)
    if first is None or first >= prior_from + timedelta(days=1):
        return _nothing()
    recent = pl.col("ordered_at") >= recent_from
    counted = (
        lines.filter(pl.col("ordered_at") >= prior_from)
        .group_by("stock_code")
        .agg(
            recent_units=pl.col("units").filter(recent).sum(),
            prior_units=pl.col("units").filter(~recent).sum(),
            recent_lines=recent.sum().cast(pl.Int64),
            prior_lines=(~recent).sum().cast(pl.Int64),
        )
        .sort("stock_code")
    )
    return counted.select("stock_code", "recent_units", "prior_units", _trend(change, z)).collect()


def _trend(change: float, z: float) -> pl.Expr:
    recent, prior = pl.col("recent_units"), pl.col("prior_units")
    lines_gained = pl.col("recent_lines") - pl.col("prior_lines")
    score = lines_gained / (pl.col("recent_lines") + pl.col("prior_lines")).sqrt()
    return (
        pl.when((recent >= prior * (1 + change)) & (score >= z) & (lines_gained > 0))
        .then(pl.lit(RISING))
        .when((recent <= prior * (1 - change)) & (score <= -z) & (lines_gained < 0))
        .then(pl.lit(FALLING))
        .otherwise(pl.lit(STEADY))
        .alias("trend")
    )


def _windows(
    lines: pl.LazyFrame, as_of: date, days: int
) -> tuple[datetime, datetime, datetime | None]:
    ends = lines.select(first=pl.col("ordered_at").min(), last=pl.col("ordered_at").max()).collect()
    first: datetime | None = ends["first"].item()
    last: datetime | None = ends["last"].item()
    end = as_of if last is None else min(as_of, last.date() + timedelta(days=1))
    midnight = datetime.combine(end, time())
    return midnight - timedelta(days=days), midnight - timedelta(days=2 * days), first


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "stock_code": pl.String,
            "recent_units": pl.Int64,
            "prior_units": pl.Int64,
            "trend": pl.String,
        }
    )
