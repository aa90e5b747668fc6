"""The job that writes `campaign_plan.csv`: a few campaigns worth acting on, one per product."""

from datetime import date
from pathlib import Path

import polars as pl

from contract.snapshot_files import (
    EXPLANATIONS_FILE,
    PLAN_CUSTOMERS_FILE,
    PLAN_FILE,
    PLAN_INPUTS_FILE,
)
from fleet.jobs import JobResult, Progress, no_progress, write_csv, write_json
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
from strategy_svc.learning.campaign_history import CampaignHistory
from strategy_svc.learning.purchases import purchases_of
from strategy_svc.plan.assumptions import plan_assumptions
from strategy_svc.plan.campaign_table import plan_table
from strategy_svc.plan.manifest_facts import plan_facts, propensity_facts
from strategy_svc.plan.planning import Planned, make_plan
from strategy_svc.plan.schemas import explanation_of
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
    """Write `campaign_plan.csv` into `staging` from the files of the earlier jobs.

    Also writes `plan_inputs.parquet`, used to try other settings, `plan_explanations.json`, the
    facts behind each row, and `plan_customers.parquet`, the audience of each row.

    Args:
        staging: Contains `inventory_state.csv`, `ledger.parquet` and, if known,
            `catalogue.parquet`, `customer_segments.csv`, `predicted_7d_demand.csv` and
            `promotions.parquet`.
        as_of: First day to exclude.
        progress: Called after each step.
        settings: The plan's constraints; defaults if None.
        history: Earlier campaigns; only what was known before `as_of` is used.
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
        row.stock_code: explanation_of(row, found.summaries.get(row.stock_code)).model_dump()
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
        plan_assumptions(settings),
        {
            "plan": plan_facts(inputs, planned, settings, customers_known=wording.customers_known),
            "propensity": propensity_facts(learned),
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
    """The audience of each row; empty if no customer has a segment or nothing is planned."""
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
