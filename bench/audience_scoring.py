"""Audiences: how well propensity ranks customers, and whether holdouts detect lifts.

    .venv/bin/python bench/audience_scoring.py [--ledger FOLDER]

The Complete Journey's 27 campaigns in order of start; each of the later 14 is scored by a model of
campaigns that had ended before it began, as customers were on that morning. Two units: a household
and a campaign it was sent (did it redeem anything), and a household and one offer of it. AUC and
lift of the top decile are taken within each campaign and averaged by what was redeemed. Holdouts
are a quarter of all households at four days, with nothing changed and with a lift planted.
"""

import sys

# numbers.py in this folder would shadow the standard library's module.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sklearn import metrics
from support.holdout_simulation import simulate_campaigns

from campaign_svc.delivery.holdout_size import smallest_effect
from contract.snapshot_files import CATALOGUE_FILE, LEDGER_FILE
from inventory_svc.ledger.refresh import refresh_ledger
from smartretail.jobs.sample import sample_ledger
from strategy_svc.holdout.customer_spend import MEASURES, SPEND, spend_before_and_after
from strategy_svc.inputs.staging_files import scan_sales
from strategy_svc.learning.audience_scoring import learn_propensity, rated_pairs
from strategy_svc.learning.buying_anyway import any_purchase
from strategy_svc.learning.campaign_history import CampaignHistory, read_sample
from strategy_svc.learning.logistic_regression import Floats
from strategy_svc.learning.offer_features import HABITS, habits
from strategy_svc.learning.purchases import Purchases, purchases_of
from strategy_svc.learning.take_model import (
    TrainingSample,
    learn,
    offers_of,
    pair_features,
    run_of,
    taken_in,
    targets_of,
    training_sample,
)

LAST_DAY, LATER = date(2018, 1, 1), 14
ORIGINS = (date(2017, 4, 3), date(2017, 6, 12), date(2017, 9, 4), date(2017, 11, 13))
WINDOW, CAMPAIGNS = timedelta(days=28), 1_000


@dataclass(frozen=True)
class ScoredCampaign:
    """One campaign: labels, scores and past redemptions, per household and per offer."""

    took: Floats
    score: Floats
    past: Floats
    took_offer: Floats
    offer_score: Floats
    offer_past: Floats


def auc(took: Floats, score: Floats) -> float:
    """Area under the ROC curve; ties count half."""
    roc_auc: Any = metrics.roc_auc_score  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - scikit-learn is untyped
    return float(roc_auc(took, score))


def decile_lift(took: Floats, score: Floats) -> float:
    """Share taken in the top decile over the overall share; ties count as if drawn at random."""
    size = len(took) / 10
    bar = np.sort(score)[::-1][int(np.ceil(size)) - 1]
    above, level = score > bar, score == bar
    hits = took[above].sum() + took[level].mean() * (size - above.sum())
    return float(hits / size / took.mean())


def score_campaign(
    purchases: Purchases, history: CampaignHistory, name: str, samples: Sequence[TrainingSample]
) -> ScoredCampaign:
    """One campaign, scored by a model of other campaigns."""
    run = run_of(history, name)
    model = learn(samples)
    if model is None:
        raise SystemExit(f"nothing to learn from before campaign {name}")
    offers = offers_of(purchases, history, name)
    keys = ["customer_id", "offer_id"]
    taken = taken_in(purchases, history, run).with_columns(took=pl.lit(1.0))
    pairs = (
        targets_of(purchases, history, name)
        .join(offers.select("offer_id").unique().sort("offer_id"), how="cross")
        .join(taken, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("took").fill_null(0.0))
    )
    known = history.known_before(run.starts_on)
    features = pair_features(purchases, known, pairs, offers, run.starts_on)
    past = features[:, HABITS.index("redemptions")]
    found = pairs.with_columns(score=pl.Series(model.probability(features)), past=pl.Series(past))
    per_household = found.group_by("customer_id", maintain_order=True).agg(
        score=1 - (-pl.col("score")).log1p().sum().exp(), past=pl.col("past").first()
    )
    redeemed = history.redemptions.filter(pl.col("campaign_id") == name)["customer_id"]
    took = per_household["customer_id"].cast(pl.String).is_in(redeemed.unique().to_list())
    return ScoredCampaign(
        took.cast(pl.Float64).to_numpy(),
        *(per_household[column].to_numpy() for column in ("score", "past")),
        *(found[column].to_numpy() for column in ("took", "score", "past")),
    )


