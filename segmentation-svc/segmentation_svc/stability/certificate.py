"""The stability certificate: tests of the segments of 90 days ago.

Everything is measured as of AHEAD_DAYS before the snapshot's date, so that what customers did next
is known. The result of a refresh on that day is recomputed; the only difference is that goods
returned since then are already netted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np
import polars as pl
from pydantic import BaseModel, Field

from contract.segments import AT_RISK, LOST, REGULAR, SEGMENTS, VIP
from fleet.sentences import render
from fleet.statements import Statement, statement
from segmentation_svc.model.activity import AHEAD_DAYS, expect_activity
from segmentation_svc.model.history import History, LabelledDay, month_earlier
from segmentation_svc.model.labelling import UNKNOWN
from segmentation_svc.model.labels import MIN_CUSTOMERS
from segmentation_svc.model.nearest_centroid import Bools, Floats, Ints
from segmentation_svc.model.rfm import PRICE_STEPS
from segmentation_svc.stability.measures import (
    adjusted_rand,
    area_under_roc,
    changed,
    eta_squared,
)

REFRESH_RESAMPLES: Final = 10
MONTHS_FOLLOWED: Final = 6
SEED: Final = 20110909
_DIGITS: Final = 4
_ORDER: Final = (VIP, REGULAR, AT_RISK, LOST)
_UNTRACKED: Final = statement("labels_untracked")


class Bootstrap(BaseModel):
    """Agreement between fits on resampled customers and the fit on all customers."""

    resamples: int = Field(description="Number of resamples, drawn with replacement")
    ari_median: float = Field(description="Adjusted Rand index of the clusters; 1 means identical")
    ari_min: float
    names_median: float = Field(description="Share of customers with the same label")
    names_min: float


class MonthlyChange(BaseModel):
    """Customers in a different segment a month later, for any reason."""

    share: float = Field(description="Average over the months")
    months: dict[str, float] = Field(description="Keyed by the last day of the month")


class Outlook(BaseModel):
    """How well that day's segments and models predicted the days after it."""

    days: int
    customers: int
    active: float = Field(description="Share of customers who bought")
    eta_squared: float | None = Field(
        description="Share of variance of log1p(spend) explained by the segment"
    )
    mean_spend: dict[str, float | None] = Field(
        description="Average spend by segment; null for an empty segment"
    )
    ordered: bool | None = Field(
        description="Whether VIP > Regular > At-Risk > Lost by average spend"
    )
    auc_bg_nbd: float | None = Field(description="AUC of predicting any purchase, by BG/NBD")
    auc_recency: float | None = Field(
        description="AUC of the simple rule that recent buyers buy again first"
    )
    predicted_active: float | None = Field(description="Mean probability by BG/NBD")
    predicted_spend: float | None = Field(description="Mean expected spend per customer")
    actual_spend: float = Field(description="Mean spend per customer")


class Certificate(BaseModel):
    """How stable and how informative the segments are."""

    as_of: date = Field(description="The day of measurement, 90 days before the snapshot's date")
    bootstrap: Bootstrap | None
    monthly_change: MonthlyChange | None
    outlook: Outlook | None
    note: str | None = Field(description="What couldn't be measured, and why")
    note_statement: Statement | None = Field(
        default=None, description="The note as a code with its values"
    )


@dataclass(frozen=True)
class Measured:
    """The input of a certificate.

    Attributes:
        history: Customers before the day of measurement.
        days: From `rfm.order_days`, including that day and later.
        as_of: The day of measurement.
    """

    history: History
    days: pl.DataFrame
    as_of: date


def certify(
    days: pl.DataFrame, first_day: date, as_of: date, *, resamples: int = REFRESH_RESAMPLES
) -> Certificate:
    """Measure the segments of AHEAD_DAYS before `as_of`.

    Args:
        days: From `rfm.order_days`; days from `as_of` on are excluded.
        first_day: First day of the ledger.
        as_of: The snapshot's date.
        resamples: Bootstrap resamples of customers.
    """
    then = as_of - timedelta(days=AHEAD_DAYS)
    before = days.filter(pl.col("day") < then)
    customers = before["customer_id"].n_unique()
    if customers < MIN_CUSTOMERS:
        return _nothing_measured(then, customers)
    measured = Measured(History(before, first_day), days.filter(pl.col("day") < as_of), then)
    labelled = measured.history.labels(then)
    change = _monthly_change(measured, labelled)
    return Certificate(
        as_of=then,
        bootstrap=_bootstrap(measured, labelled, resamples),
        monthly_change=change,
        outlook=_outlook(measured, labelled),
        note=None if change else render(_UNTRACKED),
        note_statement=None if change else _UNTRACKED,
    )


