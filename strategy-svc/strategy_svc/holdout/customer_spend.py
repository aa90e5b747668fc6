"""What customers bought before a campaign and after it, from the cleaned ledger."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from strategy_svc.holdout.group_moments import Moments, moments

BEFORE_DAYS = 84
"""Behaviour in these days before the campaign is used to adjust for differences between
customers."""
BUYERS, SPEND, PRODUCT_BUYERS = "buyers", "spend", "product_buyers"
MEASURES = (BUYERS, SPEND, PRODUCT_BUYERS)


def spend_before_and_after(
    ledger: Path, customers: Sequence[str], stock_code: str, sent: date, until: date
) -> pl.DataFrame:
    """One row per customer, in the given order, with 0 for those who bought nothing.

    Args:
        ledger: `ledger.parquet`.
        customers: Ids, without duplicates.
        stock_code: The product of the campaign.
        sent: First day of the period after the campaign; the `BEFORE_DAYS` days before it are the
            period before.
        until: First day to exclude.

    Returns:
        `customer_id`, for each measure a covariate `<measure>_before` and an outcome
        `<measure>_after`: any purchase (visits before), money, any purchase of the product (its
        lines before).
    """
    begin = datetime.combine(sent - timedelta(days=BEFORE_DAYS), time())
    end, day = datetime.combine(until, time()), datetime.combine(sent, time())
    requested = pl.DataFrame({"customer_id": customers}, schema={"customer_id": pl.String})
    money = (
        (pl.col("quantity") - pl.col("returned_quantity")) * (pl.col("unit_price") * 10_000).round()
    ).cast(pl.Int64)
    lines = (
        pl.scan_parquet(ledger, glob=False)
        .with_columns(pl.col(pl.Decimal).cast(pl.Float64))
        .filter((pl.col("ordered_at") >= begin) & (pl.col("ordered_at") < end))
        .filter(pl.col("quantity") > pl.col("returned_quantity"))
        .join(requested.lazy(), on="customer_id", how="semi")
        .select("customer_id", "ordered_at", "stock_code", money=money)
        .collect()
    )
    before, own = pl.col("ordered_at") < day, pl.col("stock_code") == stock_code
    found = lines.group_by("customer_id").agg(
        buyers_before=pl.col("ordered_at").filter(before).dt.date().n_unique().log1p(),
        buyers_after=(~before).any().cast(pl.Float64),
        spend_before=pl.col("money").filter(before).sum() / 10_000,
        spend_after=pl.col("money").filter(~before).sum() / 10_000,
        product_buyers_before=(before & own).sum().log1p(),
        product_buyers_after=(~before & own).any().cast(pl.Float64),
    )
    return requested.join(found, on="customer_id", how="left", maintain_order="left").fill_null(0.0)


def measured(spend: pl.DataFrame) -> dict[str, Moments]:
    """The moments of each measure over all rows of `spend_before_and_after`."""
    return {
        name: moments(
            spend[f"{name}_before"].to_numpy().astype(np.float64),
            spend[f"{name}_after"].to_numpy().astype(np.float64),
        )
        for name in MEASURES
    }
