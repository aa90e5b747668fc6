"""Order proposals, stock-out probabilities and overstock.

The (R, S) system on the forecast's distribution: every R days stock is ordered up to the quantile,
at the service level, of the demand over lead time and review period L + R (Silver, Pyke, Thomas,
"Inventory and Production Management in Supply Chains", 4th ed. (2017), section 6.9; the quantile
replaces their mean + z·sigma, which misjudges skewed demand).
"""

from dataclasses import dataclass

import numpy as np

from inventory_svc.stock.assumptions import COVER_DAYS, REVIEW_DAYS, SERVICE_LEVEL
from inventory_svc.stock.demand_distribution import Floats, Ints, WeeklyDemand
from inventory_svc.stock.future_demand import level_for


@dataclass(frozen=True)
class Shelf:
    """Stock and supply terms of each product.

    Attributes:
        stock: Units on hand, 0 or more.
        lead_days: Days from order to arrival.
        pack: Units an order is a multiple of, 1 or more.
        shelf_life: Days a unit can be sold after it arrives; infinite if it keeps.
    """

    stock: Ints
    lead_days: Ints
    pack: Ints
    shelf_life: Floats


@dataclass(frozen=True)
class OrderProposal:
    """Order, risk and overstock of each product.

    Attributes:
        reorder_point: Units below which an order is due; also the level ordered up to.
        safety_stock: Reorder point less the mean demand over L + R, in units to two decimals.
        order: Units to order now, whole packs.
        stock_out: Probability that the lead time's demand exceeds the stock on hand.
        overstock: Whole units above both the overstock cover and the reorder point.
    """

    reorder_point: Ints
    safety_stock: Floats
    order: Ints
    stock_out: Floats
    overstock: Ints


def propose_orders(week: WeeklyDemand, shelf: Shelf) -> OrderProposal:
    """Orders and risks of every product, from its weekly demand and its stock."""
    days = shelf.lead_days + REVIEW_DAYS
    level = level_for(week, days, SERVICE_LEVEL)
    spare: Floats = np.maximum(level - week.over(days).mean, 0)
    cover = np.maximum(week.over(COVER_DAYS).mean, level)
    return OrderProposal(
        reorder_point=level,
        safety_stock=spare.round(2),
        order=_order(level, week.mean / 7, shelf),
        stock_out=np.round(1 - week.over(shelf.lead_days).at_most(shelf.stock), 4),
        overstock=np.floor(np.maximum(shelf.stock - cover, 0)).astype(np.int64),
    )


def _order(level: Ints, per_day: Floats, shelf: Shelf) -> Ints:
    """Order up to `level` in whole packs, but no more than sells before it spoils.

    Stock left when the order arrives is sold first; at the expected rate, the order's last unit
    must sell within the shelf life.
    """
    missing = np.maximum(level - shelf.stock, 0)
    packs = -(-missing // shelf.pack)
    left = np.maximum(shelf.stock - per_day * shelf.lead_days, 0)
    # Infinite shelf life times zero demand is undefined; nothing is ordered in that case.
    sellable = per_day * np.minimum(shelf.shelf_life, 1e9) - left
    keeps = np.isinf(shelf.shelf_life)
    limit = np.where(keeps, packs, np.floor(np.maximum(sellable, 0) / shelf.pack))
    return np.minimum(packs, limit.astype(np.int64)) * shelf.pack
