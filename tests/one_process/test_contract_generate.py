"""`POST /generate-campaign` and `GET /generated-campaigns`, exactly as in the contract."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from support import Running

ANSWERED = {
    "email_subject",
    "email_body",
    "whatsapp_message",
    "StockCode",
    "Objective",
    "TargetCluster",
    "Discount",
    "ProductDescription",
    "generatedAt",
    "provider",
}


@pytest.fixture(scope="module")
def plan(sample_server: Running) -> list[dict[str, Any]]:
    """The rows of the plan."""
    return sample_server.client.get("/campaign-plan").json()


def generate(server: Running, body: Any, **params: str) -> httpx.Response:
    """Request a campaign."""
    return server.client.post("/generate-campaign", json=body, params=params)


def test_campaign_of_a_plan_row_is_stored(
    sample_server: Running, plan: list[dict[str, Any]]
) -> None:
    """The response has the copy and its offer, and is found by product and segment."""
    row = plan[0]
    answer = generate(sample_server, row)
    assert answer.status_code == 200, answer.text
    record = answer.json()
    assert set(record) >= ANSWERED
    assert record["provider"] == "template"
    for name in ("StockCode", "Objective", "TargetCluster", "Discount"):
        assert record[name] == row[name]
    assert datetime.fromisoformat(record["generatedAt"]).tzinfo is not None
    saved = sample_server.client.get("/generated-campaigns").json()
    stored_campaign = saved[f"{row['StockCode']}_{row['TargetCluster']}"]
    assert {name: stored_campaign[name] for name in ANSWERED} == {
        name: record[name] for name in ANSWERED
    }


def test_same_request_gets_the_same_record(
    sample_server: Running, plan: list[dict[str, Any]]
) -> None:
    """Repeating a request changes nothing, whatever its spelling; fresh=true generates again."""
    row = plan[1]
    snake = {
        "stock_code": row["StockCode"],
        "objective": row["Objective"],
        "target_cluster": row["TargetCluster"],
        "discount": row["Discount"],
        "something_else": 1,
    }
    first = generate(sample_server, row).json()
    assert generate(sample_server, snake).json()["generatedAt"] == first["generatedAt"]
    assert generate(sample_server, row, fresh="true").json()["generatedAt"] > first["generatedAt"]


def test_missing_fields_come_from_the_plan(
    sample_server: Running, plan: list[dict[str, Any]]
) -> None:
    """A code alone is enough for a product of the plan."""
    row = plan[2]
    record = generate(sample_server, {"StockCode": row["StockCode"]}).json()
    for name in ("Objective", "TargetCluster", "Discount"):
        assert record[name] == row[name]


def test_product_outside_the_plan_needs_an_offer(
    sample_server: Running, plan: list[dict[str, Any]]
) -> None:
    """Another product of the catalogue needs a complete offer; missing fields are named."""
    planned = {row["StockCode"] for row in plan}
    inventory = sample_server.client.get("/inventory").json()
    code = next(row["StockCode"] for row in inventory if row["StockCode"] not in planned)
    offer = {"StockCode": code, "Objective": "Clear Stock", "TargetCluster": "VIP Customers"}
    answer = generate(sample_server, offer | {"Discount": 0})
    assert answer.status_code == 200, answer.text
    assert answer.json()["Discount"] == 0
    refused = generate(sample_server, offer)
    assert refused.status_code == 422
    assert "discount" in refused.json()["detail"].lower()


@pytest.mark.parametrize(
    "body",
    [
        {"StockCode": "no such product"},
        {"StockCode": "no such product", "Objective": "Clear Stock", "Discount": 10}
        | {"TargetCluster": "VIP Customers"},
        {},
        {"StockCode": 5.5},
        {"StockCode": ["1"]},
        {"StockCode": ""},
        [],
        "text",
        None,
    ],
)
def test_invalid_body_is_rejected(body: Any, sample_server: Running) -> None:
    """An unknown product or a wrong type is a 4xx with a message and a trace id."""
    problem_of(generate(sample_server, body), range(400, 500))


@pytest.mark.parametrize("discount", [-1, 101, "much", None, True, [5]])
def test_discount_is_0_to_100(
    discount: Any, sample_server: Running, plan: list[dict[str, Any]]
) -> None:
    """Any other discount is rejected; null means missing, and comes from the plan."""
    answer = generate(sample_server, plan[3] | {"Discount": discount})
    if discount is None:
        assert answer.json()["Discount"] == plan[3]["Discount"]
    else:
        problem_of(answer, range(422, 423))


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b'{"StockCode": "' + b"1" * 10_000_000 + b'"}', 413),
    ],
)
def test_malformed_or_large_body_is_rejected(
    content: bytes, status: int, sample_server: Running
) -> None:
    """Malformed JSON is a 422, ten megabytes are a 413."""
    headers = {"Content-Type": "application/json"}
    answer = sample_server.client.post("/generate-campaign", content=content, headers=headers)
    problem_of(answer, range(status, status + 1))


def problem_of(answer: httpx.Response, statuses: range) -> dict[str, Any]:
    """The problem document of a rejected request (RFC 9457)."""
    assert answer.status_code in statuses, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["code"]
    assert problem["detail"].endswith(".")
    assert problem["trace_id"] == answer.headers["X-Trace-Id"]
    return problem
