"""Requests and responses of the campaign routes."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from contract.objectives import CLEAR_STOCK
from contract.segments import REGULAR

_COPY: dict[str, JsonValue] = {
    "email_subject": "25% off REGENCY CAKESTAND 3 TIER",
    "email_body": "Hello,\n\nthe Regency cakestand is 25% off this week. …",
    "whatsapp_message": "25% off the REGENCY CAKESTAND 3 TIER this week.",
    "stock_code": "22423",
    "objective": CLEAR_STOCK,
    "target_cluster": REGULAR,
    "discount": 25,
    "product_description": "REGENCY CAKESTAND 3 TIER",
    "generated_at": "2011-09-09T08:30:00.000000Z",
    "provider": "template",
    "model": None,
    "prompt_version": "1",
    "question": "9f2c1ab04d7e5c66",
    "inputs": {"offer": {"discount": 25, "current_stock": 310, "unit_price": 12.75}},
    "language": "en",
    "whatsapp_template": {
        "body": "Hello {{1}}, the REGENCY CAKESTAND 3 TIER is {{2}} off this week.",
        "variables": [
            {"name": "customer", "example": "Ada"},
            {"name": "discount", "example": "25%"},
        ],
    },
}
_CAMPAIGN: dict[str, JsonValue] = {
    "id": "22423_Regular Customers",
    **_COPY,
    "version": 2,
    "status": "draft",
    "author": "Ada",
    "origin": "generated",
    "saved_at": "2011-09-09T08:30:00.120000Z",
}
_STATE: dict[str, JsonValue] = {
    **_CAMPAIGN,
    "revision": 3,
    "newest_version": 2,
    "allowed": ["submit", "cancel", "edit"],
    "audience": None,
}
_HEADLINE: dict[str, JsonValue] = {
    name: _CAMPAIGN[name]
    for name in (
        "id",
        "stock_code",
        "product_description",
        "objective",
        "target_cluster",
        "discount",
        "generated_at",
        "provider",
        "version",
        "status",
    )
}
_RECORD: dict[str, JsonValue] = {
    "email_subject": _COPY["email_subject"],
    "email_body": _COPY["email_body"],
    "whatsapp_message": _COPY["whatsapp_message"],
    "StockCode": "22423",
    "Objective": CLEAR_STOCK,
    "TargetCluster": REGULAR,
    "Discount": 25,
    "ProductDescription": "REGENCY CAKESTAND 3 TIER",
    "generatedAt": _COPY["generated_at"],
    "provider": "template",
    "model": None,
    "prompt_version": "1",
    "version": 2,
    "status": "draft",
}


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Percent = Annotated[
    Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)], Field(ge=0, le=100)
]
Label = Annotated[str, Field(min_length=1, max_length=200)]


class SubmittedVariable(BaseModel):
    """A numbered variable of a submitted template."""

    number: int | None = Field(default=None, ge=1, description="Its place in the list if left out")
    name: Label
    example: str = Field(min_length=1, max_length=1_000)


class SubmittedTemplate(BaseModel):
    """A WhatsApp template to save; `{{1}}` and so on in its body stand for the variables."""

    name: Label | None = None
    language: Label | None = Field(default=None, description="BCP 47")
    body: str = Field(min_length=1, max_length=4_096)
    variables: list[SubmittedVariable] = Field(
        default_factory=list[SubmittedVariable], max_length=100
    )


class CampaignCopy(BaseModel):
    """A generated copy to save."""

    model_config = ConfigDict(json_schema_extra={"example": _COPY})

    email_subject: str = Field(min_length=1, max_length=2_000)
    email_body: str = Field(min_length=1, max_length=100_000)
    whatsapp_message: str = Field(min_length=1, max_length=20_000)
    stock_code: Label
    objective: Label
    target_cluster: Label
    discount: Percent
    product_description: str = Field(max_length=2_000)
    generated_at: Annotated[AwareDatetime, AfterValidator(_utc)]
    provider: Label
    model: Label | None = None
    prompt_version: Label | None = None
    question: Label = Field(description="Digest of everything the copy came from")
    inputs: dict[str, JsonValue] = Field(
        default_factory=dict, description="What the copy came from, in full"
    )
    language: Label | None = Field(default=None, description="BCP 47")
    whatsapp_template: SubmittedTemplate | None = None


class Headline(BaseModel):
    """One campaign in brief. Fields missing in older records are null."""

    model_config = ConfigDict(json_schema_extra={"example": _HEADLINE})

    id: str
    stock_code: str
    product_description: str | None
    objective: str | None
    target_cluster: str
    discount: float | int | None
    generated_at: str | None = Field(description="ISO 8601")
    provider: str | None
    version: int | None = Field(description="Null if written by a program without versions")
    status: str


class Campaign(Headline):
    """A campaign as it is stored. Fields missing in older records are null."""

    model_config = ConfigDict(json_schema_extra={"example": _CAMPAIGN})

    email_subject: str | None
    email_body: str | None
    whatsapp_message: str | None
    model: str | None
    prompt_version: str | None
    question: str | None
    inputs: dict[str, object]
    language: str | None
    whatsapp_template: dict[str, object] | None = Field(description="`body` and `variables`")
    author: str | None = Field(description="Who saved this version")
    origin: str | None = Field(description="generated, edited, restored or adopted")
    saved_at: str | None = Field(description="ISO 8601")


class CampaignState(Campaign):
    """A campaign and its place in the lifecycle."""

    model_config = ConfigDict(json_schema_extra={"example": _STATE})

    revision: int = Field(description="Changes so far; what If-Match compares")
    newest_version: int = Field(description="Higher than `version` while a draft is pending")
    allowed: list[str] = Field(description="Actions possible now")
    audience: str | None = Field(description="The frozen audience, once approved")


class ContractCampaign(BaseModel):
    """A saved record as outside programs know it."""

    model_config = ConfigDict(json_schema_extra={"example": _RECORD})

    email_subject: str
    email_body: str
    whatsapp_message: str
    StockCode: str
    Objective: str
    TargetCluster: str
    Discount: float | int | None = Field(description="Percent")
    ProductDescription: str
    generatedAt: str | None = Field(description="ISO 8601")  # noqa: N815 - the contract's name
    provider: str | None
    model: str | None
    prompt_version: str | None
    version: int | None
    status: str


class CampaignSummary(BaseModel):
    """The campaigns at a glance."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "total": 1,
                "by_objective": {CLEAR_STOCK: 1},
                "by_segment": {REGULAR: 1},
                "by_status": {"draft": 1},
                "latest": [_HEADLINE],
            }
        }
    )

    total: int
    by_objective: dict[str, int]
    by_segment: dict[str, int]
    by_status: dict[str, int]
    latest: list[Headline] = Field(description="Up to ten, the last generated first")
