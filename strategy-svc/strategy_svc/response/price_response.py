"""Fits each product's response to its own price and promotions, and predicts with it.

Units of a week follow `log mean = level + b_price log_price + b_shelf log_shelf + b_display display
+ b_mailer mailer + log traffic`, using only terms that the ledger has data for. `b_price` is the
own-price elasticity: -1.5 means that a price 1 % lower goes with about 1.5 % more units. Discounts
were not randomised, so these are associations, not causes: if a shop discounts products that would
have sold well anyway, its discounts look effective.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategy_svc.response.poisson_hierarchy import Hierarchy, fit_hierarchy
from strategy_svc.response.prediction_interval import unit_quantile
from strategy_svc.response.weekly_panel import WeeklyPanel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVEL, PRICE, SHELF, DISPLAY, MAILER = "level", "price", "shelf", "display", "mailer"
HALF_LIFE_WEEKS = 26.0
# Scatter of a week's units beyond counting noise and the uncertainty of the coefficients, as a
# variance of log units: weather, competitors, how well a promotion was run.
MODEL_NOISE = 0.03
# The same per squared log price: the log-linear form is least certain where the discount is
# deepest. Both are set by the coverage over weeks 32-39 of the sample.
DEPTH_NOISE = 0.2


@dataclass(frozen=True)
class ResponseModel:
    """Fitted responses.

    Attributes:
        features: Names of the coefficients, `level` first.
        codes: Stock codes of the fitted products.
        categories: Names of the categories, in the order of `hierarchy.group_mean`.
        group: Category number per product.
        hierarchy: The coefficients.
        usual_traffic: Orders of an average week, to which levels refer.
        price_spread: Standard deviation of the log price over the weeks seen, per product.
        deepest: Deepest discount seen, a share, per product.
    """

    features: tuple[str, ...]
    codes: tuple[str, ...]
    categories: tuple[str, ...]
    group: Ints
    hierarchy: Hierarchy
    usual_traffic: float
    price_spread: Floats
    deepest: Floats

    def column(self, feature: str) -> int | None:
        """Index of the coefficient of `feature`; None if the ledger doesn't cover it."""
        return self.features.index(feature) if feature in self.features else None


@dataclass(frozen=True)
class Prediction:
    """Units of product weeks, P x W: mean and predictive variance (all noise included)."""

    mean: Floats
    variance: Floats

    def quantile(self, probability: float) -> Floats:
        """Predictive quantile of the units."""
        return unit_quantile(self.mean, self.variance, probability)


def fit_response(panel: WeeklyPanel, *, half_life_weeks: float = HALF_LIFE_WEEKS) -> ResponseModel:
    """Fit every product of the panel; recent weeks weigh more."""
    names = tuple(sorted(set(panel.categories)))
    number = {name: index for index, name in enumerate(names)}
    group = np.array([number[name] for name in panel.categories], dtype=np.int64)
    features, design = _design(panel)
    age = len(panel.weeks) - 1 - np.arange(len(panel.weeks))
    weights = np.where(panel.sold, 0.5 ** (age / half_life_weeks), 0.0)
    usual = float(panel.traffic.mean()) if len(panel.weeks) else 1.0
    offset = np.broadcast_to(np.log(panel.traffic / usual), panel.units.shape)
    return ResponseModel(
        features=features,
        codes=panel.codes,
        categories=names,
        group=group,
        hierarchy=fit_hierarchy(design, panel.units, weights, offset, group),
        usual_traffic=usual,
        price_spread=_spread(panel.log_price, weights),
        deepest=np.where(panel.sold, panel.depth, 0.0).max(axis=1, initial=0.0),
    )


def predict_units(model: ResponseModel, panel: WeeklyPanel, traffic: Floats) -> Prediction:
    """Units of `panel`'s weeks at its prices and promotions, for products the model was fitted on.

    Args:
        model: The fitted responses.
        panel: The weeks; unknown products get mean 0.
        traffic: Orders of the shop expected in each week.
    """
    row = {code: index for index, code in enumerate(model.codes)}
    known = np.array([code in row for code in panel.codes])
    at = np.array([row.get(code, 0) for code in panel.codes], dtype=np.int64)
    _, design = _design(panel)
    fitted = model.hierarchy
    linear = np.matmul(design, fitted.mean[at][..., None])[..., 0]
    mean = np.exp(linear + np.log(traffic / model.usual_traffic)) * known[:, None]
    uncertain = np.einsum("pwk,pkl,pwl->pw", design, fitted.covariance[at], design)
    noise = MODEL_NOISE + DEPTH_NOISE * panel.log_price**2
    variance = fitted.dispersion[at][:, None] * mean + mean**2 * (uncertain + noise)
    return Prediction(mean, variance)


def _design(panel: WeeklyPanel) -> tuple[tuple[str, ...], Floats]:
    terms = {
        LEVEL: np.ones_like(panel.units),
        PRICE: panel.log_price,
        SHELF: panel.log_shelf,
        DISPLAY: panel.display,
        MAILER: panel.mailer,
    }
    known = {name: values for name, values in terms.items() if values is not None}
    return tuple(known), np.stack(list(known.values()), axis=2)


def _spread(values: Floats, weights: Floats) -> Floats:
    total = np.maximum(weights.sum(axis=1), 1e-9)
    centre = (values * weights).sum(axis=1) / total
    return np.sqrt((weights * (values - centre[:, None]) ** 2).sum(axis=1) / total)
