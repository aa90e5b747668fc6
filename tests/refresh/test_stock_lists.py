"""Stock files across refreshes: a full list, then a count of two products."""

import json
from pathlib import Path
from typing import Any

import polars as pl
from support import smartretail


def refreshed(small_files: Path, state: Path, stock: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The stock of a new snapshot, and its manifest."""
    ledger = small_files / "ledger.parquet"
    ended = smartretail(
        "refresh", "--ledger", ledger, "--state", state, "--stock", stock, cwd=stock.parent
    )
    assert ended.code == 0, ended.err
    snapshot = state / "snapshots" / ended.out.strip()
    manifest = json.loads((snapshot / "manifest.json").read_bytes())
    return pl.read_csv(snapshot / "inventory_state.csv", infer_schema=False), manifest


def write_counts(path: Path, counts: dict[str, int]) -> Path:
    """A stock file."""
    lines = [f"{code},{count}\n" for code, count in counts.items()]
    path.write_text("SKU,On hand\n" + "".join(lines), encoding="utf-8")
    return path


def test_partial_count_keeps_the_counts_of_the_full_list(small_files: Path, tmp_path: Path) -> None:
    """The list leaves one product out, which is 0; the count after it changes only its two."""
    codes = pl.read_parquet(small_files / "ledger.parquet")["StockCode"].unique().sort().to_list()
    goods = [code for code in codes if code != "POST"]
    counts = {code: 10 + at for at, code in enumerate(goods[1:])}
    full = write_counts(tmp_path / "full.csv", counts)
    state, manifest = refreshed(small_files, tmp_path / "state", full)
    sold_out = set(state.filter(pl.col("Current_Stock") == "0")["StockCode"])
    assert goods[0] in sold_out
    assert manifest["stock_list"] == {"taken_for": "full", "products": len(sold_out)}
    assert set(state["Stock_Source"]) == {"uploaded"}

    some = write_counts(tmp_path / "some.csv", dict.fromkeys(goods[1:3], 500))
    later, manifest = refreshed(small_files, tmp_path / "state", some)
    assert manifest["stock_list"] == {"taken_for": "partial", "products": state.height - 2}
    joined = state.join(later, on="StockCode", suffix="_later")
    changed = joined.filter(pl.col("Current_Stock") != pl.col("Current_Stock_later"))
    assert set(changed["StockCode"]) == set(goods[1:3])
    assert set(changed["Current_Stock_later"]) == {"500"}
    names = {entry["name"] for entry in manifest["assumptions"]}
    assert "partial_stock_list" in names
    assert "full_stock_list" not in names
