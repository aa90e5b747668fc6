"""Schemas of the copy endpoints."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from contract.copy_requests import MAX_VARIANTS, Tone
from contract.objectives import CLEAR_STOCK, Objective
from contract.segments import REGULAR, Segment

_EXAMPLE_TEXTS: JsonDict = {
    "email_subject": "20% off Regency Cakestand 3 Tier",
    "email_body": "Hello,\nIt is good to have you with us.\n\nRegency Cakestand 3 Tier is 20% off.",
    "whatsapp_message": "Hello, a quick note. Regency Cakestand 3 Tier is 20% off. Have a look!",
}
_EXAMPLE_TEMPLATE: JsonDict = {
    "name": None,
    "language": "en",
    "category": "MARKETING",
    "body": "Hello, a quick note. {{1}} is {{2}}% off. Have a look!",
    "variables": [
        {"number": 1, "name": "product_name", "example": "Regency Cakestand 3 Tier"},
        {"number": 2, "name": "discount_percent", "example": "20"},
    ],
}


class CopyRequest(BaseModel):
    """One campaign. Other fields, including stock and demand, are ignored and not passed on."""

    model_config = ConfigDict(
        extra="ignore",
        allow_inf_nan=False,
        json_schema_extra={
            "example": {
                "stock_code": "22423",
                "product_name": "REGENCY CAKESTAND 3 TIER",
                "objective": CLEAR_STOCK,
                "target_cluster": REGULAR,
                "discount": 20,
                "language": "en",
                "tone": "friendly",
                "variants": 1,
            }
        },
    )

    stock_code: str = Field(min_length=1, max_length=200)
    product_name: str = Field(max_length=1000, description="Names are cut to 80 characters")
    objective: Objective
    target_cluster: Segment
    discount: Decimal = Field(
        ge=0,
        le=100,
        decimal_places=20,  # any printed float that needs no exponent
        description="Percent; 0 means no discount is mentioned",
    )
    language: str | None = Field(
        default=None,
        max_length=35,
        description="BCP 47 tag; the shop's own language where left out. A language nobody here "
        "can check is refused",
    )
    tone: Tone | None = Field(default=None, description="Default: depends on the segment")
    variants: int = Field(default=1, ge=1, le=MAX_VARIANTS, description="Number of different texts")


class TemplateVariable(BaseModel):
    """A numbered variable of a template body."""

    number: int = Field(ge=1)
    name: str = Field(max_length=60, description="Name of the value")
    example: str = Field(max_length=200, description="Its value in this campaign")


class WhatsAppTemplate(BaseModel):
    """A marketing message template for the WhatsApp Business API."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE_TEMPLATE})

    name: str | None = Field(
        default=None, max_length=512, description="Lower-case letters, digits and underscores"
    )
    language: str = Field(max_length=35)
    category: Literal["MARKETING"] = "MARKETING"
    body: str = Field(max_length=4096, description="Text with variables {{1}}, {{2}} …")
    variables: list[TemplateVariable] = Field(
        default_factory=list[TemplateVariable], max_length=100
    )


class Variant(BaseModel):
    """One of the requested texts."""

    email_subject: str
    email_body: str = Field(description="Plain text; paragraphs are separated by an empty line")
    whatsapp_message: str
    whatsapp_template: WhatsAppTemplate


class TokenUsage(BaseModel):
    """Tokens used by the model's calls, as counted by the provider."""

    input: int
    output: int
    total: int


class CopyAnswer(Variant):
    """The texts (the first variant at the top level), and who wrote them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_EXAMPLE_TEXTS,
                "whatsapp_template": _EXAMPLE_TEMPLATE,
                "variants": [_EXAMPLE_TEXTS | {"whatsapp_template": _EXAMPLE_TEMPLATE}],
                "product_name": "REGENCY CAKESTAND 3 TIER",
                "language": "en",
                "tone": "friendly",
                "provider": "template",
                "model": "templates/en",
                "prompt_version": "en-2",
                "attempts": 0,
                "fallback_reason": "no key",
                "token_usage": None,
                "from_cache": False,
            }
        }
    )

    variants: list[Variant]
    product_name: str = Field(description="Product name as used in the copy")
    language: str
    tone: Tone | None
    provider: str = Field(description="`gemini`, `template`, or a LangChain provider by its name")
    model: str
    prompt_version: str
    attempts: int = Field(description="Calls of a model")
    fallback_reason: str | None = Field(
        description="Why the templates wrote it: no key, timeout, rate limited, daily quota spent, "
        "quota spent, server error, key refused, request refused, model unknown, unreachable, "
        "blocked, truncated, no JSON, failed check, circuit open, hostile name, busy, no time, "
        "client failed; null when the model wrote it"
    )
    token_usage: TokenUsage | None = Field(description="Null if no model was used")
    from_cache: bool = Field(default=False, description="Whether the answer comes from the cache")


class ProviderAnswer(BaseModel):
    """Who writes the copy now."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "provider": "gemini",
                "model": "gemini-3.5-flash-lite",
                "ready": True,
                "circuit": "closed",
                "languages": ["de", "en"],
                "tones": ["friendly", "formal", "playful", "plain"],
                "max_variants": 5,
            }
        }
    )

    provider: str
    model: str
    ready: bool = Field(description="False while the model's client is starting, or if that failed")
    circuit: Literal["closed", "open", "half-open"] = Field(
        description="Open: the provider was down and isn't called for a while"
    )
    languages: list[str] = Field(description="Languages copy can be written and checked in")
    tones: list[str]
    max_variants: int
