"""`smartretail replay` from a raw ledger to a table, without looking ahead."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support import smartretail
from support.ledgers import small_ledger, write_ledger
from support.processes import Ended

SPAN = ("--from", "2011-07-11", "--to", "2011-07-18")
LAST_ORIGIN = datetime(2011, 7, 18)  # noqa: DTZ001 - ledgers carry the shop's wall clock
DECIDED = ["origin", "stock_code", "discount", "target_cluster", "promised", "demand"]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, pl.DataFrame]:
    """A replay of two weeks of the small ledger, and the campaigns it wrote."""
    return run_replay(small_ledger(), tmp_path_factory.mktemp("baseline"))


def run_replay(ledger: pl.DataFrame, folder: Path) -> tuple[Ended, pl.DataFrame]:
    """Runs the command on a ledger."""
    path = write_ledger(ledger, folder / "sales.parquet")
    ended = smartretail("replay", "--ledger", path, *SPAN, "--out", "advice.csv", cwd=folder)
    assert ended.code == 0, ended.err
    return ended, pl.read_csv(folder / "advice.csv", schema_overrides={"stock_code": pl.String})


def test_tables_list_weeks_and_assumptions(baseline: tuple[Ended, pl.DataFrame]) -> None:
    """Both tables have a line per week and a total, followed by the assumptions."""
    ended, advice = baseline
    lines = ended.out.splitlines()
    for week in ("2011-07-11", "2011-07-18"):
        assert sum(line.startswith(week) for line in lines) == 2
        assert advice.filter(pl.col("origin") == week).height > 0
    assert sum(line.startswith("all weeks") for line in lines) == 2
    assert "None of these campaigns was run." in ended.out
    assert "associations, not causes" in ended.out
    assert not advice["below_cost"].any()


def test_later_lines_change_no_decision(
    baseline: tuple[Ended, pl.DataFrame], tmp_path: Path
) -> None:
    """Other lines from the last origin on leave every week's decisions unchanged."""
    ledger = small_ledger()
    later = pl.col("InvoiceDate") >= LAST_ORIGIN
    forged = pl.concat(
        [
            ledger.filter(~later),
            ledger.filter(later).with_columns(pl.col("Quantity") * 7, Description=pl.lit("OTHER")),
        ]
    )
    _, advice = baseline
    _, other = run_replay(forged, tmp_path)
    assert other.select(DECIDED).equals(advice.select(DECIDED))
    last = pl.col("origin") == "2011-07-18"
    assert other.filter(last)["units"].sum() > 3 * advice.filter(last)["units"].sum()


def test_weeks_beyond_the_ledger_are_rejected(tmp_path: Path) -> None:
    """Weeks after the ledger's end are rejected with a message, and nothing is written."""
    path = write_ledger(small_ledger(), tmp_path / "sales.parquet")
    span = ("--from", "2012-01-02", "--to", "2012-02-01", "--out", "advice.csv")
    ended = smartretail("replay", "--ledger", path, *span, cwd=tmp_path)
    assert ended.code == 1
    assert "No week from 2012-01-02 to 2012-02-01 can be replayed" in ended.err
    assert not (tmp_path / "advice.csv").exists()
