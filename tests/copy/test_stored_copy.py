"""Whatever Gemini does: what is answered is stored, and nothing stored fails the check."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from support.gemini_server import gemini_server, returns_text
from support.model_behaviours import AWAY, BUDGET, FULL_BUDGET, GOOD, NAME, REQUEST, TABLE, TEXTS

from genai_svc.claims.claims_check import Offer, check_claims
from genai_svc.claims.product_names import hidden_part, product_label

pytestmark = [
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
    # It warns of a finish reason it does not know.
    pytest.mark.filterwarnings("ignore:.*is not a valid FinishReason:UserWarning"),
    # google-genai asks whether an error body is awaitable and forgets to await it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
QUICK = {"GEMINI_BUDGET_SECONDS": str(BUDGET)}
SEGMENT: str = REQUEST["target_cluster"]


async def plan_row(client: httpx.AsyncClient, name: str) -> dict[str, Any]:
    """A plan row for an existing product, under this name, with figures to keep secret."""
    return {
        "StockCode": (await client.get("/inventory")).json()[0]["StockCode"],
        "ProductDescription": name,
        "Objective": REQUEST["objective"],
        "TargetCluster": SEGMENT,
        "Discount": REQUEST["discount"],
        "Current_Stock": REQUEST["current_stock"],
        "Predicted_7d_Demand": REQUEST["predicted_7d_demand"],
    }


async def stored_versions(client: httpx.AsyncClient, code: str) -> list[dict[str, Any]]:
    """Every stored version in full, newest first."""
    path = f"/v1/campaigns/{quote(f'{code}_{SEGMENT}', safe='')}/versions"
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await client.get(f"{path}?limit=100{cursor}")
        if answer.status_code == 404:
            return []
        page = answer.json()
        found += [(await client.get(f"{path}/{row['version']}")).json() for row in page["items"]]
        if not page["next_cursor"]:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def texts_of(version: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Every text of a version, variants included."""
    texts = [version, *version["inputs"].get("variants", [])]
    return [(one["email_subject"], one["email_body"], one["whatsapp_message"]) for one in texts]


async def test_every_behaviour(shop: Any, subtests: pytest.Subtests) -> None:
    """Each answer is one version, word for word; every text of every version passes the check."""
    offer = Offer(NAME, Decimal(20))
    answers: list[dict[str, Any]] = []
    async with gemini_server(GOOD) as gemini, shop(gemini, **QUICK) as client:
        row = await plan_row(client, NAME.upper())
        for name, behaviour in TABLE.items():
            with subtests.test(name):
                gemini.follow(*behaviour.script)
                answer = await client.post("/generate-campaign?fresh=true", json=row)
                assert answer.status_code == 200, answer.text
                answers.append(answer.json())
                assert answers[-1]["provider"] == ("template" if behaviour.reason else "gemini")
                assert answers[-1]["fallback_reason"] == behaviour.reason
                assert answers[-1]["attempts"] == len(gemini.requests) == behaviour.calls
        versions = await stored_versions(client, row["StockCode"])
    assert [version["version"] for version in versions] == list(range(len(TABLE), 0, -1))
    for answer, version in zip(answers, reversed(versions), strict=True):
        assert {name: version[name] for name in TEXTS} == {name: answer[name] for name in TEXTS}
        assert (version["provider"], version["generated_at"][:19]) == (
            answer["provider"], answer["generatedAt"][:19],
        )  # fmt: skip
        assert version["inputs"]["fallback_reason"] == answer["fallback_reason"]
        for texts in texts_of(version):
            assert check_claims(*texts, offer) == []


async def test_failure_in_strict_mode_stores_nothing(shop: Any, subtests: pytest.Subtests) -> None:
    """502 or 503, and there are only as many versions as good answers."""
    good = 0
    async with (
        gemini_server(GOOD) as gemini,
        shop(gemini, STRICT_PROVIDER="true", **QUICK) as client,
    ):
        row = await plan_row(client, NAME.upper())
        for name, behaviour in TABLE.items():
            if behaviour.seconds == FULL_BUDGET and name != "silent":
                continue
            with subtests.test(name):
                gemini.follow(*behaviour.script)
                answer = await client.post("/generate-campaign?fresh=true", json=row)
                if behaviour.reason is None:
                    good += 1
                    assert answer.status_code == 200, answer.text
                    continue
                assert answer.status_code == (503 if behaviour.reason in AWAY else 502)
                assert behaviour.reason in answer.json()["detail"]
                assert len(await stored_versions(client, row["StockCode"])) == good
        versions = await stored_versions(client, row["StockCode"])
    assert len(versions) == good > 10
    assert {version["provider"] for version in versions} == {"gemini"}


async def test_obeyed_instructions_are_not_stored(
    shop: Any, suite: Any, subtests: pytest.Subtests
) -> None:
    """If a model obeyed the name, nothing of its answer is stored, and what is stored passes."""
    names = suite.load_injection_names()
    assert len(names) >= 50
    async with gemini_server(GOOD) as gemini, shop(gemini, **QUICK) as client:
        code = (await plan_row(client, NAME))["StockCode"]
        campaign = quote(f"{code}_{SEGMENT}", safe="")
        for injection in names:
            label = product_label(injection.product_name, code)
            assert label is not None
            offer = Offer(label, Decimal(20), hidden_part=hidden_part(injection.product_name))
            row = await plan_row(client, injection.product_name)
            scripts = [returns_text(answer.model_dump_json()) for answer in injection.answers]
            for first in range(len(scripts)):
                with subtests.test(injection.id, first=first):
                    gemini.follow(*scripts[first:], *scripts[:first])
                    answer = await client.post("/generate-campaign?fresh=true", json=row)
                    assert answer.status_code == 200, answer.text
                    stored_campaign = (await client.get(f"/v1/campaigns/{campaign}")).json()
                    assert stored_campaign["email_body"] == answer.json()["email_body"]
                    assert stored_campaign["provider"] == "template"
                    for texts in texts_of(stored_campaign):
                        assert check_claims(*texts, offer) == []
                        words = "\n".join(
                            [*texts, stored_campaign["whatsapp_template"]["body"]]
                        ).casefold()
                        assert not [one for one in injection.never if one.casefold() in words]
        total = (await client.get(f"/v1/campaigns/{campaign}/versions?limit=1")).json()["total"]
    assert total == sum(len(injection.answers) for injection in names)


async def test_variants_are_stored_and_pass(shop: Any) -> None:
    """All three variants are stored, the first as the campaign's and its record's text."""
    many = [TEXTS | {"email_subject": f"Something {word}"} for word in ("new", "good", "nice")]
    three_variants = returns_text('{"variants": ' + str(many).replace("'", '"') + "}")
    async with gemini_server(three_variants) as gemini, shop(gemini) as client:
        row = await plan_row(client, NAME.upper())
        row |= {"variants": 3, "tone": "formal"}
        record = (await client.post("/generate-campaign", json=row)).json()
        repeated = (await client.post("/generate-campaign", json=row)).json()
        listed = (await client.get("/generated-campaigns")).json()
        [version] = await stored_versions(client, row["StockCode"])
    assert [one["email_subject"] for one in record["variants"]] == [
        one["email_subject"] for one in many
    ]
    assert (repeated, len(gemini.requests)) == (record, 1)
    assert listed[f"{row['StockCode']}_{SEGMENT}"]["email_subject"] == "Something new"
    assert version["inputs"]["variants"] == record["variants"]
    for texts in texts_of(version):
        assert check_claims(*texts, Offer(NAME, Decimal(20))) == []
