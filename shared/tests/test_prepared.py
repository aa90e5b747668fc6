"""Prepared responses: encoded once, negotiated per request."""

import gzip

import httpx
import orjson
import pytest
from fastapi import FastAPI, Request, Response

from fleet.prepared import PreparedBody, prepared_response

ROWS = [{"StockCode": f"{number:05d}", "value": number / 7} for number in range(500)]


def make_client(body: PreparedBody) -> httpx.AsyncClient:
    app = FastAPI()

    async def rows(request: Request) -> Response:
        return prepared_response(request, body, snapshot_id="s1")

    app.api_route("/rows", methods=["GET", "HEAD"])(rows)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip", "gzip"),
        ("deflate, gzip;q=0.5", "gzip"),
        ("*", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=nonsense", None),
        ("br", None),
        ("", None),
    ],
)
async def test_encoding_follows_accept_encoding(accept: str, encoding: str | None) -> None:
    """Accept-Encoding selects the encoding, and both encodings contain the same rows."""
    async with make_client(PreparedBody.of_json(ROWS)) as client:
        answer = await client.get("/rows", headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.json() == ROWS
    assert answer.headers["x-snapshot"] == "s1"
    assert "Accept-Encoding" in answer.headers["vary"]


async def test_matching_etag_returns_304() -> None:
    """A matching ETag gives 304 without a body, for each encoding."""
    async with make_client(PreparedBody.of_json(ROWS)) as client:
        plain = (await client.get("/rows", headers={"Accept-Encoding": "identity"})).headers["etag"]
        packed = (await client.get("/rows", headers={"Accept-Encoding": "gzip"})).headers["etag"]
        assert plain != packed
        for accept, tag, status in (
            ("gzip", packed, 304),
            ("gzip", f'"other", W/{packed}', 304),
            ("gzip", "*", 304),
            ("gzip", plain, 200),
            ("identity", plain, 304),
        ):
            headers = {"Accept-Encoding": accept, "If-None-Match": tag}
            answer = await client.get("/rows", headers=headers)
            assert answer.status_code == status
            assert bool(answer.content) == (status == 200)
            assert answer.headers["etag"] == (packed if accept == "gzip" else plain)


async def test_head_matches_get_without_body() -> None:
    """HEAD returns the same headers as GET, without the body."""
    async with make_client(PreparedBody.of_json(ROWS)) as client:
        get = await client.get("/rows", headers={"Accept-Encoding": "identity"})
        head = await client.head("/rows", headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["etag"] == get.headers["etag"]


def test_equal_rows_have_equal_etag() -> None:
    """The ETag depends on content only: equal rows give equal ETags and bytes."""
    first, second = PreparedBody.of_json(ROWS), PreparedBody.of_json(list(ROWS))
    assert first == second
    assert first.gzipped is not None
    assert gzip.decompress(first.gzipped) == orjson.dumps(ROWS)


def test_not_a_number_becomes_null() -> None:
    """Numbers that are not finite become null."""
    body = PreparedBody.of_json([{"a": float("nan"), "b": float("inf")}])
    assert body.identity == b'[{"a":null,"b":null}]'
