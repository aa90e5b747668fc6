"""Refreshes of a growing ledger score earlier forecasts, and a backtest is published with them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import smartretail
from support.ledgers import small_ledger, write_ledger

FIRST, SECOND = "2011-08-26", "2011-09-02"


def refreshed(ledger: Path, state: Path, as_of: str) -> Path:
    """The folder of a new snapshot."""
    ended = smartretail(
        "refresh", "--ledger", ledger, "--state", state, "--as-of", as_of, cwd=ledger.parent
    )
    assert ended.code == 0, ended.err
    return state / "snapshots" / ended.out.strip()


def publish_backtest(ledger: Path, state: Path, tmp_path: Path) -> Any:
    """The result of `backtest --publish` with one origin."""
    return smartretail(
        *("backtest", "--ledger", ledger, "--weeks", "1", "--out", tmp_path / "p.csv"),
        *("--publish", "--state", state),
        cwd=tmp_path,
    )


@pytest.fixture(scope="module")
def grown_state(
    small_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Path]]:
    """A state refreshed twice, a week apart, and its two snapshots."""
    state = tmp_path_factory.mktemp("grown") / "state"
    ledger = small_files / "ledger.parquet"
    return state, [refreshed(ledger, state, day) for day in (FIRST, SECOND)]


def outcomes(snapshot: Path) -> Any:
    return json.loads((snapshot / "demand_outcomes.json").read_bytes())


def test_forecast_is_scored_after_its_week(grown_state: tuple[Path, list[Path]]) -> None:
    """The first snapshot says why it has no outcome; the second scores the first's forecast."""
    first, second = map(outcomes, grown_state[1])
    assert first["origins"] == []
    assert "first" in first["note"]
    assert [week["origin"] for week in second["origins"]] == [FIRST]
    assert second["origins"][0]["classes"]["all"]["units"] > 100
    assert second["waiting"] == [{"origin": SECOND, "complete_on": "2011-09-09"}]


def test_contract_files_do_not_depend_on_the_log(
    grown_state: tuple[Path, list[Path]], small_files: Path, tmp_path: Path
) -> None:
    """The same ledger and date in an empty state give the same files, but for log and outcomes."""
    alone = refreshed(small_files / "ledger.parquet", tmp_path / "state", SECOND)
    beside = grown_state[1][1]
    differing = {
        path.name
        for path in alone.iterdir()
        if path.read_bytes() != (beside / path.name).read_bytes()
    }
    assert differing == {"forecast_log.parquet", "demand_outcomes.json", "manifest.json"}


def test_log_of_another_shop_is_not_continued(
    grown_state: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    """A refresh from another ledger starts a new log, even if the products are similar."""
    state = Path(shutil.copytree(grown_state[0], tmp_path / "state"))
    ledger = small_ledger(seed=8)
    renamed = ledger.with_columns(Invoice=ledger["Invoice"].str.replace("50", "91", literal=True))
    other = refreshed(write_ledger(renamed, tmp_path / "other.parquet"), state, SECOND)
    assert outcomes(other)["origins"] == []


def test_backtest_is_published_as_a_new_snapshot(
    grown_state: tuple[Path, list[Path]], small_files: Path, tmp_path: Path
) -> None:
    """A copy of the live snapshot with the backtest goes live; the old one is unchanged."""
    state = Path(shutil.copytree(grown_state[0], tmp_path / "state"))
    live = state / "snapshots" / grown_state[1][1].name
    before = {path.name: path.read_bytes() for path in live.iterdir()}
    ended = publish_backtest(small_files / "ledger.csv", state, tmp_path)
    assert ended.code == 0, ended.err
    new = state / "snapshots" / ended.out.split()[-1]
    assert (state / "CURRENT").read_text().strip() == new.name
    assert {path.name: path.read_bytes() for path in live.iterdir()} == before
    result = json.loads((new / "backtest.json").read_bytes())
    assert (result["kind"], result["origins"]) == ("backtest", ["2011-09-02"])
    assert {row["forecast"] for row in result["compared"]} >= {"model, median", "median_8_weeks"}
    unchanged = before.keys() - {"backtest.json", "manifest.json"}
    assert all((new / name).read_bytes() == before[name] for name in unchanged)
    manifest = json.loads((new / "manifest.json").read_bytes())
    assert (manifest["as_of"], manifest["copied_from"]) == (SECOND, live.name)


def test_publishing_without_a_snapshot_is_rejected(small_files: Path, tmp_path: Path) -> None:
    """An empty state or files of other tools are rejected before any work is done."""
    ended = publish_backtest(small_files / "ledger.csv", tmp_path / "none", tmp_path)
    assert ended.code == 1
    assert "smartretail refresh" in ended.err
    (tmp_path / "flat").mkdir()
    (tmp_path / "flat/predicted_7d_demand.csv").write_text("StockCode,Predicted_7d_Demand\n1,2\n")
    ended = publish_backtest(small_files / "ledger.csv", tmp_path / "flat", tmp_path)
    assert ended.code == 1
    assert "has no manifest" in ended.err
    assert "Traceback" not in ended.err


def test_publishing_over_another_ledger_is_rejected(
    grown_state: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    """A backtest of another shop's ledger leaves the state unchanged, and says why."""
    live = (grown_state[0] / "CURRENT").read_text()
    ledger = small_ledger(seed=8)
    renamed = ledger.with_columns(Invoice=ledger["Invoice"].str.replace("50", "91", literal=True))
    other = write_ledger(renamed, tmp_path / "other.parquet")
    ended = publish_backtest(other, grown_state[0], tmp_path)
    assert ended.code == 1
    assert "a different ledger" in ended.err
    assert (grown_state[0] / "CURRENT").read_text() == live
    assert not (tmp_path / "p.csv").exists()


def test_publishing_a_forgotten_customer_is_rejected(
    grown_state: tuple[Path, list[Path]], small_files: Path, tmp_path: Path
) -> None:
    """A copy of a snapshot that still has a forgotten customer is rejected."""
    state = Path(shutil.copytree(grown_state[0], tmp_path / "state"))
    live = state / "snapshots" / grown_state[1][1].name
    customer = (live / "customer_segments.csv").read_text().splitlines()[1].partition(",")[0]
    assert smartretail("forget", customer, "--state", state, cwd=tmp_path).code == 0
    ended = publish_backtest(small_files / "ledger.csv", state, tmp_path)
    assert ended.code == 1
    assert "forgotten" in ended.err
