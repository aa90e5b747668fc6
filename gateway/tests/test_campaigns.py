"""Editing and approving: checks by other services before campaign-svc stores the change."""

import asyncio
from typing import Any

import httpx
import pytest
from support.fake_services import PLAN_ROW, SNAPSHOT, FakeFleet

from fleet.sentences import render
from fleet.statements import Statement

ID = "85123A_Regular Customers"
PATH = f"/v1/campaigns/{ID}"
INTERNAL = f"/internal/campaigns/{ID}"
ETAG = '"4-0123456789abcdef"'
OFFER = {
    "snapshot": "an older one",
    "planned": True,
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 25,
    "current_stock": 310,
    "unit_price": 2.95,
}
CAMPAIGN: dict[str, Any] = {
    "id": ID,
    "stock_code": "85123A",
    "product_description": "WHITE HANGING HEART",
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 25,
    "language": "en",
    "email_subject": "25% off",
    "email_body": "Hello",
    "whatsapp_message": "Hi",
    "whatsapp_template": {"body": "{{1}}", "variables": [{"name": "p", "example": "HEART"}]},
    "inputs": {"offer": OFFER},
    "status": "in_review",
    "revision": 4,
    "version": 2,
    "allowed": ["return", "approve", "cancel", "edit"],
    "audience": None,
}
STOCK = {"stock_code": "85123A", "current_stock": 310, "unit_price": 2.95}
LIE = {"field": "email_body", "rule": "percentage", "text": "50%", "message": "not so"}
BUYERS = "/internal/plan/85123A/baseline-buyers"
SEEN = {"If-Match": ETAG}


@pytest.fixture
def ready(fleet: FakeFleet) -> FakeFleet:
    """A fleet in which the campaign can be approved."""
    fleet.know_product(PLAN_ROW)
    keep(fleet)
    terms = {"window_days": 28, "assumed_baseline": 0.05}
    fleet["strategy-svc"].answers("/internal/holdout", terms)
    fleet["inventory-svc"].answers("/v1/inventory/85123A", STOCK, snapshot=SNAPSHOT)
    fleet["genai-svc"].answers("/v1/claims:check", {"violations": []}, method="POST")
    people = [{"customer_id": str(number), "expected_purchases_90d": 1.5} for number in range(3)]
    page = {"items": people, "next_cursor": None}
    fleet["segmentation-svc"].answers("/v1/customers", page, snapshot=SNAPSHOT)
    fleet["campaign-svc"].answers(
        f"{INTERNAL}:approve", {"status": "approved"}, method="POST", headers={"ETag": '"5"'}
    )
    fleet["campaign-svc"].answers(INTERNAL, {"status": "draft"}, method="PATCH")
    fleet["campaign-svc"].answers(f"{INTERNAL}:restore", {"status": "draft"}, method="POST")
    return fleet


def keep(fleet: FakeFleet, **fields: Any) -> None:
    """What campaign-svc stores."""
    fleet["campaign-svc"].answers(PATH, CAMPAIGN | fields, headers={"ETag": ETAG})


class Staging:
    """Accepts every part of an audience."""

    def __init__(self, fleet: FakeFleet) -> None:
        service = fleet["campaign-svc"]
        known = service.answer

        async def answer(seen: Any) -> Any:
            if seen.path.startswith("/internal/audiences/"):
                from fastapi import Response  # noqa: PLC0415 - this answer only

                return Response(status_code=204)
            return await known(seen)

        service.answer = answer  # pyright: ignore[reportAttributeAccessIssue] - a fake's answer


