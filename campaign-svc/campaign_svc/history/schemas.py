"""Responses of the routes on a campaign's history."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

_ENTRY: dict[str, JsonValue] = {
    "revision": 3,
    "at": "2011-09-09T08:45:00.000000Z",
    "by": "Grace",
    "role": "approver",
    "action": "approve",
    "status": "approved",
    "version": 2,
    "saved_version": None,
    "note": "Fine with 25%.",
    "facts": {"own_work": False},
}


class AuditEntry(BaseModel):
    """One recorded change."""

    model_config = ConfigDict(json_schema_extra={"example": _ENTRY})

    revision: int
    at: str = Field(description="ISO 8601, UTC")
    by: str
    role: str
    action: str
    status: str = Field(description="After it")
    version: int = Field(description="Version shown after the change")
    saved_version: int | None = Field(description="The version it saved, if any")
    note: str | None
    facts: dict[str, object]


class Piece(BaseModel):
    """A run of words found in both versions or in only one."""

    kind: str = Field(description="same, removed or added")
    text: str


class FieldDifference(BaseModel):
    """One field that differs; for texts, word by word."""

    field: str
    before: object
    after: object
    pieces: list[Piece] | None = Field(description="Null if the field isn't text")


class Comparison(BaseModel):
    """What differs between two versions."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "22423_Regular Customers",
                "before": 1,
                "after": 2,
                "differences": [
                    {
                        "field": "email_subject",
                        "before": "20% off",
                        "after": "25% off",
                        "pieces": [
                            {"kind": "removed", "text": "20%"},
                            {"kind": "added", "text": "25%"},
                            {"kind": "same", "text": " off"},
                        ],
                    }
                ],
            }
        }
    )

    id: str
    before: int
    after: int
    differences: list[FieldDifference]
