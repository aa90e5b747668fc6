"""Schemas of the claims endpoints."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from fleet.sentences import render
from fleet.statements import statement
from genai_svc.claims.template_body import TemplateRule

_LINE = 400


class ShopLines(BaseModel):
    """The shop's own lines, which aren't checked as claims."""

    name: str = Field(default="", max_length=_LINE)
    sign_off: str = Field(default="", max_length=_LINE)
    unsubscribe_line: str = Field(default="", max_length=_LINE)


class CheckedVariable(BaseModel):
    """A variable of a template body, with its example."""

    number: int
    name: str = Field(default="", max_length=200)
    example: str = Field(max_length=4096)


class CheckedTemplate(BaseModel):
    """A WhatsApp template body to check, as the copy routes return it."""

    model_config = ConfigDict(extra="ignore")

    name: str | None = None
    body: str
    variables: list[CheckedVariable] = Field(default_factory=list[CheckedVariable], max_length=100)


class ClaimsRequest(BaseModel):
    """Texts to check, and the offer they may mention. Other fields are ignored."""

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
        description="Stock, demand and money figures that no text may mention; other numbers are "
        "allowed. Without it, only the discount and numbers in the product name are allowed",
    )
    email_subject: str
    email_body: str
    whatsapp_message: str
    whatsapp_template: CheckedTemplate | None = None


class ViolationAnswer(BaseModel):
    """One problem found."""

    field: str = Field(
        description="email_subject, email_body, whatsapp_message or whatsapp_template"
    )
    rule: str = Field(description="Stable name of the rule")
    text: str = Field(
        description="The text concerned; for `template_body`, the part WhatsApp doesn't accept"
    )
    message: str = Field(description="What to do about it")
    reason: TemplateRule | None = Field(
        default=None, description="For `template_body`: stable name of what WhatsApp doesn't accept"
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
    product_name: str = Field(description="The name the texts must use for the product")
    violations: list[ViolationAnswer]
