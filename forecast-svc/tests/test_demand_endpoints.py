"""The demand routes of the app, on a published snapshot and on a flat folder."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.apps import serve_app
from support.states import write_flat_state, write_snapshot

from fleet.settings import load_settings
from forecast_svc.main import create_app
from forecast_svc.settings import Settings

ROWS = [
    {"StockCode": "00123", "Predicted_7d_Demand": "6.5", "Method": "weighted_mean_8_weeks"},
    {"StockCode": "085123A", "Predicted_7d_Demand": "12.25", "Method": "weighted_mean_8_weeks"},
    {"StockCode": "10/X é", "Predicted_7d_Demand": "0.0", "Method": "silent_8_weeks"},
]
NAMES = {"00123": "  MUG ", "085123A": "HEART", "10/X é": "  "}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    write_snapshot(tmp_path, {"predicted_7d_demand.csv": ROWS, "products.json": NAMES})
    async with serving(tmp_path) as client:
        yield client


def serving(state: Path) -> Any:
    return serve_app(create_app(load_settings(Settings, state_url=str(state))))


async def test_contract_list_is_a_bare_array(client: httpx.AsyncClient) -> None:
    """`/demand` has the contract's keys, codes as text, and the code if no name is known."""
    answer = await client.get("/demand")
    assert answer.json() == [
        {"StockCode": "00123", "Predicted_7d_Demand": 6.5, "ProductName": "MUG"},
        {"StockCode": "085123A", "Predicted_7d_Demand": 12.25, "ProductName": "HEART"},
        {"StockCode": "10/X é", "Predicted_7d_Demand": 0.0, "ProductName": "10/X é"},
    ]
    assert answer.headers["x-snapshot"]


async def test_contract_list_answers_304_and_head(client: httpx.AsyncClient) -> None:
    """A client with the current ETag gets a 304, and HEAD carries the same ETag."""
    etag = (await client.get("/demand")).headers["etag"]
    assert (await client.head("/demand")).headers["etag"] == etag
    unchanged = await client.get("/demand", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_pages_cover_the_list_once(client: httpx.AsyncClient) -> None:
    """Following next_cursor visits every product exactly once, in the requested order."""
    listed: list[str] = []
    query: dict[str, Any] = {"limit": 2, "sort": "-predicted_7d_demand"}
    while True:
        page = (await client.get("/v1/demand", params=query)).json()
        listed += [item["stock_code"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert listed == ["085123A", "00123", "10/X é"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"q": "heart"}, ["085123A"]),
        ({"q": "0012"}, ["00123"]),
        ({"q": "("}, []),
        ({"method": "silent_8_weeks"}, ["10/X é"]),
        ({"min_demand": 6.5}, ["00123", "085123A"]),
    ],
)
async def test_filters_return_exactly_the_matching_products(
    client: httpx.AsyncClient, query: dict[str, Any], codes: list[str]
) -> None:
    """By text, fallback method and least demand."""
    page = (await client.get("/v1/demand", params=query)).json()
    assert [item["stock_code"] for item in page["items"]] == codes
    assert page["total"] == len(codes)


@pytest.mark.parametrize(
    "query", [{"sort": "colour"}, {"cursor": "zz"}, {"limit": 0}, {"min_demand": "nan"}]
)
async def test_bad_queries_are_explained(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    """A bad query is a 422 problem that names the field."""
    answer = await client.get("/v1/demand", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


async def test_summary_matches_the_list(client: httpx.AsyncClient) -> None:
    """The totals equal the list summed by hand."""
    summary = (await client.get("/v1/demand/summary")).json()
    assert summary["total_units"] == 18.75
    assert summary["products"] == 3
    assert summary["products_without_demand"] == 1
    assert summary["methods"] == {"weighted_mean_8_weeks": 2, "silent_8_weeks": 1}
    assert [item["product_name"] for item in summary["top_products"]] == ["HEART", "MUG", "10/X é"]
    assert (summary["first_day"], summary["last_day"]) == ("2011-09-09", "2011-09-15")


@pytest.mark.parametrize("path", ["085123A", "085123a", "%20085123A"])
async def test_product_code_ignores_case(client: httpx.AsyncClient, path: str) -> None:
    """A product is found whatever the case of its code."""
    answer = (await client.get(f"/v1/demand/{path}")).json()
    assert (answer["stock_code"], answer["predicted_7d_demand"]) == ("085123A", 12.25)


async def test_product_code_can_contain_slashes_and_unicode(client: httpx.AsyncClient) -> None:
    """The rest of the path may contain a slash, a blank and non-ASCII letters."""
    answer = await client.get("/v1/demand/10/X é")
    assert answer.json()["stock_code"] == "10/X é"


async def test_unknown_product_is_a_404_that_says_where_to_look(client: httpx.AsyncClient) -> None:
    """An unknown code is a problem document, not an empty response."""
    answer = await client.get("/v1/demand/NOPE")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "NOPE" in answer.json()["detail"]


async def test_flat_folder_with_the_contract_columns_only(tmp_path: Path) -> None:
    """Files of other tools are served without method and as-of date; bad numbers are null."""
    rows = [
        {"StockCode": " 1 ", "Predicted_7d_Demand": "3", "Extra": "x"},
        {"StockCode": "2", "Predicted_7d_Demand": "nan", "Extra": ""},
        {"StockCode": "3", "Predicted_7d_Demand": "-1", "Extra": ""},
        {"StockCode": "1", "Predicted_7d_Demand": "9", "Extra": ""},
    ]
    write_flat_state(tmp_path, {"predicted_7d_demand.csv": rows})
    async with serving(tmp_path) as client:
        listed = (await client.get("/demand")).json()
        summary = (await client.get("/v1/demand/summary")).json()
    assert [row["Predicted_7d_Demand"] for row in listed] == [3.0, None, None]
    assert [row["StockCode"] for row in listed] == ["1", "2", "3"]
    assert summary["products_not_forecast"] == 2
    assert (summary["methods"], summary["first_day"]) == ({}, None)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "first snapshot"),
        ({"predicted_7d_demand.csv": b""}, "predicted_7d_demand.csv"),
        ({"predicted_7d_demand.csv": b"StockCode\n1\n"}, "Predicted_7d_Demand"),
        ({"predicted_7d_demand.csv": ROWS, "products.json": b"[1]"}, "products.json"),
        ({"predicted_7d_demand.csv": ROWS, "products.json": b"{"}, "products.json"),
    ],
)
async def test_unusable_state_is_a_503_with_the_reason(
    tmp_path: Path, files: dict[str, Any], reason: str
) -> None:
    """Every route and the readiness check report what is wrong with the state."""
    write_flat_state(tmp_path, files)
    async with serving(tmp_path) as client:
        answers = [
            await client.get(path)
            for path in ("/demand", "/v1/demand", "/v1/demand/summary", "/v1/demand/1")
        ]
        ready = await client.get("/health/ready")
    assert {answer.status_code for answer in answers} == {503}
    assert all(reason in answer.json()["detail"] for answer in answers)
    assert ready.status_code == 503
    assert reason in ready.text


