"""Schemas of the demand endpoints."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

PRODUCT: JsonDict = {
    "stock_code": "85123A",
    "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
    "predicted_7d_demand": 312.5034,
    "method": "gradient_boosting",
    "trust": "B",
    "p10": 141.02,
    "p50": 288.4,
    "p90": 521.7,
    "days": [60.1, 0.0, 41.2, 52.7, 55.0, 54.9, 48.6034],
}


_MOVING: JsonDict = {"usual": 201.25, "weeks": [180, 233, 190, 214, 199, 171, 240, 195]}


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
    product_name: str = Field(description="The stock code if the name is unknown")
    predicted_7d_demand: float | None = Field(
        description="Units expected to be ordered in the seven days from the as-of date; "
        "null where the file holds no usable number"
    )
    method: str | None = Field(
        description="The rule behind the number; null if the file doesn't state it"
    )
    trust: str | None = Field(
        description="From the product's own error in recent weeks whose forecasts had not seen "
        "them, sum of absolute errors per unit sold: A at most 0.35, B at most 0.65, C above; "
        "`none` where a fallback gave the number or nothing was sold; null where not stated"
    )
    p10: float | None = Field(description="10% of weeks are below this")
    p50: float | None = Field(description="Median")
    p90: float | None = Field(description="10% of weeks are above this")
    days: list[float] | None = Field(
        description="Expected units by day, 0 on closed days; null if not given"
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
                "methods": {"gradient_boosting": 3479, "silent_8_weeks": 939},
                "trust": {"A": 69, "B": 498, "C": 2075, "none": 1866},
                "top_products": [PRODUCT],
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    first_day: date | None
    last_day: date | None
    total_units: float = Field(description="Expected units of all products")
    products: int
    products_without_demand: int = Field(description="Products whose expected demand is 0")
    products_not_forecast: int = Field(description="Products without a usable number")
    methods: dict[str, int] = Field(description="Products per rule; empty where not stated")
    trust: dict[str, int] = Field(description="Products per trust grade; empty where not stated")
    top_products: list[ProductDemand] = Field(
        description="The ten products with the most expected units"
    )
    snapshot: str


class MeasuredAccuracy(BaseModel):
    """`backtest.json`: forecast accuracy on weeks the models hadn't seen."""

    kind: str = Field(
        description="`calibration`: the recent weeks a refresh keeps from its models; `backtest`: "
        "rolling origins, each forecast afresh"
    )
    origins: list[date] = Field(description="First days of the forecast weeks")
    classes: dict[str, dict[str, float | None]] = Field(
        description="Measures per class of product (`all`, `top_1000` by revenue, `abc:A`, "
        "`trust:A`, `volume:1-4` expected units …); empty where there was too little history"
    )
    compared: list[dict[str, str | float | None]] = Field(
        default_factory=list[dict[str, str | float | None]],
        description="The model and the simple methods, one record each; empty for a calibration",
    )
    intervals: list[dict[str, str | float | None]] = Field(
        default_factory=list[dict[str, str | float | None]],
        description="The 80 % interval and simple ones; empty for a calibration",
    )


class DemandAccuracy(MeasuredAccuracy):
    """How accurate past forecasts were."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "kind": "calibration",
                "origins": ["2011-08-12", "2011-08-19", "2011-08-26", "2011-09-02"],
                "classes": {
                    "all": {
                        "product_weeks": 13916,
                        "units": 402311.0,
                        "wape_median": 0.6412,
                        "bias_median": -0.21,
                        "wape_mean": 0.6934,
                        "bias_mean": 0.012,
                        "pinball_10": 0.0868,
                        "pinball_90": 0.2511,
                        "coverage_80": 0.84,
                        "below_p10": 0.07,
                        "above_p90": 0.09,
                    }
                },
                "compared": [
                    {
                        "forecast": "median_8_weeks",
                        "wape": 0.6818,
                        "bias": -0.285,
                        "rmsse": 0.8921,
                        "wape_top": 0.6158,
                        "bias_top": -0.221,
                    }
                ],
                "intervals": [
                    {
                        "interval": "model",
                        "pinball_10": 0.0868,
                        "pinball_90": 0.2511,
                        "coverage_80": 0.84,
                        "below_p10": 0.07,
                        "above_p90": 0.09,
                    }
                ],
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    snapshot: str


class MovingDepartment(BaseModel):
    """A department's week ahead and its usual week, in units."""

    department: str
    usual: float = Field(description="Units of a week, mean of the last four")
    expected: float = Field(description="Units of the week ahead")


class MovingProduct(ProductDemand):
    """A product whose week ahead differs a lot from its usual week."""

    model_config = ConfigDict(json_schema_extra={"example": PRODUCT | _MOVING})

    usual: float = Field(description="Units of a week, mean of the last four")
    weeks: list[int] = Field(description="Units sold in each of the last eight weeks, oldest first")


class ProductWeeks(BaseModel):
    """A product in `demand_moves.json`: its usual week, and its last eight weeks."""

    stock_code: str
    usual: float
    weeks: list[int]


class DemandChangesFile(BaseModel):
    """`demand_moves.json`: what differs most between the week ahead and a usual week."""

    weeks: list[date]
    units: list[int]
    departments: list[MovingDepartment]
    rising: list[ProductWeeks]
    falling: list[ProductWeeks]


class DemandMoves(BaseModel):
    """Where demand changes."""

    weeks: list[date] = Field(description="First days of the weeks before, oldest first")
    units: list[int] = Field(description="Units sold in each of `weeks`, all products together")
    departments: list[MovingDepartment] = Field(
        description="Largest departments first; empty if the ledger names no departments"
    )
    rising: list[MovingProduct] = Field(
        description="Graded products expected to sell more than usual, largest increase first"
    )
    falling: list[MovingProduct] = Field(
        description="Graded products expected to sell less than usual, largest decrease first"
    )
    snapshot: str
