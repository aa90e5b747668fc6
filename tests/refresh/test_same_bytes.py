"""Equal data gives equal files, whatever its format."""

from datetime import datetime
from pathlib import Path

import polars as pl
from support import smartretail
from support.ledgers import write_ledger

FILES = (
    "products.json",
    "predicted_7d_demand.csv",
    "inventory_state.csv",
    "customer_segments.csv",
    "campaign_plan.csv",
)
AS_OF = datetime(2011, 8, 21)  # noqa: DTZ001 - ledgers carry the shop's wall clock


def data_files(ledger: Path, state: Path, *options: str, threads: str = "2") -> dict[str, bytes]:
    """The files that a refresh of `ledger` writes, by name."""
    ended = smartretail(
        "refresh",
        "--ledger",
        ledger,
        "--state",
        state,
        *options,
        cwd=ledger.parent,
        environment={"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads},
    )
    assert ended.code == 0, ended.err
    folder = state / "snapshots" / ended.out.strip()
    return {name: (folder / name).read_bytes() for name in (*FILES, "data_quality.json")}


def live_files(state: Path) -> dict[str, bytes]:
    """The same for an existing state."""
    folder = state / "snapshots" / (state / "CURRENT").read_text().strip()
    return {name: (folder / name).read_bytes() for name in (*FILES, "data_quality.json")}


def test_every_format_gives_the_same_files(
    small_state: Path, small_files: Path, tmp_path: Path
) -> None:
    """The same ledger as CSV, Parquet or workbook gives the same bytes, with any threads."""
    from_parquet = data_files(small_files / "ledger.parquet", tmp_path / "one", threads="1")
    assert from_parquet == live_files(small_state)
    book = write_ledger(pl.read_parquet(small_files / "ledger.parquet"), tmp_path / "ledger.xlsx")
    assert data_files(book, tmp_path / "two") == from_parquet


def test_lines_from_the_as_of_date_on_change_nothing(small_files: Path, tmp_path: Path) -> None:
    """Lines of the as-of date or later don't affect the result."""
    ledger = pl.read_parquet(small_files / "ledger.parquet")
    before = write_ledger(ledger.filter(pl.col("InvoiceDate") < AS_OF), tmp_path / "before.parquet")
    day = f"{AS_OF:%Y-%m-%d}"
    without = data_files(before, tmp_path / "without", "--as-of", day)
    with_later = data_files(
        small_files / "ledger.parquet", tmp_path / "with", "--as-of", day, threads="3"
    )
    assert {name: with_later[name] for name in FILES} == {name: without[name] for name in FILES}
    assert ledger.filter(pl.col("InvoiceDate") >= AS_OF).height > 100
