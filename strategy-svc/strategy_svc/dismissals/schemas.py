"""Requests and responses of the dismissal routes."""

from datetime import date, datetime
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from contract.segments import REGULAR, Segment
from fleet.sentences import name_of

ActionKind = Literal["promote", "order"]
DismissalReason = Literal["done", "numbers", "budget", "unwanted", "later"]
ActionIdentity = tuple[str, str, str | None, float]
_REASONS = "; ".join(
    f"`{reason}`: {name_of('dismissal_reason', reason)}" for reason in get_args(DismissalReason)
)
_ACTION: dict[str, JsonValue] = {
    "kind": "promote",
    "stock_code": "22423",
    "target_cluster": REGULAR,
    "amount": 15,
}
_ENTRY: dict[str, JsonValue] = {
    "id": "2011-09-09T08:30:00.120000Z-9f2c1ab0",
    "at": "2011-09-09T08:30:00.120000Z",
    "by": "Ada",
    "role": "planner",
    "snapshot": "20110909T060000Z-a1b2c3",
    "as_of": "2011-09-09",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "action": _ACTION,
    "dismissed": True,
    "reason": "later",
}


class Action(BaseModel):
    """An action advised for a product; a different amount makes it a different action."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _ACTION})

    kind: ActionKind
    stock_code: str = Field(min_length=1, max_length=200)
    target_cluster: Segment | None = Field(default=None, description="Of a promotion; else null")
    amount: float = Field(
        ge=0, le=1e12, description="A promotion's discount in percent; an order's units"
    )

    @model_validator(mode="after")
    def _require_audience(self) -> Self:
        if (self.target_cluster is not None) != (self.kind == "promote"):
            raise ValueError("target_cluster is required for `promote` and not allowed for `order`")
        return self

    @property
    def identity(self) -> ActionIdentity:
        """The fields that identify an action."""
        return self.kind, self.stock_code, self.target_cluster, self.amount


class DismissalRequest(BaseModel):
    """Which action to dismiss, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"action": _ACTION, "reason": "later"}}
    )

    action: Action
    reason: DismissalReason = Field(description=_REASONS)


class UndoRequest(BaseModel):
    """Which dismissal to undo."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"action": _ACTION}})

    action: Action


class DismissalEntry(BaseModel):
    """A dismissal or its undoing; entries never change."""

    model_config = ConfigDict(populate_by_name=True, json_schema_extra={"example": _ENTRY})

    id: str = Field(validation_alias="_id")
    at: datetime
    by: str
    role: str
    snapshot: str = Field(description="Snapshot that was live at the time")
    as_of: date | None
    product_name: str
    action: Action
    dismissed: bool = Field(description="False if the dismissal was undone")
    reason: str | None = Field(description="Null if the dismissal was undone")


class CurrentDismissals(BaseModel):
    """Actions currently dismissed."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"snapshot": _ENTRY["snapshot"], "items": [_ENTRY]}}
    )

    snapshot: str
    items: list[DismissalEntry] = Field(
        description="Newest first, from the last 1,000 entries of the week"
    )
