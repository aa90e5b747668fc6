"""Answers requests from the plan of one snapshot."""

from collections.abc import Mapping

import polars as pl

from fleet.errors import NotFound
from fleet.frame_pages import page_of
from fleet.paging import Page, PageQuery
from fleet.snapshots import Loaded
from fleet.statements import statement
from strategy_svc.plan.repository import POSITION, PlanView
from strategy_svc.plan.schemas import PlanRow, PlanSummary

SORTABLE = (
    POSITION,
    "priority",
    "stock_code",
    "product_name",
    "money_at_stake",
    "discount",
    "current_stock",
    "predicted_7d_demand",
    "overstock_ratio",
    "p_gain",
    "expected_units",
    "expected_revenue",
    "expected_margin",
    "expected_stock_cleared",
)
TOP = 10


def plan_page(
    loaded: Loaded[PlanView], query: PageQuery, *, objective: str | None, target: str | None
) -> Page[PlanRow]:
    """One page of the plan, by priority unless sorted otherwise.

    Raises:
        InvalidInput: the sort field or cursor is invalid.
    """
    rows = loaded.view.rows
    if objective is not None:
        rows = rows.filter(pl.col("objective") == objective)
    if target is not None:
        rows = rows.filter(pl.col("target_cluster") == target)
    return page_of(
        rows,
        query,
        into=Page[PlanRow],
        key=POSITION,
        sortable=SORTABLE,
        snapshot=loaded.snapshot.id,
        item=lambda row: _explained(loaded.view, row),
    )


def plan_row(loaded: Loaded[PlanView], stock_code: str) -> PlanRow:
    """The campaign advised for one product.

    Raises:
        NotFound: the plan has none.
    """
    rows = loaded.view.rows
    folded = pl.col("stock_code").str.to_uppercase() == stock_code.strip().upper()
    for rule in (pl.col("stock_code") == stock_code, folded):
        found = rows.filter(rule).head(1)
        if found.height:
            return _explained(loaded.view, found.row(0, named=True))
    raise NotFound(
        statement("product_not_planned", product=stock_code[:64]),
        note="GET /v1/plan lists its products.",
    )


def plan_summary(loaded: Loaded[PlanView], currency: str) -> PlanSummary:
    """Counts, money and the first rows."""
    rows = loaded.view.rows
    money = rows["money_at_stake"].drop_nulls()
    return PlanSummary(
        snapshot=loaded.snapshot.id,
        rows=rows.height,
        by_objective=_counts(rows, "objective"),
        by_segment=_counts(rows, "target_cluster"),
        with_discount=int((rows["discount"] > 0).sum()),
        on_simulated_stock=int((rows["stock_source"] == "simulated").sum()),
        on_assumed_cost=int((rows["cost_source"] == "assumed").sum()),
        total_money_at_stake=round(float(money.sum()), 2) if money.len() else None,
        currency=currency,
        candidates=loaded.view.candidates,
        advice=loaded.view.advice,
        advice_statement=loaded.view.advice_statement,
        top=[_explained(loaded.view, row) for row in rows.head(TOP).iter_rows(named=True)],
        assumptions=loaded.view.assumptions,
    )


def _explained(view: PlanView, row: Mapping[str, object]) -> PlanRow:
    explanation = view.explanations.get(str(row["stock_code"]))
    return PlanRow.model_validate({**row, "explanation": explanation})


def _counts(rows: pl.DataFrame, column: str) -> dict[str, int]:
    counted = rows[column].value_counts().sort(["count", column], descending=[True, False])
    return dict(zip(counted[column], counted["count"], strict=True))
