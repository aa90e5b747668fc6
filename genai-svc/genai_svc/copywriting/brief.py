"""The input and output of a copywriter. Stock and demand are deliberately left out."""

import hashlib
from dataclasses import astuple, dataclass, field
from decimal import Decimal

from pydantic import BaseModel, Field

from contract.copy_requests import Tone
from contract.objectives import Objective
from contract.segments import Segment
from genai_svc.claims.claims_check import Offer, Violation, check_claims
from genai_svc.claims.languages import languages


class CopyText(BaseModel):
    """The three texts of a campaign."""

    email_subject: str = Field(description="Subject line of the email, at most 78 characters")
    email_body: str = Field(description="Plain text of the email, at most 150 words")
    whatsapp_message: str = Field(description="WhatsApp message, at most 1024 characters")


@dataclass(frozen=True)
class ShopProfile:
    """The shop's name, voice and lines; all may be empty.

    Attributes:
        name: The shop's name.
        voice: Description of the brand's voice, for the model.
        sign_off: Last line of the email.
        unsubscribe_line: Last line of email and message; may contain a link.
    """

    name: str = ""
    voice: str = ""
    sign_off: str = ""
    unsubscribe_line: str = ""

    def signed(self, text: CopyText) -> CopyText:
        """The copywriter's text with the shop's lines added."""
        body = [text.email_body.rstrip(), self.sign_off, self.unsubscribe_line]
        message = [text.whatsapp_message.rstrip(), self.unsubscribe_line]
        return CopyText(
            email_subject=text.email_subject,
            email_body="\n\n".join(part for part in body if part),
            whatsapp_message="\n\n".join(part for part in message if part),
        )


@dataclass(frozen=True)
class Brief:
    """The task of writing copy for one campaign.

    Attributes:
        product_name: Cleaned, one line, at most 80 characters.
        objective: The campaign's objective.
        target_cluster: The target segment.
        discount: Percent.
        language: Code of a folder in `languages/`.
        tone: None: depends on the segment.
        variants: Number of texts, 1 to 5.
        shop: The shop's name, voice and lines.
        hidden_part: The part of a hostile name that copy must not repeat.
    """

    product_name: str
    objective: Objective
    target_cluster: Segment
    discount: Decimal
    language: str = "en"
    tone: Tone | None = None
    variants: int = 1
    shop: ShopProfile = field(default_factory=ShopProfile)
    hidden_part: str = ""

    @property
    def percent(self) -> str:
        """The discount without trailing zeros: 20.00 is 20, 12.50 is 12.5."""
        digits = f"{self.discount:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    @property
    def percent_as_written(self) -> str:
        """The discount in the language's notation: `12.5%`, `12,5 %`."""
        language = languages()[self.language]
        return self.percent.replace(".", language.decimal) + language.sign

    @property
    def offer(self) -> Offer:
        """What the copy may claim."""
        own = (self.shop.unsubscribe_line, self.shop.sign_off, self.shop.name)
        return Offer(
            self.product_name,
            self.discount,
            self.language,
            tuple(filter(None, own)),
            hidden_part=self.hidden_part,
        )

    def digest(self, *provenance: str) -> str:
        """A digest that is equal for equal requests to the same writer."""
        return hashlib.sha256(repr((astuple(self), self.percent, provenance)).encode()).hexdigest()


def violations_of(text: CopyText, brief: Brief) -> list[Violation]:
    """All violations in a text that includes the shop's lines."""
    return check_claims(text.email_subject, text.email_body, text.whatsapp_message, brief.offer)


class CopyFailedError(Exception):
    """The copywriter couldn't deliver usable copy.

    Attributes:
        reason: A short reason.
        outage: Whether the whole budget was spent on timeouts and server errors.
    """

    def __init__(self, reason: str, *, outage: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outage = outage


@dataclass
class ModelUsage:
    """The cost of one request so far, also if it ends early.

    Attributes:
        calls: Number of model calls.
        input_tokens: As counted by the provider.
        output_tokens: As counted by the provider, including thinking.
        responded: Whether the provider sent anything other than a timeout or a server error.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    responded: bool = False
