"""Schemas of the outcome endpoints."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from fleet.statements import Statement

Measures = dict[str, float | None]
_MEASURES: JsonDict = {
    "product_weeks": 3777,
    "units": 86408.0,
    "wape_median": 0.6412,
    "bias_median": -0.12,
    "wape_mean": 0.6934,
    "bias_mean": 0.012,
    "pinball_10": 0.0868,
    "pinball_90": 0.2511,
    "coverage_80": 0.81,
    "below_p10": 0.07,
    "above_p90": 0.12,
}
_SNAPSHOT = "20110909T060000Z-3f9a1c"
_CLASSES = "Measures per class of product: `all`, `top_1000` by revenue, `abc:A`, `trust:A`, …"


class OriginOutcome(BaseModel):
    """One forecast week and its actual sales."""

    origin: date = Field(description="First of the seven days")
    last_day: date
    classes: dict[str, Measures] = Field(description=_CLASSES)


class Waiting(BaseModel):
    """A forecast whose week the ledger doesn't cover yet."""

    origin: date
    complete_on: date = Field(description="From this day on the week can be scored")


class ScoredWeeks(BaseModel):
    """`demand_outcomes.json`: every forecast week and its actual sales."""

    origins: list[OriginOutcome] = Field(description="Newest first; at most 26")
    pooled: dict[str, Measures] = Field(description="All weeks combined, per class")
    waiting: list[Waiting] = Field(description="Forecasts whose week isn't over yet")


class DemandOutcomes(ScoredWeeks):
    """Every forecast week and its actual sales."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "origins": [
                    {
                        "origin": "2011-09-02",
                        "last_day": "2011-09-08",
                        "classes": {"all": _MEASURES, "trust:A": _MEASURES},
                    }
                ],
                "pooled": {"all": _MEASURES},
                "waiting": [{"origin": "2011-09-09", "complete_on": "2011-09-16"}],
                "note": None,
                "note_statement": None,
                "snapshot": _SNAPSHOT,
            }
        }
    )

    note: str | None = Field(description="Why there is no outcome yet; null if there is one")
    note_statement: Statement | None = Field(description="As a code with its values")
    snapshot: str


class WeekOutcome(BaseModel):
    """Forecast and actual sales of one product in one week."""

    origin: date
    mean: float
    p10: float
    p50: float
    p90: float
    trust: str
    units: float | None = Field(description="Units ordered in the week; null until it is over")
    inside: bool | None = Field(description="Whether actual units are between P10 and P90")


class ProductOutcomes(BaseModel):
    """The forecasts of one product and its actual sales."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "stock_code": "85123A",
                "product_name": "WHITE HANGING HEART T-LIGHT HOLDER",
                "weeks": [
                    {
                        "origin": "2011-09-02",
                        "mean": 312.5,
                        "p10": 141.02,
                        "p50": 288.4,
                        "p90": 521.7,
                        "trust": "B",
                        "units": 301.0,
                        "inside": True,
                    }
                ],
                "wape_median": 0.0419,
                "bias_mean": 0.0382,
                "coverage_80": 1.0,
                "note": None,
                "note_statement": None,
                "snapshot": _SNAPSHOT,
            }
        }
    )

    stock_code: str
    product_name: str
    weeks: list[WeekOutcome] = Field(description="Newest first; at most 26")
    wape_median: float | None = Field(
        description="Over all finished weeks; null if nothing was sold"
    )
    bias_mean: float | None
    coverage_80: float | None = Field(description="Share of the known weeks between P10 and P90")
    note: str | None = Field(description="Why there is no outcome yet; null if there is one")
    note_statement: Statement | None = Field(description="As a code with its values")
    snapshot: str
