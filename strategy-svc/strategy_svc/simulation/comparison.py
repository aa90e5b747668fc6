"""Compares the plan under other settings with the current plan."""

from collections.abc import Sequence
from typing import Final

from strategy_svc.plan.campaign_table import plan_row_of
from strategy_svc.plan.planning import make_plan
from strategy_svc.plan.schemas import PlanRow
from strategy_svc.simulation.question import Question
from strategy_svc.simulation.schemas import Change, Simulation
from strategy_svc.simulation.totals import totals
from strategy_svc.wording.explanations import Wording

Offer = tuple[float | None, str | None]
"""Discount and segment."""
_NO_OFFER: Final[Offer] = (None, None)


def compare(question: Question) -> Simulation:
    """The plan under the requested settings, compared with the current plan.

    Raises:
        InvalidInput: the settings contradict each other or the products.
    """
    request = question.request
    wording = Wording(question.currency, customers_known=question.customers_known)
    planned = make_plan(question.inputs, request.settings, wording)
    names = question.names
    rows = [plan_row_of(row, names.get(row.stock_code) or row.stock_code) for row in planned.rows]
    current = [PlanRow.model_validate(row) for row in question.current.to_dicts()]
    costs = [row.discount_cost for row in planned.rows]
    return Simulation(
        snapshot=question.snapshot,
        currency=question.currency,
        advice=planned.advice,
        solver=planned.found.solution.solver,
        gap=round(planned.found.solution.gap, 6),
        now=totals(current, None),
        simulated=totals(rows, costs),
        rows=rows[: request.rows],
        changes=_changes(current, rows),
    )


def _changes(now: Sequence[PlanRow], simulated: Sequence[PlanRow]) -> list[Change]:
    before = {row.stock_code: _offer(row) for row in now}
    after = {row.stock_code: _offer(row) for row in simulated}
    pairs = (
        (code, before.get(code, _NO_OFFER), after.get(code, _NO_OFFER))
        for code in sorted(before.keys() | after.keys())
    )
    return [
        Change(
            stock_code=code,
            discount_now=old[0],
            discount_simulated=new[0],
            target_now=old[1],
            target_simulated=new[1],
        )
        for code, old, new in pairs
        if old != new
    ]


def _offer(row: PlanRow) -> Offer:
    return row.discount, row.target_cluster
