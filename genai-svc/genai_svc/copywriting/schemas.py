"""What the copy routes take and answer."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from genai_svc.copywriting.brief import Objective, Segment


class CopyRequest(BaseModel):
    """One campaign. Other fields, stock and demand among them, are ignored and go nowhere."""

    model_config = ConfigDict(
        extra="ignore",
        allow_inf_nan=False,
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "product_name": "REGENCY CAKESTAND 3 TIER",
                "objective": "Clear Stock",
                "target_cluster": "Regular Customers",
                "discount": 20,
            }
        },
    )

    stock_code: str = Field(min_length=1, max_length=200)
    product_name: str = Field(max_length=1000, description="Longer ones are cut to 80 characters")
    objective: Objective
    target_cluster: Segment
    discount: Decimal = Field(
        ge=0,
        le=100,
        decimal_places=20,  # whatever a float prints, but nothing that needs an exponent
        description="Percent; 0 means no discount is mentioned",
    )


class CopyAnswer(BaseModel):
    """The texts, and who wrote them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "email_subject": "20% off Regency Cakestand 3 Tier",
                "email_body": "Hello,\n\nRegency Cakestand 3 Tier is 20% off at the moment.",
                "whatsapp_message": "Hello! Regency Cakestand 3 Tier is 20% off at the moment.",
                "provider": "template",
                "model": "templates/en",
                "prompt_version": "en-1",
                "attempts": 0,
                "fallback_reason": "no key",
            }
        }
    )

    email_subject: str
    email_body: str = Field(description="Plain text; paragraphs are parted by an empty line")
    whatsapp_message: str
    provider: str = Field(description="`gemini` or `template`")
    model: str
    prompt_version: str
    attempts: int = Field(description="Calls of a model")
    fallback_reason: str | None = Field(
        description="Why the templates wrote it: no key, timeout, rate limited, server error, "
        "key refused, request refused, model unknown, unreachable, blocked, truncated, no JSON, "
        "failed check, no time, client failed; null when the model wrote it"
    )


class ProviderAnswer(BaseModel):
    """Who writes the copy now."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"provider": "gemini", "model": "gemini-3.5-flash-lite", "ready": True}
        }
    )

    provider: str
    model: str
    ready: bool = Field(
        description="False while the model's client is being made, or if that failed"
    )
