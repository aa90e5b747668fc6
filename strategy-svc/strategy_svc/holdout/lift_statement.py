"""A campaign's result against its holdout in one measure, as a statement."""

from fleet.statements import Statement, statement
from strategy_svc.holdout.cuped import LEAST, Lift
from strategy_svc.holdout.customer_spend import SPEND


def lift_statement(measure: str, found: Lift | None, days: int, *, complete: bool) -> Statement:
    """The statement; until the window is over, no effect is called proven, whatever the interval.

    Args:
        measure: One of `customer_spend.MEASURES`; spend is money, the others are shares.
        found: Its lift; None if a group is too small.
        days: Length of the window.
        complete: Whether it is over.
    """
    if found is None:
        return statement("lift_few", least=LEAST)
    money, low, high = measure == SPEND, found.low, found.high
    if not complete:
        return statement("lift_early", days=days, money=money, low=low, high=high)
    if found.significant:
        return statement("lift_proven", money=money, low=low, high=high)
    return statement("lift_unproven", money=money, low=low, high=high, detectable=found.detectable)
