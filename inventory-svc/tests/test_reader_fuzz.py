"""Files with faults are read correctly, or rejected with an error message."""

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drawn_ledgers import Sale, ledgers
from support.faulty_ledgers import Faulty, Key, Value, faulty_files, is_one_of
from support.ledger_exports import EXPORTS

from fleet.errors import InvalidInput
from inventory_svc.ledger.refresh import refresh_ledger

FILES = int(os.environ.get("FUZZ_FILES", "4000"))
DAMAGED = ("workbook", "Parquet", "Odoo")


def included(folder: Path) -> dict[Key, list[Value]]:
    """Units and price of the included lines, by order and product."""
    found: defaultdict[Key, list[Value]] = defaultdict(list)
    columns = ["order_id", "stock_code", "quantity", "unit_price"]
    for order, code, units, price in pl.read_parquet(
        folder / "ledger.parquet", columns=columns
    ).rows():
        found[order, code.upper()].append((float(units), price))
    return found


def read(content: bytes, name: str, mapping: str | None) -> tuple[dict[str, Any], Any] | None:
    """The report and the included lines; None if the file is rejected with an error message."""
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        (folder / name).write_bytes(content)
        (folder / "mapping.toml").write_text(mapping or "", encoding="utf-8")
        stated = folder / "mapping.toml" if mapping else None
        try:
            refresh_ledger(folder / name, folder, mapping=stated)
        except InvalidInput as error:
            ends = error.detail.strip()[-1]
        else:
            report = json.loads((folder / "data_quality.json").read_bytes())
            return report, included(folder)
    assert ends in ".?"
    return None


def check(file: Faulty) -> None:
    """Every line is included unchanged, or counted among the excluded lines."""
    done = read(file.content, "export.csv", file.mapping)
    if done is None:
        return
    report, found = done
    excluded = sum(entry["rows"] for entry in report["set_aside"])
    lines = sum(map(len, found.values()))
    assert report["rows_in"] == lines + excluded
    assert file.rows in {None, report["rows_in"]}
    assert file.sound.keys() <= found.keys()
    wrong = [
        (key, value) for key in found for value in found[key] if not is_one_of(file, key, value)
    ]
    assert len(wrong) <= file.may_differ, wrong


@settings(max_examples=100, derandomize=True)
@given(faulty_files())
def test_file_with_faults_is_read_correctly_or_rejected(file: Faulty) -> None:
    """No fault changes another line, goes unreported, or ends in a traceback."""
    check(file)


@pytest.mark.long
@settings(max_examples=FILES, derandomize=True)
@given(faulty_files())
def test_20_000_files_with_faults_are_read_correctly_or_rejected(file: Faulty) -> None:
    """The same for 20,000 files."""
    check(file)


@settings(max_examples=30, derandomize=True)
@given(ledgers(most=3), st.sampled_from(DAMAGED), st.integers(0, 10_000), st.booleans())
def test_damaged_workbook_or_parquet_file_is_read_or_rejected(
    sales: Sequence[Sale], kind: str, place: int, cut: bool
) -> None:
    """Missing or wrong bytes give an error message, or leave the checked values intact."""
    with tempfile.TemporaryDirectory() as name:
        path, mapping = EXPORTS[kind](sales, Path(name))
        content = path.read_bytes()
    at = len(content) * place // 10_001
    rest = b"" if cut else bytes([content[at] ^ 0x55]) + content[at + 1 :]
    read(content[:at] + rest, path.name, mapping)
