"""The job that writes `campaign_plan.csv`: few campaigns, worth acting on, one per product."""

from datetime import date
from pathlib import Path

import polars as pl

from contract.inventory_statuses import UNDERSTOCKED
from contract.objectives import OBJECTIVES
from contract.snapshot_files import (
    EXPLANATIONS_FILE,
    PLAN_CUSTOMERS_FILE,
    PLAN_FILE,
    PLAN_INPUTS_FILE,
)
from fleet.jobs import Assumption, JobResult, Progress, no_progress, write_csv, write_json
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_table import plan_inputs
from strategy_svc.inputs.staging_files import (
    read_segments,
    scan_sales,
)
from strategy_svc.learning.audience_scoring import (
    AudienceScores,
    Learned,
    learn_propensity,
    score_audiences,
)
from strategy_svc.learning.buying_anyway import PRIOR_WEEKS
from strategy_svc.learning.campaign_history import CampaignHistory
from strategy_svc.learning.offer_value import BASELINE_FROM
from strategy_svc.learning.purchases import purchases_of
from strategy_svc.optimizer.candidates import eligible
from strategy_svc.plan.campaign_table import plan_table
from strategy_svc.plan.planning import Planned, make_plan
from strategy_svc.wording.explanations import Wording

_STEPS = 6


def refresh_plan(
    staging: Path,
    *,
    as_of: date,
    progress: Progress = no_progress,
    settings: PlanSettings | None = None,
    history: CampaignHistory | None = None,
    currency: str = "USD",
) -> JobResult:
    """Write `campaign_plan.csv` into `staging` from the files of the jobs before.

    Beside it `plan_inputs.parquet`, what other settings can be tried on, `plan_explanations.json`,
    the facts behind each row, and `plan_customers.parquet`, the customers each row is for.

    Args:
        staging: Holds `inventory_state.csv`, `ledger.parquet` and, where known,
            `catalogue.parquet`, `customer_segments.csv`, `predicted_7d_demand.csv` and
            `promotions.parquet`.
        as_of: The first day that is not looked at.
        progress: Told after each step.
        settings: What the plan is bound by; the defaults where None.
        history: Earlier campaigns; only what was known before `as_of` is looked at.
        currency: ISO code for the amounts in the reasons.

    Raises:
        InvalidInput: a file of an earlier job is missing or malformed, or the settings contradict
            each other.
    """
    settings = settings or PlanSettings()
    segments = read_segments(staging)
    progress(1, _STEPS)
    inputs = plan_inputs(staging, segments, as_of, settings)
    progress(2, _STEPS)
    wording = Wording(currency, customers_known=segments.height > 0)
    planned = make_plan(inputs, settings, wording)
    progress(3, _STEPS)
    learned, found = _customers(staging, inputs, planned, segments, history, as_of, settings)
    found.customers.write_parquet(staging / PLAN_CUSTOMERS_FILE)
    progress(4, _STEPS)
    inputs.write_parquet(staging / PLAN_INPUTS_FILE)
    explanations = {
        row.stock_code: row.explanation | {"for_whom": found.summaries.get(row.stock_code)}
        for row in planned.rows
    }
    write_json(explanations, staging / EXPLANATIONS_FILE)
    progress(5, _STEPS)
    rows = write_csv(plan_table(planned.rows), staging / PLAN_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(
        {
            PLAN_FILE: rows,
            PLAN_INPUTS_FILE: inputs.height,
            PLAN_CUSTOMERS_FILE: found.customers.height,
        },
        [*_assumptions(settings), *_customer_assumptions()],
        {
            "plan": _facts(inputs, planned, settings, customers_known=wording.customers_known),
            "propensity": _learned_facts(learned),
        },
    )


def _customers(
    staging: Path,
    inputs: pl.DataFrame,
    planned: Planned,
    segments: pl.DataFrame,
    history: CampaignHistory | None,
    as_of: date,
    settings: PlanSettings,
) -> tuple[Learned, AudienceScores]:
    """Who each row is for; nobody where no customer has a segment or nothing is planned."""
    purchases = purchases_of(scan_sales(staging, as_of), inputs.select("stock_code", "category"))
    learned = learn_propensity(purchases, history if segments.height else None, as_of)
    rows = planned.rows if segments.height else []
    found = score_audiences(
        rows,
        purchases,
        history,
        learned,
        segments,
        as_of=as_of,
        weeks=settings.campaign_weeks,
        loss=settings.holding_cost_share,
    )
    return learned, found


def _customer_assumptions() -> list[Assumption]:
    return [
        Assumption(
            "sure_buyer_from",
            BASELINE_FROM,
            "probability",
            "the plan",
        ),
        Assumption(
            "buying_anyway_prior",
            PRIOR_WEEKS,
            "weeks",
            "the plan",
        ),
    ]


def _learned_facts(learned: Learned) -> dict[str, object]:
    return {
        "learned_from": learned.source,
        "campaigns": learned.campaigns,
        "offers_taken": learned.taken,
        "overlap": None if learned.overlap is None else vars(learned.overlap),
    }


def _assumptions(settings: PlanSettings) -> list[Assumption]:
    """Every setting of the plan."""
    units = {"ladder": "percent", "max_discount": "percent", "max_campaigns": "campaigns"}
    stated: list[Assumption] = []
    for name in PlanSettings.model_fields:
        value = getattr(settings, name)
        listed = isinstance(value, tuple)
        shown = ", ".join(map(str, value)) or "none" if listed else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - the ladder or the locks
        unit = units.get(name, name.rsplit("_", 1)[-1])
        stated.append(Assumption(name, "none" if shown is None else shown, unit, "the plan"))
    return stated


def _facts(
    inputs: pl.DataFrame, planned: Planned, settings: PlanSettings, *, customers_known: bool
) -> dict[str, object]:
    names = [row.objective for row in planned.rows]
    return {
        "products": inputs.height,
        "candidates": eligible(inputs, settings).height,
        "campaigns": len(planned.rows),
        "left_out_understocked": (inputs["status"] == UNDERSTOCKED).sum(),
        "response_from": dict(inputs["evidence"].value_counts().sort("evidence").iter_rows()),
        "customers_known": customers_known,
        "by_objective": {name: names.count(name) for name in OBJECTIVES},
        "advice": planned.advice,
        "advice_statement": planned.advice_statement,
        "solver": planned.found.solution.solver,
        "gap": round(planned.found.solution.gap, 6),
    }
