"""`smartretail backtest` from a raw ledger to predictions and a page."""

from pathlib import Path

import polars as pl
import pytest
from support.ledgers import small_ledger, write_ledger
from support.processes import smartretail


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(small_ledger(), tmp_path_factory.mktemp("ledger") / "sales.parquet")


def test_two_origins_give_predictions_and_a_page(ledger: Path, tmp_path: Path) -> None:
    """Every product sold in the year before has a row per origin, ordered, codes as text."""
    ended = smartretail(
        *("backtest", "--ledger", ledger, "--weeks", "2"),
        *("--out", "predictions.csv", "--report", "report.html"),
        cwd=tmp_path,
    )
    assert ended.code == 0, ended.err
    table = pl.read_csv(tmp_path / "predictions.csv", schema_overrides={"StockCode": pl.String})
    assert table.columns == ["origin", "StockCode", "Predicted_7d_Demand", "P10", "P50", "P90"]
    assert table["origin"].unique().sort().to_list() == ["2011-08-26", "2011-09-02"]
    assert table.null_count().sum_horizontal().item() == 0
    assert (table["P10"] <= table["P50"]).all()
    assert (table["P50"] <= table["P90"]).all()
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "median_8_weeks" in ended.out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("origin\n2011-09-08\n", "2011-09-08"),
        ("origin\n2009-01-01\n", "2009-01-01"),
        ("day\n2011-08-01\n", "origin"),
        ("origin\nsoon\n", "soon"),
    ],
)
def test_unusable_origin_is_rejected(
    ledger: Path, tmp_path: Path, content: str, reason: str
) -> None:
    """An origin without seven later days, before the ledger, or not a date: one message."""
    (tmp_path / "origins.csv").write_text(content)
    ended = smartretail(
        *("backtest", "--ledger", ledger, "--out", "p.csv", "--origins", "origins.csv"),
        cwd=tmp_path,
    )
    assert ended.code == 1
    assert reason in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "p.csv").exists()
