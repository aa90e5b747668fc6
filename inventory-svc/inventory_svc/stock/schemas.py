"""Schemas of the stock endpoints for one product."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.inventory_statuses import OVERSTOCKED, InventoryStatus

StockSource = Literal["uploaded", "simulated"]
Abc = Literal["A", "B", "C"]
Xyz = Literal["X", "Y", "Z"]

ITEM: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "predicted_7d_demand": 312.5034,
    "current_stock": 640,
    "inventory_status": OVERSTOCKED,
    "stock_source": "simulated",
    "days_of_cover": 14.3,
    "unit_price": 2.95,
    "unit_cost": 2.065,
    "cost_source": "assumed",
    "lead_time_days": 7,
    "lead_time_source": "assumed",
    "pack_size": 12,
    "pack_source": "uploaded",
    "shelf_life_days": None,
    "supplier": "Kelly & Sons",
    "spread_source": "forecast",
    "safety_stock": 311.99,
    "reorder_point": 937,
    "suggested_order": 300,
    "stock_out_probability": 0.0312,
    "overstock_units": 0,
    "money_bound": 0.0,
    "abc": "A",
    "xyz": "Y",
    "days_since_last_sale": 1,
    "dead_stock": False,
    "silent_weeks": 0,
    "lost_sales_units": 0,
}


class InventoryContractRow(BaseModel):
    """One record of `GET /inventory`; more fields follow."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "StockCode": "85123A",
                "Predicted_7d_Demand": 312.5034,
                "Current_Stock": 640,
                "Inventory_Status": OVERSTOCKED,
                "ProductName": "WHITE HANGING HEART T-LIGHT HOLDER",
                "Stock_Source": "simulated",
                "Days_Of_Cover": 14.3,
                "Unit_Price": 2.95,
                "Unit_Cost": 2.065,
                "Cost_Source": "assumed",
            }
        },
    )

    StockCode: str
    Predicted_7d_Demand: float | None
    Current_Stock: int | None
    Inventory_Status: InventoryStatus
    ProductName: str


class InventoryItem(BaseModel):
    """Stock of one product; null where a flat folder has no value."""

    model_config = ConfigDict(json_schema_extra={"example": ITEM})

    stock_code: str
    product_name: str = Field(description="The stock code if the name is unknown")
    predicted_7d_demand: float | None = Field(description="Units of the next seven days")
    current_stock: int | None = Field(description="Units on hand")
    inventory_status: InventoryStatus = Field(
        description="Above 1.5 x demand OVERSTOCKED, below 0.8 x UNDERSTOCKED"
    )
    stock_source: str | None = Field(description="`uploaded`, or `simulated` by replay")
    days_of_cover: float | None = Field(description="Null if no demand is expected")
    unit_price: float | None
    unit_cost: float | None
    cost_source: str | None = Field(description="`uploaded`, or `assumed`: a share of the price")
    lead_time_days: int | None
    lead_time_source: str | None = Field(description="`uploaded` or `assumed`")
    pack_size: int | None = Field(description="Units an order is a multiple of")
    pack_source: str | None = Field(description="`uploaded` or `assumed`")
    shelf_life_days: int | None = Field(description="Null: no limit")
    supplier: str | None
    spread_source: str | None = Field(
        description="Whether demand variation comes from the `forecast` or is `assumed`"
    )
    safety_stock: float | None = Field(description="Reorder point less the expected demand, units")
    reorder_point: int | None = Field(
        description="Units needed to last for lead time and review period at the service level"
    )
    suggested_order: int | None = Field(
        description="Units to reach the reorder point, in whole packs, limited by shelf life"
    )
    stock_out_probability: float | None = Field(
        description="Probability that demand over the lead time exceeds stock on hand"
    )
    overstock_units: int | None = Field(
        description="Units beyond the overstock cover; stricter than OVERSTOCKED"
    )
    money_bound: float | None = Field(description="Overstock units at unit cost")
    abc: str | None = Field(description="By share of the last 365 days' revenue")
    xyz: str | None = Field(description="By variation of weekly units; null for a new product")
    days_since_last_sale: int | None
    dead_stock: bool | None = Field(description="In stock, but not sold in 13 weeks")
    silent_weeks: int | None = Field(
        description="Weeks without sales, after at least 13 weeks in a row with sales"
    )
    lost_sales_units: int | None = Field(description="Units probably lost in those weeks")


class InventoryAnswer(InventoryItem):
    """Stock of one product and the snapshot it was read from."""

    model_config = ConfigDict(
        json_schema_extra={"example": ITEM | {"snapshot": "20110909T060000Z-3f9a1c"}}
    )

    snapshot: str
