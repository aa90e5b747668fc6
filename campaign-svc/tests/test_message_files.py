"""Files for spreadsheets, mail programs and the WhatsApp Business API."""

import csv
import email
import email.policy
import io
from typing import Any

import pytest

from campaign_svc.campaigns.records import campaign_of
from campaign_svc.campaigns.schemas import Campaign
from campaign_svc.delivery.message_files import eml, template_name, whatsapp_template
from campaign_svc.delivery.spreadsheet import csv_bytes, neutral


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_cells_are_escaped(start: str) -> None:
    """A cell that a spreadsheet would run gets a leading apostrophe; others are unchanged."""
    assert neutral(f"{start}cmd()") == f"'{start}cmd()"
    rows = list(csv.reader(io.StringIO(csv_bytes(["a"], [[f"{start}x"]]).decode(), newline="")))
    assert rows == [["a"], [f"'{start}x"]]
    assert neutral(f"x{start}") == f"x{start}"


CAMPAIGN: dict[str, Any] = {
    "_id": "a/b ü_VIP Customers",
    "email_subject": "Ünd jetzt\r\nBcc: eve@example.org 🎁",
    "email_body": "Hallo,\n\n20 % günstiger.\n" + "x" * 2000,
    "whatsapp_message": "Hallo!",
    "generatedAt": "2011-09-09T08:30:00.000000Z",
}


def _campaign(**fields: object) -> Campaign:
    return campaign_of({**CAMPAIGN, **fields}).model_copy(update={"version": 2})


def test_email_preview_is_valid() -> None:
    """Mail programs read subject and body unchanged, and no text can add a header."""
    message = email.message_from_bytes(eml(_campaign()), policy=email.policy.default)
    assert message["Subject"] == "Ünd jetzt Bcc: eve@example.org 🎁"
    assert message["Bcc"] is None
    assert message["X-Unsent"] == "1"
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == CAMPAIGN["email_body"]
    empty = _campaign(email_subject=None, email_body=None, generatedAt="once")
    assert email.message_from_bytes(eml(empty), policy=email.policy.default)["Date"] is None


def test_whatsapp_template_matches_the_api() -> None:
    """Numbered variables have examples in order; a free text is a template too."""
    variables = [
        {"number": 2, "name": "discount", "example": "20"},
        {"number": 1, "name": "product", "example": "CAKESTAND"},
    ]
    own = {"body": "{{1}} is {{2}}% off", "variables": variables}
    found = whatsapp_template(_campaign(whatsapp_template=own, language="en-GB"))
    assert found == {
        "name": "a_b_vip_customers_v2",
        "language": "en_GB",
        "category": "MARKETING",
        "components": [
            {
                "type": "BODY",
                "text": "{{1}} is {{2}}% off",
                "example": {"body_text": [["CAKESTAND", "20"]]},
            }
        ],
    }
    plain = whatsapp_template(_campaign(whatsapp_template=None))
    assert plain["components"] == [{"type": "BODY", "text": "Hallo!"}]
    foreign = whatsapp_template(_campaign(whatsapp_template={"variables": "none"}))
    assert foreign["components"] == plain["components"]
    assert len(template_name("x" * 900, 3)) <= 512
    assert template_name("🎁", None) == "campaign_v0"
