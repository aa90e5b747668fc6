"""Trying other settings on the products of the live snapshot."""

from collections.abc import Mapping, Sequence
from typing import Any

from fleet.errors import Conflict
from fleet.snapshots import Loaded
from fleet.statements import statement
from strategy_svc.plan.explanations import Wording
from strategy_svc.plan.plan_making import make_plan
from strategy_svc.plan.plan_rows import EXPECTED, TAILS
from strategy_svc.plan.repository import PlanView
from strategy_svc.plan.schemas import PlanRow
from strategy_svc.simulation.schemas import Change, Simulation, SimulationRequest, Totals
from strategy_svc.simulation.totals import totals

Rows = Sequence[Mapping[str, Any]]


def simulate(loaded: Loaded[PlanView], request: SimulationRequest, currency: str) -> Simulation:
    """The plan under the settings asked for.

    Raises:
        Conflict: the snapshot does not hold what a plan is made from.
        InvalidInput: the settings contradict each other or the products.
    """
    view = loaded.view
    if view.inputs is None:
        raise Conflict(
            f"Snapshot {loaded.snapshot.id} holds no plan_inputs.parquet, so nothing can be tried "
            "on it. Run `smartretail refresh`.",
            statement("no_plan_inputs"),
        )
    wording = Wording(currency, customers_known=view.customers_known)
    planned = make_plan(view.inputs, request.settings, wording)
    names = view.names
    rows = [_api_row(row, names) for row in planned.rows]
    now = view.rows.to_dicts()
    return Simulation(
        snapshot=loaded.snapshot.id,
        currency=currency,
        advice=planned.advice,
        solver=planned.found.solution.solver,
        gap=round(planned.found.solution.gap, 6),
        now=Totals.model_validate(totals(now)),
        simulated=Totals.model_validate(totals(rows)),
        rows=[PlanRow.model_validate(row) for row in rows[: request.rows]],
        changes=_changes(now, rows),
    )


def _api_row(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A row of `plan_rows` under the names of `PlanRow`."""
    outcomes = {
        f"{column.lower()}{suffix}": row[f"{name}{suffix}"]
        for name, column in EXPECTED.items()
        for suffix in ("", *(f"_{tail}" for tail in TAILS))
    }
    renamed = {
        "product_name": names.get(row["stock_code"]) or row["stock_code"],
        "predicted_7d_demand": row["demand"],
        "current_stock": row["stock"],
        "target_cluster": row["target"],
        "money_at_stake": row["gain"],
    }
    return {**row, **outcomes, **renamed}


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
