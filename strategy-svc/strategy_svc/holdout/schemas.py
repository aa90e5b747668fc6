"""Requests and responses of measuring a campaign."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contract.fields import CustomerId
from contract.holdouts import MeasuredLift
from fleet.statements import Statement

WINDOW_DAYS = 28
"""A purchase within this many days of sending counts as a response to the campaign."""
ASSUMED_BASELINE = 0.05
"""Share of customers assumed to buy within the window anyway if no model estimates it."""
Ids = Annotated[list[CustomerId], Field(max_length=20_000)]


class MomentSums(BaseModel):
    """Sums over a group, of covariate x and outcome y."""

    model_config = ConfigDict(allow_inf_nan=False)

    n: int = Field(ge=0)
    x: float
    y: float
    xx: float
    yy: float
    xy: float


class AudienceSums(BaseModel):
    """Sums over the parts of the audience measured so far, by measure."""

    treated: dict[str, MomentSums] = Field(default_factory=dict[str, MomentSums])
    held_out: dict[str, MomentSums] = Field(default_factory=dict[str, MomentSums])


class MeasureRequest(BaseModel):
    """A part of a campaign's audience."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "sent_on": "2011-09-12",
                "days": 28,
                "treated": ["12347"],
                "held_out": ["12348"],
            }
        }
    )

    stock_code: str = Field(max_length=200)
    sent_on: date
    days: int = Field(
        default=WINDOW_DAYS, ge=1, le=366, description="Purchases of these days count"
    )
    treated: Ids
    held_out: Ids
    so_far: AudienceSums = AudienceSums()


class HoldoutResult(BaseModel):
    """A campaign compared with its holdout, up to the end of the ledger."""

    snapshot: str
    window_days: int
    sent_on: date
    until: date = Field(description="First day after the window")
    complete: bool = Field(description="Whether the sales data covers the whole window")
    customers: int
    held_out: int
    measures: dict[str, MeasuredLift | None] = Field(
        description="`buyers`: share that bought anything; `spend`: money; `product_buyers`: share "
        "that bought the product. Null where a group is too small"
    )
    sentence: str = Field(description="The result for `buyers`, in English")
    statements: dict[str, Statement] = Field(description="What each measure says, as a code")
    so_far: AudienceSums
