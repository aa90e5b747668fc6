"""What the dashboard requests: the table of all products, one product's sales, the snapshots."""

import io
import shutil
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import httpx
import polars as pl
import pytest
from support.apps import serve_app
from support.states import write_flat_state, write_snapshot

from inventory_svc.main import create_app
from inventory_svc.settings import Settings

AS_OF = date(2026, 11, 16)
STOCK = [
    {
        "StockCode": code,
        "Predicted_7d_Demand": "2",
        "Current_Stock": stock,
        "Inventory_Status": status,
        "ABC": abc,
        "Dead_Stock": dead,
    }
    for code, stock, status, abc, dead in (
        ("A/1", "9", "OVERSTOCKED", "A", "false"),
        ("B2", "2", "HEALTHY", "", ""),
        ("C3", "0", "UNDERSTOCKED", "C", "true"),
    )
]
# order, code, day, quantity, returned, price, shelf price
LINES = [
    ("1", "A/1", "2026-11-15", 3, 1, 2.0, 2.5),
    ("2", "A/1", "2026-11-09", 1, 0, 4.0, None),
    ("3", "A/1", "2026-11-08", 5, 0, 2.0, 2.5),
    ("3", "A/1", "2026-11-08", 7, 0, 0.0, None),
    ("4", "B2", "2026-11-15", 40, 0, 1.0, None),
    ("5", "A/1", "2026-10-24", 2, 0, 2.0, None),
    ("6", "A/1", "2026-10-20", 90, 0, 2.0, None),
    ("7", "A/1", "2026-11-16", 99, 0, 2.0, None),
]
COLUMNS = (
    "order_id", "stock_code", "ordered_at", "quantity", "returned_quantity", "unit_price",
    "shelf_price",
)  # fmt: skip


def ledger_file() -> bytes:
    """`LINES` as Parquet."""
    frame = pl.DataFrame(LINES, COLUMNS, orient="row").with_columns(
        pl.col("ordered_at").str.to_datetime("%Y-%m-%d", time_unit="us") + pl.duration(hours=9)
    )
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """A service on a snapshot with three products and a ledger."""
    write_snapshot(
        tmp_path,
        {"inventory_state.csv": STOCK, "ledger.parquet": ledger_file()},
        as_of=AS_OF,
        facts={
            "ledger": {"first_day": "2026-10-20", "last_day": "2026-11-15", "lines_in": 8},
            "assumptions": [{"name": "unit_cost_share", "value": 0.7}],
        },
    )
    async with serve_app(create_app(Settings(state_url=str(tmp_path), currency="GBP"))) as client:
        yield client


async def test_table_has_the_rows_of_the_list(client: httpx.AsyncClient) -> None:
    """Converted to rows, the columns equal the paged list."""
    table = (await client.get("/v1/inventory/table")).json()
    rows = (await client.get("/v1/inventory")).json()["items"]
    assert table["rows"] == len(rows) == 3
    assert table["as_of"] == AS_OF.isoformat()
    for place, row in enumerate(rows):
        for name, values in table["columns"].items():
            assert values[place] == row[name]
        for name, coded in table["codes"].items():
            found = coded["places"][place]
            assert (None if found is None else coded["values"][found]) == row[name]


async def test_table_honours_if_none_match(client: httpx.AsyncClient) -> None:
    """A client that sends the table's ETag gets a 304 instead of the table."""
    first = await client.get("/v1/inventory/table")
    unchanged = await client.get(
        "/v1/inventory/table", headers={"If-None-Match": first.headers["etag"]}
    )
    assert unchanged.status_code == 304
    assert (await client.head("/v1/inventory/table")).status_code == 200


async def test_weeks_count_back_from_the_as_of_date(client: httpx.AsyncClient) -> None:
    """Each week sums its seven days, a week without sales is 0, and a partial week is left out."""
    history = (await client.get("/v1/products/A%2F1/history")).json()
    weeks = [(w["first_day"], w["units"], w["returned"], w["revenue"]) for w in history["weeks"]]
    assert weeks == [
        ("2026-10-26", 0, 0, 0.0),
        ("2026-11-02", 5, 0, 10.0),
        ("2026-11-09", 4, 1, 10.0),
    ]
    assert history["weeks"][2]["price"] == 2.5
    assert history["weeks"][2]["shelf_price"] == 2.5
    assert history["weeks"][0]["price"] is None
    assert history["currency"] == "GBP"


async def test_days_are_the_last_28(client: httpx.AsyncClient) -> None:
    """Free lines and lines on or after the as-of date are not demand."""
    days = (await client.get("/v1/products/a%2f1/history")).json()["days"]
    assert len(days) == 28
    sold = {entry["day"]: entry["units"] for entry in days if entry["units"]}
    assert sold == {
        "2026-10-20": 90, "2026-10-24": 2, "2026-11-08": 5, "2026-11-09": 1, "2026-11-15": 3,
    }  # fmt: skip


async def test_history_of_a_product_without_sales_is_empty(client: httpx.AsyncClient) -> None:
    """A product that never sold has no weeks, and every day is 0."""
    history = (await client.get("/v1/products/C3/history")).json()
    assert history["weeks"] == []
    assert {entry["units"] for entry in history["days"]} == {0}
    assert (await client.get("/v1/products/none/history")).status_code == 404


async def test_snapshots_list_ledger_and_assumptions(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """The live snapshot has its ledger and its assumptions; a damaged one has its problem."""
    broken = tmp_path / "snapshots" / "19990101T000000Z-broken"
    broken.mkdir()
    (broken / "manifest.json").write_text("{}", encoding="utf-8")
    answer = (await client.get("/v1/snapshots")).json()
    assert [entry["live"] for entry in answer["snapshots"]] == [True, False]
    assert answer["snapshots"][0]["first_day"] == "2026-10-20"
    assert answer["snapshots"][0]["lines_in"] == 8
    assert "manifest" in answer["snapshots"][1]["problem"]
    assert answer["assumptions"][0]["name"] == "unit_cost_share"
    assert answer["live"] == answer["snapshots"][0]["id"]


async def test_flat_folder_has_a_table_but_no_history(tmp_path: Path) -> None:
    """Files from other tools make a table and one snapshot without a date."""
    write_flat_state(tmp_path, {"inventory_state.csv": STOCK})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        assert (await client.get("/v1/inventory/table")).json()["as_of"] is None
        missing = await client.get("/v1/products/B2/history")
        assert missing.status_code == 404
        assert "smartretail refresh" in missing.json()["detail"]
        [entry] = (await client.get("/v1/snapshots")).json()["snapshots"]
        assert entry["live"]
        assert entry["as_of"] is None


async def test_history_of_a_removed_snapshot_is_unavailable(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """If the served snapshot's folder is gone, the error names the missing file."""
    [folder] = (tmp_path / "snapshots").iterdir()
    shutil.rmtree(folder)
    answer = await client.get("/v1/products/A%2F1/history")
    assert (answer.status_code, answer.json()["code"]) == (503, "snapshot_unavailable")
    assert "ledger.parquet is missing" in answer.json()["detail"]


@pytest.mark.parametrize("pointer", [b"\xff\xfe\x00", b"", b"../..", None])
async def test_snapshots_are_listed_without_a_valid_pointer(
    pointer: bytes | None, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Whatever happens to CURRENT, the snapshot being served is still listed."""
    current = tmp_path / "CURRENT"
    current.unlink()
    if pointer is None:
        current.mkdir()
    else:
        current.write_bytes(pointer)
    answer = await client.get("/v1/snapshots")
    assert answer.status_code == 200
    assert [entry["live"] for entry in answer.json()["snapshots"]] == [True]
