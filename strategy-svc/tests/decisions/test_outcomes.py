"""Finished weeks are scored against decisions, in both stores."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support.decision_client import (
    ACCEPTED,
    CODES,
    FIRST_DAY,
    NEXT_DAY,
    REJECTED,
    ROUTE,
    decide,
    wait_for_outcomes,
)
from support.plan_client import Ask, publish

from strategy_svc.settings import Settings


def week_later(staging: Path, folder: Path, *, forecast: float = 40.0, units: int = 50) -> Path:
    """The shop a week later: S0 sold `units` at 8.00 each, and nothing is known of the others."""
    folder.mkdir()
    for path in staging.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    ledger = pl.read_parquet(staging / "ledger.parquet")
    at = datetime(2011, 9, 10, 12)  # noqa: DTZ001 - ledgers carry the shop's own wall-clock time
    line = ledger.head(1).with_columns(
        stock_code=pl.lit("S0"),
        ordered_at=pl.lit(at).cast(pl.Datetime("us")),
        quantity=pl.lit(units).cast(pl.Int64),
        unit_price=pl.lit(8.0),
    )
    pl.concat([ledger, line]).write_parquet(folder / "ledger.parquet")
    pl.DataFrame(
        {"origin": [FIRST_DAY] * len(CODES), "stock_code": CODES, "mean": [forecast] * len(CODES)}
    ).write_parquet(folder / "forecast_log.parquet")
    return folder


async def test_finished_week_is_scored_by_decision(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """Predictions are compared with sales per row, given its decision, and per kind of decision."""
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    accepted_decision = await decide(ask, **ACCEPTED)
    await decide(ask, stock_code="S1", **ACCEPTED)
    await decide(ask, stock_code="S1", **REJECTED)
    changed = await decide(
        ask, stock_code="S2", decision="changed", discount=45, reason_code="supplier_terms"
    )
    later = week_later(staging, tmp_path / "later")
    live = publish(Path(settings.state_url), later, NEXT_DAY)
    found = await wait_for_outcomes(ask, lambda scores: scores["by_kind"])
    assert {kind["decision"]: kind["rows"] for kind in found["by_kind"]} == {
        "accepted": 1,
        "changed": 1,
        "rejected": 1,
        "ignored": 3,
    }
    score = (await ask("GET", f"{ROUTE}/outcomes/{plan}")).json()
    assert (score["scored_by"], score["revision"], found["note"]) == (live, 1, None)
    rows = {row["stock_code"]: row for row in score["rows"]}
    product_score = rows["S0"]
    assert (
        product_score["actual_units"],
        product_score["actual_revenue"],
        product_score["actual_discount"],
    ) == (50, 400, 20)
    assert product_score["predicted_units"] == round(
        40 + accepted_decision["advised"]["expected_units"], 2
    )
    assert product_score["error"] == pytest.approx(50 - product_score["predicted_units"], abs=0.01)
    assert rows["S2"]["predicted_units"] == round(40 + changed["expected"]["expected_units"], 2)
    assert rows["S1"]["predicted_units"] == rows["S3"]["predicted_units"] == 40
    assert rows["S1"]["decided_discount"] is None
    accepted = next(kind for kind in found["by_kind"] if kind["decision"] == "accepted")
    assert accepted["bias"] == pytest.approx((product_score["predicted_units"] - 50) / 50, abs=1e-4)
    assert accepted["promised_gain"] == accepted_decision["advised"]["money_at_stake"]
    assert (await ask("GET", f"{ROUTE}/chain")).json()["whole"]


async def test_scored_week_accepts_no_decision(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """A plan whose week is scored rejects decisions; the live plan still accepts them."""
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    publish(Path(settings.state_url), week_later(staging, tmp_path / "later"), NEXT_DAY)
    await wait_for_outcomes(ask, lambda scores: scores["by_kind"])
    late = await ask("POST", ROUTE, json={"stock_code": "S0", "snapshot": plan} | ACCEPTED)
    assert (late.status_code, late.json()["code"]) == (409, "week_is_over")
    await decide(ask, **ACCEPTED)


async def test_corrected_ledger_creates_a_revision(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """A corrected ledger scores the week again; the same ledger does not."""
    state = Path(settings.state_url)
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    publish(state, week_later(staging, tmp_path / "later"), NEXT_DAY)
    await wait_for_outcomes(ask, lambda scores: scores["by_kind"])
    next_snapshot = publish(state, tmp_path / "later", NEXT_DAY)
    await wait_for_outcomes(ask, lambda scores: scores["plans"][0]["snapshot"] == next_snapshot)
    corrected = publish(state, week_later(staging, tmp_path / "fixed", units=48), NEXT_DAY)
    await wait_for_outcomes(
        ask, lambda scores: any(one["scored_by"] == corrected for one in scores["plans"])
    )
    score = (await ask("GET", f"{ROUTE}/outcomes/{plan}")).json()
    assert score["revision"] == 2
    assert score["rows"][0]["actual_units"] == 48


async def test_sales_of_another_shop_are_not_scored(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """A later snapshot with other forecasts in its log belongs to another shop."""
    later = week_later(staging, tmp_path / "later", forecast=7.0)
    live = publish(Path(settings.state_url), later, NEXT_DAY)
    await wait_for_outcomes(ask, lambda scores: scores["plans"][0]["snapshot"] == live)
    # Snapshots are processed in order: once the next one is recorded, this one is done.
    next_snapshot = publish(Path(settings.state_url), later, NEXT_DAY)
    found = await wait_for_outcomes(
        ask, lambda scores: scores["plans"][0]["snapshot"] == next_snapshot
    )
    assert found["by_kind"] == []
    assert found["note"].startswith("No plan has been scored yet.")
    assert found["note_statement"] == {"code": "no_plan_week", "values": {}}
    missing = await ask("GET", f"{ROUTE}/outcomes/{live}")
    assert missing.status_code == 404