def average_within_campaigns(parts: Sequence[tuple[Floats, Floats]]) -> tuple[float, float]:
    """AUC and lift within each campaign, weighted by what was taken."""
    scorable = [(took, score) for took, score in parts if 0 < took.sum() < len(took)]
    weights = [took.sum() for took, _ in scorable]
    aucs = [auc(took, score) for took, score in scorable]
    lifts = [decile_lift(took, score) for took, score in scorable]
    return float(np.average(aucs, weights=weights)), float(np.average(lifts, weights=weights))


def propensity_table(purchases: Purchases, history: CampaignHistory) -> None:
    """The later campaigns, compared with past redemptions alone."""
    names = history.campaigns["campaign_id"].to_list()
    samples = {name: training_sample(purchases, history, name) for name in names}
    starts = dict(history.campaigns.select("campaign_id", "starts_on").iter_rows())
    found = [
        score_campaign(
            purchases,
            history,
            name,
            [samples[one] for one in history.finished_before(starts[name])],
        )
        for name in names[-LATER:]
    ]
    rows = {
        "household x campaign, propensity": [(one.took, one.score) for one in found],
        "household x campaign, past redemptions": [(one.took, one.past) for one in found],
        "household x offer, propensity": [(one.took_offer, one.offer_score) for one in found],
        "household x offer, past redemptions": [(one.took_offer, one.offer_past) for one in found],
    }
    print(f"  {'':40} {'AUC':>6} {'lift':>6} {'pooled AUC':>11} {'lift':>6}")
    for label, parts in rows.items():
        took, score = (np.concatenate(column) for column in zip(*parts, strict=True))
        pooled = auc(took, score), decile_lift(took, score)
        mean_auc, mean_lift = average_within_campaigns(parts)
        print(f"  {label:40} {mean_auc:6.3f} {mean_lift:6.2f} {pooled[0]:11.3f} {pooled[1]:6.2f}")
    took = np.concatenate([one.took_offer for one in found])
    score = np.concatenate([one.offer_score for one in found])
    print(
        f"  {len(took)} pairs, {took.sum():.0f} taken, {score.sum():.0f} expected; by expectation:"
    )
    bounds = [*np.quantile(score, [0, 0.5, 0.8, 0.95, 0.99, 0.999]), 1.0]
    for low, high in pairwise(bounds):
        within = (score >= low) & (score < high)
        print(
            f"    {within.sum():7d} pairs  expected {score[within].mean():.5f}  "
            f"taken {took[within].mean():.5f}"
        )


def known_habits(purchases: Purchases, history: CampaignHistory, origin: date) -> pl.DataFrame:
    """What is known of every customer on the morning of a day."""
    everybody = pl.DataFrame({"customer_id": purchases.lines["customer_id"].unique().sort()})
    return habits(purchases, history, everybody, origin)


