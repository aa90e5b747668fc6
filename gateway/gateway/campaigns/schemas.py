"""Requests and responses of the composed campaign routes."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contract.fields import Note
from contract.holdouts import HoldoutChoice, MeasuredLift
from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR
from fleet.sentences import render
from fleet.statements import Statement, statement

_STOCK = statement("offer_current_stock", was=310, now=120)
_CHANGE: dict[str, JsonValue] = {
    "field": "current_stock",
    "was": 310,
    "now": 120,
    "message": render(_STOCK),
    "statement": _STOCK.model_dump(),
}
_PROVEN = statement("lift_proven", money=False, low=0.002, high=0.112)
_FEW = statement("lift_few", least=10)


class ApprovalRequest(BaseModel):
    """An approval."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"note": "Fine with 25%.", "holdout": {"effect": 0.05}, "confirm": None}
        }
    )

    note: Note = None
    confirm: str | None = Field(
        default=None,
        max_length=64,
        description="If the offer has changed: `confirm` from the refused request or the preview",
    )
    holdout: HoldoutChoice = HoldoutChoice()


class EditRequest(BaseModel):
    """New texts; fields left out stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email_subject": "25% off the cakestand"}}
    )

    note: Note = None
    email_subject: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    email_body: Annotated[str, Field(min_length=1, max_length=100_000)] | None = None
    whatsapp_message: Annotated[str, Field(min_length=1, max_length=20_000)] | None = None
    whatsapp_template: dict[str, object] | None = Field(
        default=None, description="`body` and `variables` with `name` and `example`"
    )
    discount: Annotated[float, Field(ge=0, le=100, strict=True)] | None = None


class RestoreRequest(BaseModel):
    """Which version to go back to."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 1}})

    note: Note = None
    version: int = Field(ge=1)


class CampaignAnswer(BaseModel):
    """The current campaign; `GET /v1/campaigns/{campaign_id}` returns this and all other fields."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "id": "22423_Regular Customers",
                "version": 2,
                "status": "approved",
                "revision": 4,
                "allowed": ["schedule", "sent", "cancel", "edit"],
                "audience": "22423_Regular Customers~3~5f1c",
            }
        },
    )

    id: str
    version: int
    status: str
    revision: int
    allowed: list[str]
    audience: str | None


class CampaignLift(BaseModel):
    """What a sent campaign changed, measured against its random holdout."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "22423_Regular Customers",
                "window_days": 28,
                "snapshot": "20111010T060000Z-a1b2c3",
                "sent_on": "2011-09-12",
                "until": "2011-10-10",
                "complete": True,
                "customers": 700,
                "held_out": 300,
                "measures": {
                    "buyers": {
                        "treated": 0.46,
                        "held_out": 0.4,
                        "lift": 0.057,
                        "low": 0.002,
                        "high": 0.112,
                        "plain": 0.06,
                        "plain_low": -0.007,
                        "plain_high": 0.127,
                        "variance_kept": 0.68,
                        "detectable": 0.079,
                        "significant": True,
                    },
                    "spend": None,
                    "product_buyers": None,
                },
                "sentence": render(_PROVEN),
                "statements": {
                    "buyers": _PROVEN.model_dump(),
                    "spend": _FEW.model_dump(),
                    "product_buyers": _FEW.model_dump(),
                },
            }
        }
    )

    id: str
    window_days: int = Field(description="Purchases within these days of sending count")
    snapshot: str
    sent_on: date
    until: date = Field(description="First day after the window")
    complete: bool = Field(description="Whether the sales data covers the whole window")
    customers: int = Field(description="Customers the campaign was sent to")
    held_out: int
    measures: dict[str, MeasuredLift | None] = Field(
        description="`buyers`: share that bought anything; `spend`: money; `product_buyers`: share "
        "that bought the product. Null where a group has fewer than 10 customers"
    )
    sentence: str = Field(description="The result for `buyers`, in English")
    statements: dict[str, Statement] = Field(
        default_factory=dict[str, Statement],
        description="The result of each measure, as a code; empty with an older strategy-svc",
    )


class Offer(BaseModel):
    """A product's offer from plan and stock; unknown values are null."""

    model_config = ConfigDict(frozen=True)

    snapshot: str | None
    planned: bool = Field(description="False if the plan has no row for the product")
    objective: str | None
    target_cluster: str | None
    discount: float | int | None = Field(description="Percent")
    current_stock: float | int | None
    unit_price: float | int | None
    predicted_7d_demand: float | int | None
    stock_source: str | None


class OfferChange(BaseModel):
    """One change in an offer."""

    model_config = ConfigDict(json_schema_extra={"example": _CHANGE})

    field: str
    was: object
    now: object
    message: str = Field(description="The change in words, in English")
    statement: Statement | None = None


class ClaimViolation(BaseModel):
    """A claim the plan doesn't back."""

    model_config = ConfigDict(extra="allow")

    field: str
    rule: str
    text: str
    message: str


class HoldoutProposal(BaseModel):
    """How many customers to hold out."""

    size: int = Field(description="0 if the audience is too small")
    enough: bool
    detectable: float | None = Field(description="Smallest increase that is more than chance")
    sentence: str
    statement: Statement | None = Field(
        default=None, description="The sentence as a code with its values"
    )


class ApprovalPreview(BaseModel):
    """The checks and effects of approving a campaign."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "22423_Regular Customers",
                "allowed": True,
                "violations": [],
                "offer": {
                    "snapshot": "20110909T060000Z-a1b2c3",
                    "planned": True,
                    "objective": CLEAR_STOCK,
                    "target_cluster": REGULAR,
                    "discount": 25,
                    "current_stock": 120,
                    "unit_price": 12.75,
                    "predicted_7d_demand": 42.0,
                    "stock_source": "uploaded",
                },
                "changes": [_CHANGE],
                "confirm": "9f2c1ab04d7e5c66a1b2c3d4",
                "segment": REGULAR,
                "snapshot": "20110909T060000Z-a1b2c3",
                "members": 1000,
                "baseline_buyers": 12,
                "baseline": 0.4,
                "baseline_source": "model",
                "proposal": {
                    "size": 300,
                    "enough": True,
                    "detectable": 0.0871,
                    "sentence": "Keep 300 of 1,000 as a control group: …",
                },
            }
        }
    )

    id: str
    allowed: bool = Field(description="Whether it can be approved in its current status")
    violations: list[ClaimViolation] = Field(description="Of the claims check")
    offer: Offer = Field(description="From the live plan and stock")
    changes: list[OfferChange] = Field(
        description="Compared with the offer the text was written for"
    )
    confirm: str | None = Field(description="Send it with the approval to confirm these changes")
    segment: str
    snapshot: str
    members: int = Field(
        description="Customers of the segment, without those who buy anyway, before opt-outs"
    )
    baseline_buyers: int = Field(description="Left out: they buy anyway and need no discount")
    baseline: float = Field(description="Share expected to buy within 28 days anyway")
    baseline_source: str = Field(description="`model` or `assumed`")
    proposal: HoldoutProposal = Field(description="Suggested holdout")
