"""The request and the answer of a simulation."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.plan.schemas import PlanRow

_TOTALS: dict[str, JsonValue] = {
    "campaigns": 12,
    "with_discount": 3,
    "gain": 77.66,
    "discount_cost": 12.4,
    "units": {"mean": 103.2, "p10": 61.0, "p90": 149.8},
    "revenue": {"mean": 301.7, "p10": 180.2, "p90": 433.0},
    "margin": {"mean": 61.2, "p10": 35.1, "p90": 92.6},
    "stock_cleared": {"mean": 24.4, "p10": 6.0, "p90": 46.1},
}


class SimulationRequest(BaseModel):
    """Settings to try; the others keep their defaults."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "settings": {
                    "max_discount": 20,
                    "margin_floor": 0.1,
                    "discount_budget": 200,
                    "locked": [
                        {"stock_code": "1044078", "discount": 10},
                        {"stock_code": "995242", "exclude": True},
                    ],
                },
                "rows": 100,
            }
        },
    )

    settings: PlanSettings = Field(default_factory=PlanSettings)
    rows: int = Field(
        default=100, ge=0, le=1000, description="Maximum number of campaigns to return"
    )


class Range(BaseModel):
    """A total over the plan compared with doing nothing, with its 80% range."""

    mean: float
    p10: float
    p90: float


class Totals(BaseModel):
    """Totals of a plan. The campaigns' forecast errors are assumed independent."""

    model_config = ConfigDict(json_schema_extra={"example": _TOTALS})

    campaigns: int
    with_discount: int
    gain: float = Field(description="Expected gain: margin plus value of cleared stock")
    discount_cost: float | None = Field(description="Expected cost of discounts")
    units: Range
    revenue: Range
    margin: Range
    stock_cleared: Range


class Change(BaseModel):
    """A product whose campaign differs between the two plans; null: no campaign."""

    stock_code: str
    discount_now: float | None
    discount_simulated: float | None
    target_now: str | None
    target_simulated: str | None


class Simulation(BaseModel):
    """The plan under the requested settings, next to the current plan."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": "20110909T060000Z-a1b2c3",
                "currency": "USD",
                "advice": "12 campaigns of 2900 products that could be promoted, 3 of them with a "
                "discount, are expected to bring 77.66 against doing nothing.",
                "solver": "HiGHS",
                "gap": 0.0,
                "now": _TOTALS,
                "simulated": _TOTALS,
                "rows": [],
                "changes": [],
            }
        }
    )

    snapshot: str
    currency: str
    advice: str
    solver: str
    gap: float = Field(description="Largest possible distance from the best plan, as a share")
    now: Totals
    simulated: Totals
    rows: list[PlanRow] = Field(description="The simulated plan, best first")
    changes: list[Change] = Field(description="Differences from the current plan")
