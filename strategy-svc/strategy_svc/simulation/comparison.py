"""The plan under other settings, beside the plan as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from strategy_svc.plan.campaign_table import plan_fields
from strategy_svc.plan.planning import make_plan
from strategy_svc.plan.schemas import PlanRow
from strategy_svc.simulation.question import Question
from strategy_svc.simulation.schemas import Change, Simulation, Totals
from strategy_svc.simulation.totals import totals
from strategy_svc.wording.explanations import ExplainedCampaign, Wording

Rows = Sequence[Mapping[str, Any]]


def compare(question: Question) -> Simulation:
    """The plan under the settings asked for.

    Raises:
        InvalidInput: the settings contradict each other or the products.
    """
    request = question.request
    wording = Wording(question.currency, customers_known=question.customers_known)
    planned = make_plan(question.inputs, request.settings, wording)
    rows = [_api_row(row, question.names) for row in planned.rows]
    current = question.current.to_dicts()
    return Simulation(
        snapshot=question.snapshot,
        currency=question.currency,
        advice=planned.advice,
        solver=planned.found.solution.solver,
        gap=round(planned.found.solution.gap, 6),
        now=Totals.model_validate(totals(current)),
        simulated=Totals.model_validate(totals(rows)),
        rows=[PlanRow.model_validate(row) for row in rows[: request.rows]],
        changes=_changes(current, rows),
    )


def _api_row(row: ExplainedCampaign, names: Mapping[str, str]) -> dict[str, Any]:
    """A campaign under the names of `PlanRow`."""
    return {
        **plan_fields(row),
        "product_name": names.get(row.stock_code) or row.stock_code,
        "discount_cost": row.discount_cost,
        "explanation": row.explanation,
    }


def _changes(now: Rows, simulated: Rows) -> list[Change]:
    before = {row["stock_code"]: row for row in now}
    after = {row["stock_code"]: row for row in simulated}
    nothing: dict[str, Any] = {"discount": None, "target_cluster": None}
    pairs = (
        (code, before.get(code, nothing), after.get(code, nothing))
        for code in sorted(before.keys() | after.keys())
    )
    return [
        Change(
            stock_code=code,
            discount_now=old["discount"],
            discount_simulated=new["discount"],
            target_now=old["target_cluster"],
            target_simulated=new["target_cluster"],
        )
        for code, old, new in pairs
        if (old["discount"], old["target_cluster"]) != (new["discount"], new["target_cluster"])
    ]
