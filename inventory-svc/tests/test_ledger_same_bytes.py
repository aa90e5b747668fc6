"""Equal ledgers give equal files, and lines on or after the as-of date do not change them."""

import random
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.errors import InvalidInput
from inventory_svc.ledger.refresh import refresh_ledger

AS_OF = date(2011, 3, 15)
FILES = ("ledger.parquet", "catalogue.parquet", "products.json", "data_quality.json")
COLUMNS = (
    "Invoice",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "Price",
    "Customer ID",
    "Country",
)
Row = tuple[str, str, str | None, int, datetime, float, int | None, str]

orders = st.tuples(
    st.sampled_from(["500", "501", "C502", "C503", "A504"]),
    st.sampled_from(["A1", "a1", "00123", "POST", "M", "Ünï 1"]),
    st.sampled_from([None, "RED MUG", "red mug", "?", "damaged", 'A "quoted", name']),
    st.sampled_from([-10, -5, -1, 0, 1, 5, 10, 80_000]),
    st.integers(0, 40 * 60).map(lambda h: datetime(2011, 2, 20) + timedelta(minutes=20 * h)),  # noqa: DTZ001 - the shop's wall clock
    st.sampled_from([-1.5, 0.0, 0.1, 2.55, 10.0]),
    st.sampled_from([None, 7, 12346]),
    st.sampled_from(["France", "United Kingdom"]),
)
ledgers = st.lists(orders, min_size=1, max_size=40).flatmap(
    lambda rows: st.just(rows + rows[: len(rows) // 3])
)


def clean_to_files(rows: Sequence[Row], suffix: str, as_of: date | None) -> dict[str, bytes] | str:
    """The bytes the job writes for these rows, or the error text if it rejects them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame = pl.DataFrame(
            rows, schema=dict.fromkeys(COLUMNS), orient="row", infer_schema_length=None
        ).with_columns(pl.col("InvoiceDate").cast(pl.Datetime("us")))
        source = folder / f"ledger{suffix}"
        if suffix == ".csv":
            frame.write_csv(source, datetime_format="%Y-%m-%d %H:%M:%S")
        else:
            frame.write_parquet(source)
        try:
            refresh_ledger(source, folder, as_of=as_of)
        except InvalidInput as error:
            return error.detail.replace(suffix, "")
        return {file: (folder / file).read_bytes() for file in FILES}


@settings(max_examples=15, deadline=None)
@given(ledgers)
def test_csv_and_parquet_give_the_same_bytes(rows: list[Row]) -> None:
    """The file format of the ledger does not affect the output."""
    assert clean_to_files(rows, ".csv", None) == clean_to_files(rows, ".parquet", None)


@settings(max_examples=15, deadline=None)
@given(ledgers)
def test_every_row_is_accounted_for(rows: list[Row]) -> None:
    """Rows in = rows included + rows excluded for any ledger, and no reason is `other`."""
    files = clean_to_files(rows, ".parquet", None)
    if isinstance(files, str):
        assert "usable sale" in files
        return
    quality = pl.read_json(files["data_quality.json"])
    excluded = quality["set_aside"][0].struct.unnest()
    assert quality["rows_in"][0] == len(rows) == quality["rows_kept"][0] + excluded["rows"].sum()
    assert excluded.filter(pl.col("reason") == "other")["rows"].sum() == 0
    ledger = pl.read_parquet(files["ledger.parquet"])
    assert ledger.height == quality["rows_kept"][0]
    assert ledger.filter(pl.col("returned_quantity") > pl.col("quantity")).is_empty()
    assert ledger.filter(pl.col("quantity") <= 0).is_empty()


@settings(max_examples=15, deadline=None)
@given(ledgers, st.randoms(use_true_random=False))
def test_lines_on_or_after_the_as_of_date_change_nothing(
    rows: list[Row], shuffle: random.Random
) -> None:
    """Absent, appended or shuffled in: the data files are the same bytes."""
    cut = datetime(2011, 3, 15)  # noqa: DTZ001 - the shop's wall clock
    past = [row for row in rows if row[4] < cut]
    future = [row for row in rows if row[4] >= cut] + [
        ("C9", row[1], "LATER NAME", -abs(row[3]), cut, 99.0, row[6], row[7]) for row in past
    ]
    mixed = list(past)
    for row in future:
        mixed.insert(shuffle.randint(0, len(mixed)), row)
    if not past:
        return
    without, among = (
        clean_to_files(past, ".parquet", AS_OF),
        clean_to_files(mixed, ".parquet", AS_OF),
    )
    if isinstance(without, str) or isinstance(among, str):
        assert without == among
        return
    for file in FILES[:3]:
        assert without[file] == among[file]


@settings(max_examples=15, deadline=None)
@given(ledgers, st.randoms(use_true_random=False))
def test_line_order_does_not_matter(rows: list[Row], shuffle: random.Random) -> None:
    """A ledger exported in another order gives the same files."""
    shuffled = list(rows)
    shuffle.shuffle(shuffled)
    first, second = (
        clean_to_files(rows, ".parquet", None),
        clean_to_files(shuffled, ".parquet", None),
    )
    if isinstance(first, str) or isinstance(second, str):
        assert isinstance(first, str) == isinstance(second, str)
        return
    for file in FILES[:3]:
        assert first[file] == second[file]
