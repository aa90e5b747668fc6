"""The expected effect of a price cut and a mailing on each product, with its uncertainty and basis.

A product with little history is shrunk towards its category's mean; if its category was never
fitted, towards the shop's. If prices hardly ever changed, no product gets a response: no advice is
better than unfounded advice.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from strategy_svc.response.price_response import MAILER, PRICE, ResponseModel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OWN, CATEGORY, SHOP, NONE = "own history", "its category", "the whole shop", "none"

_OWN_SHARE = 0.5  # share of the prior variance that the product's own weeks removed
_LEAST_SPREAD = 0.03  # standard deviation of log price below which a price counts as unchanged
_LEAST_INFORMATIVE = 5  # products with a price change needed for a category's or the shop's mean

_SCHEMA: Final = {
    "stock_code": pl.String,
    "elasticity": pl.Float64,
    "elasticity_sd": pl.Float64,
    "mailer_effect": pl.Float64,
    "mailer_sd": pl.Float64,
    "price_mailer_cov": pl.Float64,
    "dispersion": pl.Float64,
    "deepest_discount": pl.Float64,
    "evidence": pl.String,
}
RESPONSE_COLUMNS: Final = tuple(name for name in _SCHEMA if name != "stock_code")


def product_responses(model: ResponseModel, products: pl.DataFrame) -> pl.DataFrame:
    """Responses of `products` (`stock_code, category`), in their order.

    Returns:
        `stock_code, elasticity` (1.5: a price 1 % lower goes with about 1.5 % more units),
        `elasticity_sd, mailer_effect` (on log units, when every store mails it; 0 if unknown),
        `mailer_sd, price_mailer_cov, dispersion, deepest_discount, evidence`. Where `evidence` is
        `none` the numbers are null.
    """
    informative = model.price_spread >= _LEAST_SPREAD
    if informative.sum() < _LEAST_INFORMATIVE:
        return _abstaining(products)
    row = _position(products["stock_code"], model.codes)
    group = _position(products["category"].fill_null(""), model.categories)
    mean, covariance = _coefficients(model, row, group)
    fitted = model.hierarchy
    price, mailer = model.column(PRICE) or 0, model.column(MAILER)
    zero = np.zeros(products.height)
    known = row >= 0
    columns = {
        "stock_code": products["stock_code"],
        "elasticity": -mean[:, price],
        "elasticity_sd": np.sqrt(covariance[:, price, price]),
        "mailer_effect": zero if mailer is None else mean[:, mailer],
        "mailer_sd": zero if mailer is None else np.sqrt(covariance[:, mailer, mailer]),
        "price_mailer_cov": zero if mailer is None else -covariance[:, price, mailer],
        "dispersion": _of(fitted.dispersion, row, known, float(np.median(fitted.dispersion))),
        "deepest_discount": _of(model.deepest, row, known, 0.0),
        "evidence": _evidence(model, covariance[:, price, price], known, group, informative),
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


def _position(values: pl.Series, known: tuple[str, ...]) -> Ints:
    """Index of each value in `known`; -1 if it isn't there."""
    places = {name: place for place, name in enumerate(known)}
    return np.array([places.get(value, -1) for value in values], dtype=np.int64)


def _coefficients(model: ResponseModel, row: Ints, group: Ints) -> tuple[Floats, Floats]:
    """Mean and covariance per product: its own, otherwise its category's, otherwise the shop's."""
    fitted = model.hierarchy
    between = fitted.group_mean.var(axis=0)
    overall = fitted.mean.mean(axis=0)
    mean = np.where((group >= 0)[:, None], fitted.group_mean[group], overall)
    mean = np.where((row >= 0)[:, None], fitted.mean[row], mean)
    of_group, of_shop = np.diag(fitted.prior_variance), np.diag(fitted.prior_variance + between)
    covariance = np.where((group >= 0)[:, None, None], of_group, of_shop)
    return mean, np.where((row >= 0)[:, None, None], fitted.covariance[row], covariance)


def _evidence(
    model: ResponseModel, variance: Floats, known: Bools, group: Ints, informative: Bools
) -> list[str]:
    price = model.column(PRICE) or 0
    own = known & (variance <= (1 - _OWN_SHARE) * model.hierarchy.prior_variance[price])
    informed_by = np.bincount(model.group[informative], minlength=len(model.categories))
    category = (
        (group >= 0) & (informed_by[group] >= _LEAST_INFORMATIVE) & (len(model.categories) > 1)
    )
    return np.where(own, OWN, np.where(category, CATEGORY, SHOP)).tolist()


def _of(values: Floats, row: Ints, known: Bools, otherwise: float) -> Floats:
    return np.where(known, values[row], otherwise)


def _abstaining(products: pl.DataFrame) -> pl.DataFrame:
    numbers = [pl.lit(None, kind).alias(name) for name, kind in list(_SCHEMA.items())[1:-1]]
    return products.select("stock_code", *numbers, evidence=pl.lit(NONE))