async def test_openapi_operation_ids_are_unique(client: httpx.AsyncClient) -> None:
    """Every operation has an id of its own."""
    paths = (await client.get("/openapi.json")).json()["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    assert {"demand_contract", "list_demand", "demand_summary", "demand_of_product"} <= set(ids)


BACKTEST = {
    "kind": "calibration",
    "origins": ["2011-09-02"],
    "classes": {"all": {"product_weeks": 3, "units": 12.0, "wape_median": 0.5, "bias_mean": None}},
}


async def test_accuracy_matches_the_snapshot(tmp_path: Path) -> None:
    """`/v1/demand/accuracy` returns backtest.json, or a 404 that explains its absence."""
    write_snapshot(tmp_path / "with", {"predicted_7d_demand.csv": ROWS, "backtest.json": BACKTEST})
    async with serving(tmp_path / "with") as client:
        answer = (await client.get("/v1/demand/accuracy")).json()
    assert answer.pop("snapshot")
    assert answer == BACKTEST | {"compared": [], "intervals": []}
    write_snapshot(tmp_path / "without", {"predicted_7d_demand.csv": ROWS})
    async with serving(tmp_path / "without") as client:
        missing = await client.get("/v1/demand/accuracy")
    assert missing.status_code == 404
    assert "backtest" in missing.json()["detail"]


async def test_interval_grade_and_days_are_served(tmp_path: Path) -> None:
    """Columns beyond the contract are in the response, and the grade is a filter."""
    days = {f"Day_{day}": "1.5" for day in range(1, 8)}
    own = {"P10": "2", "P50": "9.5", "P90": "20", "Trust": "A"}
    write_snapshot(tmp_path, {"predicted_7d_demand.csv": [ROWS[0] | own | days]})
    async with serving(tmp_path) as client:
        answer = (await client.get("/v1/demand/00123")).json()
        graded = (await client.get("/v1/demand", params={"trust": "A"})).json()
        others = (await client.get("/v1/demand", params={"trust": "C"})).json()
    assert (answer["p10"], answer["p50"], answer["p90"]) == (2.0, 9.5, 20.0)
    assert answer["days"] == [1.5] * 7
    assert (graded["total"], others["total"]) == (1, 0)


MOVES: dict[str, Any] = {
    "weeks": ["2011-08-26", "2011-09-02"],
    "units": [40, 44],
    "departments": [{"department": "GIFTS", "usual": 42.0, "expected": 50.5}],
    "rising": [{"stock_code": "085123A", "usual": 3.25, "weeks": [0, 1, 2, 3, 4, 3, 2, 4]}],
    "falling": [],
}


async def test_demand_changes_include_the_forecast(tmp_path: Path) -> None:
    """`/v1/demand/moves` adds names and intervals to demand_moves.json, or is a 404."""
    files: dict[str, Any] = {"predicted_7d_demand.csv": ROWS, "products.json": NAMES}
    write_snapshot(tmp_path / "with", files | {"demand_moves.json": MOVES})
    async with serving(tmp_path / "with") as client:
        answer = (await client.get("/v1/demand/moves")).json()
    assert answer["units"] == [40, 44]
    assert answer["departments"] == MOVES["departments"]
    (rising_product,) = answer["rising"]
    assert (rising_product["product_name"], rising_product["predicted_7d_demand"]) == (
        "HEART",
        12.25,
    )
    assert (rising_product["usual"], rising_product["weeks"][-1]) == (3.25, 4)
    write_snapshot(tmp_path / "without", files)
    async with serving(tmp_path / "without") as client:
        missing = await client.get("/v1/demand/moves")
    assert missing.status_code == 404
    assert "smartretail refresh" in missing.json()["detail"]


async def test_modified_demand_moves_are_rejected(tmp_path: Path) -> None:
    """A `demand_moves.json` changed after publishing is named and not served."""
    files: dict[str, Any] = {"predicted_7d_demand.csv": ROWS, "demand_moves.json": {"products": []}}
    snapshot = write_snapshot(tmp_path, files)
    moves = tmp_path / "snapshots" / snapshot / "demand_moves.json"
    moves.write_text('{"products": [{"stock_code": "forged"}]}')
    async with serving(tmp_path) as client:
        answer = await client.get("/v1/demand/moves")
    assert (answer.status_code, answer.json()["code"]) == (503, "snapshot_unavailable")
    assert "demand_moves.json" in answer.json()["detail"]
