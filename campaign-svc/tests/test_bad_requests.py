"""Invalid requests to the campaign routes."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

MakeCopy = Callable[..., dict[str, Any]]


ONE_STORE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # refused before it


SAVING = "/internal/campaigns/22423_Regular%20Customers"


@ONE_STORE
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"stock_code": "other"}, "other_Regular Customers"),
        ({"stock_code": 22423}, "stock_code"),
        ({"stock_code": ""}, "stock_code"),
        ({"discount": 101}, "discount"),
        ({"discount": -1}, "discount"),
        ({"discount": "25"}, "discount"),
        ({"discount": True}, "discount"),
        ({"discount": None}, "discount"),
        ({"email_subject": ""}, "email_subject"),
        ({"email_body": None}, "email_body"),
        ({"generated_at": "yesterday"}, "generated_at"),
        ({"generated_at": "2011-09-09T08:30:00"}, "generated_at"),
        ({"question": ""}, "question"),
        ({"inputs": []}, "inputs"),
        ({"inputs": {"$where": "1"}}, "inputs"),
        ({"inputs": {"n": 2**64}}, "inputs.n"),
    ],
)
async def test_invalid_copies_are_rejected(
    client: httpx.AsyncClient, make_copy: MakeCopy, change: dict[str, Any], named: str
) -> None:
    """An invalid field is a 422 that names it, and nothing is stored."""
    answer = await client.put(SAVING, json=make_copy(**change))
    assert answer.status_code == 422
    assert named in answer.json()["detail"]
    assert (await client.get("/v1/campaigns")).json()["total"] == 0


@ONE_STORE
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b'{"discount": NaN}', b"\xff\xfe", b"[" * 5000]
)
async def test_malformed_bodies_are_rejected(client: httpx.AsyncClient, body: bytes) -> None:
    """Any malformed body is a 4xx problem document."""
    headers = {"Content-Type": "application/json"}
    answer = await client.put(SAVING, content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == "application/problem+json"


@ONE_STORE
@pytest.mark.parametrize(
    "query",
    [
        {"sort": "email_body"},
        {"sort": ""},
        {"limit": "0"},
        {"limit": "1001"},
        {"limit": "x"},
        {"cursor": "x"},
        {"cursor": "ä"},
    ],
)
async def test_invalid_queries_are_rejected(
    client: httpx.AsyncClient, query: dict[str, str]
) -> None:
    """An invalid sort, limit or cursor is a 422 with a message."""
    answer = await client.get("/v1/campaigns", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


@ONE_STORE
async def test_lone_surrogates_are_rejected(client: httpx.AsyncClient, make_copy: MakeCopy) -> None:
    """Half a surrogate pair, in a text or in the inputs, is a 422."""
    for field in ("email_body", "question"):
        body = httpx.Request("PUT", "http://x", json=make_copy(**{field: "HALF"})).content
        headers = {"Content-Type": "application/json"}
        answer = await client.put(
            SAVING, content=body.replace(b"HALF", rb"\ud800"), headers=headers
        )
        assert answer.status_code == 422
