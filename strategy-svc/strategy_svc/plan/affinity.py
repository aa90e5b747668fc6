"""Who buys a product: its buyers' segments against those of the shop's average product.

The yardstick is the mix over all (product, buyer) pairs, not over customers: people who buy a lot
buy a lot of everything, and would otherwise be over-represented among the buyers of every product.
"""

import polars as pl

VIP = "VIP Customers"
REGULAR = "Regular Customers"
NEW = "New Customers"
AT_RISK = "At-Risk Customers"
LOST = "Lost Customers"
SEGMENTS = (VIP, REGULAR, NEW, AT_RISK, LOST)


def segment_lifts(
    purchases: pl.LazyFrame, segments: pl.DataFrame, *, prior_buyers: float, min_buyers: int
) -> pl.DataFrame:
    """How much more often a segment is met among a product's buyers than on average.

    With `n` buyers of whom `b` belong to a segment that makes up a share `p` of all pairs, the
    lift is `((b + prior_buyers * p) / (n + prior_buyers)) / p`: the posterior mean of a share under
    a Beta prior centred on `p`, over `p`. Few buyers leave it near 1. Segments with fewer than
    `min_buyers` buyers of the product have no lift there.

    Args:
        purchases: `stock_code, customer_id`; repeats are one buyer.
        segments: `customer_id, segment`, one row per customer.
        prior_buyers: strength of the prior, in buyers.
        min_buyers: least support, in buyers.

    Returns:
        `stock_code, segment, segment_buyers, buyers, lift`, sorted by the first two.
    """
    pairs = purchases.unique().join(segments.lazy(), on="customer_id", how="inner")
    counted = pairs.group_by("stock_code", "segment").agg(segment_buyers=pl.len().cast(pl.Int64))
    shares = counted.group_by("segment").agg(met=pl.col("segment_buyers").sum())
    share = pl.col("met") / pl.col("met").sum()
    shares = shares.sort("segment").with_columns(share=share)
    buyers = pl.col("segment_buyers").sum().over("stock_code")
    posterior = (pl.col("segment_buyers") + prior_buyers * pl.col("share")) / (
        pl.col("buyers") + prior_buyers
    )
    return (
        counted.with_columns(buyers=buyers)
        .join(shares, on="segment")
        .filter(pl.col("segment_buyers") >= min_buyers)
        .with_columns(lift=(posterior / pl.col("share")).round(4))
        .select("stock_code", "segment", "segment_buyers", "buyers", "lift")
        .sort("stock_code", "segment")
        .collect()
    )


def lifts_by_product(lifts: pl.DataFrame) -> pl.DataFrame:
    """One row per product, one column per segment label: the lift, null without support."""
    wide = lifts.pivot(on="segment", on_columns=list(SEGMENTS), index="stock_code", values="lift")
    return wide.cast(dict.fromkeys(SEGMENTS, pl.Float64)).sort("stock_code")
