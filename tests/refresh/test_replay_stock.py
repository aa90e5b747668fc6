"""`smartretail replay-stock` from a raw ledger to a table and a page."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from support.ledgers import small_ledger, write_ledger
from support.processes import Ended, smartretail

from fleet.errors import InvalidInput
from fleet.jobs import no_progress
from inventory_svc.policy_replay.tables import grid_table
from smartretail.jobs.backtest import backtest
from smartretail.jobs.backtest import write_predictions as write_predictions_of
from smartretail.jobs.replay_stock import Replay, replay_stock

LAST_ORIGIN = date(2011, 9, 2)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(small_ledger(), tmp_path_factory.mktemp("ledger") / "sales.parquet")


def write_predictions(path: Path, origins: list[date]) -> Path:
    """The same forecast for every product of the ledger at each origin."""
    codes = small_ledger()["StockCode"].str.to_uppercase().unique().sort()
    pl.concat(
        pl.DataFrame(
            {"StockCode": codes, "Predicted_7d_Demand": 14.0, "P10": 3.0, "P50": 12.0, "P90": 28.0}
        ).select(pl.lit(origin).alias("origin"), pl.all())
        for origin in origins
    ).write_csv(path)
    return path


def weekly_origins(weeks: int) -> list[date]:
    """The last origins of the ledger."""
    return [LAST_ORIGIN - timedelta(days=7 * ago) for ago in range(weeks - 1, -1, -1)]


def replay(ledger: Path, folder: Path, *arguments: str | Path) -> Ended:
    """Write grid.csv and report.html into `folder`."""
    return smartretail(
        *("replay-stock", "--ledger", ledger, "--out", "grid.csv", "--report", "report.html"),
        *arguments,
        cwd=folder,
    )


def run(ledger: Path, weeks: int, predictions: Path | None) -> Replay:
    """The same in this process."""
    return replay_stock(ledger, None, weeks, 50, predictions, lambda _: no_progress)


def test_predictions_of_a_backtest_give_the_grid(ledger: Path, tmp_path: Path) -> None:
    """Eighteen cells in the file and on the terminal, and a page, all labelled a simulation."""
    predictions = write_predictions(tmp_path / "predictions.csv", weekly_origins(8))
    ended = replay(ledger, tmp_path, "--weeks", "6", "--predictions", predictions)
    assert ended.code == 0, ended.err
    grid = pl.read_csv(tmp_path / "grid.csv")
    assert grid.height == 18
    assert grid["recommended_fill_rate"].is_between(0.5, 1).all()
    assert ended.out.startswith("A simulation")
    assert len(ended.out.splitlines()) == 1 + 1 + 18 + 2
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "A simulation" in page
    assert page.count("<svg") == 6


def test_missing_predictions_are_computed(ledger: Path, tmp_path: Path) -> None:
    """The forecasts are those of a backtest of the same weeks, so the grid is the same."""
    path = tmp_path / "predictions.csv"
    write_predictions_of(backtest(ledger, None, 2, None, no_progress).scored, path)
    computed, provided = (run(ledger, 2, predictions) for predictions in (None, path))
    assert grid_table(computed.comparison).equals(grid_table(provided.comparison))


HEAD = "origin,StockCode,Predicted_7d_Demand,P10,P90\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("origin,StockCode\n2011-09-02,21001A\n", "Predicted_7d_Demand"),
        (HEAD + "2011-09-02,21001A,much,1,9\n", "much"),
        (HEAD + "2011-09-02,21001A,-4,1,9\n", "line 2"),
        (HEAD + "2011-09-02,21001A,4,,9\n", "line 2"),
        (HEAD + "2011-09-02,21001A,4,1,9\n" * 2, "twice"),
        (HEAD + "2011-09-02,21001A,4,1,9\n", "1 origins"),
        (HEAD + "2011-08-25,21001A,4,1,9\n2011-09-02,21001A,4,1,9\n", "7 days apart"),
        (HEAD + "2011-09-02,21001A,4,1,9\n2011-09-09,21001A,4,1,9\n", "2011-09-16"),
        (HEAD + "2001-09-03,21001A,4,1,9\n2001-09-10,21001A,4,1,9\n", "2001-09-03"),
    ],
)
def test_unusable_predictions_are_rejected(
    ledger: Path, tmp_path: Path, content: str, reason: str
) -> None:
    """No column, no number, negative, duplicate, too few, not weekly, or of another ledger."""
    path = tmp_path / "predictions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=reason):
        run(ledger, 2, path)


def test_rejection_is_one_message_and_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    """Exit code 1, the file named, no stack trace, no partial table."""
    ended = replay(ledger, tmp_path, "--predictions", "none.csv")
    assert ended.code == 1
    assert "none.csv" in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "grid.csv").exists()


def test_too_many_weeks_are_rejected(ledger: Path) -> None:
    """Half a year of ledger can't be replayed for a year."""
    with pytest.raises(InvalidInput, match="cannot be scored"):
        run(ledger, 52, None)