async def approve(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post(f"{PATH}:approve", json=body, headers=SEEN)


async def test_approval_includes_its_evidence(ready: FakeFleet, client: httpx.AsyncClient) -> None:
    """Claims, offer and the segment's customers are requested and sent with the approval."""
    Staging(ready)
    answer = await approve(client, note="fine", holdout={"effect": 0.05})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"5"')
    check = ready["genai-svc"].requests("POST", "/v1/claims:check")[0].json()
    assert (check["discount"], check["product_name"]) == (25, "WHITE HANGING HEART")
    assert check["whatsapp_template"]["variables"][0]["number"] == 1
    assert check["internal_numbers"] == [2.95, 310]
    staged = next(s for s in ready["campaign-svc"].requests("PUT") if "/audiences/0/" in s.path)
    assert staged.json() == {"members": ["0", "1", "2"]}
    approval = ready["campaign-svc"].requests("POST", f"{INTERNAL}:approve")[0]
    assert approval.headers["if-match"] == ETAG
    body = approval.json()
    assert (body["violations"], body["changes"], body["confirmed"]) == ([], [], False)
    assert body["offer"]["current_stock"] == 310
    assert body["audience"]["id"] in staged.path
    assert body["audience"] | {"id": ""} == {
        "id": "",
        "snapshot": SNAPSHOT,
        "segment": "Regular Customers",
        "members": 3,
        "baseline_buyers": 0,
    }
    assert body["holdout"] == {
        "size": None,
        "effect": 0.05,
        "baseline": 0.3729,  # 1 - exp(-1.5 * 28 / 90)
        "baseline_source": "model",
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stock": STOCK | {"current_stock": 12}}, "current_stock"),
        ({"stock": STOCK | {"unit_price": 3.5}}, "unit_price"),
        ({"plan": PLAN_ROW | {"discount": 40}}, "discount"),
        ({"plan": None}, "planned"),
        ({"campaign": {"discount": 20}}, "discount"),
        ({"campaign": {"inputs": {}}}, "offer"),
    ],
)
async def test_changed_offer_needs_confirmation(
    ready: FakeFleet, client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    """Changed stock, price, discount or plan is a 409 whose confirmation fits only that change."""
    Staging(ready)
    if "stock" in change:
        ready["inventory-svc"].answers("/v1/inventory/85123A", change["stock"])
    if "campaign" in change:
        keep(ready, **change["campaign"])
    if "plan" in change:
        status = 404 if change["plan"] is None else 200
        ready["strategy-svc"].answers("/v1/plan/85123A", change["plan"], status=status)
    refused = await approve(client)
    assert (refused.status_code, refused.json()["code"]) == (409, "offer_changed")
    errors = {item["field"]: item for item in refused.json()["errors"]}
    assert field in errors
    assert not ready["campaign-svc"].requests("POST")
    assert (await approve(client, confirm="0" * 24)).status_code == 409
    confirm = errors["confirm"]["now"]
    previewed = ready["campaign-svc"]
    small = {"size": 0, "enough": False, "detectable": None, "sentence": "too small"}
    previewed.answers("/v1/holdout", small)
    preview = (await client.get(f"{PATH}/approval")).json()
    assert (preview["confirm"], preview["allowed"], preview["members"]) == (confirm, True, 3)
    assert field in {item["field"] for item in preview["changes"]}
    for item in preview["changes"]:
        assert item["message"] == render(Statement.model_validate(item["statement"]))
    ready["inventory-svc"].answers("/v1/inventory/85123A", STOCK | {"current_stock": 1})
    assert (await approve(client, confirm=confirm)).status_code == 409  # it changed once more
    ready["inventory-svc"].answers("/v1/inventory/85123A", change.get("stock", STOCK))
    assert (await approve(client, confirm=confirm)).status_code == 200
    assert ready["campaign-svc"].requests("POST")[0].json()["confirmed"] is True


async def test_unsupported_claims_are_rejected(ready: FakeFleet, client: httpx.AsyncClient) -> None:
    """A text that fails the claims check is neither saved, restored nor approved."""
    ready["genai-svc"].answers("/v1/claims:check", {"violations": [LIE]}, method="POST")
    ready["campaign-svc"].answers(f"{PATH}/versions/1", CAMPAIGN | {"version": 1})
    edited = await client.patch(PATH, json={"email_body": "50% off"}, headers=SEEN)
    check = ready["genai-svc"].requests("POST", "/v1/claims:check")[0].json()
    assert (check["email_body"], check["email_subject"]) == ("50% off", "25% off")
    restored = await client.post(f"{PATH}:restore", json={"version": 1}, headers=SEEN)
    for answer, status in ((edited, 422), (restored, 409), (await approve(client), 409)):
        assert (answer.status_code, answer.json()["code"]) == (status, "claims_violated")
        assert answer.json()["errors"] == [LIE]
    assert not [s for s in ready["campaign-svc"].received if s.path.startswith("/internal/")]


async def test_supported_claims_are_saved(ready: FakeFleet, client: httpx.AsyncClient) -> None:
    """An edit or restore that passes the claims check is passed on with its If-Match."""
    ready["campaign-svc"].answers(f"{PATH}/versions/1", CAMPAIGN | {"version": 1})
    body = {"email_body": "Hello again", "note": "nicer"}
    assert (await client.patch(PATH, json=body, headers=SEEN)).status_code == 200
    edit = ready["campaign-svc"].requests("PATCH", INTERNAL)[0]
    assert (edit.json(), edit.headers["if-match"]) == (body, ETAG)
    restored = await client.post(f"{PATH}:restore", json={"version": 1}, headers=SEEN)
    assert restored.status_code == 200
    assert ready["campaign-svc"].requests("POST", f"{INTERNAL}:restore")[0].json() == {"version": 1}


async def test_changes_require_current_if_match(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """A missing If-Match is 428 and an outdated one 412, before any other service is called."""
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", PATH, {"email_body": "x"}),
        ("POST", f"{PATH}:approve", {}),
        ("POST", f"{PATH}:restore", {"version": 1}),
    ]
    for method, path, body in requests:
        assert (await client.request(method, path, json=body)).status_code == 428
        lost = await client.request(method, path, json=body, headers={"If-Match": '"3"'})
        assert (lost.status_code, lost.json()["errors"][0]["now"]) == (412, ETAG)
    assert not ready["genai-svc"].received


async def test_only_campaigns_in_review_are_approved(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """In other statuses it is a 409 with the allowed moves, and no other service is called."""
    keep(ready, status="draft", allowed=["submit", "cancel", "edit"])
    answer = await approve(client)
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_allowed")
    assert answer.json()["errors"][0]["allowed"] == ["submit", "cancel", "edit"]
    assert not ready["genai-svc"].received


@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("genai-svc", "POST", "/v1/claims:check"),
        ("strategy-svc", "GET", "/v1/plan/85123A"),
        ("inventory-svc", "GET", "/v1/inventory/85123A"),
        ("segmentation-svc", "GET", "/v1/customers"),
    ],
)
async def test_failed_check_prevents_approval(
    ready: FakeFleet, client: httpx.AsyncClient, service: Any, method: str, path: str
) -> None:
    """If a service is down or answers garbage, the 503 names it and nothing is approved."""
    for content, status in ((b"x", 503), (b"<html>", 200)):
        ready[service].answers(path, content, method=method, status=status)
        answer = await approve(client)
        assert answer.status_code == 503
        assert service in answer.json()["detail"]
    assert not ready["campaign-svc"].requests("POST")


