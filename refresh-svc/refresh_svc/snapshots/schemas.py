"""The response about a restored snapshot."""

from pydantic import BaseModel, ConfigDict, Field


class Restored(BaseModel):
    """The snapshot that is live now."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "live": "20261115T060000.000000Z-3f9a1c",
                "before": "20261122T060000.000000Z-0a1b2c",
            }
        }
    )

    live: str
    before: str | None = Field(description="The snapshot that was live before")
