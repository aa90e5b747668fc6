"""What the plan's routes answer with."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Objective = Literal[
    "Clear Stock",
    "Customer Acquisition",
    "Maximize Profit",
    "Stability Revenue",
    "Win Back & Clear Stock",
    "Retention",
]
Segment = Literal[
    "VIP Customers",
    "Regular Customers",
    "New Customers",
    "At-Risk Customers",
    "Lost Customers",
]

_ROW: dict[str, JsonValue] = {
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "predicted_7d_demand": 42.0,
    "current_stock": 310,
    "overstock_ratio": 7.381,
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 25,
    "unit_price": 12.75,
    "unit_cost": 8.925,
    "cost_source": "assumed",
    "stock_source": "simulated",
    "money_at_stake": 504.26,
    "priority": 1,
    "reason": "310 in stock (simulated) for 42 expected to sell in 7 days: 226 units worth "
    "USD 2,017 at assumed cost beyond 2 weeks' cover, so offer 25% off (a deeper cut breaks "
    "the 5% margin on assumed cost) to Regular Customers (31% of its buyers, 1.3 times the average "
    "product).",
}
_CONTRACT_ROW: dict[str, JsonValue] = {
    "StockCode": "22423",
    "Predicted_7d_Demand": 42.0,
    "Current_Stock": 310,
    "OverstockRatio": 7.381,
    "Objective": "Clear Stock",
    "TargetCluster": "Regular Customers",
    "Target_Cluster": "Regular Customers",
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


class PlanRow(BaseModel):
    """One campaign that is advised. What a folder written by other tools lacks is null."""

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
    money_at_stake: float | None = Field(description="What doing nothing is expected to cost")
    priority: int = Field(description="1 first")
    reason: str | None


class PlanSummary(BaseModel):
    """The plan at a glance."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": "20110909T060000Z-a1b2c3",
                "rows": 1,
                "by_objective": {"Clear Stock": 1},
                "by_segment": {"Regular Customers": 1},
                "with_discount": 1,
                "on_simulated_stock": 1,
                "on_assumed_cost": 1,
                "total_money_at_stake": 504.26,
                "currency": "USD",
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
    top: list[PlanRow] = Field(description="The first rows by priority, at most ten")
    assumptions: list[dict[str, Any]] = Field(description="What the plan rests on and is bound by")
