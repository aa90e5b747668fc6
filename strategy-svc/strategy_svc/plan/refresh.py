"""The job that writes `campaign_plan.csv`: few campaigns, worth acting on, one per product."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from contract.objectives import OBJECTIVES
from contract.snapshot_files import (
    EXPLANATIONS_FILE,
    PLAN_CUSTOMERS_FILE,
    PLAN_FILE,
    PLAN_INPUTS_FILE,
)
from fleet.jobs import Assumption, JobResult, Progress, no_progress, write_csv, write_json
from strategy_svc.plan.affinity import segment_shares
from strategy_svc.plan.candidates import COLUMNS, eligible
from strategy_svc.plan.demand_trend import STEADY, demand_trend
from strategy_svc.plan.explanations import Wording
from strategy_svc.plan.overstock import UNDERSTOCKED
from strategy_svc.plan.plan_making import Planned, make_plan
from strategy_svc.plan.plan_rows import EXPECTED, TAILS
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.staging_files import (
    purchases_since,
    read_promotions,
    read_segments,
    read_stock,
    scan_sales,
    with_catalogue_prices,
    with_categories,
    with_demand_range,
)
from strategy_svc.propensity.buying_anyway import PRIOR_WEEKS
from strategy_svc.propensity.campaign_history import CampaignHistory
from strategy_svc.propensity.for_whom import ForWhom, Learned, for_whom, learn_propensity
from strategy_svc.propensity.offer_value import SURE_FROM
from strategy_svc.propensity.purchases import purchases_of
from strategy_svc.response.price_response import fit_response
from strategy_svc.response.product_responses import product_responses
from strategy_svc.response.weekly_panel import weekly_panel

_STEPS = 6
_COLUMNS = {
    "StockCode": "stock_code",
    "Predicted_7d_Demand": "demand",
    "Current_Stock": "stock",
    "OverstockRatio": "overstock_ratio",
    "Objective": "objective",
    "TargetCluster": "target",
    "Discount": "discount",
    "Unit_Price": "unit_price",
    "Unit_Cost": "unit_cost",
    "Cost_Source": "cost_source",
    "Stock_Source": "stock_source",
    "Money_At_Stake": "gain",
    "Priority": "priority",
    **{
        f"{column}{suffix}": f"{name}{suffix.lower()}"
        for name, column in EXPECTED.items()
        for suffix in ("", *(f"_{tail.upper()}" for tail in TAILS))
    },
    "P_Gain": "p_gain",
    "Reason": "reason",
    "Evidence": "evidence",
}
_TEXTS = {
    "stock_code",
    "objective",
    "target",
    "cost_source",
    "stock_source",
    "reason",
    "evidence",
}
_WHOLE = {"stock", "discount", "priority"}


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
        row["stock_code"]: row["explanation"] | {"for_whom": found.summaries.get(row["stock_code"])}
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
) -> tuple[Learned, ForWhom]:
    """Who each row is for; nobody where no customer has a segment or nothing is planned."""
    purchases = purchases_of(scan_sales(staging, as_of), inputs.select("stock_code", "category"))
    learned = learn_propensity(purchases, history if segments.height else None, as_of)
    rows = planned.rows if segments.height else []
    found = for_whom(
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
            SURE_FROM,
            "probability",
            "the plan",
            "Who buys anyway at least so likely, and on whom the discount would lose money, is "
            "not offered it; propensity is taken to add to what they buy anyway",
        ),
        Assumption(
            "buying_anyway_prior",
            PRIOR_WEEKS,
            "weeks",
            "the plan",
            "Weeks of a customer's category that are mixed into what they buy anyway",
        ),
    ]


def _learned_facts(learned: Learned) -> dict[str, object]:
    return {
        "learned_from": learned.source,
        "campaigns": learned.campaigns,
        "offers_taken": learned.taken,
        "overlap": None if learned.overlap is None else vars(learned.overlap),
    }


def plan_inputs(
    staging: Path, segments: pl.DataFrame, as_of: date, settings: PlanSettings
) -> pl.DataFrame:
    """Everything that is known of each product, with the columns of `candidates.COLUMNS`."""
    stock = with_catalogue_prices(read_stock(staging), staging)
    stock = with_demand_range(with_categories(stock, staging), staging)
    sales = scan_sales(staging, as_of)
    panel = weekly_panel(
        sales,
        stock.select("stock_code", "category"),
        read_promotions(staging),
        as_of=as_of,
        weeks=settings.history_weeks,
    )
    joined = (
        stock.join(_trend(sales, as_of, settings), on="stock_code", how="left")
        .join(_shares(sales, segments, stock, as_of, settings), on="stock_code", how="left")
        .join(product_responses(fit_response(panel), stock), on="stock_code", how="left")
        .with_columns(
            pl.col("trend").fill_null(STEADY), pl.col("recent_units", "prior_units").fill_null(0)
        )
        .sort("stock_code")
    )
    return joined.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _trend(sales: pl.LazyFrame, as_of: date, settings: PlanSettings) -> pl.DataFrame:
    return demand_trend(
        sales,
        as_of=as_of,
        days=settings.trend_days,
        change=settings.trend_change,
        z=settings.trend_z,
    )


def _shares(
    sales: pl.LazyFrame,
    segments: pl.DataFrame,
    stock: pl.DataFrame,
    as_of: date,
    settings: PlanSettings,
) -> pl.DataFrame:
    purchases = purchases_since(sales, as_of, settings.affinity_days)
    return segment_shares(
        purchases, segments, stock["stock_code"], prior_lines=settings.prior_buyers
    )


def plan_table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The rows as `campaign_plan.csv` holds them."""
    return pl.DataFrame(
        {name: [row[ours] for row in rows] for name, ours in _COLUMNS.items()},
        schema={name: _kind(ours) for name, ours in _COLUMNS.items()},
        strict=False,
    )


def _kind(column: str) -> type[pl.DataType]:
    if column in _TEXTS:
        return pl.String
    return pl.Int64 if column in _WHOLE else pl.Float64


def _assumptions(settings: PlanSettings) -> list[Assumption]:
    """Every setting of the plan, in the model's own words."""
    units = {"ladder": "percent", "max_discount": "percent", "max_campaigns": "campaigns"}
    stated: list[Assumption] = []
    for name, field in PlanSettings.model_fields.items():
        value = getattr(settings, name)
        listed = isinstance(value, tuple)
        shown = ", ".join(map(str, value)) or "none" if listed else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - the ladder or the locks
        unit = units.get(name, name.rsplit("_", 1)[-1])
        stated.append(
            Assumption(
                name, "none" if shown is None else shown, unit, "the plan", field.description or ""
            )
        )
    return stated


def _facts(
    inputs: pl.DataFrame, planned: Planned, settings: PlanSettings, *, customers_known: bool
) -> dict[str, object]:
    names = [row["objective"] for row in planned.rows]
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
