"""Product classes by revenue and by variability of demand, dead stock, lost sales.

ABC by share of revenue and XYZ by the coefficient of variation: Silver, Pyke, Thomas, "Inventory
and Production Management in Supply Chains", 4th ed. (2017), section 2.7; Scholz-Reiter et al.,
"Integration of demand forecasts in ABC-XYZ analysis" (2012). The cut-offs are in `assumptions`.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from inventory_svc.stock.assumptions import MOVEMENT
from inventory_svc.stock.demand_distribution import Bools, Floats, Ints
from inventory_svc.stock.weekly_sales import WeeklySales

Texts = npt.NDArray[np.str_]


def movement_columns(sales: WeeklySales, stock: Ints) -> list[pl.Series]:
    """Columns of `inventory_state.csv` about past sales, under our names, in the rows of `sales`.

    Args:
        sales: Weekly sales from the ledger.
        stock: Units on hand.
    """
    since = pl.Series("days_since_last_sale", sales.days_since_sale).fill_nan(None)
    silent, lost = lost_sales(sales)
    return [
        pl.Series("abc", abc(sales.revenue)),
        pl.Series("xyz", xyz(sales)).replace("", None),
        since.cast(pl.Int64),
        pl.Series("dead_stock", dead_stock(sales, stock)),
        pl.Series("silent_weeks", silent),
        pl.Series("lost_sales_units", lost),
    ]


def abc(revenue: Floats) -> Texts:
    """`A` for the products that earn the first 80 % of all revenue, `B` to 95 %, `C` the rest.

    Products are ranked by revenue, then by row; a product's class depends on the cumulative share
    before it. Products without revenue are C.
    """
    # Whole ten-thousandths as floats: their sums are exact, whatever the order.
    parts = np.rint(np.maximum(revenue, 0) * 10_000)
    ranked = np.argsort(-parts, kind="stable")
    before = np.cumsum(parts[ranked]) - parts[ranked]
    a_share, b_share = MOVEMENT.abc_shares
    limits = np.array([a_share, b_share]) * parts.sum()
    classes = np.empty(len(revenue), "U1")
    classes[ranked] = np.array(list("ABC"))[np.searchsorted(limits, before, side="right")]
    classes[parts <= 0] = "C"
    return classes


def xyz(sales: WeeklySales) -> Texts:
    """`X`, `Y`, `Z` by the coefficient of variation of weekly units; empty for a new product.

    Uses the last 26 open weeks, or those since the first sale; a product without sales in them is
    Z.
    """
    window = sales.units[:, -MOVEMENT.xyz_weeks :]
    weeks = np.minimum(sales.age, window.shape[1])
    ago: Ints = np.arange(window.shape[1], 0, -1, dtype=np.int64)
    within: Bools = ago[None, :] <= weeks[:, None]
    units = np.where(within, window, 0)
    total, squares = units.sum(axis=1), (units * units).sum(axis=1)
    # cv² = n·Σu²/(Σu)² - 1, from whole numbers, with no subtraction of floats before it.
    variation = np.sqrt(np.maximum(weeks * squares / np.maximum(total, 1) ** 2 - 1, 0))
    variation = np.where(total > 0, variation, np.inf)
    classes = np.array(list("XYZ"))[np.searchsorted(MOVEMENT.xyz_cuts, variation, side="left")]
    return np.where(weeks >= MOVEMENT.xyz_min_weeks, classes, "")


def dead_stock(sales: WeeklySales, stock: Ints) -> Bools:
    """Stock on hand without a sale in the last 13 weeks; never if the ledger is shorter."""
    limit = 7 * MOVEMENT.dead_weeks
    silent = ~(sales.days_since_sale <= limit)
    return silent & (stock > 0) & (sales.ledger_days > limit)


def lost_sales(sales: WeeklySales) -> tuple[Ints, Ints]:
    """Weeks without sales up to now, and units probably lost in them.

    A product counts if it had no sales for 1 to 12 open weeks after sales in each of the 13 open
    weeks before; each week without sales lost the median of those 13. Otherwise both are 0.

    Returns:
        Weeks without sales and whole units lost, per product.
    """
    products, columns = sales.units.shape
    weeks, units = np.zeros(products, np.int64), np.zeros(products, np.int64)
    steady = MOVEMENT.steady_weeks
    for silent in range(1, min(MOVEMENT.max_silent_weeks, columns - steady) + 1):
        before = sales.units[:, columns - silent - steady : columns - silent]
        quiet = (sales.units[:, columns - silent :] == 0).all(axis=1) & (before > 0).all(axis=1)
        weeks[quiet] = silent
        units[quiet] = np.rint(silent * np.median(before[quiet], axis=1)).astype(np.int64)
    return weeks, units
