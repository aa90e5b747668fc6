"""What was known about a customer and an offer on the morning of a given day.

Nothing dated that day or later is used, so the same code computes the features for learning from a
past campaign and for scoring today's customers.
"""

from datetime import date, timedelta

import polars as pl

from strategy_svc.learning.campaign_history import CampaignHistory
from strategy_svc.learning.purchases import WINDOW_DAYS, Purchases

HABITS = (
    "redemptions",
    "recent_redemptions",
    "redeemed_campaigns",
    "redemption_rate",
    "coupon_lines",
    "recent_coupon_lines",
    "coupon_share",
    "days_since_redemption",
    "times_targeted",
    "lines",
    "visits",
    "recent_visits",
    "days_since_visit",
    "categories",
    "discount_share",
)
AFFINITY = (
    "bought",
    "kinds_bought",
    "substitutes_bought",
    "coupon_lines_product",
    "coupon_lines_category",
    "share_product",
    "share_category",
    "part_of_category",
    "products_on_offer",
    "categories_on_offer",
)
_RECENT_DAYS = 56
_RECENT_REDEMPTIONS = 90
_LONG_AGO = 400
_FEW_LINES = 20  # blended into shares, because a few lines are weak evidence
_FEW_IN_CATEGORY = 5


def habits(
    purchases: Purchases, history: CampaignHistory, customers: pl.DataFrame, day: date
) -> pl.DataFrame:
    """`customer_id` and `HABITS` of `customers` (a column `customer_id`) as of `day`."""
    window = purchases.before(day).join(customers, on="customer_id", how="semi")
    scale = purchases.scale(day)
    # Redemptions go back as far as the ledger and are counted per window, like purchases.
    whole = max(1, (day - purchases.first_day).days) / WINDOW_DAYS
    shopping = window.group_by("customer_id").agg(
        lines=pl.len() * scale,
        visits=pl.col("day").n_unique() * scale,
        recent_visits=pl.col("day")
        .filter(pl.col("day") >= day - timedelta(days=_RECENT_DAYS))
        .n_unique(),
        days_since_visit=(pl.lit(day) - pl.col("day").max()).dt.total_days(),
        categories=pl.col("category").n_unique(),
        discount_share=pl.col("discounted").mean(),
    )
    known = history.known_before(day)
    recent = (pl.col("redeemed_on") >= day - timedelta(days=_RECENT_REDEMPTIONS)).sum()
    ours = pl.col("campaign_id").is_not_null()
    taken = _with_customers(known.redemptions, purchases)
    redeemed = (
        taken.filter(ours)
        .group_by("customer_id")
        .agg(
            redemptions=pl.len() / whole,
            recent_redemptions=recent,
            redeemed_campaigns=pl.col("campaign_id").n_unique(),
            days_since_redemption=(pl.lit(day) - pl.col("redeemed_on").max()).dt.total_days(),
        )
    )
    other = (
        taken.filter(~ours)
        .group_by("customer_id")
        .agg(coupon_lines=pl.len() / whole, all_coupon_lines=pl.len(), recent_coupon_lines=recent)
    )
    targeted = (
        _with_customers(known.targets, purchases)
        .group_by("customer_id")
        .agg(times_targeted=pl.len())
    )
    joined = customers.select("customer_id")
    for part in (shopping, redeemed, other, targeted):
        joined = joined.join(part, on="customer_id", how="left", maintain_order="left")
    return (
        joined.with_columns(
            pl.col("days_since_visit", "days_since_redemption").fill_null(_LONG_AGO)
        )
        .fill_null(0)
        .with_columns(
            redemption_rate=(pl.col("redeemed_campaigns") + 0.1) / (pl.col("times_targeted") + 1),
            coupon_share=pl.col("all_coupon_lines") / (pl.col("lines") + _FEW_LINES),
        )
        .select("customer_id", *(pl.col(name).cast(pl.Float64) for name in HABITS))
    )


def affinity(
    purchases: Purchases,
    history: CampaignHistory,
    pairs: pl.DataFrame,
    offers: pl.DataFrame,
    day: date,
) -> pl.DataFrame:
    """`pairs` with `AFFINITY` as of `day`.

    Args:
        purchases: The ledger.
        history: Earlier campaigns.
        pairs: `customer_id, offer_id, lines` (see `habits`), without duplicates.
        offers: `offer_id, stock_code, category`: the products each offer covers.
        day: First day to exclude.
    """
    window = purchases.before(day).join(pairs.select("customer_id"), on="customer_id", how="semi")
    used = (
        _with_customers(history.redemptions.filter(pl.col("redeemed_on") < day), purchases)
        .filter(pl.col("stock_code").is_not_null())
        .with_columns(pl.col("stock_code").cast(purchases.products(), strict=False))
        .join(pairs.select("customer_id"), on="customer_id", how="semi")
        .join(purchases.catalogue, on="stock_code", how="inner")
    )
    scale = purchases.scale(day)
    products = offers.select("offer_id", "stock_code").unique()
    categories = offers.select("offer_id", "category").drop_nulls().unique()
    size = offers.group_by("offer_id").agg(
        products_on_offer=pl.col("stock_code").n_unique(),
        categories_on_offer=pl.col("category").n_unique(),
    )
    joined = pairs
    for part in (
        _counted(window, products, "stock_code", pairs, "bought", kinds="kinds_bought"),
        _counted(window, categories, "category", pairs, "in_category"),
        _counted(used, products, "stock_code", pairs, "coupon_lines_product"),
        _counted(used, categories, "category", pairs, "coupon_lines_category"),
    ):
        joined = joined.join(
            part, on=["customer_id", "offer_id"], how="left", maintain_order="left"
        )
    counts = ("bought", "in_category", "coupon_lines_product", "coupon_lines_category")
    joined = joined.join(size, on="offer_id", how="left", maintain_order="left").with_columns(
        *(pl.col(name).fill_null(0) * scale for name in counts), pl.col("kinds_bought").fill_null(0)
    )
    bought, near = pl.col("bought"), pl.max_horizontal("bought", "in_category")
    return joined.with_columns(
        substitutes_bought=near - bought,
        share_product=bought / (pl.col("lines") + _FEW_LINES),
        share_category=near / (pl.col("lines") + _FEW_LINES),
        part_of_category=bought / (near + _FEW_IN_CATEGORY),
    ).select(*pairs.columns, *(pl.col(name).cast(pl.Float64) for name in AFFINITY))


def _counted(
    lines: pl.DataFrame,
    offers: pl.DataFrame,
    by: str,
    pairs: pl.DataFrame,
    name: str,
    kinds: str | None = None,
) -> pl.DataFrame:
    """Lines of each pair's customer for what the offer covers, matched by column `by`."""
    own = lines.join(offers.select(by).unique(), on=by, how="semi")
    counted = own.group_by("customer_id", by).agg(pl.len().alias(name)).join(offers, on=by)
    aggregated = [pl.col(name).sum(), *([pl.len().alias(kinds)] if kinds else [])]
    keys = ["customer_id", "offer_id"]
    return counted.join(pairs.select(keys), on=keys, how="semi").group_by(keys).agg(aggregated)


def _with_customers(frame: pl.DataFrame, purchases: Purchases) -> pl.DataFrame:
    """Rows of customers who are in the ledger, with ids as its enum."""
    known = pl.col("customer_id").cast(purchases.customers(), strict=False)
    return frame.with_columns(known).filter(pl.col("customer_id").is_not_null())
