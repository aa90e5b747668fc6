from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from fleet.statements import Statement


class SectionAnswer(BaseModel):
    """One section: its data, or why there is none."""

    status: Literal["ok", "stale", "unavailable"]
    snapshot: str | None = Field(description="Null if the data doesn't come from a snapshot")
    age_seconds: float | None = Field(description="Age of the snapshot; null if unknown")
    reason: str | None = Field(description="Why it is stale or unavailable")
    statement: Statement | None = Field(
        default=None, description="The reason as a code with its values, if it has one"
    )
    data: dict[str, object] | None = Field(description="The service's summary")


class Dashboard(BaseModel):
    """Every section, and the snapshot the data comes from."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "snapshot": "20110909T060000.000000Z-a1b2c3",
                "generated_at": "2011-09-09T06:30:00Z",
                "sections": {
                    "copywriting": {
                        "status": "ok",
                        "snapshot": None,
                        "age_seconds": None,
                        "reason": None,
                        "statement": None,
                        "data": {
                            "provider": "template",
                            "model": "template",
                            "ready": True,
                            "circuit": "closed",
                            "languages": ["de", "en"],
                            "tones": ["friendly", "formal", "playful", "plain"],
                            "max_variants": 5,
                        },
                    },
                    "campaigns": {
                        "status": "unavailable",
                        "snapshot": None,
                        "age_seconds": None,
                        "reason": "campaign-svc cannot be reached.",
                        "statement": {
                            "code": "service_unreachable",
                            "values": {"service": "campaign-svc"},
                        },
                        "data": None,
                    },
                },
            }
        }
    )

    snapshot: str | None = Field(description="Newest snapshot used by any section")
    generated_at: datetime
    sections: dict[str, SectionAnswer]
