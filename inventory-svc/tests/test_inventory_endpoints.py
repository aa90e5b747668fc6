"""The service over real HTTP, on a flat folder and on a snapshot."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
import structlog.testing
from support.apps import serve_app
from support.states import write_flat_state, write_snapshot

from fleet.snapshots import Snapshot
from inventory_svc.main import create_app
from inventory_svc.settings import Settings
from inventory_svc.stock.repository import load_stock

FLAT_ROWS = [
    {
        "StockCode": "85123A",
        "Predicted_7d_Demand": "10.5",
        "Current_Stock": "40",
        "Inventory_Status": "OVERSTOCKED",
    },
    {
        "StockCode": "00123",
        "Predicted_7d_Demand": "20",
        "Current_Stock": "3",
        "Inventory_Status": "UNDERSTOCKED",
    },
    {
        "StockCode": "A/B é",
        "Predicted_7d_Demand": "",
        "Current_Stock": "7.0",
        "Inventory_Status": "HEALTHY",
    },
]
OWN_COLUMNS = {
    "Stock_Source": "simulated",
    "Days_Of_Cover": "1.5",
    "Unit_Price": "4.0",
    "Unit_Cost": "2.8",
    "Cost_Source": "assumed",
    "Lead_Time_Days": "7",
    "Lead_Time_Source": "assumed",
    "Pack_Size": "6",
    "Pack_Source": "uploaded",
    "Supplier": "Kelly & Sons",
    "Reorder_Point": "44",
    "Suggested_Order": "0",
    "Stock_Out_Probability": "0.25",
    "Overstock_Units": "5",
    "Money_Bound": "14.0",
    "ABC": "B",
    "XYZ": "Z",
    "Dead_Stock": "false",
    "Days_Since_Last_Sale": "2",
    "Silent_Weeks": "0",
    "Lost_Sales_Units": "0",
}
PER_PRODUCT = [
    {"ABC": "A", "Suggested_Order": "12"},
    {"XYZ": "X", "Silent_Weeks": "2", "Lost_Sales_Units": "9"},
    {"Dead_Stock": "True", "Days_Since_Last_Sale": "120"},
]
NAMES = {"85123A": "  HEART HOLDER  ", "00123": ""}
CONTRACT_COLUMNS = {
    "StockCode",
    "Predicted_7d_Demand",
    "Current_Stock",
    "Inventory_Status",
    "ProductName",
}


@pytest.fixture
async def flat(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """The service on a flat folder that has only the contract's columns."""
    write_flat_state(tmp_path, {"inventory_state.csv": FLAT_ROWS, "products.json": NAMES})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        yield client


