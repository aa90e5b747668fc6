"""Who takes an offer: learned from finished campaigns, with customers as they were at the start.

Each sample is one customer and one offer they were sent: did they redeem it? If a campaign sent far
more offers than needed, a random part of those not redeemed represents all of them, with weights
(case-control sampling; King and Zeng 2001), so the estimated probabilities keep the right level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from strategy_svc.inputs.typed_rows import typed_rows
from strategy_svc.learning.campaign_history import CampaignHistory
from strategy_svc.learning.logistic_regression import Floats, Logistic, fit_logistic
from strategy_svc.learning.offer_features import AFFINITY, HABITS, affinity, habits
from strategy_svc.learning.purchases import Purchases

FEATURES = (*HABITS, *AFFINITY)
LEAST_TAKEN = 20
"""With fewer redemptions in finished campaigns, nothing is learned."""
_NOT_TAKEN = 3_000  # sampled pairs per campaign that represent all pairs not redeemed
_PENALTY = 30.0
_SEED = 20_170_101


@dataclass(frozen=True)
class TrainingSample:
    """Training data of one campaign: N pairs of customer and offer.

    Attributes:
        features: N x K, as of its first day.
        taken: N, 1 where the offer was redeemed while the campaign ran.
        weights: N, how many pairs each represents.
    """

    features: Floats
    taken: Floats
    weights: Floats


@dataclass(frozen=True)
class CampaignRun:
    """When a campaign ran, its last day included."""

    campaign_id: str
    starts_on: date
    ends_on: date


def run_of(history: CampaignHistory, campaign: str) -> CampaignRun:
    """When this campaign of the history ran."""
    return next(
        typed_rows(history.campaigns.filter(pl.col("campaign_id") == campaign), CampaignRun)
    )


def training_sample(
    purchases: Purchases, history: CampaignHistory, campaign: str
) -> TrainingSample:
    """A sample of one campaign's pairs, with what was known when it began."""
    run = run_of(history, campaign)
    known = history.known_before(run.starts_on)
    targets = targets_of(purchases, history, campaign)
    offers = offers_of(purchases, history, campaign)
    pairs = _sampled(targets, offers, taken_in(purchases, history, run))
    features = pair_features(purchases, known, pairs, offers, run.starts_on)
    return TrainingSample(features, pairs["taken"].to_numpy(), pairs["weight"].to_numpy())


def pair_features(
    purchases: Purchases,
    known: CampaignHistory,
    pairs: pl.DataFrame,
    offers: pl.DataFrame,
    day: date,
) -> Floats:
    """`FEATURES` of `pairs` (`customer_id, offer_id`) as of `day`, as log(1 + x)."""
    customers = pairs.select("customer_id").unique(maintain_order=True)
    habit = habits(purchases, known, customers, day)
    wide = pairs.select("customer_id", "offer_id").join(
        habit, on="customer_id", how="left", maintain_order="left"
    )
    full = affinity(purchases, known, wide, offers, day)
    return np.log1p(full.select(FEATURES).to_numpy())


def targets_of(purchases: Purchases, history: CampaignHistory, campaign: str) -> pl.DataFrame:
    """`customer_id` of a campaign's targets who are in the ledger, sorted."""
    customer = pl.col("customer_id").cast(purchases.customers(), strict=False)
    found = history.targets.filter(pl.col("campaign_id") == campaign).select(customer)
    return found.drop_nulls().sort("customer_id")


def offers_of(purchases: Purchases, history: CampaignHistory, campaign: str) -> pl.DataFrame:
    """`offer_id, stock_code, category` of a campaign; unknown products are left out."""
    code = pl.col("stock_code").cast(purchases.products(), strict=False)
    found = history.offers.filter(pl.col("campaign_id") == campaign).select("offer_id", code)
    return found.drop_nulls().join(
        purchases.catalogue, on="stock_code", how="left", maintain_order="left"
    )


def taken_in(purchases: Purchases, history: CampaignHistory, run: CampaignRun) -> pl.DataFrame:
    """`customer_id, offer_id` of redemptions while the campaign ran."""
    customer = pl.col("customer_id").cast(purchases.customers(), strict=False)
    return (
        history.redemptions.filter(
            (pl.col("campaign_id") == run.campaign_id)
            & pl.col("redeemed_on").is_between(run.starts_on, run.ends_on)
        )
        .select(customer, "offer_id")
        .drop_nulls()
        .unique()
    )


def learn(samples: Sequence[TrainingSample]) -> Logistic | None:
    """The model fitted on all samples; None if too few offers were redeemed."""
    taken = sum(float(one.taken.sum()) for one in samples)
    left = sum(float((1 - one.taken).sum()) for one in samples)
    if taken < LEAST_TAKEN or left < LEAST_TAKEN:
        return None
    return fit_logistic(
        np.concatenate([one.features for one in samples]),
        np.concatenate([one.taken for one in samples]),
        np.concatenate([one.weights for one in samples]),
        penalty=_PENALTY,
    )


def _sampled(targets: pl.DataFrame, offers: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """All redeemed pairs and at most `_NOT_TAKEN` of the others, each with its weight."""
    codes = offers.select("offer_id").unique().sort("offer_id")
    every = targets.height * codes.height
    drawn = np.arange(every)
    if every > _NOT_TAKEN:
        drawn = np.sort(np.random.default_rng(_SEED).choice(every, _NOT_TAKEN, replace=False))
    grid = pl.DataFrame(
        [
            targets["customer_id"].gather(drawn // max(codes.height, 1)),
            codes["offer_id"].gather(drawn % max(codes.height, 1)),
        ]
    )
    keys = ["customer_id", "offer_id"]
    sent = taken.join(targets, on="customer_id", how="semi").join(codes, on="offer_id", how="semi")
    left = grid.join(sent, on=keys, how="anti", maintain_order="left")
    weight = max(every - sent.height, 0) / max(left.height, 1)
    return pl.concat(
        [
            sent.sort(keys).with_columns(taken=pl.lit(1.0), weight=pl.lit(1.0)),
            left.with_columns(taken=pl.lit(0.0), weight=pl.lit(weight)),
        ]
    )
