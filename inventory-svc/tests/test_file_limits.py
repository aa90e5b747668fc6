"""Oversized files are rejected before they are decoded; files of usual size are read."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from support.hostile_files import LINE, far_cell, long_texts, many_rows
from support.ledgers import small_ledger, write_ledger
from support.parquet_files import write_repeated
from support.workbooks import write_workbook

from fleet.errors import InvalidInput
from inventory_svc.ledger import sheet_extent
from inventory_svc.ledger.parquet_footer import table_size
from inventory_svc.ledger.reading import headers_of, read_ledger
from inventory_svc.ledger.sheet_extent import largest_extent


@pytest.mark.parametrize("write", [far_cell, many_rows, long_texts])
def test_oversized_ledger_is_rejected(write: Callable[[Path], Path], tmp_path: Path) -> None:
    """The reader of the refresh and of the command explains what to do."""
    file = write(tmp_path)
    with pytest.raises(InvalidInput) as error:
        read_ledger(file, None)
    assert file.name in error.value.detail
    assert error.value.statement is not None


@pytest.mark.parametrize(
    ("rows", "extent"),
    [
        (b'<row r="7"><c r="C7"><v>1</v></c></row>', (7, 8)),
        (b'<row r="7"><c r="XFD9"/></row>', (9, 16_384)),
        (b"<row><c/><c/></row>" * 5, (6, 8)),
        (b"<row>" + b"<c/>" * 20 + b"</row>", (2, 20)),
        (b"<x:row r='30'><x:c r = 'AA30'></x:c></x:row>", (30, 27)),
        (b'<row r="40" spans="1:2"/><row><c r="B41"/></row>', (41, 8)),
    ],
)
@pytest.mark.parametrize("part", [1 << 20, 7])
def test_sheet_extent_reaches_the_last_cell(
    rows: bytes,
    extent: tuple[int, int],
    part: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From A1 to the last cell, however cells are addressed and wherever a chunk ends."""
    monkeypatch.setattr(sheet_extent, "_PART", part)
    assert largest_extent(far_cell(tmp_path, rows)) == extent


def test_row_of_20_mb_is_rejected(tmp_path: Path) -> None:
    """Nobody writes a row that long."""
    file = far_cell(tmp_path, b"<row>" + b"<c/>" * 5_000_000)
    with pytest.raises(InvalidInput, match="spans more than 50,000,000 cells"):
        headers_of(file)


def test_parquet_footer_gives_the_table_size(tmp_path: Path) -> None:
    """Rows, columns and uncompressed bytes of a file that polars wrote in several row groups."""
    table = pl.DataFrame({"a": range(1000), "b": ["text"] * 1000, "c": [True] * 1000})
    table.write_parquet(tmp_path / "t.parquet", row_group_size=300)
    size = table_size(tmp_path / "t.parquet")
    assert size is not None
    assert (size.rows, size.columns) == (1000, 3)
    assert size.unpacked_bytes > 0


def test_damaged_parquet_footer_gives_no_size(tmp_path: Path) -> None:
    """Every truncation and every changed byte of the footer is handled without another error."""
    content = write_repeated(tmp_path / "whole.parquet", LINE, 10).read_bytes()
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    damaged = tmp_path / "broken.parquet"
    for at in range(start, len(content) - 8):
        damaged.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        table_size(damaged)
        damaged.write_bytes(content[:at])
        assert table_size(damaged) is None


def test_usual_files_are_read(tmp_path: Path) -> None:
    """A Parquet ledger and a workbook whose cells have no address."""
    for name in ("shop.parquet", "shop.xlsx"):
        file = write_ledger(small_ledger(), tmp_path / name)
        assert read_ledger(file, None).lines.height == small_ledger().height
    book = write_workbook(tmp_path / "wide.xlsx", {"S": [[f"c{n}" for n in range(300)]] * 50})
    assert len(headers_of(book)) == 300
