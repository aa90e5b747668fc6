"""The outcome routes of the real app: earlier forecasts against what came, or why there is none."""

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
    """9 units came of 7.5 to 20, and a week that is not over, of another product as well."""
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
    """What the snapshot holds, per origin; a client that has it already gets a 304."""
    files = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": OUTCOMES}
    snapshot = write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log()})
    async with serving(tmp_path) as client:
        answer = await client.get("/v1/demand/outcomes")
        etag = answer.headers["etag"]
        head = await client.head("/v1/demand/outcomes")
        again = await client.get("/v1/demand/outcomes", headers={"If-None-Match": etag})
    assert answer.json() == OUTCOMES | {"note_statement": None, "snapshot": snapshot}
    assert answer.headers["x-snapshot"] == snapshot
    assert (head.headers["etag"], again.status_code) == (etag, 304)


async def test_outcomes_of_one_product_match_hand_calculation(tmp_path: Path) -> None:
    """9 came where the median said 10 and the mean 12.5; the open week has no units yet."""
    files = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": OUTCOMES}
    write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log()})
    async with serving(tmp_path) as client:
        found = (await client.get("/v1/demand/outcomes/00123")).json()
        silent = (await client.get("/v1/demand/outcomes/10/X é")).json()
        waiting = (await client.get("/v1/demand/outcomes/085123A")).json()
        unknown = await client.get("/v1/demand/outcomes/NOPE")
    assert [week["origin"] for week in found["weeks"]] == ["2011-09-09", "2011-09-02"]
    assert [week["inside"] for week in found["weeks"]] == [None, True]
    assert (found["wape_median"], found["bias_mean"]) == (round(1 / 9, 4), round(3.5 / 9, 4))
    assert (found["coverage_80"], found["note"]) == (1.0, None)
    assert (silent["weeks"], silent["stock_code"]) == ([], "10/X é")
    assert found["note_statement"] is None
    assert silent["note_statement"]["code"] == "product_not_logged"
    assert "365 days" in silent["note"]
    assert waiting["note_statement"]["code"] == "no_product_week"
    assert unknown.status_code == 404


async def test_without_a_log_the_answer_says_why(tmp_path: Path) -> None:
    """A flat folder, or a snapshot without the files, is an empty answer with a sentence."""
    write_flat_state(tmp_path, {"predicted_7d_demand.csv": ROWS})
    async with serving(tmp_path) as client:
        every = (await client.get("/v1/demand/outcomes")).json()
        one = (await client.get("/v1/demand/outcomes/00123")).json()
    assert (every["origins"], every["waiting"], one["weeks"]) == ([], [], [])
    assert "smartretail refresh" in every["note"]
    assert every["note_statement"] == {"code": "no_forecast_log", "values": {}}
    assert [one[field] for field in NOTE] == [every[field] for field in NOTE]


@pytest.mark.parametrize(
    ("days", "code"),
    [(["2011-09-09"], "no_earlier_forecast"), (["2011-09-02", "2011-09-09"], "no_forecast_week")],
)
async def test_before_any_week_is_complete_the_note_is_a_statement(
    tmp_path: Path, days: list[str], code: str
) -> None:
    """Also where the file holds only an English sentence; a logged product has the same note."""
    waiting = [{"origin": day, "complete_on": "2011-09-16"} for day in days]
    nothing: dict[str, Any] = OUTCOMES | {
        "origins": [],
        "pooled": {},
        "waiting": waiting,
        "note": "Not yet.",
    }
    files: dict[str, Any] = {"predicted_7d_demand.csv": ROWS, "demand_outcomes.json": nothing}
    write_snapshot(tmp_path, files | {"forecast_log.parquet": forecast_log(units=None)})
    async with serving(tmp_path) as client:
        every = (await client.get("/v1/demand/outcomes")).json()
        one = (await client.get("/v1/demand/outcomes/00123")).json()
    assert every["note_statement"] == {"code": code, "values": {}}
    assert every["note"] == render(statement(code))
    assert [one[field] for field in NOTE] == [every[field] for field in NOTE]


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
    """A file that is there and cannot be read is said so, not passed over."""
    write_flat_state(tmp_path, {"predicted_7d_demand.csv": ROWS, name: content})
    async with serving(tmp_path) as client:
        answer = await client.get("/v1/demand/outcomes")
    assert answer.status_code == 503
    assert name in answer.json()["detail"]
