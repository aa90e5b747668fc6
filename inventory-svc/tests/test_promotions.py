"""In-store displays and mailers beside a ledger, counted by hand."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from fleet.errors import InvalidInput
from inventory_svc.ledger.promotions import weekly_promotions

LINES = pl.DataFrame(
    {
        "week": [1, 2, 2],
        "ordered_at": [datetime(2017, 1, 1, 9), datetime(2017, 1, 2, 5), datetime(2017, 1, 8)],  # noqa: DTZ001 - the shop's own wall clock
    }
)
CODES = pl.Series(["1", "2"])
AS_OF = date(2017, 1, 9)


def write_promotions(folder: Path, rows: list[tuple[int, int, str, str, int]]) -> Path:
    names = ["product_id", "store_id", "display_location", "mailer_location", "week"]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(folder / "promotions.parquet")
    return folder


def test_shares_of_stores_per_product_and_week(tmp_path: Path) -> None:
    """Stores with a display or mailer over all stores; a week's Monday comes from the sales."""
    rows = [(1, 10, "3", "0", 1), (1, 11, "3", "A", 1), (2, 12, "0", "A", 2), (9, 13, "1", "0", 2)]
    found = weekly_promotions(write_promotions(tmp_path, rows), LINES, CODES, AS_OF)
    assert found is not None
    assert found.rows() == [
        ("1", date(2016, 12, 26), 0.5, 0.25),
        ("2", date(2017, 1, 2), 0.0, 0.25),
    ]


def test_weeks_from_the_as_of_date_are_ignored(tmp_path: Path) -> None:
    """Rows of later weeks, and of weeks without a sale, change nothing."""
    early = [(1, 10, "3", "0", 1)]
    later = [(2, 11, "1", "A", 2), (2, 12, "1", "A", 7)]
    first = weekly_promotions(write_promotions(tmp_path, early), LINES, CODES, date(2017, 1, 2))
    again = weekly_promotions(
        write_promotions(tmp_path, early + later), LINES, CODES, date(2017, 1, 2)
    )
    assert first is not None
    assert again is not None
    assert first.equals(again)


def test_missing_file_or_week_numbers_give_none(tmp_path: Path) -> None:
    """Ledgers without promotions work as before."""
    assert weekly_promotions(tmp_path, LINES, CODES, AS_OF) is None
    write_promotions(tmp_path, [(1, 10, "3", "0", 1)])
    assert weekly_promotions(tmp_path, LINES.drop("week"), CODES, AS_OF) is None


def test_missing_column_is_named(tmp_path: Path) -> None:
    """A promotion file without the columns is rejected with an explanation."""
    pl.DataFrame({"product_id": [1]}).write_parquet(tmp_path / "promotions.parquet")
    with pytest.raises(InvalidInput, match="Add the column store_id"):
        weekly_promotions(tmp_path, LINES, CODES, AS_OF)
