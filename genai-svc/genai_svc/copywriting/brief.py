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
    """Who speaks.

    Attributes:
        name: Of the shop; may be empty, as all here.
        voice: How the brand speaks, for the model.
        sign_off: Last line of the email.
        unsubscribe_line: Ends email and message; may hold a link.
    """

    name: str = ""
    voice: str = ""
    sign_off: str = ""
    unsubscribe_line: str = ""

    def signed(self, text: CopyText) -> CopyText:
        """The copywriter's text with the shop's own lines."""
        body = [text.email_body.rstrip(), self.sign_off, self.unsubscribe_line]
        message = [text.whatsapp_message.rstrip(), self.unsubscribe_line]
        return CopyText(
            email_subject=text.email_subject,
            email_body="\n\n".join(part for part in body if part),
            whatsapp_message="\n\n".join(part for part in message if part),
        )


@dataclass(frozen=True)
class Brief:
    """One campaign to write for.

    Attributes:
        product_name: Clean, on one line, at most 80 characters.
        objective: What the campaign is for.
        target_cluster: The segment it addresses.
        discount: Percent.
        language: Code of a folder in `languages/`.
        tone: None: the segment decides.
        variants: How many texts, 1 to 5.
        shop: Who speaks.
        hidden_part: The part of a hostile name that copy may not repeat.
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
        """The discount as the language writes it: `12.5%`, `12,5 %`."""
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
        """Equal for equal requests to the same writer."""
        return hashlib.sha256(repr((astuple(self), self.percent, provenance)).encode()).hexdigest()


def violations_of(text: CopyText, brief: Brief) -> list[Violation]:
    """What is wrong with a text to which the shop's lines have been added."""
    return check_claims(text.email_subject, text.email_body, text.whatsapp_message, brief.offer)


class CopyFailedError(Exception):
    """A copywriter has failed to deliver.

    Attributes:
        reason: A word or two.
        outage: The whole budget was spent on timeouts and server errors.
    """

    def __init__(self, reason: str, *, outage: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outage = outage


@dataclass
class Tally:
    """What one request has cost so far; also read when it ends early.

    Attributes:
        calls: Of the model.
        input_tokens: As the provider counts them.
        output_tokens: The same, thinking included.
        responded: The provider has sent something other than a timeout or a server error.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    responded: bool = False
