"""The audience of each plan row: who would take the offer, who buys anyway, who is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from contract.segments import SEGMENTS
from strategy_svc.learning.audience_statement import expected_buyers, in_english
from strategy_svc.learning.audience_summary import AudienceCounts, AudienceSummary, SegmentTakers
from strategy_svc.learning.buying_anyway import any_purchase, weekly_rate
from strategy_svc.learning.campaign_history import CampaignHistory
from strategy_svc.learning.logistic_regression import Logistic
from strategy_svc.learning.offer_features import affinity, habits
from strategy_svc.learning.offer_value import (
    Floats,
    Offer,
    baseline_buyers,
    bought_with_offer,
    offering_value,
)
from strategy_svc.learning.overlap_check import Overlap, overlap
from strategy_svc.learning.purchases import Purchases
from strategy_svc.learning.take_model import FEATURES, learn, training_sample
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign

CUSTOMERS = {
    "stock_code": pl.String,
    "customer_id": pl.String,
    "propensity": pl.Float64,
    "p_buy_anyway": pl.Float64,
    "p_buy_with_offer": pl.Float64,
    "value": pl.Float64,
    "left_out": pl.Boolean,
}
MAX_LISTED = 5_000
"""Customers listed per product, in addition to all that are left out."""
CAMPAIGNS, AFFINITY = "campaigns", "affinity"
_PAIRS = 250_000  # processed at a time, so that memory does not grow with the plan
_PLACES = 6
_DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Learned:
    """What propensity is computed from.

    Attributes:
        model: Learned from finished campaigns; None if there are too few to learn from.
        campaigns: How many it was learned from.
        taken: Offers redeemed in them.
        overlap: How many kinds of customers they reached; None without a model.
    """

    model: Logistic | None
    campaigns: int
    taken: int
    overlap: Overlap | None

    @property
    def source(self) -> str:
        """`campaigns` or `affinity`."""
        return AFFINITY if self.model is None else CAMPAIGNS


@dataclass(frozen=True)
class AudienceScores:
    """The customers of every row, and their summaries.

    Attributes:
        customers: Columns `CUSTOMERS`, per product best first, those left out last.
        summaries: By stock code.
    """

    customers: pl.DataFrame
    summaries: dict[str, AudienceSummary]


def learn_propensity(purchases: Purchases, history: CampaignHistory | None, as_of: date) -> Learned:
    """Learn from the campaigns that ended before `as_of`."""
    if history is None:
        return Learned(None, 0, 0, None)
    finished = history.known_before(as_of).finished_before(as_of)
    samples = [training_sample(purchases, history, campaign) for campaign in finished]
    model = learn(samples)
    if model is None:
        return Learned(None, len(finished), 0, None)
    taken = sum(int(one.taken.sum()) for one in samples)
    return Learned(model, len(finished), taken, _overlap(purchases, history, finished, as_of))


def _overlap(
    purchases: Purchases, history: CampaignHistory, finished: Sequence[str], as_of: date
) -> Overlap:
    everybody = pl.DataFrame({"customer_id": purchases.lines["customer_id"].unique().sort()})
    sent = history.targets.filter(pl.col("campaign_id").is_in(list(finished)))["customer_id"]
    targeted = everybody["customer_id"].cast(pl.String).is_in(sent.unique().to_list())
    return overlap(habits(purchases, history, everybody, as_of), targeted)


def score_audiences(
    rows: Sequence[PlannedCampaign],
    purchases: Purchases,
    history: CampaignHistory | None,
    learned: Learned,
    segments: pl.DataFrame,
    *,
    as_of: date,
    weeks: float,
    loss: float,
) -> AudienceScores:
    """Score every customer for every row.

    Args:
        rows: Rows of the plan.
        purchases: The ledger.
        history: Earlier campaigns, if known.
        learned: From `learn_propensity`.
        segments: `customer_id, segment`.
        as_of: First day to exclude.
        weeks: How long a campaign runs.
        loss: Share of its cost that excess stock ends up losing.
    """
    known = _with_habits(purchases, history, segments, as_of)
    parts: list[pl.DataFrame] = []
    summaries: dict[str, AudienceSummary] = {}
    for some in _chunks(rows, known.height):
        scored = _scored_pairs(some, purchases, history, learned, known, as_of)
        for row in some:
            code = row.stock_code
            mine = _valued(
                scored.filter(pl.col("offer_id") == code), _offer(row, weeks, loss), learned
            )
            summaries[code] = _summary(mine, row, learned)
            parts.append(_listed(mine, row))
    empty = pl.DataFrame(schema=CUSTOMERS)
    return AudienceScores(pl.concat([empty, *parts]), summaries)


def _with_habits(
    purchases: Purchases, history: CampaignHistory | None, segments: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    customer = pl.col("customer_id").cast(purchases.customers(), strict=False)
    named = segments.with_columns(customer).drop_nulls().sort("customer_id")
    return named.join(
        habits(purchases, history or no_campaigns(), named, as_of),
        on="customer_id",
        how="left",
        maintain_order="left",
    )


def no_campaigns() -> CampaignHistory:
    """A history without campaigns."""
    campaigns = {"campaign_id": pl.String, "starts_on": pl.Date, "ends_on": pl.Date}
    redemptions = ("campaign_id", "offer_id", "stock_code")
    return CampaignHistory(
        pl.DataFrame(schema=campaigns),
        pl.DataFrame(schema={"campaign_id": pl.String, "customer_id": pl.String}),
        pl.DataFrame(schema=dict.fromkeys(redemptions, pl.String)),
        pl.DataFrame(
            schema={
                "customer_id": pl.String,
                "redeemed_on": pl.Date,
                **dict.fromkeys(redemptions, pl.String),
            }
        ),
    )


def _chunks(rows: Sequence[PlannedCampaign], customers: int) -> Iterator[Sequence[PlannedCampaign]]:
    size = max(1, _PAIRS // max(customers, 1))
    for begin in range(0, len(rows), size):
        yield rows[begin : begin + size]


def _scored_pairs(
    rows: Sequence[PlannedCampaign],
    purchases: Purchases,
    history: CampaignHistory | None,
    learned: Learned,
    known: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """`offer_id, customer_id, segment, rate, propensity` (null without a model) of all pairs."""
    codes = [row.stock_code for row in rows]
    full = rated_pairs(codes, purchases, history or no_campaigns(), known, as_of)
    propensity: Floats | None = None
    if learned.model is not None:
        propensity = learned.model.probability(np.log1p(full.select(FEATURES).to_numpy()))
    return full.select("offer_id", "customer_id", "segment", "rate").with_columns(
        propensity=pl.lit(None, pl.Float64) if propensity is None else pl.Series(propensity),
    )


def rated_pairs(
    codes: Sequence[str],
    purchases: Purchases,
    history: CampaignHistory,
    known: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """Every product by every customer of `known`, with `AFFINITY` and the weekly `rate`."""
    requested = pl.DataFrame({"offer_id": codes}, schema={"offer_id": pl.String})
    code = pl.col("offer_id").cast(purchases.products(), strict=False)
    offers = requested.with_columns(stock_code=code).join(
        purchases.catalogue, on="stock_code", how="left", maintain_order="left"
    )
    pairs = known.join(requested, how="cross", maintain_order="left_right")
    full = affinity(purchases, history, pairs, offers, as_of)
    counts = full.join(_parts(purchases, offers, as_of), on="offer_id", maintain_order="left")
    scale = purchases.scale(as_of)
    near = pl.col("bought") + pl.col("substitutes_bought")
    near = pl.when(pl.col("has_category")).then(near).otherwise(pl.col("lines"))
    columns = counts.select(pl.col("bought") / scale, near.alias("near") / scale, "part")
    bought, lines, part = (columns[name].to_numpy() for name in ("bought", "near", "part"))
    rate = weekly_rate(bought, lines, part, purchases.days(as_of) / _DAYS_A_WEEK)
    return full.with_columns(rate=pl.Series(rate, dtype=pl.Float64))


def _parts(purchases: Purchases, offers: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Per offer the product's `part` of its category's lines; without a category, of all lines."""
    window = purchases.before(as_of)
    products = window.group_by("stock_code").agg(own=pl.len())
    categories = window.drop_nulls("category").group_by("category").agg(near=pl.len())
    return (
        offers.join(products, on="stock_code", how="left", maintain_order="left")
        .join(categories, on="category", how="left", maintain_order="left")
        .select(
            "offer_id",
            has_category=pl.col("category").is_not_null(),
            part=(pl.col("own") / pl.col("near").fill_null(max(window.height, 1))).fill_null(0.0),
        )
    )


