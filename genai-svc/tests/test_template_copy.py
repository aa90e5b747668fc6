"""Copy from templates, over HTTP and on names of every kind."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from itertools import product
from typing import Any, get_args

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet.errors import InvalidInput
from fleet.settings import SettingsError, load_settings
from fleet.testing.apps import serve_app
from genai_svc.claims.claims_check import check_claims
from genai_svc.copywriting.brief import Brief, Objective, Segment, product_label
from genai_svc.copywriting.templates import TemplateWriter
from genai_svc.main import create_app
from genai_svc.settings import Settings

WRITER = TemplateWriter()
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
REQUEST = {
    "stock_code": "22423",
    "product_name": "REGENCY CAKESTAND 3 TIER",
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 20,
}


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GEMINI_MODEL", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="client")
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(create_app(Settings())) as client:
        yield client


@pytest.mark.parametrize(("objective", "segment"), list(product(OBJECTIVES, SEGMENTS)))
def test_every_objective_and_segment_has_copy_at_every_discount(
    objective: Objective, segment: Segment
) -> None:
    """Thirty combinations at five discounts, each passing the check and deterministic."""
    for discount in map(Decimal, ("0", "5", "12.50", "20.0", "100")):
        brief = Brief("Cake Stand", objective, segment, discount)
        text = WRITER.fill(brief)
        assert text == WRITER.fill(brief)
        fields = (text.email_subject, text.email_body, text.whatsapp_message)
        assert check_claims(*fields, brief.offer) == []
        assert ("%" in text.email_body) == (discount > 0)


def test_objectives_and_segments_read_differently() -> None:
    """No two combinations share a body, and no two objectives a subject."""
    bodies = {
        WRITER.fill(Brief("Cake Stand", o, s, Decimal(20))).email_body
        for o, s in product(OBJECTIVES, SEGMENTS)
    }
    subjects = {
        WRITER.fill(Brief("Cake Stand", o, SEGMENTS[0], Decimal(20))).email_subject
        for o in OBJECTIVES
    }
    assert (len(bodies), len(subjects)) == (30, 6)


@settings(max_examples=100, deadline=None)
@given(
    name=st.text(max_size=1000),
    objective=st.sampled_from(OBJECTIVES),
    segment=st.sampled_from(SEGMENTS),
    discount=st.sampled_from([0.0, 5.0, 12.5, 20.0, 0.01]),
)
@example("10% Niacinamide", "Clear Stock", "VIP Customers", 10.0)
@example("{{ greeting }} {% raw %}", "Retention", "At-Risk Customers", 0.0)
@example("<script>alert(1)</script>", "Retention", "Lost Customers", 5.0)
@example("\u202eevil\u2066 \r\n Bcc: x@y.z", "Clear Stock", "New Customers", 20.0)
@example("a " * 500, "Clear Stock", "New Customers", 20.0)
@example("5%", "Clear Stock", "New Customers", 5.0)
@example("\u0301", "Clear Stock", "New Customers", 5.0)
@example("ŉ" * 90, "Win Back & Clear Stock", "New Customers", 5.0)
def test_any_name_gives_valid_copy(
    name: str, objective: Objective, segment: Segment, discount: float
) -> None:
    """Whatever Unicode a product is called, its template copy passes the check."""
    brief = Brief(product_label(name, "22423"), objective, segment, Decimal(str(discount)))
    text = WRITER.fill(brief)
    fields = (text.email_subject, text.email_body, text.whatsapp_message)
    assert check_claims(*fields, brief.offer) == []


def test_a_name_without_anything_to_show_is_refused() -> None:
    """When neither name nor code can be shown, the sentence says so."""
    with pytest.raises(InvalidInput, match="no character that can be shown"):
        product_label("\u200b\u202e", "\x07")


def test_shouted_names_are_calmed_and_others_left_alone() -> None:
    """Capitals of a till's catalogue are set in title case; the maker's own spelling stays."""
    for name, shown in [("WHITE T-LIGHT", "White T-light"), ("iPhone CASE", "iPhone CASE")]:
        text = WRITER.fill(Brief(name, "Retention", "VIP Customers", Decimal(0)))
        assert shown in text.email_body


async def test_without_a_key_templates_write_and_say_so(client: httpx.AsyncClient) -> None:
    """The answer names its provider, its version, and why no model wrote it."""
    answer = (await client.post("/v1/copy", json=REQUEST | {"Current_Stock": 4711})).json()
    assert answer["email_subject"] == "20% off Regency Cakestand 3 Tier"
    assert {k: answer[k] for k in ("provider", "model", "prompt_version")} == {
        "provider": "template",
        "model": "templates/en",
        "prompt_version": "en-1",
    }
    assert (answer["attempts"], answer["fallback_reason"]) == (0, "no key")
    assert "4711" not in str(answer)
    provider = (await client.get("/v1/copy/provider")).json()
    assert provider == {"provider": "template", "model": "templates/en", "ready": True}
    assert (await client.get("/health/ready")).status_code == 200


async def test_discount_zero_is_a_value(client: httpx.AsyncClient) -> None:
    """At 0 there is copy, and it states no percentage."""
    answer = (await client.post("/v1/copy", json=REQUEST | {"discount": 0})).json()
    assert "%" not in answer["email_subject"] + answer["email_body"] + answer["whatsapp_message"]


@pytest.mark.parametrize(
    ("discount", "shown"),
    [
        ("20.00", "20%"),
        ("12.50", "12.5%"),
        ("33.333333333333336", "33.333333333333336%"),
        ("1e1", "10%"),
        ("0.00001", "0.00001%"),
        ("100", "100%"),
    ],
)
async def test_discounts_are_stated_as_people_write_them(
    client: httpx.AsyncClient, discount: str, shown: str
) -> None:
    """No trailing zeros, no exponent, nothing rounded away."""
    body = json.dumps(REQUEST).replace('"discount": 20', f'"discount": {discount}')
    answer = await client.post(
        "/v1/copy", content=body, headers={"content-type": "application/json"}
    )
    assert f" {shown} off" in answer.json()["email_body"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"objective": "Sell It All"}, "objective"),
        ({"target_cluster": "Everyone"}, "target_cluster"),
        ({"discount": -1}, "discount"),
        ({"discount": 101}, "discount"),
        ({"discount": None}, "discount"),
        ({"discount": 1e-30}, "discount"),
        ({"stock_code": ""}, "stock_code"),
        ({"product_name": 7}, "product_name"),
        ({"product_name": "\u202e", "stock_code": "\u0007"}, "product_name"),
    ],
)
async def test_bad_requests_are_answered_by_field(
    client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    """A field that cannot be used is a 422 that names it."""
    answer = await client.post("/v1/copy", json=REQUEST | change)
    assert answer.status_code == 422
    assert field in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"{", b'{"discount": NaN}', b'{"product_name": "\\ud800"}', b"[]"]
)
async def test_malformed_bodies_are_422(client: httpx.AsyncClient, body: bytes) -> None:
    """Broken JSON, NaN, lone surrogates and lists are refused with a problem document."""
    answer = await client.post(
        "/v1/copy", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("GOOGLE_API_KEY", "my key", "a key has no blanks"),
        ("GEMINI_API_KEY", "schlüssel", "a key has no blanks"),
        ("GEMINI_MODEL", "../models", "name of a model"),
        ("GOOGLE_GEMINI_BASE_URL", "my.proxy.lan", "web address"),
        ("GEMINI_BUDGET_SECONDS", "0", "greater than 0"),
        ("GEMINI_BUDGET_SECONDS", "soon", "valid number"),
    ],
)
def test_malformed_settings_stop_the_start_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    """The sentence names the variable and never shows its value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words) as caught:
        load_settings(Settings)
    assert str(caught.value).startswith(name)
    assert value not in str(caught.value) or len(value) < 4


async def test_routes_are_documented(client: httpx.AsyncClient) -> None:
    """OpenAPI has examples for request and answers, and the declared problem."""
    document = (await client.get("/openapi.json")).json()
    assert "422" in document["paths"]["/v1/copy"]["post"]["responses"]
    for model in ("CopyRequest", "CopyAnswer", "ProviderAnswer"):
        assert document["components"]["schemas"][model]["example"]
