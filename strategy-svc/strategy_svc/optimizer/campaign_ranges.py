"""Ranges of the chosen campaigns' outcomes: response, demand and weekly noise combined.

A fixed sequence of points that fills the cube evenly (the additive recurrence of the plastic
number's generalisation, Roberts 2018) replaces random draws, so equal plans get equal ranges.
"""

from statistics import NormalDist

import numpy as np

from strategy_svc.optimizer.campaign_value import Floats, Outcome, Products, lift, outcome
from strategy_svc.response.price_response import DEPTH_NOISE, MODEL_NOISE

_POINTS = 512
_PLASTIC = 1.2207440846057596  # the positive root of x^4 = x + 1, for three dimensions
_TAIL = 0.10


def ranges(
    products: Products, discount: Floats, share: Floats, announcement: float, loss: float
) -> tuple[Outcome, Outcome]:
    """P10 and P90 of each campaign's outcome compared with doing nothing.

    Args:
        products: One row per campaign.
        discount: Its discount, a share.
        share: Its segment's share of demand.
        announcement: As in the settings.
        loss: Share of its cost that excess stock ends up losing.
    """
    z = _normal_points()
    wide = Products(
        **{
            name: values if name == "share" else values[:, None]
            for name, values in vars(products).items()
        }
    )
    cut = -np.log(np.maximum(1 - discount, 0.01))[:, None]
    demand = _log_normal(wide.demand, wide.demand_variance, z[1])
    lifted = lift(wide, cut, announcement, z[0])
    reached = np.maximum(demand * share[:, None] * lifted, 1e-9)
    noise = MODEL_NOISE + DEPTH_NOISE * cut**2 + wide.dispersion / reached
    noisy = lifted * _log_normal(np.ones_like(reached), noise, z[2])
    found = outcome(wide, discount[:, None], noisy, share[:, None], demand, loss)
    return _quantile(found, _TAIL), _quantile(found, 1 - _TAIL)


def _normal_points() -> Floats:
    """3 x N standard normal points."""
    step = np.array([_PLASTIC**-1, _PLASTIC**-2, _PLASTIC**-3])
    points = (0.5 + np.outer(step, np.arange(1, _POINTS + 1))) % 1.0
    normal = NormalDist()
    return np.array([[normal.inv_cdf(min(max(p, 1e-6), 1 - 1e-6)) for p in row] for row in points])


def _log_normal(mean: Floats, variance: Floats, z: Floats) -> Floats:
    spread = np.log1p(variance / np.maximum(mean, 1e-12) ** 2)
    return mean * np.exp(np.sqrt(spread) * z - spread / 2)


def _quantile(found: Outcome, probability: float) -> Outcome:
    return Outcome(
        **{name: np.quantile(values, probability, axis=1) for name, values in vars(found).items()}
    )
