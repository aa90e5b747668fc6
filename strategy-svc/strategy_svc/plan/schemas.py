"""What the plan's routes answer with."""

from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR
from strategy_svc.wording.statements import AdviceCode, RowCode

_EXPLANATION: dict[str, JsonValue] = {
    "facts": [
        "310 in stock (simulated), 7.4 weeks' cover: 226 units beyond 2 weeks.",
        "In its own history, 1% off the price went with 2.6% more units (80% range 2.2 to 3.0).",
        "Margin USD +3.10 (80% range USD -9.00 to USD +18.40) and 6.1 units of excess freed.",
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
    ProductName: str = Field(description="The code where no name is known")


class PlanStatement(BaseModel):
    """A sentence as a code with its numbers, to be written in any language.

    Shares are fractions of 1, discounts percent, amounts money. A code that is not listed comes
    from another version: show the English sentence that stands beside it.
    """

    code: Annotated[
        str, Field(json_schema_extra={"enum": [*get_args(RowCode), *get_args(AdviceCode)]})
    ]
    values: dict[str, float | str | bool | None]


class ExplanationStatements(BaseModel):
    """Every sentence of an explanation as a code with its numbers, in the sentences' order."""

    currency: str = Field(description="ISO code of the amounts")
    reason: PlanStatement
    facts: list[PlanStatement]
    next_best: PlanStatement
    what_would_change: list[PlanStatement]


class NextBest(BaseModel):
    """The best thing to do instead; no discount means doing nothing."""

    discount: int | None
    target_cluster: str | None
    gain: float = Field(description="Expected against doing nothing, in the plan's currency")
    p_gain: float | None
    sentence: str


class SegmentTakers(BaseModel):
    """How a segment would answer."""

    segment: str
    customers: int
    expected_to_buy: float = Field(description="Of all of them, with the offer")


class ForWhom(BaseModel):
    """Who is expected to take it. Propensity, not uplift."""

    learned_from: str = Field(description="`campaigns` that had finished, or `affinity`")
    customers: int = Field(description="Of the target segment")
    offered: int = Field(description="Of them, without those who buy anyway")
    expected_to_take: float = Field(description="Sum of their propensity")
    expected_to_buy: float = Field(description="Of those offered, with the offer")
    expected_to_buy_anyway: float = Field(description="Of those offered, without it")
    sure_buyers_left_out: int = Field(description="Buy anyway: the discount would lose money")
    saved_by_leaving_out: float = Field(description="What it would have lost on them")
    by_segment: list[SegmentTakers] = Field(description="Most expected buyers first")
    sentence: str


class Explanation(BaseModel):
    """Why, in numbers that are the plan's own."""

    facts: list[str] = Field(description="The three facts that decided: stock, response, money")
    next_best: NextBest
    what_would_change: list[str]
    statements: ExplanationStatements | None = Field(
        default=None, description="The sentences as codes; null in snapshots of older versions"
    )
    for_whom: ForWhom | None = Field(
        default=None, description="Null in what-if and where no customer is known"
    )


class PlanRow(BaseModel):
    """One campaign that is advised. What a folder written by other tools lacks is null.

    Everything expected is against doing nothing. Responses are associations in past sales, not
    causes.
    """

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    stock_code: str
    product_name: str
    predicted_7d_demand: float | None
    current_stock: int | None
    overstock_ratio: float | None = Field(description="Weeks of cover; null at demand 0")
    objective: str
    target_cluster: str
    discount: float | None = Field(description="Percent; 0 means full price")
    unit_price: float | None
    unit_cost: float | None
    cost_source: str | None = Field(description="`uploaded` or `assumed`")
    stock_source: str | None = Field(description="`uploaded` or `simulated`")
    money_at_stake: float | None = Field(
        description="Gain expected: margin and the value of stock cleared; forgone by doing nothing"
    )
    priority: int = Field(description="1 first")
    expected_units: float | None = None
    expected_units_p10: float | None = None
    expected_units_p90: float | None = None
    expected_revenue: float | None = None
    expected_revenue_p10: float | None = None
    expected_revenue_p90: float | None = None
    expected_margin: float | None = None
    expected_margin_p10: float | None = None
    expected_margin_p90: float | None = None
    expected_stock_cleared: float | None = Field(default=None, description="Units of excess")
    expected_stock_cleared_p10: float | None = None
    expected_stock_cleared_p90: float | None = None
    p_gain: float | None = Field(
        default=None,
        description="Probability that the expected gain is above 0, so that it pays on average; a "
        "single week varies as P10 and P90 say",
    )
    reason: str | None
    evidence: str | None = Field(default=None, description="What the response rests on")
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
                "clears the bar.",
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
    total_money_at_stake: float | None = Field(description="Null where no row tells it")
    currency: str
    candidates: int | None = Field(
        default=None, description="Products that could be promoted; null where nobody counted"
    )
    advice: str | None = Field(description="The plan in a sentence; saying little is advice too")
    advice_statement: PlanStatement | None = Field(
        default=None, description="The advice as a code with its numbers; null where not known"
    )
    top: list[PlanRow] = Field(description="The first rows by priority, at most ten")
    assumptions: list[dict[str, Any]] = Field(description="What the plan rests on and is bound by")