def _nothing_measured(then: date, customers: int) -> Certificate:
    why = statement("few_customers_then", customers=customers, day=then, needed=MIN_CUSTOMERS)
    return Certificate(
        as_of=then,
        bootstrap=None,
        monthly_change=None,
        outlook=None,
        note=render(why),
        note_statement=why,
    )


def _bootstrap(measured: Measured, full: LabelledDay, resamples: int) -> Bootstrap:
    pairs = [
        _agreement(measured, full, weights)
        for weights in _resamples(len(measured.history.customers), resamples)
    ]
    rand, names = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Bootstrap(
        resamples=resamples,
        ari_median=round(median(rand), _DIGITS),
        ari_min=round(min(rand), _DIGITS),
        names_median=round(median(names), _DIGITS),
        names_min=round(min(names), _DIGITS),
    )


def _resamples(customers: int, resamples: int) -> Iterator[Floats]:
    """How often each customer is drawn, in each resample."""
    random = np.random.default_rng(SEED)
    for _ in range(resamples):
        drawn = random.integers(0, customers, customers)
        yield np.bincount(drawn, minlength=customers).astype(np.float64)


def _agreement(measured: Measured, full: LabelledDay, weights: Floats) -> tuple[float, float]:
    """ARI of the clusters and share of equal labels, on the customers drawn."""
    again = measured.history.labels(full.day.as_of, weights)
    both = np.isin(full.day.customer_indices, again.day.customer_indices)
    return (
        adjusted_rand(full.labelled.clusters[both], again.labelled.clusters),
        float((full.labelled.labels[both] == again.labelled.labels).mean()),
    )


def _monthly_change(measured: Measured, labelled: LabelledDay) -> MonthlyChange | None:
    count = len(measured.history.customers)
    after, shares = labelled, dict[str, float]()
    for _ in range(MONTHS_FOLLOWED):
        earlier = month_earlier(after.day.as_of)
        if len(measured.history.on(earlier).customer_indices) < MIN_CUSTOMERS:
            break
        before = measured.history.labels(earlier)
        share = changed(before.spread(count), after.spread(count), UNKNOWN)
        if share is not None:
            shares[after.day.as_of.isoformat()] = round(share, _DIGITS)
        after = before
    if not shares:
        return None
    return MonthlyChange(share=round(sum(shares.values()) / len(shares), _DIGITS), months=shares)


def _outlook(measured: Measured, labelled: LabelledDay) -> Outlook:
    spend, bought = _next(measured)
    activity = expect_activity(measured.days, measured.as_of)
    recency = labelled.day.rows[:, 0]
    means = _mean_by_label(spend, labelled.labelled.labels)
    spend_by_label = [means[label] for label in _ORDER]
    return Outlook(
        days=AHEAD_DAYS,
        customers=len(spend),
        active=round(float(bought.mean()), _DIGITS),
        eta_squared=_rounded(eta_squared(np.log1p(spend), labelled.labelled.labels)),
        mean_spend=means,
        ordered=_descending([mean for mean in spend_by_label if mean is not None]),
        auc_bg_nbd=_rounded(area_under_roc(bought, activity.active)) if activity.bg_nbd else None,
        auc_recency=_rounded(area_under_roc(bought, -recency)),
        predicted_active=_rounded(_mean(activity.active)),
        predicted_spend=_rounded(_mean(activity.spend)),
        actual_spend=round(float(spend.mean()), 2),
    )


def _next(measured: Measured) -> tuple[Floats, Bools]:
    """Spend from the day of measurement on, and whether anything was bought, per customer."""
    after = measured.days.filter(pl.col("day") >= measured.as_of).group_by("customer_id")
    sums = after.agg(pl.col("steps").sum().cast(pl.Float64) / PRICE_STEPS)
    joined = measured.history.customers.to_frame().join(
        sums, on="customer_id", how="left", maintain_order="left"
    )["steps"]
    return np.maximum(0.0, joined.fill_null(0.0).to_numpy()), joined.is_not_null().to_numpy()


def _mean_by_label(spend: Floats, labels: Ints) -> dict[str, float | None]:
    return {
        label: round(float(spend[labels == code].mean()), 2) if (labels == code).any() else None
        for code, label in enumerate(SEGMENTS)
    }


def _descending(means: list[float]) -> bool | None:
    if len(means) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    return all(higher > lower for higher, lower in pairwise(means))


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if np.isfinite(values).all() else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
