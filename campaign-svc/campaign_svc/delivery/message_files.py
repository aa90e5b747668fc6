"""A campaign's texts as the files that mail programs and the WhatsApp Business API take."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

_LETTERS = re.compile(r"[^a-z0-9]+")
_MAX_NAME = 512
_NOBODY = "customer@example.invalid"


def eml(campaign: Mapping[str, Any]) -> bytes:
    """An unsent email (RFC 5322) to nobody, as mail programs open it for a last look.

    Args:
        campaign: Under our names.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = _one_line(campaign["email_subject"])
    message["To"] = _NOBODY
    written_at = _date(campaign.get("generated_at"))
    if written_at is not None:
        message["Date"] = written_at
    message["X-Campaign"] = _one_line(f"{campaign['id']} version {campaign['version']}")
    message.set_content(campaign["email_body"] or "")
    return message.as_bytes()


def _one_line(text: str | None) -> str:
    """Headers hold no line breaks; a text that has some cannot add a header of its own."""
    return " ".join((text or "").split())


def _date(moment: str | None) -> str | None:
    try:
        return format_datetime(datetime.fromisoformat(moment or ""))
    except ValueError:  # another program's idea of a date
        return None


def whatsapp_template(campaign: Mapping[str, Any]) -> dict[str, Any]:
    """The request that registers a marketing template (Business Management API, templates).

    Without a template of its own the campaign's free text is one without variables.
    """
    own: dict[str, Any] = campaign.get("whatsapp_template") or {}
    body: dict[str, Any] = {"type": "BODY", "text": own.get("body") or campaign["whatsapp_message"]}
    variables: list[dict[str, Any]] = own.get("variables") or []
    variables = sorted(variables, key=lambda variable: variable.get("number") or 0)
    examples = [str(variable.get("example") or "") for variable in variables]
    if examples:
        body["example"] = {"body_text": [examples]}
    return {
        "name": own.get("name") or template_name(campaign["id"], campaign["version"]),
        "language": (own.get("language") or campaign.get("language") or "en").replace("-", "_"),
        "category": "MARKETING",
        "components": [body],
    }


def template_name(campaign_id: str, version: int | None) -> str:
    """A name as the API takes it: lower-case letters, digits and underscores."""
    plain = _LETTERS.sub("_", campaign_id.lower()).strip("_")[: _MAX_NAME - 20] or "campaign"
    return f"{plain}_v{version or 0}"
