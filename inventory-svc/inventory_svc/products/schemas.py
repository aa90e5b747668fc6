"""Schemas of the product endpoints."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

Units = int | float
"""Units of goods: whole numbers, or decimals with three digits if sold by weight."""
PRODUCT: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "department": None,
    "category": None,
    "brand": None,
    "unit_price": 2.95,
    "shelf_price": None,
    "first_sold_at": "2009-12-01T07:45:00",
    "last_sold_at": "2011-09-08T17:01:00",
    "units_56d": 2530,
    "revenue_56d": 7012.25,
}


class Product(BaseModel):
    """One product in the sales data; null where a flat folder has no value."""

    model_config = ConfigDict(json_schema_extra={"example": PRODUCT})

    stock_code: str
    product_name: str = Field(description="The stock code if the name is unknown")
    department: str | None
    category: str | None
    brand: str | None
    unit_price: float | None = Field(
        description="Median price paid over the 56 days up to the last sale"
    )
    shelf_price: float | None = Field(description="Price before discounts, if known")
    first_sold_at: datetime | None
    last_sold_at: datetime | None
    units_56d: Units | None = Field(description="Units of the 56 days before the as-of date")
    revenue_56d: float | None = Field(description="Revenue in the same days")


class ProductAnswer(Product):
    """One product and the snapshot it was read from."""

    model_config = ConfigDict(
        json_schema_extra={"example": PRODUCT | {"snapshot": "20110909T060000Z-3f9a1c"}}
    )

    snapshot: str


class SoldWeek(BaseModel):
    """Seven days of one product, counted back from the as-of date."""

    first_day: date
    units: Units = Field(description="Units ordered")
    returned: Units = Field(description="Units of them that were returned")
    revenue: float = Field(description="Revenue of the units ordered")
    orders: int
    price: float | None = Field(description="Paid per unit, on average; null without a sale")
    shelf_price: float | None = Field(description="Price before discounts, if known")


class SoldDay(BaseModel):
    """One day of one product."""

    day: date
    units: Units


class SalesHistory(BaseModel):
    """Sales of one product; weeks and days without a sale are listed with 0."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "stock_code": "85123A",
                "as_of": "2011-09-09",
                "currency": "GBP",
                "snapshot": "20110909T060000Z-3f9a1c",
                "weeks": [
                    {
                        "first_day": "2011-09-02",
                        "units": 310,
                        "returned": 2,
                        "revenue": 914.5,
                        "orders": 41,
                        "price": 2.95,
                        "shelf_price": None,
                    }
                ],
                "days": [{"day": "2011-09-08", "units": 44}],
            }
        }
    )

    stock_code: str
    as_of: date
    currency: str
    snapshot: str
    weeks: list[SoldWeek] = Field(description="Oldest first; at most 104, from the first sale on")
    days: list[SoldDay] = Field(description="The last 28, oldest first")