def buying_anyway_table(purchases: Purchases, history: CampaignHistory) -> None:
    """Expected purchases of the next week without an offer, compared with actual ones."""
    best = purchases.lines["stock_code"].value_counts().sort("count", "stock_code", descending=True)
    codes = best["stock_code"].cast(pl.String)[:200:4].to_list()
    expected, actual_sales = 0.0, 0
    baseline_buyers: list[tuple[float, float]] = []
    for origin in ORIGINS:
        known = known_habits(purchases, history, origin)
        rates = rated_pairs(codes, purchases, history, known, origin)
        chance = any_purchase(rates["rate"].to_numpy(), 1.0)
        later = purchases.lines.filter(
            pl.col("day").is_between(origin, origin + WINDOW / 4, "left")
        )
        bought = later.select("customer_id", pl.col("stock_code").cast(pl.String)).unique()
        hits = rates.join(
            bought.with_columns(hit=pl.lit(1.0)),
            left_on=["customer_id", "offer_id"],
            right_on=["customer_id", "stock_code"],
            how="left",
            maintain_order="left",
        )["hit"].fill_null(0.0)
        expected, actual_sales = expected + chance.sum(), actual_sales + int(hits.sum())
        sure = chance >= 0.25  # noqa: PLR2004 - SURE_FROM
        baseline_buyers.append((float(chance[sure].sum()), float(hits.to_numpy()[sure].sum())))
    baseline_expected, baseline_actual = (
        sum(column) for column in zip(*baseline_buyers, strict=True)
    )
    print(f"  50 products, next week: {expected:.0f} buyers expected, {actual_sales} came")
    sure = f"{baseline_expected:.0f} expected, {baseline_actual:.0f} came"
    print(f"  baseline buyers (0.25 and more): {sure}")


def holdout_table(ledger: Path, purchases: Purchases) -> None:
    """A/A campaigns, and the effect that campaign-svc says is detected in 80 of 100 cases."""
    people = purchases.lines["customer_id"].unique().sort().cast(pl.String).to_list()
    product = str(purchases.lines["stock_code"].cast(pl.String).mode().sort()[0])
    header = ("sent", "measure", "A/A", "plain", "variance", "planted", "found", "plain")
    print("  {:11} {:15} {:>6} {:>6} {:>9} {:>9} {:>6} {:>6}".format(*header))
    for sent in ORIGINS:
        spend = spend_before_and_after(ledger / LEDGER_FILE, people, product, sent, sent + WINDOW)
        for measure in MEASURES:
            before, after = (
                spend[f"{measure}_{when}"].cast(pl.Float64).to_numpy()
                for when in ("before", "after")
            )
            same = simulate_campaigns(
                before, after, len(after) // 4, effect=0, campaigns=CAMPAIGNS, seed=1
            )
            line = (
                f"  {sent!s:11} {measure:15} {same.adjusted:6.1%} {same.plain:6.1%} "
                f"{same.variance_kept:9.2f}"
            )
            if measure != SPEND:
                effect = smallest_effect(len(after), len(after) // 4, float(after.mean()))
                if effect is None:
                    raise SystemExit("a quarter of all households detects nothing")
                raised = simulate_campaigns(
                    before, after, len(after) // 4, effect=effect, campaigns=CAMPAIGNS, seed=2
                )
                line += f" {effect:9.4f} {raised.adjusted:6.1%} {raised.plain:6.1%}"
            print(line)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--ledger", type=Path, help="the ledger job's files of the whole sample")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = options.ledger
        if ledger is None:
            ledger = Path(folder)
            refresh_ledger(sample_ledger(), ledger, as_of=LAST_DAY)
        history = read_sample(sample_ledger().parent)
        categories = pl.read_parquet(ledger / CATALOGUE_FILE, columns=["stock_code", "category"])
        purchases = purchases_of(scan_sales(ledger, LAST_DAY), categories)
        print("Propensity, on the 14 later campaigns")
        propensity_table(purchases, history)
        started = time.process_time()
        learn_propensity(purchases, history, LAST_DAY)
        print(f"  learned from all that had finished in {time.process_time() - started:.1f} CPU s")
        print("Buying anyway")
        buying_anyway_table(purchases, history)
        print("Holdouts: campaigns found to have changed something")
        holdout_table(ledger, purchases)


if __name__ == "__main__":
    main()
