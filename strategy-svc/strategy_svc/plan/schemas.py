"""Responses of the plan routes."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR
from fleet.snapshots import StatedAssumption
from strategy_svc.learning.audience_summary import AudienceSummary
from strategy_svc.wording.explanations import ExplainedCampaign
from strategy_svc.wording.schemas import Reasons
from strategy_svc.wording.statements import PlanStatement

_EXPLANATION: dict[str, JsonValue] = {
    "facts": [
        "310 in stock (simulated), 7.4 weeks' cover: 226 units beyond 2 weeks.",
        "In its own history, 1% off the price went with 2.6% more units (80% range 2.2 to 3.0).",
        "Margin USD +3.10 (80% range USD -9.00 to USD +18.40) and 6.1 units of excess cleared.",
    ],
    "next_best": {
        "discount": 10,
        "target_cluster": REGULAR,
        "gain": 13.2,
        "p_gain": 0.88,
        "sentence": "Next best is 10% off for the same customers: USD +13.20, chance that it pays "
        "on average 88%.",
    },
    "what_would_change": [
        "A unit cost above USD 10.30 (now USD 8.92, assumed) would leave less than the floor.",
        "Stock of 84 units or less would leave nothing to clear.",
    ],
    "statements": {
        "currency": "USD",
        "reason": {
            "code": "reason_clearing",
            "values": {
                "stock": 310,
                "stock_source": "simulated",
                "cost_source": "assumed",
                "demand": 42.0,
                "discount": 15,
                "target": REGULAR,
                "target_share": 0.31,
                "gain": 16.71,
                "p_gain": 0.91,
                "excess": 226.0,
                "worth": 2017.05,
            },
        },
        "facts": [
            {
                "code": "fact_stock",
                "values": {
                    "stock": 310,
                    "stock_source": "simulated",
                    "cost_source": "assumed",
                    "cover": 7.381,
                    "excess": 226.0,
                    "cover_weeks": 2.0,
                    "lost": 504.26,
                },
            },
            {
                "code": "fact_response",
                "values": {
                    "source": "own",
                    "elasticity": 2.6,
                    "elasticity_p10": 2.2,
                    "elasticity_p90": 3.0,
                    "mailed": None,
                },
            },
            {
                "code": "fact_money",
                "values": {
                    "margin": 3.1,
                    "margin_p10": -9.0,
                    "margin_p90": 18.4,
                    "stock_cleared": 6.1,
                    "discount_cost": 11.73,
                },
            },
        ],
        "next_best": {
            "code": "next_offer",
            "values": {"discount": 10, "gain": 13.2, "p_gain": 0.88},
        },
        "what_would_change": [
            {
                "code": "change_cost",
                "values": {"dearest": 10.3, "unit_cost": 8.92, "cost_source": "assumed"},
            },
            {"code": "change_stock_clearing", "values": {"cover_units": 84.0}},
        ],
    },
}
_ROW: dict[str, JsonValue] = {
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "predicted_7d_demand": 42.0,
    "current_stock": 310,
    "overstock_ratio": 7.381,
    "objective": CLEAR_STOCK,
    "target_cluster": REGULAR,
    "discount": 15,
    "unit_price": 12.75,
    "unit_cost": 8.925,
    "cost_source": "assumed",
    "stock_source": "simulated",
    "money_at_stake": 16.71,
    "priority": 1,
    "expected_units": 6.1,
    "expected_units_p10": -1.8,
    "expected_units_p90": 14.9,
    "expected_revenue": 41.6,
    "expected_revenue_p10": -30.1,
    "expected_revenue_p90": 120.4,
    "expected_margin": 3.1,
    "expected_margin_p10": -9.0,
    "expected_margin_p90": 18.4,
    "expected_stock_cleared": 6.1,
    "expected_stock_cleared_p10": -1.8,
    "expected_stock_cleared_p90": 14.9,
    "p_gain": 0.91,
    "reason": "310 in stock (simulated) for 42 expected to sell in 7 days: 226 units worth "
    "USD 2,017 at assumed cost are beyond the cover, so offer 15% off to Regular Customers (31% of "
    "its sales): expected to bring USD 16.71 against doing nothing (chance that it pays on average "
    "91%).",
    "evidence": "In its own history, 1% off the price went with 2.6% more units (80% range 2.2 to "
    "3.0).",
    "explanation": _EXPLANATION,
}
_CONTRACT_ROW: dict[str, JsonValue] = {
    "StockCode": "22423",
    "Predicted_7d_Demand": 42.0,
    "Current_Stock": 310,
    "OverstockRatio": 7.381,
    "Objective": CLEAR_STOCK,
    "TargetCluster": REGULAR,
    "Target_Cluster": REGULAR,
    "Discount": 25,
    "ProductName": "REGENCY CAKESTAND 3 TIER",
}


class ContractRow(BaseModel):
    """A row of `/campaign-plan`, as outside programs know it."""

    model_config = ConfigDict(json_schema_extra={"example": _CONTRACT_ROW})

    StockCode: str
    Predicted_7d_Demand: float | None
    Current_Stock: int | None
    OverstockRatio: float | None = Field(description="Stock over 7-day demand; null at demand 0")
    Objective: str
    TargetCluster: str
    Target_Cluster: str = Field(description="The same as TargetCluster")
    Discount: float | None = Field(description="Percent")
    ProductName: str = Field(description="The code if the name is unknown")


class Explanation(Reasons):
    """Why it is advised, and for which customers."""

    for_whom: AudienceSummary | None = Field(
        default=None, description="Null in simulations and if no customers are known"
    )


def explanation_of(campaign: ExplainedCampaign, for_whom: AudienceSummary | None) -> Explanation:
    """A campaign's explanation with its audience."""
    return Explanation(**vars(campaign.explanation), for_whom=for_whom)


