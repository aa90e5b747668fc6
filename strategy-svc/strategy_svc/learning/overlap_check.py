"""Whether campaigns reached enough kinds of customers to generalise to the others.

Propensity is learned from customers who were sent offers. If they were all of one kind, its
estimate for everyone else is a guess. So this estimates how likely each of today's customers,
judging by their shopping, was to have been sent an offer (Crump, Hotz, Imbens and Mitnik 2009 use
the same probability to see where two groups overlap).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from strategy_svc.learning.logistic_regression import Floats, fit_logistic

SHOPPING = ("lines", "visits", "recent_visits", "days_since_visit", "categories", "discount_share")
LEAST_CHANCE = 0.1
LEAST_SHARE = 0.5
_PENALTY = 1.0


@dataclass(frozen=True)
class Overlap:
    """How far campaigns reached.

    Attributes:
        share: Share of today's customers who resemble customers that were sent offers.
        enough: Whether that is at least half.
        sentence: The result in words.
    """

    share: float
    enough: bool
    sentence: str


def overlap(habits: pl.DataFrame, targeted: pl.Series) -> Overlap:
    """Assess the targeting of finished campaigns.

    Args:
        habits: Columns `SHOPPING`, one row per current customer.
        targeted: Whether each of them was sent an offer.
    """
    sent = targeted.cast(pl.Float64).to_numpy()
    chance = _chance(np.log1p(habits.select(SHOPPING).to_numpy()), sent)
    share = round(float((chance >= LEAST_CHANCE).mean()), 4) if len(sent) else 0.0
    enough = share >= LEAST_SHARE
    reached = f"Finished campaigns went to {sent.mean() if len(sent) else 0:.0%} of customers"
    sentence = (
        f"{reached}, and {share:.0%} shop like some who were sent one: "
        "enough kinds of customers to learn from."
        if enough
        else f"{reached}, and only {share:.0%} shop like some who were sent one: targeting was too "
        "selective to learn from, so for all others the propensity is a guess. Send the next "
        "campaign to some customers at random."
    )
    return Overlap(share, enough, sentence)


def _chance(columns: Floats, sent: Floats) -> Floats:
    if len(sent) == 0 or sent.min() == sent.max():
        return sent
    return fit_logistic(columns, sent, np.ones(len(sent)), penalty=_PENALTY).probability(columns)
