"""What a copywriter is told, and what it writes. Stock and demand are none of its business."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import BaseModel, Field

from fleet.errors import InvalidInput
from genai_svc.claims.claims_check import Offer
from genai_svc.claims.invisible import printable

Objective = Literal[
    "Clear Stock",
    "Customer Acquisition",
    "Maximize Profit",
    "Stability Revenue",
    "Win Back & Clear Stock",
    "Retention",
]
Segment = Literal[
    "VIP Customers",
    "Regular Customers",
    "New Customers",
    "At-Risk Customers",
    "Lost Customers",
]
MAX_NAME_CHARACTERS = 80


class CopyText(BaseModel):
    """The three texts of a campaign."""

    email_subject: str = Field(description="Subject line of the email, at most 78 characters")
    email_body: str = Field(description="Plain text of the email, at most 150 words")
    whatsapp_message: str = Field(description="WhatsApp message, at most 1024 characters")


@dataclass(frozen=True)
class Brief:
    """One campaign to write for.

    Attributes:
        product_name: Clean, on one line, at most 80 characters.
        objective: What the campaign is for.
        target_cluster: Whom it addresses.
        discount: Percent.
    """

    product_name: str
    objective: Objective
    target_cluster: Segment
    discount: Decimal

    @property
    def percent(self) -> str:
        """The discount as people write it: 20.00 is 20, 12.50 is 12.5."""
        digits = f"{self.discount:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    @property
    def offer(self) -> Offer:
        """What the copy may claim."""
        return Offer(self.product_name, self.discount)


class Copywriter(Protocol):
    """Gemini and the templates."""

    @property
    def provider(self) -> str:
        """`gemini` or `template`."""
        ...

    @property
    def model(self) -> str:
        """The model, or the folder of texts."""
        ...

    @property
    def prompt_version(self) -> str:
        """Changes with the prompt or the texts."""
        ...

    async def write(self, brief: Brief, seconds: float) -> CopyText:
        """Write within `seconds`.

        Raises:
            CopyFailedError: no usable text came; says why in a word or two.
        """
        ...


class CopyFailedError(Exception):
    """A copywriter has not delivered.

    Attributes:
        reason: A word or two.
        requested: Whether a model was asked at all.
    """

    def __init__(self, reason: str, *, requested: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.requested = requested


def product_label(product_name: str, stock_code: str) -> str:
    """The name as copy may show it; the code where the name holds nothing to see.

    Raises:
        InvalidInput: neither holds a character that can be shown.
    """
    for text in (product_name, stock_code):
        label = _shortened(printable(text))
        if any(unicodedata.category(character)[0] in "LNPS" for character in label):
            return label
    raise InvalidInput(
        "product_name and stock_code hold no character that can be shown; give a name."
    )


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    return name[: MAX_NAME_CHARACTERS - 1].rstrip() + "…"
