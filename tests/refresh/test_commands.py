"""Output and exit codes of the `smartretail` commands."""

import json
from pathlib import Path

import polars as pl
from support import smartretail


def test_refresh_prints_only_the_id(own_state: Path, small_files: Path) -> None:
    """`$(smartretail refresh …)` is the id of the new live snapshot."""
    ledger = small_files / "ledger.csv"
    ended = smartretail("refresh", "--ledger", ledger, "--state", own_state, cwd=own_state.parent)
    assert ended.code == 0
    assert ended.out == (own_state / "CURRENT").read_text()
    for job in ("ledger", "demand", "stock", "segments", "plan"):
        assert job in ended.err
    manifest = json.loads(
        (own_state / "snapshots" / ended.out.strip() / "manifest.json").read_bytes()
    )
    assert manifest["as_of"] == "2011-09-09"
    assert manifest["ledger"]["lines_in"] > manifest["ledger"]["lines_kept"] > 0
    assert manifest["row_counts"]["predicted_7d_demand.csv"] == 90
    assert "rfm_transform" in manifest


def test_refresh_prints_its_sums_as_json(own_state: Path, small_files: Path) -> None:
    """With `--json` the last line of standard output has the ledger's sums, without warnings."""
    ledger = small_files / "ledger.csv"
    ended = smartretail(
        "refresh", "--ledger", ledger, "--state", own_state, "--json", cwd=own_state.parent
    )
    sums = json.loads(ended.out.splitlines()[-1])
    lines = pl.read_parquet(own_state / "snapshots" / sums["snapshot"] / "ledger.parquet")
    net_units = lines["quantity"] - lines["returned_quantity"]
    assert (sums["lines"], sums["units"]) == (lines.height, net_units.sum())
    assert sums["revenue"] == round((net_units * lines["unit_price"]).sum(), 2)
    assert sums["customers"] == lines["customer_id"].drop_nulls().n_unique()
    assert (sums["orders"], sums["products"]) == (lines["order_id"].n_unique(), 90)
    assert (sums["first"], sums["last"]) == ("2011-03-11", "2011-09-08")
    assert sums["excluded"]["non_product"] == 1
    assert sums["warnings"] == []


def test_rollback_selects_the_previous_snapshot(own_state: Path, small_files: Path) -> None:
    """A rollback makes the previous snapshot live again."""
    first = (own_state / "CURRENT").read_text().strip()
    folder = own_state.parent
    second = smartretail(
        "refresh", "--ledger", small_files / "ledger.csv", "--state", own_state, cwd=folder
    ).out.strip()
    assert smartretail("rollback", "--state", own_state, cwd=folder).out.strip() == first
    listed = smartretail("snapshots", "--state", own_state, cwd=folder).out
    assert listed.splitlines() == [f"  {second}", f"* {first}"]
    second_rollback = smartretail("rollback", "--state", own_state, cwd=folder)
    assert (second_rollback.code, second_rollback.out) == (1, "")
    assert "no snapshot before the live one" in second_rollback.err


def test_rollback_to_an_unknown_snapshot_is_rejected(own_state: Path) -> None:
    """An unknown id is rejected, and the error lists the existing ones."""
    known = (own_state / "CURRENT").read_text().strip()
    ended = smartretail(
        "rollback", "--state", own_state, "--to", "20200101T000000Z-000000", cwd=own_state.parent
    )
    assert ended.code == 1
    assert known in ended.err


def test_forgotten_customer_is_in_no_later_snapshot(own_state: Path, small_files: Path) -> None:
    """After `forget`, no file of the next snapshot has the customer; the demand is unchanged."""
    folder, ledger = own_state.parent, small_files / "ledger.csv"
    live = own_state / "snapshots" / (own_state / "CURRENT").read_text().strip()
    customer = str(
        pl.read_csv(live / "customer_segments.csv", infer_schema=False)["Customer ID"][0]
    )
    assert smartretail("forget", f"{customer}.0", cwd=folder).code == 0
    ended = smartretail("refresh", "--ledger", ledger, "--state", own_state, cwd=folder)
    assert ended.code == 0, ended.err
    after = own_state / "snapshots" / ended.out.strip()
    segments = pl.read_csv(after / "customer_segments.csv", infer_schema=False)["Customer ID"]
    lines = pl.read_parquet(after / "ledger.parquet")
    assert customer not in segments.to_list()
    assert customer not in lines["customer_id"].to_list()
    assert lines.height == pl.read_parquet(live / "ledger.parquet").height
    name = "predicted_7d_demand.csv"
    assert (after / name).read_bytes() == (live / name).read_bytes()


def test_help_imports_no_services() -> None:
    """`smartretail --help` imports neither polars nor services."""
    heavy = {"polars", "numpy", "fastapi", "sklearn", "langchain_core", "motor", "pydantic"}
    ended = smartretail("--help", cwd=Path.cwd(), environment={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ended.code == 0
    imported = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "smartretail.cli" in imported
    assert not heavy & imported
