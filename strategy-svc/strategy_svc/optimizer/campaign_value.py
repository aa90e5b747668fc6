"""What a campaign is worth compared with doing nothing: margin, and the value of cleared stock.

Without the campaign, demand over its weeks is `D`. The offer reaches the share `s` of it, and there
demand becomes `D s L` with `log L = e x + m a`, `x = -log(1 - d)` at discount `d`, elasticity `e`,
mailer effect `m` and announcement `a`; the rest stays `D (1 - s)`. No more than the stock is sold.
With price `p`, unit cost `c`, stock `S`, stock to keep as cover `K` and the share `h` of its cost
that excess stock ends up losing, the value is

    margin - h c max(0, S - sold - K),    margin = reached (p (1 - d) - c) + others (p - c)

Response and demand are uncertain. Their distributions are cut into equally likely slices, each
represented by its median, and every figure is an average over them: deterministic, without random
draws.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESPONSE_SLICES = 8
DEMAND_SLICES = 4
_LEAST_PRICE = 0.01  # a free unit is valued at a hundredth: elasticities don't cover 0


@dataclass(frozen=True)
class Products:
    """P products that may be promoted; money per unit, demand and cover in units.

    Attributes:
        price: Full price.
        cost: Unit cost.
        stock: Units on hand.
        demand: Expected demand over the campaign's weeks.
        demand_variance: Predictive variance of the demand.
        cover: Units of stock that are not excess.
        elasticity, elasticity_sd: Own-price response.
        mailer_effect, mailer_sd, price_mailer_cov: Response to an announcement.
        dispersion: Dispersion of counts around their mean.
        share: P x S, each segment's share of demand.
    """

    price: Floats
    cost: Floats
    stock: Floats
    demand: Floats
    demand_variance: Floats
    cover: Floats
    elasticity: Floats
    elasticity_sd: Floats
    mailer_effect: Floats
    mailer_sd: Floats
    price_mailer_cov: Floats
    dispersion: Floats
    share: Floats

    def of(self, rows: NDArray[np.int64]) -> "Products":
        """The products in `rows`."""
        return Products(**{name: values[rows] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Outcome:
    """The difference from doing nothing; every field has the same shape.

    Attributes:
        units: Additional units sold.
        revenue: Additional revenue.
        margin: Additional margin.
        stock_cleared: Units of excess stock cleared.
        value: Margin plus the loss avoided on the cleared stock.
        discount_cost: Money given away as discount, on all units sold at it.
        sold: Units sold in all.
    """

    units: Floats
    revenue: Floats
    margin: Floats
    stock_cleared: Floats
    value: Floats
    discount_cost: Floats
    sold: Floats


@dataclass(frozen=True)
class Gains:
    """Expected outcomes of options, and the uncertainty of their value.

    Attributes:
        mean: Expectations over response and demand.
        value_sd: Standard deviation of the expected value over the uncertain response.
        expected_units: Units that would be bought if stock were unlimited.
    """

    mean: Outcome
    value_sd: Floats
    expected_units: Floats


def slices(number: int) -> Floats:
    """Standard normal medians of `number` equally likely slices."""
    return np.array([NormalDist().inv_cdf((i + 0.5) / number) for i in range(number)])


def lift(products: Products, cut: Floats, announcement: float, z: Floats) -> Floats:
    """`L` at `cut = -log(1 - d)` for a response `z` standard deviations from its mean.

    `cut`, `z` and the arrays of `products` broadcast.
    """
    centre = products.elasticity * cut + products.mailer_effect * announcement
    variance = (
        (products.elasticity_sd * cut) ** 2
        + (products.mailer_sd * announcement) ** 2
        + 2 * products.price_mailer_cov * cut * announcement
    )
    return np.exp(centre + z * np.sqrt(np.maximum(variance, 0.0)))


def outcome(
    products: Products, discount: Floats, lifted: Floats, share: Floats, demand: Floats, loss: float
) -> Outcome:
    """One campaign's outcome at a given demand and lift; all shapes broadcast.

    Args:
        products: Prices, costs, stock and cover.
        discount: Share of the price.
        lifted: `L`.
        share: Share of demand that the offer reaches.
        demand: `D`.
        loss: `h`.
    """
    reached, others = demand * share * lifted, demand * (1 - share)
    served = np.minimum(1.0, products.stock / np.maximum(reached + others, 1e-12))
    sold = (reached + others) * served
    idle = np.minimum(demand, products.stock)
    discount_cost = discount * products.price * reached * served
    revenue = products.price * (sold - idle) - discount_cost
    margin = revenue - products.cost * (sold - idle)
    stock_cleared = np.maximum(products.stock - idle - products.cover, 0.0) - np.maximum(
        products.stock - sold - products.cover, 0.0
    )
    value = margin + loss * products.cost * stock_cleared
    return Outcome(sold - idle, revenue, margin, stock_cleared, value, discount_cost, sold)


def demand_slices(products: Products, number: int) -> Floats:
    """P x `number` equally likely levels of demand; their average is the expected demand."""
    z = slices(number)
    mean = np.maximum(products.demand, 1e-12)[:, None]
    root = np.log1p(products.demand_variance[:, None] / mean**2)
    raw = np.exp(np.sqrt(root) * z)
    return products.demand[:, None] * raw / raw.mean(axis=1, keepdims=True)


def expected_gains(
    products: Products, discounts: Floats, announcement: float, loss: float
) -> Gains:
    """Every product at every discount for every segment: arrays of shape P x D x S."""
    wide = Products(
        **{
            name: values if name == "share" else values[:, None, None, None, None]
            for name, values in vars(products).items()
        }
    )
    z = slices(RESPONSE_SLICES)[None, None, None, :, None]
    discount = discounts[None, :, None, None, None]
    lifted = lift(wide, -np.log(np.maximum(1 - discount, _LEAST_PRICE)), announcement, z)
    share = products.share[:, None, :, None, None]
    demand = demand_slices(products, DEMAND_SLICES)[:, None, None, None, :]
    found = outcome(wide, discount, lifted, share, demand, loss)
    by_response = found.value.mean(axis=4)
    expected_units = (demand * (1 + share * (lifted - 1))).mean(axis=(3, 4))
    mean = Outcome(**{name: values.mean(axis=(3, 4)) for name, values in vars(found).items()})
    return Gains(mean, by_response.std(axis=3), expected_units)
