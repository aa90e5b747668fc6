"""What the demand endpoints take and answer."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

PRODUCT: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "predicted_7d_demand": 312.5034,
    "method": "weighted_mean_8_weeks",
}


class DemandContractRow(BaseModel):
    """One record of `GET /demand`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "StockCode": PRODUCT["stock_code"],
                "Predicted_7d_Demand": PRODUCT["predicted_7d_demand"],
                "ProductName": PRODUCT["product_name"],
            }
        }
    )

    StockCode: str
    Predicted_7d_Demand: float | None
    ProductName: str


class ProductDemand(BaseModel):
    """Expected demand of one product."""

    model_config = ConfigDict(json_schema_extra={"example": PRODUCT})

    stock_code: str
    product_name: str = Field(description="The stock code where no name is known")
    predicted_7d_demand: float | None = Field(
        description="Units expected to be ordered in the seven days from the as-of date; "
        "null where the file holds no usable number"
    )
    method: str | None = Field(
        description="The rule the number comes from; null where the file does not say"
    )


class DemandAnswer(ProductDemand):
    """Expected demand of one product, with the week it is for."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": PRODUCT
            | {
                "first_day": "2011-09-09",
                "last_day": "2011-09-15",
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    first_day: date | None = Field(description="First day of the week ahead; null if not known")
    last_day: date | None = Field(description="Last day of the week ahead; null if not known")
    snapshot: str


class DemandSummary(BaseModel):
    """The week ahead at a glance."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "first_day": "2011-09-09",
                "last_day": "2011-09-15",
                "total_units": 84127.3351,
                "products": 4557,
                "products_without_demand": 1739,
                "products_not_forecast": 0,
                "methods": {"weighted_mean_8_weeks": 2762, "silent_8_weeks": 1630},
                "top_products": [PRODUCT],
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    first_day: date | None
    last_day: date | None
    total_units: float = Field(description="Expected units of all products together")
    products: int
    products_without_demand: int = Field(description="Products whose expected demand is 0")
    products_not_forecast: int = Field(description="Products without a usable number")
    methods: dict[str, int] = Field(description="Products per rule; empty where not stated")
    top_products: list[ProductDemand] = Field(description="The ten with most expected units")
    snapshot: str
