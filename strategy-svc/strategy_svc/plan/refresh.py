"""The job that writes `campaign_plan.csv`: few campaigns, worth acting on, one per product."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from fleet.jobs import Assumption, JobResult, Progress, no_progress, write_csv
from strategy_svc.plan.affinity import SEGMENTS, lifts_by_product, segment_lifts
from strategy_svc.plan.demand_trend import STEADY, demand_trend
from strategy_svc.plan.markdown import with_discounts
from strategy_svc.plan.money_at_stake import money_at_stake, units_at_stake
from strategy_svc.plan.objectives import OBJECTIVES, sold_at_a_loss, with_objectives
from strategy_svc.plan.overstock import UNDERSTOCKED, excess_units, overstock_ratio
from strategy_svc.plan.plan_check import require_sound_plan
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.reasons import Wording, reason
from strategy_svc.plan.staging_files import (
    purchases_since,
    read_segments,
    read_stock,
    scan_sales,
    with_catalogue_prices,
)

PLAN_FILE = "campaign_plan.csv"
_STEPS = 4
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
    "Money_At_Stake": "money_at_stake",
    "Priority": "priority",
    "Reason": "reason",
}


@dataclass(frozen=True)
class Evidence:
    """What the decision rests on.

    Attributes:
        stock: One row per product, from `read_stock`.
        trend: From `demand_trend`.
        lifts: From `segment_lifts`.
    """

    stock: pl.DataFrame
    trend: pl.DataFrame
    lifts: pl.DataFrame


def refresh_plan(
    staging: Path,
    *,
    as_of: date,
    progress: Progress = no_progress,
    settings: PlanSettings | None = None,
    currency: str = "USD",
) -> JobResult:
    """Write `campaign_plan.csv` into `staging` from the files of the jobs before.

    Args:
        staging: Holds `inventory_state.csv`, `ledger.parquet` and, where known,
            `catalogue.parquet` and `customer_segments.csv`.
        as_of: The first day that is not looked at.
        progress: Told after each step.
        settings: What the plan is bound by; the defaults where None.
        currency: ISO code for the amounts in the reasons.

    Raises:
        InvalidInput: a file of an earlier job is missing or malformed.
    """
    settings = settings or PlanSettings()
    stock = with_catalogue_prices(read_stock(staging), staging)
    segments = read_segments(staging)
    progress(1, _STEPS)
    evidence = gather(stock, segments, scan_sales(staging, as_of), as_of, settings)
    progress(2, _STEPS)
    decided = decide(evidence, settings)
    wording = Wording(settings, currency, customers_known=segments.height > 0)
    plan = choose(decided, settings, wording)
    require_sound_plan(plan, stock, settings)
    progress(3, _STEPS)
    rows = write_csv(
        plan.select(pl.col(ours).alias(name) for name, ours in _COLUMNS.items()),
        staging / PLAN_FILE,
    )
    progress(_STEPS, _STEPS)
    return JobResult(
        {PLAN_FILE: rows},
        _assumptions(settings),
        {"plan": _facts(decided, plan, settings.margin_floor)},
    )


def gather(
    stock: pl.DataFrame,
    segments: pl.DataFrame,
    sales: pl.LazyFrame,
    as_of: date,
    settings: PlanSettings,
) -> Evidence:
    """Trend and buyers of every product."""
    trend = demand_trend(
        sales,
        as_of=as_of,
        days=settings.trend_days,
        change=settings.trend_change,
        z=settings.trend_z,
    )
    lifts = segment_lifts(
        purchases_since(sales, as_of, settings.affinity_days),
        segments,
        prior_buyers=settings.prior_buyers,
        min_buyers=settings.min_segment_buyers,
    )
    return Evidence(stock, trend, lifts)


def decide(evidence: Evidence, settings: PlanSettings) -> pl.DataFrame:
    """Every product with its objective (null: none), target, discount and money at stake."""
    stock, demand = pl.col("stock"), pl.col("demand")
    products = (
        evidence.stock.join(evidence.trend, on="stock_code", how="left")
        .join(lifts_by_product(evidence.lifts), on="stock_code", how="left")
        .with_columns(
            pl.col("trend").fill_null(STEADY),
            pl.col("recent_units", "prior_units").fill_null(0),
            overstock_ratio=overstock_ratio(stock, demand),
            excess=excess_units(stock, demand, settings.cover_weeks),
        )
    )
    targeted = with_objectives(products, settings).join(
        evidence.lifts.select(
            "stock_code",
            target="segment",
            target_share=pl.col("segment_buyers") / pl.col("buyers"),
        ),
        on=["stock_code", "target"],
        how="left",
    )
    return with_discounts(targeted, settings).with_columns(
        money_at_stake=money_at_stake(settings), units_at_stake=units_at_stake(settings)
    )


def choose(decided: pl.DataFrame, settings: PlanSettings, wording: Wording) -> pl.DataFrame:
    """The campaigns worth acting on, the most money at stake first, each with its reason.

    Products whose money is not known come after the others, by units at stake.
    """
    worth = (pl.col("money_at_stake") >= settings.min_money_at_stake) | (
        pl.col("money_at_stake").is_null() & (pl.col("units_at_stake") >= 1)
    )
    ranked = (
        decided.filter(pl.col("objective").is_not_null() & worth)
        .sort(
            ["money_at_stake", "units_at_stake", "stock_code"],
            descending=[True, True, False],
            nulls_last=True,
        )
        .head(settings.max_campaigns)
        .with_row_index("priority", offset=1)
    )
    sentences = [reason(row, wording) for row in ranked.iter_rows(named=True)]
    return ranked.with_columns(reason=pl.Series(sentences, dtype=pl.String))


def _assumptions(settings: PlanSettings) -> list[Assumption]:
    """Every setting of the plan, in the model's own words."""
    units = {"ladder": "percent", "max_discount": "percent", "max_campaigns": "campaigns"}
    stated: list[Assumption] = []
    for name, field in PlanSettings.model_fields.items():
        value = getattr(settings, name)
        shown = ", ".join(map(str, value)) if name == "ladder" else value
        unit = units.get(name, name.rsplit("_", 1)[-1])
        stated.append(Assumption(name, shown, unit, "the plan", field.description or ""))
    return stated


def _facts(decided: pl.DataFrame, plan: pl.DataFrame, floor: float) -> dict[str, object]:
    proposed = decided["objective"].is_not_null().sum()
    return {
        "products": decided.height,
        "candidates": proposed,
        "campaigns": plan.height,
        "left_out_understocked": (decided["status"] == UNDERSTOCKED).sum(),
        "left_out_sold_at_a_loss": decided.select(sold_at_a_loss(floor).sum()).item(),
        "with_known_buyers": decided.select(pl.any_horizontal(pl.col(SEGMENTS).is_not_null()))
        .to_series()
        .sum(),
        "by_objective": {name: (plan["objective"] == name).sum() for name in OBJECTIVES},
    }
