"""All assumed numbers about stock, which no ledger contains.

They are listed in the manifest and shown with every number that depends on them.
"""

from dataclasses import dataclass

from contract.quantiles import P90_DEVIATIONS
from fleet.jobs import Assumption

COST_SHARE = 0.70
"""Unit cost as a share of the shelf price, if no cost was uploaded."""

LEAD_TIME_DAYS = 7
"""Days from order to arrival, if no lead time was uploaded."""

PACK_SIZE = 1
"""Units an order is a multiple of, if no pack size was uploaded."""

REVIEW_DAYS = 7
"""Days between two orders: an order has to last until the next one has arrived."""

SERVICE_LEVEL = 0.95
"""Target probability of no stock-out within review period and lead time."""

COVER_DAYS = 56
"""Days of expected demand beyond which stock counts as overstock."""

WEEKLY_DISPERSION = 0.5
"""Variance of a week's demand is mean + this x mean², if the forecast has no P10 and P90."""


TYPICAL_WEEK_SHARE = 0.75
"""Weight of a product's typical week (of the last 52) in each week after the forecast's."""

TYPICAL_WEEK_MIN_WEEKS = 8
"""For a product sold for fewer weeks, only the forecast's spread is used."""

WEEKS_CORRELATION = 0.3
"""Correlation of forecast errors from week to week (0 independent, 1 identical)."""

HOLDING_COST_RATE = 0.25
"""Yearly cost of holding stock, as a share of its value: capital, space, shrinkage."""

SHORTAGE_COST_SHARE = 1.0
"""Cost of a unit short, as a share of its margin (price less unit cost)."""


@dataclass(frozen=True)
class ReplayPolicy:
    """The periodic review policy whose replay simulates stock that wasn't counted.

    Attributes:
        review_days: Days between two reviews of a product's stock.
        lead_time_days: Days from order to arrival.
        service_level: Target probability of no stock-out within review period and lead time.
        z: The normal quantile of `service_level`.
        history_days: Days of past demand used by a review.
        replay_days: Days replayed before the as-of date.
    """

    review_days: int = 7
    lead_time_days: int = LEAD_TIME_DAYS
    service_level: float = 0.90
    z: float = P90_DEVIATIONS
    history_days: int = 56
    replay_days: int = 182


POLICY = ReplayPolicy()


@dataclass(frozen=True)
class MovementRules:
    """Thresholds of the product classes.

    Attributes:
        abc_shares: Cumulative shares of revenue up to which products are A and B.
        xyz_cuts: Coefficients of variation of weekly units up to which products are X and Y.
        xyz_weeks: Open weeks used for it.
        xyz_min_weeks: A product sold for fewer weeks has no class.
        dead_weeks: Weeks without a sale after which stock on hand is dead.
        steady_weeks: Consecutive open weeks with sales before a gap counts as lost sales.
        max_silent_weeks: After a longer gap the product counts as discontinued.
    """

    abc_shares: tuple[float, float] = (0.80, 0.95)
    xyz_cuts: tuple[float, float] = (0.5, 1.0)
    xyz_weeks: int = 26
    xyz_min_weeks: int = 8
    dead_weeks: int = 13
    steady_weeks: int = 13
    max_silent_weeks: int = 12


MOVEMENT = MovementRules()


def cost_assumption() -> Assumption:
    """How unit cost was assumed."""
    return Assumption(
        name="unit_cost_share",
        value=COST_SHARE,
        unit_code="share_of_shelf_price",
        applies_to_code="unit_cost",
    )


def lead_time_assumption() -> Assumption:
    """The assumed lead time."""
    return Assumption(
        name="lead_time_days",
        value=LEAD_TIME_DAYS,
        unit_code="days",
        applies_to_code="lead_time",
    )


def pack_assumption() -> Assumption:
    """The assumed pack size."""
    return Assumption(
        name="pack_size",
        value=PACK_SIZE,
        unit_code="units",
        applies_to_code="pack_size",
    )


def shelf_life_assumption() -> Assumption:
    """Products without a shelf life are assumed to keep indefinitely."""
    return Assumption(
        name="shelf_life_days",
        value="unlimited",
        unit_code="days",
        applies_to_code="shelf_life",
    )


def spread_assumption() -> Assumption:
    """The assumed variation of demand."""
    return Assumption(
        name="weekly_demand_dispersion",
        value=WEEKLY_DISPERSION,
        unit_code="dispersion",
        applies_to_code="spread",
    )


def full_list_assumption(products: int) -> Assumption:
    """The stock file lists the whole shop: `products` that it leaves out are counted as 0."""
    return Assumption("full_stock_list", products, "products", "stock_count")


def partial_list_assumption(products: int) -> Assumption:
    """The stock file lists a part of the shop: `products` keep their last count."""
    return Assumption("partial_stock_list", products, "products", "stock_count")


def order_assumptions() -> list[Assumption]:
    """The targets of the suggested orders."""
    return _stated(
        ("review_period", REVIEW_DAYS, "days", "reorder_point"),
        ("service_level", SERVICE_LEVEL, "probability", "reorder_point"),
        ("orders_on_the_way", 0, "units", "suggested_order"),
        ("usual_week_share", TYPICAL_WEEK_SHARE, "typical_week", "reorder_point"),
        ("weeks_correlation", WEEKS_CORRELATION, "forecast_correlation", "reorder_point"),
        ("overstock_cover", COVER_DAYS, "days", "overstock_units"),
    )


def movement_assumptions() -> list[Assumption]:
    """The thresholds of the product classes."""
    return _stated(
        ("abc_share_a", MOVEMENT.abc_shares[0], "share_of_revenue", "abc"),
        ("abc_share_b", MOVEMENT.abc_shares[1], "share_of_revenue", "abc"),
        ("xyz_cut_x", MOVEMENT.xyz_cuts[0], "coefficient_of_variation", "xyz"),
        ("xyz_cut_y", MOVEMENT.xyz_cuts[1], "coefficient_of_variation", "xyz"),
        ("dead_stock_silence", MOVEMENT.dead_weeks, "weeks", "dead_stock"),
        ("lost_sales_window", MOVEMENT.steady_weeks, "weeks", "lost_sales_units"),
    )


def replay_assumptions() -> list[Assumption]:
    """How stock was simulated."""
    values: list[tuple[str, float, str]] = [
        ("simulated_review_period", POLICY.review_days, "days"),
        ("simulated_service_level", POLICY.service_level, "probability"),
        ("simulated_demand_history", POLICY.history_days, "days"),
        ("simulated_replay_length", POLICY.replay_days, "days"),
    ]
    return [Assumption(name, value, unit, "simulated_stock") for name, value, unit in values]


def _stated(*values: tuple[str, float, str, str]) -> list[Assumption]:
    """Assumptions from name, value, unit code and the code of what depends on it."""
    return [Assumption(*value) for value in values]
