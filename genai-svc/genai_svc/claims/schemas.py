"""What the claims routes take and answer."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from fleet.sentences import render
from fleet.statements import statement
from genai_svc.claims.template_body import TemplateRule

_LINE = 400


class ShopLines(BaseModel):
    """Lines of the shop's own, which are not checked as claims."""

    name: str = Field(default="", max_length=_LINE)
    sign_off: str = Field(default="", max_length=_LINE)
    unsubscribe_line: str = Field(default="", max_length=_LINE)


class CheckedVariable(BaseModel):
    """A variable of a template body, with its example."""

    number: int
    name: str = Field(default="", max_length=200)
    example: str = Field(max_length=4096)


class CheckedTemplate(BaseModel):
    """A WhatsApp template body to check; what the copy routes answer is accepted as it is."""

    model_config = ConfigDict(extra="ignore")

    name: str | None = None
    body: str
    variables: list[CheckedVariable] = Field(default_factory=list[CheckedVariable], max_length=100)


class ClaimsRequest(BaseModel):
    """Texts, and the offer they may make. Other fields are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        allow_inf_nan=False,
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "product_name": "REGENCY CAKESTAND 3 TIER",
                "discount": 20,
                "language": "en",
                "email_subject": "For your table",
                "email_body": "Hello! Regency Cakestand 3 Tier is 25% off.",
                "whatsapp_message": "Regency Cakestand 3 Tier is 20% off.",
            }
        },
    )

    stock_code: str = Field(default="", max_length=200)
    product_name: str = Field(max_length=1000)
    discount: Decimal = Field(ge=0, le=100, decimal_places=20, description="Percent")
    language: str | None = Field(
        default=None, max_length=35, description="BCP 47; the shop's own language where left out"
    )
    shop: ShopLines | None = Field(default=None, description="The shop's settings where left out")
    internal_numbers: list[Decimal] | None = Field(
        default=None,
        max_length=100,
        description="Stock, demand, money: no text may tell them, other numbers may stand. Left "
        "out, no number may stand but the discount and those of the name",
    )
    email_subject: str
    email_body: str
    whatsapp_message: str
    whatsapp_template: CheckedTemplate | None = None


class ViolationAnswer(BaseModel):
    """One thing that is wrong."""

    field: str = Field(
        description="email_subject, email_body, whatsapp_message or whatsapp_template"
    )
    rule: str = Field(description="Stable name of the rule")
    text: str = Field(description="The words; of `template_body` what WhatsApp does not take")
    message: str = Field(description="What to do about it")
    reason: TemplateRule | None = Field(
        default=None, description="Of `template_body`: stable name of what WhatsApp does not take"
    )


class ClaimsAnswer(BaseModel):
    """Whether the texts may be used."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "ok": False,
                "product_name": "REGENCY CAKESTAND 3 TIER",
                "violations": [
                    {
                        "field": "email_body",
                        "rule": "percentage",
                        "text": "25%",
                        "message": render(statement("claim_percentage")),
                        "reason": None,
                    }
                ],
            }
        }
    )

    ok: bool
    product_name: str = Field(description="What the texts have to call the product")
    violations: list[ViolationAnswer]
