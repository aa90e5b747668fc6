"""Who buys a product: each segment's share of its order lines.

A few lines are weak evidence, so they are blended with the shop's average mix. Lines without a
known customer count as demand but belong to no segment, because they can't be contacted.
"""

import polars as pl

from contract.segments import REGULAR, SEGMENTS


def segment_shares(
    purchases: pl.LazyFrame, segments: pl.DataFrame, codes: pl.Series, *, prior_lines: float
) -> pl.DataFrame:
    """Each segment's share of each product's demand.

    With `n` lines of which `b` are from a segment with a share `p` of all lines, the share is
    `(b + prior_lines p) / (n + prior_lines)`: the posterior mean under a Beta prior around `p`. If
    no customer is known at all, all demand is assigned to Regular Customers.

    Args:
        purchases: `stock_code, customer_id` per order line; null: customer unknown.
        segments: `customer_id, segment`, one row per customer.
        codes: Products to return.
        prior_lines: Weight of the shop's average mix, in lines.

    Returns:
        `stock_code`, a column per segment (0 to 1, their sum at most 1), sorted by code.
    """
    requested = pl.DataFrame({"stock_code": codes}).sort("stock_code")
    if not segments.height:
        whole = {name: pl.lit(1.0 if name == REGULAR else 0.0) for name in SEGMENTS}
        return requested.with_columns(**whole)
    counted = (
        purchases.join(segments.lazy(), on="customer_id", how="left")
        .group_by("stock_code")
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            *((pl.col("segment") == name).sum().cast(pl.Int64).alias(name) for name in SEGMENTS),
        )
        .sort("stock_code")
        .collect()
    )
    lines = max(int(counted["lines"].sum()), 1)
    mix = {name: int(counted[name].sum()) / lines for name in SEGMENTS}
    joined = requested.join(counted, on="stock_code", how="left").with_columns(
        pl.col("lines", *SEGMENTS).fill_null(0)
    )
    total = pl.max_horizontal(pl.col("lines") + prior_lines, 1e-9)
    parts = [((pl.col(name) + prior_lines * mix[name]) / total).alias(name) for name in SEGMENTS]
    return joined.select("stock_code", *parts).sort("stock_code")
