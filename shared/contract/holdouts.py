"""What gateway, strategy-svc and campaign-svc send each other about holdouts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class HoldoutChoice(BaseModel):
    """The size of the holdout and the effect it should detect."""

    size: int | None = Field(
        default=None, ge=0, description="Customers to hold out; default: as proposed"
    )
    effect: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.02, description="Smallest increase in the share of buyers worth detecting"
    )


class MeasurementTerms(BaseModel):
    """How a campaign will be measured."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"window_days": 28, "assumed_baseline": 0.05}}
    )

    window_days: int = Field(description="A purchase within these days of sending counts")
    assumed_baseline: float = Field(
        description="Share expected to buy within the window anyway, where no model says"
    )


class MeasuredLift(BaseModel):
    """The difference between customers contacted and held out, per customer."""

    treated: float = Field(description="Mean of those written to")
    held_out: float = Field(description="Mean of the holdout")
    lift: float = Field(description="Difference, adjusted for earlier purchases (CUPED)")
    low: float = Field(description="95% confidence interval of it")
    high: float
    plain: float = Field(description="Difference, unadjusted")
    plain_low: float
    plain_high: float
    variance_kept: float = Field(
        description="Share of the unadjusted difference's variance that remains after adjusting"
    )
    detectable: float = Field(
        description="Smallest lift that would be detected with 80% probability"
    )
    significant: bool = Field(description="Whether the adjusted interval excludes 0")
