"""The stock table, column by column."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.inventory_statuses import OVERSTOCKED

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
        "inventory_status": {"values": [OVERSTOCKED], "places": [0]},
        "stock_source": {"values": ["simulated"], "places": [0]},
        "cost_source": {"values": ["assumed"], "places": [0]},
        "abc": {"values": ["A"], "places": [0]},
        "xyz": {"values": ["Y"], "places": [0]},
        "dead_stock": {"values": [False], "places": [0]},
    },
}


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
    """A column with few distinct values."""

    values: list[str]
    places: list[int | None] = Field(description="Index of each product's value in `values`")


class CodedFlags(BaseModel):
    """The same for a column of true and false."""

    values: list[bool]
    places: list[int | None]


class TableCodes(BaseModel):
    """Columns with few distinct values."""

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
