"""Key figures and stock at risk."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.inventory_statuses import HEALTHY, OVERSTOCKED, UNDERSTOCKED, InventoryStatus
from inventory_svc.stock.replenishment_schemas import ORDER, Replenishment

RISK: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "predicted_7d_demand": 312.5034,
    "current_stock": 640,
    "days_of_cover": 14.3,
    "units": 171.2,
    "money": 353.53,
    "stock_source": "simulated",
    "cost_source": "assumed",
}


class RecentSales(BaseModel):
    """The four weeks before the as-of date."""

    orders: int
    units: int
    revenue: float = Field(description="Before later returns")
    revenue_net: float = Field(description="After returns so far")


class KeyFigures(BaseModel):
    """The shop in a few numbers, each with its source."""

    products: int
    units_on_hand: int
    stock_source: str | None = Field(
        description="`uploaded`, `simulated`, `mixed`, or null if unknown"
    )
    stock_value: float | None = Field(description="Units on hand at unit cost; null without costs")
    cost_source: str | None = Field(description="`uploaded`, `assumed`, `mixed`, or null")
    predicted_7d_demand: float = Field(description="Units of the next seven days, all products")
    last_28_days: RecentSales | None = Field(description="Null if the snapshot has no such data")


class StockRisk(BaseModel):
    """One product whose stock is too high or too low."""

    model_config = ConfigDict(json_schema_extra={"example": RISK})

    stock_code: str
    product_name: str
    predicted_7d_demand: float
    current_stock: int
    days_of_cover: float | None
    units: float = Field(
        description="Units above 1.5 x demand, or units missing to the week's demand"
    )
    money: float | None = Field(
        description="Those units at cost where there are too many, at the selling price where "
        "they are missing; null without prices"
    )
    stock_source: str | None
    cost_source: str | None = Field(description="Where the cost behind `money` comes from")


class StockAtRisk(BaseModel):
    """Where stock and demand don't match. The totals are over all products, not just the top."""

    counts: dict[InventoryStatus, int] = Field(description="Products per status")
    overstock_units: float = Field(description="Units above 1.5 x demand")
    overstock_value: float | None = Field(description="Value at unit cost")
    units_short: float = Field(description="Units missing to meet the week's demand")
    revenue_short: float | None = Field(description="Value at the selling price")
    top_overstocked: list[StockRisk] = Field(
        description="The ten products with the most money tied up"
    )
    top_understocked: list[StockRisk] = Field(
        description="The ten products with the most units missing"
    )


class InventorySummary(BaseModel):
    """Key figures and stock at risk, as the dashboard shows them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "as_of": "2011-09-09",
                "currency": "GBP",
                "key_figures": {
                    "products": 4508,
                    "units_on_hand": 321281,
                    "stock_source": "simulated",
                    "stock_value": 423176.56,
                    "cost_source": "assumed",
                    "predicted_7d_demand": 97383.47,
                    "last_28_days": {
                        "orders": 1283,
                        "units": 363485,
                        "revenue": 628762.22,
                        "revenue_net": 625702.71,
                    },
                },
                "stock_at_risk": {
                    "counts": {OVERSTOCKED: 2895, HEALTHY: 1243, UNDERSTOCKED: 370},
                    "overstock_units": 190000.5,
                    "overstock_value": 250000.12,
                    "units_short": 9000.25,
                    "revenue_short": 12000.4,
                    "top_overstocked": [RISK],
                    "top_understocked": [],
                },
                "replenishment": {
                    "products_to_order": 1337,
                    "units_to_order": 146467,
                    "order_value": 190250.4,
                    "money_bound": 131803.46,
                    "dead_products": 446,
                    "dead_stock_value": 9120.35,
                    "lost_sales_products": 24,
                    "lost_sales_revenue": 4210.75,
                    "top_orders": [ORDER],
                    "top_dead": [],
                    "top_lost": [],
                },
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    as_of: date | None = Field(description="Day these numbers refer to; null if unknown")
    currency: str
    key_figures: KeyFigures
    stock_at_risk: StockAtRisk
    replenishment: Replenishment | None = Field(description="Null if the snapshot has no such data")
    snapshot: str