def _offer(row: PlannedCampaign, weeks: float, loss: float) -> Offer:
    """The row as an offer; excess units cost less, as part of their cost would be lost anyway."""
    discount = row.discount / 100
    reached = row.demand * weeks * row.target_share
    lift = 1 + (row.expected_units - row.demand * weeks) / reached if reached > 0 else 1.0
    stock_cleared = min(max(row.stock_cleared / row.units, 0.0), 1.0) if row.units > 0 else 0.0
    cost = row.unit_cost * (1 - loss * stock_cleared)
    paid = row.unit_price * (1 - discount)
    return Offer(discount, row.unit_price - cost, paid - cost, max(lift, 0.0), weeks)


def _valued(pairs: pl.DataFrame, offer: Offer, learned: Learned) -> pl.DataFrame:
    rate = pairs["rate"].to_numpy()
    anyway = any_purchase(rate, offer.weeks)
    nothing = np.zeros(len(rate))
    propensity = nothing if learned.model is None else pairs["propensity"].to_numpy()
    with_offer = bought_with_offer(rate, propensity, offer)
    value = offering_value(with_offer, anyway, offer)
    return pairs.select("customer_id", "segment").with_columns(
        propensity=pl.Series(with_offer if learned.model is None else propensity),
        p_buy_anyway=pl.Series(anyway),
        p_buy_with_offer=pl.Series(with_offer),
        value=pl.Series(value),
        left_out=pl.Series(baseline_buyers(value, anyway, offer)),
    )