class PlanRow(BaseModel):
    """One advised campaign. Values missing in a folder from other tools are null.

    Expected values compare with doing nothing. Responses are associations in past sales, not
    causes.
    """

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    stock_code: str
    product_name: str
    predicted_7d_demand: float | None
    current_stock: int | None
    overstock_ratio: float | None = Field(description="Weeks of cover; null if demand is 0")
    objective: str
    target_cluster: str
    discount: float | None = Field(description="Percent; 0 means full price")
    unit_price: float | None
    unit_cost: float | None
    cost_source: str | None = Field(description="`uploaded` or `assumed`")
    stock_source: str | None = Field(description="`uploaded` or `simulated`")
    money_at_stake: float | None = Field(
        description="Expected gain, given up by doing nothing: margin plus value of cleared stock"
    )
    priority: int = Field(description="1 is highest")
    expected_units: float | None = None
    expected_units_p10: float | None = None
    expected_units_p90: float | None = None
    expected_revenue: float | None = None
    expected_revenue_p10: float | None = None
    expected_revenue_p90: float | None = None
    expected_margin: float | None = None
    expected_margin_p10: float | None = None
    expected_margin_p90: float | None = None
    expected_stock_cleared: float | None = Field(
        default=None, description="Excess units expected to be cleared"
    )
    expected_stock_cleared_p10: float | None = None
    expected_stock_cleared_p90: float | None = None
    p_gain: float | None = Field(
        default=None,
        description="Probability that the campaign pays on average; a single week may range from "
        "P10 to P90",
    )
    reason: str | None
    evidence: str | None = Field(default=None, description="Data the response is estimated from")
    explanation: Explanation | None = None


class PlanSummary(BaseModel):
    """The plan at a glance."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": "20110909T060000Z-a1b2c3",
                "rows": 1,
                "by_objective": {CLEAR_STOCK: 1},
                "by_segment": {REGULAR: 1},
                "with_discount": 1,
                "on_simulated_stock": 1,
                "on_assumed_cost": 1,
                "total_money_at_stake": 16.71,
                "currency": "USD",
                "candidates": 2900,
                "advice": "1 campaign of 2,900 products that could be promoted, 1 of them with a "
                "discount, is expected to bring USD 16.71 against doing nothing; nothing else "
                "meets the minimum gain.",
                "top": [_ROW],
                "assumptions": [],
            }
        }
    )

    snapshot: str
    rows: int
    by_objective: dict[str, int]
    by_segment: dict[str, int]
    with_discount: int = Field(description="Rows with a discount above 0")
    on_simulated_stock: int = Field(description="Rows whose stock is simulated, not uploaded")
    on_assumed_cost: int = Field(description="Rows whose unit cost is assumed, not uploaded")
    total_money_at_stake: float | None = Field(description="Null if unknown for every row")
    currency: str
    candidates: int | None = Field(
        default=None, description="Products that could be promoted; null if unknown"
    )
    advice: str | None = Field(description="The plan in one sentence")
    advice_statement: PlanStatement | None = Field(
        default=None, description="The advice as a code with its values; null if unknown"
    )
    top: list[PlanRow] = Field(description="The first rows by priority, at most ten")
    assumptions: list[StatedAssumption] = Field(description="Assumptions and limits of the plan")
