"""What the stock endpoints take and answer."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

Status = Literal["OVERSTOCKED", "HEALTHY", "UNDERSTOCKED"]
StockSource = Literal["uploaded", "simulated"]
Abc = Literal["A", "B", "C"]
Xyz = Literal["X", "Y", "Z"]

ITEM: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "predicted_7d_demand": 312.5034,
    "current_stock": 640,
    "inventory_status": "OVERSTOCKED",
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
ORDER: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "supplier": "Kelly & Sons",
    "current_stock": 640,
    "reorder_point": 937,
    "stock_out_probability": 0.0312,
    "units": 300,
    "money": 619.5,
    "stock_source": "simulated",
    "cost_source": "assumed",
}
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

TABLE: JsonDict = {
    "snapshot": "20110909T060000Z-3f9a1c",
    "as_of": "2011-09-09",
    "rows": 1,
    "columns": {
        "stock_code": ["85123A"],
        "product_name": ["WHITE HANGING HEART T-LIGHT HOLDER"],
        "predicted_7d_demand": [312.5034],
        "current_stock": [640],
        "days_of_cover": [14.3],
        "stock_out_probability": [0.0312],
        "suggested_order": [300],
        "overstock_units": [0],
        "money_bound": [0.0],
        "unit_price": [2.95],
        "days_since_last_sale": [1],
        "lost_sales_units": [0],
    },
    "codes": {
        "inventory_status": {"values": ["OVERSTOCKED"], "places": [0]},
        "stock_source": {"values": ["simulated"], "places": [0]},
        "cost_source": {"values": ["assumed"], "places": [0]},
        "abc": {"values": ["A"], "places": [0]},
        "xyz": {"values": ["Y"], "places": [0]},
        "dead_stock": {"values": [False], "places": [0]},
    },
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
                "Inventory_Status": "OVERSTOCKED",
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
    Inventory_Status: Status
    ProductName: str


class InventoryItem(BaseModel):
    """Stock of one product; null where a flat folder does not say."""

    model_config = ConfigDict(json_schema_extra={"example": ITEM})

    stock_code: str
    product_name: str = Field(description="The stock code where no name is known")
    predicted_7d_demand: float | None = Field(description="Units of the next seven days")
    current_stock: int | None = Field(description="Units on hand")
    inventory_status: Status = Field(
        description="Above 1.5 x demand OVERSTOCKED, below 0.8 x UNDERSTOCKED"
    )
    stock_source: str | None = Field(description="`uploaded`, or `simulated` by replay")
    days_of_cover: float | None = Field(description="Null where no demand is expected")
    unit_price: float | None
    unit_cost: float | None
    cost_source: str | None = Field(description="`uploaded`, or `assumed`: a share of the price")
    lead_time_days: int | None
    lead_time_source: str | None = Field(description="`uploaded` or `assumed`")
    pack_size: int | None = Field(description="Units an order is a multiple of")
    pack_source: str | None = Field(description="`uploaded` or `assumed`")
    shelf_life_days: int | None = Field(description="Null: keeps without limit")
    supplier: str | None
    spread_source: str | None = Field(
        description="Whether the spread of demand is the `forecast`'s own, or `assumed`"
    )
    safety_stock: float | None = Field(description="Reorder point less the expected demand, units")
    reorder_point: int | None = Field(
        description="Units that last lead time and review period at the service level"
    )
    suggested_order: int | None = Field(
        description="Units up to the reorder point, in whole packs, sold before they spoil"
    )
    stock_out_probability: float | None = Field(
        description="That demand over the lead time exceeds the stock on hand"
    )
    overstock_units: int | None = Field(
        description="Units beyond the stated cover; stricter than OVERSTOCKED is"
    )
    money_bound: float | None = Field(description="Overstock units at unit cost")
    abc: str | None = Field(description="By share of the last 365 days' revenue")
    xyz: str | None = Field(description="By variation of weekly units; null for a new product")
    days_since_last_sale: int | None
    dead_stock: bool | None = Field(description="Stock on hand, and no sale in 13 weeks")
    silent_weeks: int | None = Field(description="Weeks of silence after 13 with sales in each")
    lost_sales_units: int | None = Field(description="Units probably lost in them")


class TableColumns(BaseModel):
    """One value per product in each, in the order of the codes."""

    stock_code: list[str]
    product_name: list[str]
    predicted_7d_demand: list[float | None]
    current_stock: list[int | None]
    days_of_cover: list[float | None]
    stock_out_probability: list[float | None]
    suggested_order: list[int | None]
    overstock_units: list[int | None]
    money_bound: list[float | None]
    unit_price: list[float | None]
    days_since_last_sale: list[int | None]
    lost_sales_units: list[int | None]


class CodedTexts(BaseModel):
    """A column of few different values."""

    values: list[str]
    places: list[int | None] = Field(description="Per product the place of its value in `values`")


class CodedFlags(BaseModel):
    """The same for a column of true and false."""

    values: list[bool]
    places: list[int | None]


class TableCodes(BaseModel):
    """The columns of few different values."""

    inventory_status: CodedTexts
    stock_source: CodedTexts
    cost_source: CodedTexts
    abc: CodedTexts
    xyz: CodedTexts
    dead_stock: CodedFlags


class InventoryTable(BaseModel):
    """Every product, column by column; `InventoryItem` says what each column means."""

    model_config = ConfigDict(json_schema_extra={"example": TABLE})

    snapshot: str
    as_of: date | None
    rows: int
    columns: TableColumns
    codes: TableCodes


class InventoryAnswer(InventoryItem):
    """Stock of one product and the snapshot it was read from."""

    model_config = ConfigDict(
        json_schema_extra={"example": ITEM | {"snapshot": "20110909T060000Z-3f9a1c"}}
    )

    snapshot: str


class RecentSales(BaseModel):
    """The four weeks before the as-of date."""

    orders: int
    units: int
    revenue: float = Field(description="Gross of later returns")
    revenue_net: float = Field(description="Net of what came back so far")


class KeyFigures(BaseModel):
    """The shop in a few numbers, each with where it comes from."""

    products: int
    units_on_hand: int
    stock_source: str | None = Field(
        description="`uploaded`, `simulated`, `mixed`, or null where the state does not say"
    )
    stock_value: float | None = Field(description="Units on hand at unit cost; null without costs")
    cost_source: str | None = Field(description="`uploaded`, `assumed`, `mixed`, or null")
    predicted_7d_demand: float = Field(description="Units of the next seven days, all products")
    last_28_days: RecentSales | None = Field(description="Null where the state does not say")


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
    cost_source: str | None = Field(description="Whether the cost behind `money` is assumed")


class StockAtRisk(BaseModel):
    """Where stock and demand do not fit. The totals are over all products, not just the top."""

    counts: dict[Status, int] = Field(description="Products per status")
    overstock_units: float = Field(description="Units above 1.5 x demand")
    overstock_value: float | None = Field(description="The same at unit cost")
    units_short: float = Field(description="Units missing to the week's demand")
    revenue_short: float | None = Field(description="The same at the selling price")
    top_overstocked: list[StockRisk] = Field(description="The ten with most money bound")
    top_understocked: list[StockRisk] = Field(description="The ten with most units missing")


class OrderLine(BaseModel):
    """One product to order."""

    model_config = ConfigDict(json_schema_extra={"example": ORDER})

    stock_code: str
    product_name: str
    supplier: str | None
    current_stock: int | None
    reorder_point: int | None
    stock_out_probability: float | None
    units: int = Field(description="Units to order, whole packs")
    money: float | None = Field(description="Those units at unit cost; null without a cost")
    stock_source: str | None
    cost_source: str | None


class DeadProduct(BaseModel):
    """One product that lies on the shelf and does not sell."""

    stock_code: str
    product_name: str
    days_since_last_sale: int | None = Field(description="Null where it never sold for money")
    units: int = Field(description="Units on hand")
    money: float | None = Field(description="Those units at unit cost; null without a cost")
    stock_source: str | None
    cost_source: str | None


class LostProduct(BaseModel):
    """One product that always sold and has fallen silent."""

    stock_code: str
    product_name: str
    silent_weeks: int | None
    current_stock: int | None
    units: int = Field(description="Units probably lost")
    money: float | None = Field(description="Those units at the selling price")
    stock_source: str | None


class Replenishment(BaseModel):
    """What to order, what lies dead, what was probably lost. Totals are over all products."""

    products_to_order: int
    units_to_order: int
    order_value: float | None = Field(description="At unit cost; null without costs")
    money_bound: float | None = Field(description="In overstock units, at unit cost")
    dead_products: int
    dead_stock_value: float | None = Field(description="At unit cost; null without costs")
    lost_sales_products: int
    lost_sales_revenue: float | None = Field(description="At the selling price; an estimate")
    top_orders: list[OrderLine] = Field(description="The ten orders of most money")
    top_dead: list[DeadProduct] = Field(description="The ten with most money in dead stock")
    top_lost: list[LostProduct] = Field(description="The ten with most revenue probably lost")


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
                    "counts": {"OVERSTOCKED": 2895, "HEALTHY": 1243, "UNDERSTOCKED": 370},
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

    as_of: date | None = Field(description="The morning these numbers are of; null if not known")
    currency: str
    key_figures: KeyFigures
    stock_at_risk: StockAtRisk
    replenishment: Replenishment | None = Field(description="Null where the state does not say")
    snapshot: str
