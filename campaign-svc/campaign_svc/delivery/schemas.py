"""Requests and responses of the delivery routes."""

from typing import Annotated, Final, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue

from campaign_svc.changes.schemas import NotedMove
from contract.fields import CustomerId
from contract.holdouts import HoldoutChoice
from contract.segments import REGULAR
from fleet.documents import Document
from fleet.statements import Statement

PART_SIZE: Final = 1000
"""Maximum number of customers staged in one request and stored in one document."""
Share = Annotated[float, Field(ge=0, le=1)]
_PROPOSAL: dict[str, JsonValue] = {
    "size": 300,
    "enough": True,
    "detectable": 0.0871,
    "sentence": "Keep 300 of 1,000 as a control group: that shows a rise from 40.0% to 50.0% in "
    "80 of 100 cases.",
    "statement": {
        "code": "holdout_proposed",
        "values": {"size": 300, "customers": 1000, "share": 0.4, "raised": 0.5},
    },
}


class HoldoutRequest(HoldoutChoice):
    """The approver's choice, and what the gateway expects without a campaign."""

    baseline: Share = Field(description="Share that buys anyway")
    baseline_source: str = Field(max_length=40, description="`model` or `assumed`")


class StagedAudience(BaseModel):
    """The members an audience is drawn from, staged before."""

    id: str = Field(min_length=1, max_length=700)
    snapshot: str = Field(max_length=200)
    segment: str = Field(max_length=200)
    members: int = Field(ge=0)
    baseline_buyers: int = Field(default=0, ge=0, description="Left out of the members beforehand")


class Approval(NotedMove):
    """The gateway's evidence for an approval."""

    violations: list[dict[str, JsonValue]] = Field(description="Of the claims check; must be none")
    offer: dict[str, JsonValue] = Field(description="As the live plan has it")
    changes: list[dict[str, JsonValue]] = Field(
        description="Compared with the offer the text was written for"
    )
    confirmed: bool = Field(description="Whether the approver has confirmed these changes")
    audience: StagedAudience
    holdout: HoldoutRequest


class Members(BaseModel):
    """Some of a segment's customers."""

    members: list[CustomerId] = Field(max_length=PART_SIZE)


class ProposalAnswer(BaseModel):
    """How many customers to hold out."""

    model_config = ConfigDict(json_schema_extra={"example": _PROPOSAL})

    size: int = Field(description="0 if the audience is too small")
    enough: bool
    detectable: float | None = Field(description="Smallest increase that is more than chance")
    sentence: str
    statement: Statement | None = Field(
        default=None, description="The sentence as a code with its values"
    )


class AudienceAnswer(BaseModel):
    """The frozen audience of an approved campaign, without customer ids."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "22423_Regular Customers~3~5f1c",
                "campaign_id": "22423_Regular Customers",
                "version": 2,
                "snapshot": "20110909T060000Z-a1b2c3",
                "segment": REGULAR,
                "frozen_at": "2011-09-09T08:45:00.000000Z",
                "members": 1020,
                "baseline_buyers": 12,
                "opted_out": 18,
                "forgotten": 2,
                "recipients": 700,
                "holdout": 300,
                "seed": "0f3a",
                "effect": 0.1,
                "baseline": 0.4,
                "baseline_source": "model",
                "proposal": _PROPOSAL,
            }
        }
    )

    id: str
    campaign_id: str
    version: int
    snapshot: str = Field(description="Snapshot the audience was taken from")
    segment: str
    frozen_at: str
    members: int = Field(
        description="Customers of the segment in that snapshot, without those who buy anyway"
    )
    # Audiences frozen by older versions call it `sure_buyers`.
    baseline_buyers: int = Field(
        default=0,
        validation_alias=AliasChoices("baseline_buyers", "sure_buyers"),
        description="Left out: they buy anyway",
    )
    opted_out: int
    forgotten: int
    recipients: int
    holdout: int
    seed: str = Field(description="Reproduces the holdout (SHA-256 of seed, newline, id)")
    effect: float
    baseline: float
    baseline_source: str
    proposal: ProposalAnswer

    @classmethod
    def of(cls, stored: Document) -> Self:
        """The audience from its document."""
        return cls.model_validate({**stored, "id": stored["_id"]})


class SentPeople(BaseModel):
    """A page of who was written to and who was held out."""

    sent_at: str
    recipients: list[str]
    holdout: list[str]
    next_cursor: str | None


class OptOutReason(BaseModel):
    """Why the customer opted out, or the source of the opt-out."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Unsubscribed by email"}})

    reason: str | None = Field(default=None, max_length=500)


class OptOut(BaseModel):
    """A customer who wants no campaigns."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "customer_id": "12347",
                "opted_out_at": "2011-09-09T08:45:00.000000Z",
                "by": "Ada",
                "reason": "Unsubscribed by email",
            }
        }
    )

    customer_id: str
    opted_out_at: str
    by: str
    reason: str | None

    @classmethod
    def of(cls, stored: Document) -> Self:
        """The opt-out from its document."""
        return cls.model_validate({**stored, "customer_id": stored["_id"]})


class ForgottenAnswer(BaseModel):
    """What was done for a customer who is to be forgotten."""

    model_config = ConfigDict(json_schema_extra={"example": {"audiences": 2}})

    audiences: int = Field(description="Frozen audiences the customer was removed from")
