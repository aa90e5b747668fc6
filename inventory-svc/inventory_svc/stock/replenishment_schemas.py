"""Schemas of orders due, dead stock and probable lost sales."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

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
    money: float | None = Field(description="Value at unit cost; null if the cost is unknown")
    stock_source: str | None
    cost_source: str | None


class DeadProduct(BaseModel):
    """One product that is in stock and doesn't sell."""

    stock_code: str
    product_name: str
    days_since_last_sale: int | None = Field(description="Null if never sold")
    units: int = Field(description="Units on hand")
    money: float | None = Field(description="Value at unit cost; null if the cost is unknown")
    stock_source: str | None
    cost_source: str | None


class LostProduct(BaseModel):
    """One product that used to sell steadily and has stopped."""

    stock_code: str
    product_name: str
    silent_weeks: int | None
    current_stock: int | None
    units: int = Field(description="Units probably lost")
    money: float | None = Field(description="Value at the selling price")
    stock_source: str | None


class Replenishment(BaseModel):
    """Orders due, dead stock and probable lost sales. Totals cover all products."""

    products_to_order: int
    units_to_order: int
    order_value: float | None = Field(description="At unit cost; null without costs")
    money_bound: float | None = Field(description="In overstock units, at unit cost")
    dead_products: int
    dead_stock_value: float | None = Field(description="At unit cost; null without costs")
    lost_sales_products: int
    lost_sales_revenue: float | None = Field(description="At the selling price; an estimate")
    top_orders: list[OrderLine] = Field(description="The ten most expensive orders")
    top_dead: list[DeadProduct] = Field(
        description="The ten products with the most money in dead stock"
    )
    top_lost: list[LostProduct] = Field(
        description="The ten products with the most revenue probably lost"
    )
