"""The plan's sentences as codes with their numbers, for pages in other languages."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from contract.objectives import CLEARING
from fleet.statements import Value
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign
from strategy_svc.response.product_responses import CATEGORY, OWN, SHOP
from strategy_svc.wording.alternative import Alternative
from strategy_svc.wording.figures import Figures

RowCode = Literal[
    "reason_clearing",
    "reason_earning",
    "fact_stock",
    "fact_response",
    "fact_money",
    "next_nothing",
    "next_offer",
    "change_cost",
    "change_stock_clearing",
    "change_stock_selling",
]
AdviceCode = Literal["advice_untold", "advice_none", "advice_campaigns"]

_DIGITS = 6
_SOURCES = {OWN: "own", CATEGORY: "category", SHOP: "shop"}


class PlanStatement(BaseModel):
    """A sentence as a code with its values, to be shown in any language.

    Shares are fractions of 1, discounts percent, amounts money. An unlisted code comes
    from another version: show the English sentence that stands beside it.
    """

    model_config = ConfigDict(frozen=True)

    code: Annotated[
        str, Field(json_schema_extra={"enum": [*get_args(RowCode), *get_args(AdviceCode)]})
    ]
    values: dict[str, Value]


def plan_statement(code: RowCode | AdviceCode, **values: Value) -> PlanStatement:
    """One sentence's code and numbers, rounded so that files are reproducible byte for byte."""
    rounded = {
        name: round(value, _DIGITS) + 0.0 if isinstance(value, float) else value
        for name, value in values.items()
    }
    return PlanStatement(code=code, values=rounded)


def reason_of(row: PlannedCampaign, figures: Figures, *, customers_known: bool) -> PlanStatement:
    """Why the campaign is advised; `target_share` is null if no customer's purchases are known."""
    shared: dict[str, Value] = {
        **_stock(row),
        **_cost(row),
        "demand": row.demand,
        "discount": row.discount,
        "target": row.target,
        "target_share": row.target_share if customers_known else None,
        "gain": row.gain,
        "p_gain": row.p_gain,
    }
    if row.objective in CLEARING:
        worth = figures.excess_worth
        return plan_statement("reason_clearing", **shared, excess=row.excess, worth=worth)
    return plan_statement("reason_earning", **shared, unit_margin=figures.unit_margin)


def facts_of(row: PlannedCampaign, figures: Figures, settings: PlanSettings) -> list[PlanStatement]:
    """The facts on stock, response and money, in this order."""
    stock = plan_statement(
        "fact_stock",
        **_stock(row),
        **_cost(row),
        cover=row.overstock_ratio,
        excess=row.excess,
        cover_weeks=settings.cover_weeks,
        lost=figures.excess_loss,
    )
    money = plan_statement(
        "fact_money",
        margin=row.margin,
        margin_p10=row.margin_p10,
        margin_p90=row.margin_p90,
        stock_cleared=row.stock_cleared,
        discount_cost=row.discount_cost,
    )
    return [stock, _response(row, figures), money]


def _response(row: PlannedCampaign, figures: Figures) -> PlanStatement:
    """The response fact; `mailed` is null if no message is planned or its effect is unknown."""
    return plan_statement(
        "fact_response",
        source=_SOURCES.get(row.evidence_from, row.evidence_from),
        elasticity=row.elasticity,
        elasticity_p10=figures.elasticity_p10,
        elasticity_p90=figures.elasticity_p90,
        mailed=figures.mailed,
    )


def next_best_of(alternative: Alternative, row: PlannedCampaign) -> PlanStatement:
    """The best alternative, or what doing nothing would forgo."""
    if alternative.discount is None:
        return plan_statement("next_nothing", gain=row.gain)
    return plan_statement(
        "next_offer",
        discount=alternative.discount,
        gain=alternative.gain,
        p_gain=alternative.p_gain,
    )


def changes_of(row: PlannedCampaign, figures: Figures) -> list[PlanStatement]:
    """What would have to change for the advice to be dropped."""
    cost = plan_statement(
        "change_cost",
        dearest=figures.highest_cost,
        unit_cost=row.unit_cost,
        cost_source=row.cost_source,
    )
    if row.objective in CLEARING:
        return [cost, plan_statement("change_stock_clearing", cover_units=figures.cover)]
    return [cost, plan_statement("change_stock_selling", expected_units=row.expected_units)]


def _stock(row: PlannedCampaign) -> dict[str, Value]:
    return {"stock": row.stock, "stock_source": row.stock_source}


def _cost(row: PlannedCampaign) -> dict[str, Value]:
    return {"cost_source": row.cost_source}