def _listed(mine: pl.DataFrame, row: PlannedCampaign) -> pl.DataFrame:
    numbers = ("propensity", "p_buy_anyway", "p_buy_with_offer", "value")
    ordered = (
        mine.filter(pl.col("segment") == row.target)
        .with_columns(
            pl.col(numbers).round(_PLACES) + 0.0,
            pl.col("customer_id").cast(pl.String),
            stock_code=pl.lit(row.stock_code),
        )
        .sort(
            "left_out", "value", "propensity", "customer_id", descending=[False, True, True, False]
        )
        .select(*CUSTOMERS)
    )
    offered = ordered.filter(~pl.col("left_out")).head(MAX_LISTED)
    return pl.concat([offered, ordered.filter(pl.col("left_out"))])


def _summary(mine: pl.DataFrame, row: PlannedCampaign, learned: Learned) -> AudienceSummary:
    addressed = mine.filter(pl.col("segment") == row.target)
    offered, left = addressed.filter(~pl.col("left_out")), addressed.filter("left_out")
    counts = AudienceCounts(
        learned_from=learned.source,
        customers=addressed.height,
        offered=offered.height,
        expected_to_take=_sum(offered, "propensity"),
        expected_to_buy=_sum(offered, "p_buy_with_offer"),
        expected_to_buy_anyway=_sum(offered, "p_buy_anyway"),
        sure_buyers_left_out=left.height,
        saved_by_leaving_out=0.0 - _sum(left, "value") + 0.0,
        by_segment=_by_segment(mine),
    )
    stated = expected_buyers(counts, row.target)
    return AudienceSummary(
        **vars(counts), sentence=in_english(stated, learned.source), statement=stated
    )


def _by_segment(mine: pl.DataFrame) -> list[SegmentTakers]:
    """Each segment's expected response, the largest first."""
    parts = [(name, mine.filter(pl.col("segment") == name)) for name in SEGMENTS]
    found = [
        SegmentTakers(
            segment=name,
            customers=part.height,
            expected_to_buy=_sum(part, "p_buy_with_offer"),
        )
        for name, part in parts
        if part.height
    ]
    return sorted(found, key=lambda one: -one.expected_to_buy)


def _sum(frame: pl.DataFrame, column: str) -> float:
    """A numpy sum, because a polars sum depends on how the frame is split into chunks."""
    return round(float(frame[column].to_numpy().sum()), 2) + 0.0
