"""The numbers about stock that no ledger can tell, in one place.

They stand in the manifest and beside every number that rests on them.
"""

from dataclasses import dataclass

from fleet.jobs import Assumption

COST_SHARE = 0.70
"""Unit cost as a share of the shelf price, where no cost was uploaded."""

LEAD_TIME_DAYS = 7
"""Days from order to arrival, where no lead time was uploaded."""


@dataclass(frozen=True)
class ReplayPolicy:
    """The periodic review policy whose replay stands in for stock nobody has counted.

    Attributes:
        review_days: Days between two looks at a product's stock.
        lead_time_days: Days from order to arrival.
        service_level: Wanted chance of not running out within review period and lead time.
        z: The normal quantile of `service_level`.
        history_days: Days of past demand a review looks at.
        replay_days: Days that are replayed before the as-of date.
    """

    review_days: int = 7
    lead_time_days: int = LEAD_TIME_DAYS
    service_level: float = 0.90
    z: float = 1.2815515655446004
    history_days: int = 56
    replay_days: int = 182


POLICY = ReplayPolicy()


def cost_assumption() -> Assumption:
    """Says how unit cost was assumed."""
    return Assumption(
        name="unit_cost_share",
        value=COST_SHARE,
        unit="share of shelf price",
        applies_to="Unit_Cost where Cost_Source is assumed",
        reason="The ledger has no costs; upload them with the stock file.",
    )


def lead_time_assumption() -> Assumption:
    """Says which lead time was assumed."""
    return Assumption(
        name="lead_time_days",
        value=LEAD_TIME_DAYS,
        unit="days",
        applies_to="Lead_Time_Days where Lead_Time_Source is assumed, and simulated stock",
        reason="The ledger has no lead times; upload them with the stock file.",
    )


def replay_assumptions() -> list[Assumption]:
    """Say how stock was simulated."""
    reason = "Nobody has uploaded a stock count; stock is what this policy would have left."
    applies_to = "Current_Stock where Stock_Source is simulated"
    values: list[tuple[str, float, str]] = [
        ("simulated_review_period", POLICY.review_days, "days"),
        ("simulated_service_level", POLICY.service_level, "probability"),
        ("simulated_demand_history", POLICY.history_days, "days"),
        ("simulated_replay_length", POLICY.replay_days, "days"),
    ]
    return [Assumption(name, value, unit, applies_to, reason) for name, value, unit in values]
