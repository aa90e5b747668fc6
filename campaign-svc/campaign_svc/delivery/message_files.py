"""A campaign's texts as files for mail programs and the WhatsApp Business API."""

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from campaign_svc.campaigns.schemas import Campaign

_LETTERS = re.compile(r"[^a-z0-9]+")
_MAX_NAME = 512
_NOBODY = "customer@example.invalid"


def eml(campaign: Campaign) -> bytes:
    """An unsent email (RFC 5322) without a recipient, for a final check in a mail program."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = _one_line(campaign.email_subject)
    message["To"] = _NOBODY
    written_at = _date(campaign.generated_at)
    if written_at is not None:
        message["Date"] = written_at
    message["X-Campaign"] = _one_line(f"{campaign.id} version {campaign.version}")
    message.set_content(campaign.email_body or "")
    return message.as_bytes()


def _one_line(text: str | None) -> str:
    """The text on one line, so that line breaks in it can't add a header."""
    return " ".join((text or "").split())


def _date(moment: str | None) -> str | None:
    try:
        return format_datetime(datetime.fromisoformat(moment or ""))
    except ValueError:  # another program may have written something else
        return None


class _StoredVariable(BaseModel):
    number: int | None = None
    example: str | None = None


class _StoredTemplate(BaseModel):
    """A template as stored in campaigns; in another program's, any field may be missing."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    name: str | None = None
    language: str | None = None
    body: str | None = None
    variables: list[_StoredVariable] | None = None


def whatsapp_template(campaign: Campaign) -> dict[str, object]:
    """The request that registers a marketing template (Business Management API, templates).

    If the campaign has no template, its free text is used as one without variables.
    """
    own = _template_of(campaign)
    variables = sorted(own.variables or [], key=lambda variable: variable.number or 0)
    body: dict[str, object] = {"type": "BODY", "text": own.body or campaign.whatsapp_message}
    if variables:
        body["example"] = {"body_text": [[variable.example or "" for variable in variables]]}
    return {
        "name": own.name or template_name(campaign.id, campaign.version),
        "language": (own.language or campaign.language or "en").replace("-", "_"),
        "category": "MARKETING",
        "components": [body],
    }


def _template_of(campaign: Campaign) -> _StoredTemplate:
    try:
        return _StoredTemplate.model_validate(campaign.whatsapp_template or {})
    except ValidationError:  # another program may have stored something else
        return _StoredTemplate()


def template_name(campaign_id: str, version: int | None) -> str:
    """A name that the API accepts: lower-case letters, digits and underscores."""
    plain = _LETTERS.sub("_", campaign_id.lower()).strip("_")[: _MAX_NAME - 20] or "campaign"
    return f"{plain}_v{version or 0}"
