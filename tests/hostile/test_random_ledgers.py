"""Any ledger gives a sound snapshot or an error message, and nothing in between."""

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from support.implausible_forecasts import implausible_forecasts
from support.ledgers import write_ledger
from support.sales import Sale, as_ledger, refreshed
from support.snapshot_contract import contract_violations

from fleet.errors import InvalidInput

sales = st.lists(
    st.builds(
        Sale,
        order=st.sampled_from(["500", "501", "C501", "502", "C502", "A1"]),
        code=st.sampled_from(["A1", "a1 ", "00123", "Ünï 1", "POST", "  ", "杯"]),
        name=st.sampled_from(["RED MUG", "red mug", "?", None, "damaged", "чашка"]),
        units=st.sampled_from([-(10**6), -3, 0, 1, 3, 80_000, 10**6]),
        ago=st.sampled_from([-40_000.0, -1.0, 0.0, 0.01, 6.9, 7.0, 30.0, 400.0, 4000.0]),
        price=st.sampled_from([-1.0, 0.0, 0.001, 2.5, 1e9, float("inf"), float("nan")]),
        customer=st.sampled_from([None, "7", "7.0", " ", "12346", "nan", "é"]),
    ),
    min_size=1,
    max_size=25,
)
dates = ["2011-09-08", "08/09/2011 10:00", "31.12.9999"]
numbers = ["1", "-1", "1e400", "nan", "1,5", "0x10", "٣", "Infinity"]
texts = ["", " ", "A1", '"', '""', '"a,b"', "é", "\u202e", "C1", "=1+1"]
cells = st.sampled_from([*dates, *numbers, *texts])
headers = st.permutations(
    ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID"]
)


def assert_sound_or_rejected(folder: Path, ledger: Path) -> None:
    """A refresh of `ledger` leaves one sound snapshot, or a message and no snapshot."""
    try:
        snapshot, sentence = refreshed(folder / "state", ledger), None
    except InvalidInput as refused:
        snapshot, sentence = None, refused.detail
    if snapshot is None:
        assert sentence is not None
        assert ledger.name in sentence
        assert sentence.endswith(".")
        assert not (folder / "state" / "CURRENT").exists()
        assert list((folder / "state" / "snapshots").iterdir()) == []
        return
    assert contract_violations(snapshot) == []
    assert implausible_forecasts(snapshot) == []
    assert [path.name for path in (folder / "state" / "snapshots").iterdir()] == [snapshot.name]


@settings(max_examples=20, deadline=None)
@given(sales)
def test_random_lines(lines: list[Sale]) -> None:
    """Extreme, contradictory, stray and missing values in any combination."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert_sound_or_rejected(folder, write_ledger(as_ledger(lines), folder / "ledger.parquet"))


@settings(max_examples=30, deadline=None)
@given(headers, st.lists(st.lists(cells, min_size=7, max_size=8), max_size=6), st.booleans())
def test_random_text(columns: list[str], rows: list[list[str]], usable: bool) -> None:
    """Cells that aren't numbers, dates or fields at all, with and without a usable line."""
    good = {
        "Invoice": "1",
        "StockCode": "A1",
        "Description": "MUG",
        "Quantity": "2",
        "InvoiceDate": "2011-09-08 10:00",
        "Price": "2.5",
        "Customer ID": "7",
    }
    lines = [columns, [good[column] for column in columns], *rows] if usable else [columns, *rows]
    with tempfile.TemporaryDirectory() as name:
        ledger = Path(name) / "ledger.csv"
        ledger.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
        assert_sound_or_rejected(Path(name), ledger)


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes(content: bytes) -> None:
    """A file that isn't a table gets a message too, with either suffix."""
    for suffix in (".csv", ".parquet"):
        with tempfile.TemporaryDirectory() as name:
            ledger = Path(name) / f"ledger{suffix}"
            ledger.write_bytes(content)
            assert_sound_or_rejected(Path(name), ledger)


@settings(max_examples=6, deadline=None)
@given(st.sampled_from([pl.Int32, pl.Float32, pl.Categorical, pl.Boolean, pl.Binary, pl.Date]))
def test_unusual_column_types(dtype: type[pl.DataType]) -> None:
    """Each column of a Parquet file in turn has an unusual type."""
    frame = as_ledger([Sale(), Sale(order="2", ago=1.0)])
    for column in frame.columns:
        try:
            recast = frame.with_columns(pl.col(column).cast(dtype, strict=False))
        except pl.exceptions.PolarsError:
            continue  # polars can't cast one type to the other
        with tempfile.TemporaryDirectory() as name:
            assert_sound_or_rejected(
                Path(name), write_ledger(recast, Path(name) / "ledger.parquet")
            )
