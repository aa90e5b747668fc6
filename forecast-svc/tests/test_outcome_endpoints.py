"""The outcome routes of the app: earlier forecasts against actual sales, or why there are none."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.apps import serve_app
from support.states import write_flat_state, write_snapshot

from fleet.sentences import render
from fleet.settings import load_settings
from fleet.statements import statement
from forecast_svc.main import create_app
from forecast_svc.settings import Settings

ROWS = [
    {"StockCode": "00123", "Predicted_7d_Demand": "6.5", "Method": "weighted_mean_8_weeks"},
    {"StockCode": "085123A", "Predicted_7d_Demand": "12.25", "Method": "weighted_mean_8_weeks"},
    {"StockCode": "10/X é", "Predicted_7d_Demand": "0.0", "Method": "silent_8_weeks"},
]
MEASURED = {"product_weeks": 1, "units": 9.0, "wape_median": 0.1111}
OUTCOMES: dict[str, Any] = {
    "origins": [
        {"origin": "2011-09-02", "last_day": "2011-09-08", "classes": {"all": MEASURED}},
    ],
    "pooled": {"all": MEASURED},
    "waiting": [{"origin": "2011-09-09", "complete_on": "2011-09-16"}],
    "note": None,
}
NOTE = ("note", "note_statement")


def forecast_log(units: float | None = 9.0) -> bytes:
    """9 units sold of 7.5 to 20, an incomplete week, and a week of another product."""
    numbers = {"mean": 12.5, "p10": 7.5, "p50": 10.0, "p90": 20.0}
    rows = [
        {"origin": date(2011, 9, day), "stock_code": code, **numbers, "trust": "B", "units": sold}
        for code, day, sold in (("00123", 2, units), ("00123", 9, None), ("085123A", 9, None))
    ]
    buffer = BytesIO()
    pl.DataFrame(rows).write_parquet(buffer)
    return buffer.getvalue()


def serving(state: Path) -> Any:
    return serve_app(create_app(load_settings(Settings, state_url=str(state))))


async def test_outcomes_have_an_etag(tmp_path: Path) -> None:
    """The snapshot's outcomes per origin; a client with the current ETag gets a 304."""
    files = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": OUTCOMES}
    snapshot = write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log()})
    async with serving(tmp_path) as client:
        answer = await client.get("/v1/demand/outcomes")
        etag = answer.headers["etag"]
        head = await client.head("/v1/demand/outcomes")
        unchanged = await client.get("/v1/demand/outcomes", headers={"If-None-Match": etag})
    assert answer.json() == OUTCOMES | {"note_statement": None, "snapshot": snapshot}
    assert answer.headers["x-snapshot"] == snapshot
    assert (head.headers["etag"], unchanged.status_code) == (etag, 304)


async def test_outcomes_of_one_product_match_hand_calculation(tmp_path: Path) -> None:
    """9 were sold where the median was 10 and the mean 12.5; the open week has no units yet."""
    files = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": OUTCOMES}
    write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log()})
    async with serving(tmp_path) as client:
        scored = (await client.get("/v1/demand/outcomes/00123")).json()
        unsold = (await client.get("/v1/demand/outcomes/10/X é")).json()
        waiting = (await client.get("/v1/demand/outcomes/085123A")).json()
        unknown = await client.get("/v1/demand/outcomes/NOPE")
    assert [week["origin"] for week in scored["weeks"]] == ["2011-09-09", "2011-09-02"]
    assert [week["inside"] for week in scored["weeks"]] == [None, True]
    assert (scored["wape_median"], scored["bias_mean"]) == (round(1 / 9, 4), round(3.5 / 9, 4))
    assert (scored["coverage_80"], scored["note"]) == (1.0, None)
    assert (unsold["weeks"], unsold["stock_code"]) == ([], "10/X é")
    assert scored["note_statement"] is None
    assert unsold["note_statement"]["code"] == "product_not_logged"
    assert "365 days" in unsold["note"]
    assert waiting["note_statement"]["code"] == "no_product_week"
    assert unknown.status_code == 404


async def test_missing_log_is_an_empty_answer_with_a_note(tmp_path: Path) -> None:
    """A flat folder, or a snapshot without the files, is explained in a sentence."""
    write_flat_state(tmp_path, {"predicted_7d_demand.csv": ROWS})
    async with serving(tmp_path) as client:
        overview = (await client.get("/v1/demand/outcomes")).json()
        product = (await client.get("/v1/demand/outcomes/00123")).json()
    assert (overview["origins"], overview["waiting"], product["weeks"]) == ([], [], [])
    assert "smartretail refresh" in overview["note"]
    assert overview["note_statement"] == {"code": "no_forecast_log", "values": {}}
    assert [product[field] for field in NOTE] == [overview[field] for field in NOTE]


@pytest.mark.parametrize(
    ("days", "code"),
    [(["2011-09-09"], "no_earlier_forecast"), (["2011-09-02", "2011-09-09"], "no_forecast_week")],
)
async def test_note_is_a_statement_before_a_week_is_complete(
    tmp_path: Path, days: list[str], code: str
) -> None:
    """Even if the file has only an English note; a logged product has the same note."""
    waiting = [{"origin": day, "complete_on": "2011-09-16"} for day in days]
    not_scored: dict[str, Any] = OUTCOMES | {
        "origins": [],
        "pooled": {},
        "waiting": waiting,
        "note": "Not yet.",
    }
    files: dict[str, Any] = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": not_scored}
    write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log(units=None)})
    async with serving(tmp_path) as client:
        overview = (await client.get("/v1/demand/outcomes")).json()
        product = (await client.get("/v1/demand/outcomes/00123")).json()
    assert overview["note_statement"] == {"code": code, "values": {}}
    assert overview["note"] == render(statement(code))
    assert [product[field] for field in NOTE] == [overview[field] for field in NOTE]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("demand_outcomes.json", b"{"),
        ("demand_outcomes.json", b"[]"),
        ("forecast_log.parquet", b"PAR1"),
    ],
)
async def test_damaged_outcomes_are_a_503_that_names_the_file(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """A file that cannot be read is reported, not treated as absent."""
    write_flat_state(tmp_path, {"predicted_7d_demand.csv": ROWS, name: content})
    async with serving(tmp_path) as client:
        answer = await client.get("/v1/demand/outcomes")
    assert answer.status_code == 503
    assert name in answer.json()["detail"]
