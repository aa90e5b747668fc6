"""Requests of the routes that change a campaign."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from campaign_svc.campaigns.schemas import Percent, SubmittedTemplate
from contract.fields import Note

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["9f86d081884c7d65" * 4])]


class NotedMove(BaseModel):
    """A status change with a note."""

    model_config = ConfigDict(json_schema_extra={"example": {"note": "Ready for a second look."}})

    note: Note = None


class Scheduling(NotedMove):
    """When to send it."""

    model_config = ConfigDict(json_schema_extra={"example": {"at": "2011-09-12T09:00:00Z"}})

    at: AwareDatetime


class Sending(NotedMove):
    """When it was sent, and which file."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"at": "2011-09-12T09:03:00Z", "file_sha256": "9f86d081884c7d65" * 4}
        }
    )

    at: AwareDatetime = Field(description="When it was sent")
    file_sha256: Sha256 = Field(
        description="SHA-256 of the audience file, as returned by the export"
    )


class Edit(NotedMove):
    """New texts; fields left out stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email_subject": "A quarter off the cakestand"}}
    )

    email_subject: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    email_body: Annotated[str, Field(min_length=1, max_length=100_000)] | None = None
    whatsapp_message: Annotated[str, Field(min_length=1, max_length=20_000)] | None = None
    whatsapp_template: SubmittedTemplate | None = None
    discount: Percent | None = None

    @model_validator(mode="after")
    def _something(self) -> "Edit":
        if not self.changes():
            raise ValueError("give at least one text or the discount to change")
        return self

    def changes(self) -> dict[str, object]:
        """What to change, under our names."""
        return self.model_dump(exclude={"note"}, exclude_none=True)


class Restoring(NotedMove):
    """Which version to go back to."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 1}})

    version: int = Field(ge=1)
