"""The claims check over HTTP, for whoever edits or approves."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from support.apps import serve_app

from genai_svc.main import create_app
from genai_svc.settings import Settings

GOOD = "Hello! Our Cake Stand is 20% off, just for you."
REQUEST: dict[str, Any] = {
    "stock_code": "22423",
    "product_name": "Cake Stand",
    "discount": 20,
    "email_subject": "For your table",
    "email_body": GOOD,
    "whatsapp_message": GOOD,
}
TEMPLATE: dict[str, Any] = {
    "language": "en",
    "category": "MARKETING",
    "body": "Hello! Our {{1}} is {{2}}% off, just for you.",
    "variables": [
        {"number": 1, "name": "product_name", "example": "Cake Stand"},
        {"number": 2, "name": "discount_percent", "example": "20"},
    ],
}


@pytest.fixture(name="client")
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(create_app(Settings())) as client:
        yield client


async def checked(client: httpx.AsyncClient, **changes: Any) -> set[tuple[str, str]]:
    response = await client.post("/v1/claims:check", json=REQUEST | changes)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["ok"] == (not answer["violations"])
    assert all(one["message"] for one in answer["violations"])
    return {(one["field"], one["rule"]) for one in answer["violations"]}


async def test_violations_name_field_and_rule(client: httpx.AsyncClient) -> None:
    """Clean copy is ok; a wrong percentage is reported with its field."""
    assert await checked(client) == set()
    assert await checked(client, email_body=f"{GOOD} Or 50% off!") == {("email_body", "percentage")}
    assert await checked(client, email_subject="Free!") == {("email_subject", "free")}


async def test_generated_copy_passes(client: httpx.AsyncClient) -> None:
    """A response of /v1/copy, template included, is clean in the language it was written in."""
    brief = {"objective": "Retention", "target_cluster": "VIP Customers", "language": "de"}
    written = (await client.post("/v1/copy", json=REQUEST | brief)).json()
    fields = ("email_subject", "email_body", "whatsapp_message", "whatsapp_template", "language")
    assert await checked(client, **{field: written[field] for field in fields}) == set()
    assert ("email_body", "language") in await checked(client, language="de")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, None),
        ({"body": "{{1}} is {{2}}% off, just for you, our friend."}, "template_body"),
        ({"body": "Hello! Our {{1}} {{2}}% off, just for you, our friend."}, "template_body"),
        ({"body": "Hello! Our {{1}} is {{3}}% off, just for you, friend."}, "template_body"),
        ({"body": "Hello {{1}}, {{2}}% off"}, "template_body"),
        ({"body": "Hello! Our {{1}} is {{2}}% off, or 50% for you."}, "percentage"),
        ({"variables": TEMPLATE["variables"][:1]}, "template_body"),
        ({"name": "Spring Sale"}, "template_body"),
        ({"name": "spring_sale_2"}, None),
    ],
)
async def test_template_bodies_follow_whatsapps_rules(
    client: httpx.AsyncClient, changes: dict[str, Any], rule: str | None
) -> None:
    """Variables are in order, with examples and text around them, and the claims hold."""
    found = await checked(client, whatsapp_template=TEMPLATE | changes)
    assert (("whatsapp_template", rule) in found) if rule else (found == set())


@pytest.mark.parametrize(
    ("changes", "reason", "text"),
    [
        ({"body": "Hi!\n\n\nOur {{1}} is {{2}}% off."}, "line_breaks", "more than two line breaks"),
        ({"body": "Hi! Our     {{1}} is {{2}}% off."}, "blanks", "more than four spaces"),
        ({"body": "Hi! Our\t{{1}} is {{2}}% off, friend."}, "tab", "a tab"),
        ({"body": TEMPLATE["body"] + "\u2600" * 11}, "emoji", "more than 10 emoji"),
        ({"body": TEMPLATE["body"] + " you" * 300}, "long", "more than 1,024 characters"),
        ({"body": "Hi! Our {{1}} is {{two}}% off."}, "variable_form", "number in double braces"),
        ({"body": "Hi! Our {{1}} is {{3}}% off."}, "variable_order", "not numbered 1, 2, 3"),
        ({"variables": TEMPLATE["variables"][:1]}, "examples", "variables without an example"),
        (
            {"variables": [TEMPLATE["variables"][0], TEMPLATE["variables"][1] | {"example": " "}]},
            "example_unusable",
            "a variable without a usable example: {{2}}",
        ),
        ({"body": "{{1}} is now {{2}}% off, friend."}, "variable_ends", "at the start or the end"),
        ({"body": "Hi! Our {{1}} {{2}}% off."}, "variables_adjacent", "side by side"),
        ({"body": "Hi! {{1}}, {{2}}% off"}, "words", "too few words"),
        ({"name": "Spring Sale"}, "name", "other than a-z, 0-9 and _"),
    ],
)
async def test_template_violations_are_named(
    client: httpx.AsyncClient, changes: dict[str, Any], reason: str, text: str
) -> None:
    """A violation in a template body is described in English and has a stable name."""
    template = TEMPLATE | changes
    response = await client.post("/v1/claims:check", json=REQUEST | {"whatsapp_template": template})
    found = {one["reason"]: one for one in response.json()["violations"]}
    assert found[reason]["rule"] == "template_body"
    assert found[reason]["message"] == "Change this: WhatsApp doesn't accept it in a template."
    assert text in found[reason]["text"]


async def test_internal_numbers_are_rejected(client: httpx.AsyncClient) -> None:
    """Without a list no other number is allowed; with one, only those on it are forbidden."""
    sized = f"{GOOD} It is 30 cm wide."
    assert await checked(client, email_body=sized) == {("email_body", "number")}
    assert await checked(client, email_body=sized, internal_numbers=[412]) == set()
    leaks = f"{GOOD} We have four hundred and twelve."
    assert await checked(client, email_body=leaks, internal_numbers=[412]) == {
        ("email_body", "number")
    }


async def test_shops_own_lines_are_not_claims(client: httpx.AsyncClient) -> None:
    """A link in the unsubscribe line is not a claim; the same link elsewhere is."""
    line = "Unsubscribe: https://shop.example/u"
    shop = {"unsubscribe_line": line}
    assert await checked(client, email_body=f"{GOOD}\n\n{line}", shop=shop) == set()
    assert ("email_body", "url") in await checked(client, email_body=f"{GOOD}\n\n{line}")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"discount": 120}, "discount"),
        ({"product_name": "\u202e", "stock_code": ""}, "product_name"),
        ({"email_body": None}, "email_body"),
    ],
)
async def test_uncheckable_request_is_rejected(
    client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    """An unsupported language or an invalid offer is a 422 that names the field."""
    answer = await client.post("/v1/claims:check", json=REQUEST | change)
    assert (answer.status_code, field in answer.json()["detail"]) == (422, True)