@pytest.fixture
async def with_snapshot(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """The service on a snapshot that the refresh published."""
    quality: dict[str, Any] = {
        "as_of": "2011-09-09",
        "source_layout": "online_retail",
        "rows_in": 1,
        "rows_kept": 1,
        "set_aside": [],
        "defects": [],
        "facts": {
            "last_28_days": {"orders": 3, "units": 30, "revenue": 90.5, "revenue_net": 80.25}
        },
    }
    catalogue = tmp_path / "catalogue.parquet"
    pl.DataFrame(
        {
            "stock_code": ["85123A"],
            "department": ["GIFTS"],
            "category": [None],
            "brand": [None],
            "unit_price": [4.0],
            "shelf_price": [None],
            "first_sold_at": [None],
            "last_sold_at": [None],
            "units_56d": [12],
            "revenue_56d": [48.0],
        }
    ).write_parquet(catalogue)
    write_snapshot(
        tmp_path / "state",
        {
            "inventory_state.csv": [
                row | OWN_COLUMNS | own for row, own in zip(FLAT_ROWS, PER_PRODUCT, strict=True)
            ],
            "products.json": NAMES,
            "data_quality.json": quality,
            "catalogue.parquet": catalogue.read_bytes(),
        },
    )
    settings = Settings(state_url=str(tmp_path / "state"), currency="GBP")
    async with serve_app(create_app(settings)) as client:
        yield client


async def test_contract_list_matches_exactly(flat: httpx.AsyncClient) -> None:
    """A bare array: codes as text, finite numbers or null, names trimmed or the code instead."""
    answer = await flat.get("/inventory")
    rows = {row["StockCode"]: row for row in answer.json()}
    assert all(row.keys() >= CONTRACT_COLUMNS for row in rows.values())
    assert rows["85123A"]["ProductName"] == "HEART HOLDER"
    assert rows["00123"]["ProductName"] == "00123"
    assert rows["00123"]["Predicted_7d_Demand"] == 20
    assert rows["A/B é"]["Predicted_7d_Demand"] is None
    assert [type(rows[code]["Current_Stock"]) for code in rows] == [int, int, int]
    assert answer.headers["x-snapshot"].startswith("flat-")


async def test_unchanged_list_answers_304(flat: httpx.AsyncClient) -> None:
    """If-None-Match with the list's ETag answers 304; HEAD answers without a body."""
    etag = (await flat.get("/inventory")).headers["etag"]
    assert (await flat.get("/inventory", headers={"If-None-Match": etag})).status_code == 304
    head = await flat.head("/inventory")
    assert (head.status_code, head.content) == (200, b"")


async def test_values_missing_from_a_flat_folder_are_null(flat: httpx.AsyncClient) -> None:
    """Sources, costs and sales are null; a missing data-quality report is explained."""
    item = (await flat.get("/v1/inventory/85123A")).json()
    assert (item["stock_source"], item["unit_cost"], item["cost_source"]) == (None, None, None)
    summary = (await flat.get("/v1/inventory/summary")).json()
    assert summary["key_figures"]["stock_value"] is None
    assert summary["replenishment"] is None
    assert (item["suggested_order"], item["abc"], item["dead_stock"]) == (None, None, None)
    assert summary["key_figures"]["last_28_days"] is None
    assert summary["stock_at_risk"]["top_overstocked"][0]["money"] is None
    assert (await flat.get("/v1/data-quality")).status_code == 404


async def test_code_with_slash_blank_and_accent_is_found(flat: httpx.AsyncClient) -> None:
    """The rest of the path is the code; case and surrounding blanks do not matter."""
    for path in ("/v1/inventory/A%2FB%20%C3%A9", "/v1/products/A/B%20%C3%A9"):
        assert (await flat.get(path)).json()["stock_code"] == "A/B é"
    assert (await flat.get("/v1/inventory/%2085123a")).json()["stock_code"] == "85123A"


async def test_unknown_code_is_a_problem_document(flat: httpx.AsyncClient) -> None:
    """The 404 says where the codes are listed."""
    for path in ("/v1/inventory/X", "/v1/products/X"):
        answer = await flat.get(path)
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith("No product has the code “X”. GET /v1/")


async def test_lists_filter_sort_and_page(with_snapshot: httpx.AsyncClient) -> None:
    """Pages follow each other by cursor and together equal a single large page."""
    first = (
        await with_snapshot.get("/v1/inventory", params={"sort": "-current_stock", "limit": 2})
    ).json()
    rest = (
        await with_snapshot.get(
            "/v1/inventory",
            params={"sort": "-current_stock", "limit": 2, "cursor": first["next_cursor"]},
        )
    ).json()
    codes = [item["stock_code"] for item in first["items"] + rest["items"]]
    assert codes == ["85123A", "A/B é", "00123"]
    assert (first["total"], rest["next_cursor"]) == (3, None)
    for params, expected in [
        ({"status": "UNDERSTOCKED"}, ["00123"]),
        ({"q": "heart"}, ["85123A"]),
        ({"stock_source": "uploaded"}, []),
        ({"abc": "A"}, ["85123A"]),
        ({"xyz": "X"}, ["00123"]),
        ({"dead": "true"}, ["A/B é"]),
        ({"dead": "false", "sort": "-lost_sales_units"}, ["00123", "85123A"]),
        ({"sort": "-suggested_order", "limit": "1"}, ["85123A"]),
    ]:
        page = (await with_snapshot.get("/v1/inventory", params=params)).json()
        assert [item["stock_code"] for item in page["items"]] == expected
    products = (await with_snapshot.get("/v1/products", params={"department": "gifts"})).json()
    assert [item["units_56d"] for item in products["items"]] == [12]


@pytest.mark.parametrize(
    "query",
    ["status=FINE", "abc=D", "xyz=a", "dead=maybe", "sort=colour", "cursor=%C3%A9", "limit=0"],
)
async def test_invalid_query_is_a_422(with_snapshot: httpx.AsyncClient, query: str) -> None:
    """Each is explained, and none is a 500."""
    answer = await with_snapshot.get(f"/v1/inventory?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_summary_shows_key_figures_and_risk(with_snapshot: httpx.AsyncClient) -> None:
    """Totals match a sum by hand, and labels come with the numbers they qualify."""
    summary: dict[str, Any] = (await with_snapshot.get("/v1/inventory/summary")).json()
    figures, risk = summary["key_figures"], summary["stock_at_risk"]
    assert (summary["as_of"], summary["currency"]) == ("2011-09-09", "GBP")
    assert (figures["products"], figures["units_on_hand"]) == (3, 50)
    assert (figures["stock_value"], figures["cost_source"]) == (140.0, "assumed")
    assert figures["stock_source"] == "simulated"
    assert figures["last_28_days"]["revenue_net"] == 80.25
    assert risk["counts"] == {"OVERSTOCKED": 1, "HEALTHY": 1, "UNDERSTOCKED": 1}
    over = risk["top_overstocked"][0]
    assert (over["product_name"], over["units"], over["money"]) == ("HEART HOLDER", 24.25, 67.9)
    assert over["stock_source"] == "simulated"
    short = risk["top_understocked"][0]
    assert (short["stock_code"], short["units"], short["money"]) == ("00123", 17.0, 68.0)
    assert (risk["overstock_value"], risk["units_short"]) == (67.9, 17.0)


async def test_summary_lists_orders_dead_stock_and_lost_sales(
    with_snapshot: httpx.AsyncClient,
) -> None:
    """By hand: 12 units to order and 7 dead at 2.80, 9 lost at 4.00, three times 14.00 tied up."""
    found: dict[str, Any] = (await with_snapshot.get("/v1/inventory/summary")).json()[
        "replenishment"
    ]
    order, dead, lost = found["top_orders"][0], found["top_dead"][0], found["top_lost"][0]
    assert (found["products_to_order"], found["units_to_order"]) == (1, 12)
    assert (found["order_value"], found["money_bound"]) == (33.6, 42.0)
    assert (order["stock_code"], order["supplier"], order["money"]) == (
        "85123A",
        "Kelly & Sons",
        33.6,
    )
    assert (dead["stock_code"], dead["units"], found["dead_stock_value"]) == ("A/B é", 7, 19.6)
    assert (lost["stock_code"], lost["units"], found["lost_sales_revenue"]) == ("00123", 9, 36.0)
    assert (found["dead_products"], found["lost_sales_products"]) == (1, 1)


async def test_all_responses_name_the_snapshot(with_snapshot: httpx.AsyncClient) -> None:
    """The header and the body name the same snapshot."""
    snapshots: set[str] = set()
    for path in ("", "/summary", "/85123A"):
        answer = await with_snapshot.get(f"/v1/inventory{path}")
        snapshots |= {answer.headers["x-snapshot"], answer.json()["snapshot"]}
    for path in ("/v1/products", "/v1/products/85123A", "/v1/data-quality"):
        answer = await with_snapshot.get(path)
        snapshots |= {answer.headers["x-snapshot"], answer.json()["snapshot"]}
    assert len(snapshots) == 1


async def test_missing_state_is_a_503_with_instructions(tmp_path: Path) -> None:
    """The 503 names the command to run, and the service is not ready."""
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        answer = await client.get("/inventory")
        assert (answer.status_code, answer.json()["code"]) == (503, "snapshot_unavailable")
        assert "smartretail refresh" in answer.json()["detail"]
        assert (await client.get("/health/ready")).status_code == 503


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"inventory_state.csv": b"StockCode,Current_Stock\nA,1\n"}, "has no column"),
        (
            {"inventory_state.csv": [FLAT_ROWS[0] | {"Inventory_Status": "FINE"}]},
            "the status 'FINE' of product 85123A",
        ),
        ({"inventory_state.csv": FLAT_ROWS, "products.json": b"[1]"}, "is not a JSON object"),
        ({"inventory_state.csv": FLAT_ROWS, "products.json": b"{"}, "cannot be read"),
    ],
)
async def test_unusable_flat_folder_is_explained(
    tmp_path: Path, files: dict[str, Any], expected: str
) -> None:
    """The error names the file and what is wrong with it."""
    write_flat_state(tmp_path, files)
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        answer = await client.get("/inventory")
        assert answer.status_code == 503
        assert expected in answer.json()["detail"]


def test_inconsistent_status_is_served_and_logged(tmp_path: Path) -> None:
    """The file's status is served; one log entry counts the products that contradict the rule."""
    rows = [row | {"Inventory_Status": "HEALTHY"} for row in FLAT_ROWS]
    write_flat_state(tmp_path, {"inventory_state.csv": rows})
    with structlog.testing.capture_logs() as logs:
        view = load_stock(Snapshot("flat-1", tmp_path, None), {})
    assert set(view.frame["inventory_status"]) == {"HEALTHY"}
    assert [(log["event"], log["products"]) for log in logs] == [
        ("inventory_status_contradicts_rule", 2)
    ]


def test_every_endpoint_is_documented() -> None:
    """Each operation has its own id, a description and the errors it can return."""
    paths = create_app(Settings()).openapi()["paths"]
    own_paths = {path: item["get"] for path, item in paths.items() if "health" not in path}
    assert own_paths
    assert len({operation["operationId"] for operation in own_paths.values()}) == len(own_paths)
    for path, operation in own_paths.items():
        assert operation["description"], path
        assert "503" in operation["responses"], path