async def test_audience_is_read_from_one_snapshot(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """If a new snapshot goes live between two pages, reading starts over."""
    Staging(ready)
    pages = iter(["s1", "s2", "s2", "s2"])

    async def answer(_: Any) -> Any:
        from fastapi import Response  # noqa: PLC0415 - this answer only

        await asyncio.sleep(0)
        number = 0 if "cursor" not in _.query else 1
        body = f'{{"items":[{{"customer_id":"{number}"}}],"next_cursor":{["1", "null"][number]}}}'
        return Response(body.replace(":1}", ':"1"}'), headers={"X-Snapshot": next(pages)})

    ready["segmentation-svc"].answer = answer  # pyright: ignore[reportAttributeAccessIssue] - a fake's answer
    assert (await approve(client)).status_code == 200
    body = ready["campaign-svc"].requests("POST")[0].json()
    assert (body["audience"]["snapshot"], body["audience"]["members"]) == ("s2", 2)
    assert (body["holdout"]["baseline"], body["holdout"]["baseline_source"]) == (0.05, "assumed")


async def test_forget_request_reaches_campaign_svc(
    fleet: FakeFleet, client: httpx.AsyncClient
) -> None:
    """The admin route removes a customer from documents, whatever characters the id contains."""
    fleet["campaign-svc"].answers("/internal/customers/a/b", {"audiences": 2}, method="DELETE")
    answer = await client.delete("/v1/customers/a%2Fb")
    assert (answer.status_code, answer.json()) == (200, {"audiences": 2})


async def test_baseline_buyers_are_not_in_the_audience(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Customers the plan excludes from the discount are not in either group but are counted."""
    Staging(ready)
    left = {"items": [{"customer_id": "1"}, {"customer_id": "not here"}], "next_cursor": None}
    strategy = ready["strategy-svc"]
    strategy.answers(BUYERS, left, snapshot=SNAPSHOT)
    answer = await approve(client, note="fine")
    assert answer.status_code == 200, answer.text
    staged = next(s for s in ready["campaign-svc"].requests("PUT") if "/audiences/0/" in s.path)
    assert staged.json() == {"members": ["0", "2"]}
    body = ready["campaign-svc"].requests("POST", f"{INTERNAL}:approve")[0].json()
    assert (body["audience"]["members"], body["audience"]["baseline_buyers"]) == (2, 1)
    assert strategy.requests("GET", BUYERS)
    ready["campaign-svc"].answers(
        "/v1/holdout", {"size": 0, "enough": False, "detectable": None, "sentence": "small"}
    )
    preview = (await client.get(f"{PATH}/approval")).json()
    assert (preview["members"], preview["baseline_buyers"]) == (2, 1)


async def test_full_price_excludes_no_customers(
    ready: FakeFleet, client: httpx.AsyncClient
) -> None:
    """Without a discount the list of baseline buyers is not requested."""
    Staging(ready)
    keep(ready, discount=0, inputs={"offer": OFFER | {"discount": 0}})
    ready.know_product(PLAN_ROW | {"discount": 0})
    assert (await approve(client)).status_code == 200
    assert not ready["strategy-svc"].requests("GET", BUYERS)
