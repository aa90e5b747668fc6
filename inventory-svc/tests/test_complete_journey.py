"""Ledgers laid out as The Complete Journey, with their product records."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support.cleaned_ledgers import Clean

from fleet.errors import InvalidInput


def refused(clean_file: Clean, source: Path, **options: object) -> str:
    """The sentence with which the job refuses `source`."""
    with pytest.raises(InvalidInput) as error:
        clean_file(source, **options)
    return error.value.detail


def test_complete_journey_is_read_with_its_product_records(
    clean_file: Clean, tmp_path: Path
) -> None:
    """Fuel is known by its product type in any department; coupons and unknown codes go as well."""
    lines = {
        1: ("GROCERY", "COLD CEREAL", "KIDS CEREAL", 2, 5.0),
        2: ("MISCELLANEOUS", "COUPON/MISC ITEMS", "GASOLINE-REG UNLEADED", 9000, 20.0),
        3: ("COUPON", "COUPONS/STORE & MFG", "COUPONS/STORE & MFG", 1, 1.0),
        4: ("GROCERY", "COUPON/MISC ITEMS", "CAN DOG FOOD", 1, 1.0),
        5: ("GROCERY", "COUPON/MISC ITEMS", "MISC SALES TRANS", 1, 1.0),
        6: ("MISCELLANEOUS", None, None, 1, 1.0),
        7: ("GROCERY", "COLD CEREAL", "KIDS CEREAL", 0, 0.0),
    }
    _write_journey(tmp_path, lines, without_record=8)
    done = clean_file(tmp_path)
    assert done.reasons() == {
        "no_product_record": 1,
        "fuel": 1,
        "coupon": 1,
        "miscellaneous": 2,
        "zero_quantity": 1,
    }
    assert done.names == {
        "1": "Kids Cereal 14 OZ (private label)",
        "4": "Can Dog Food 14 OZ (private label)",
    }
    cereal = done.ledger.filter(pl.col("stock_code") == "1").row(0, named=True)
    assert (cereal["unit_price"], cereal["shelf_price"], cereal["store_id"]) == (2.5, 3.5, "31")


def test_complete_journey_needs_its_product_records(clean_file: Clean, tmp_path: Path) -> None:
    """Without them fuel could not be told from merchandise."""
    _write_journey(tmp_path, {1: ("GROCERY", "A", "B", 1, 1.0)}, without_record=8)
    (tmp_path / "products.parquet").unlink()
    assert "Upload its products file as well" in refused(clean_file, tmp_path)


def test_product_records_may_be_elsewhere(clean_file: Clean, tmp_path: Path) -> None:
    """Given as the product file they do the same as beside the ledger; names alone do not."""
    lines = {
        1: ("GROCERY", "COLD CEREAL", "KIDS CEREAL", 2, 5.0),
        2: ("MISCELLANEOUS", "COUPON/MISC ITEMS", "GASOLINE-REG UNLEADED", 9000, 20.0),
    }
    _write_journey(tmp_path, lines, without_record=8)
    found_in_folder = clean_file(tmp_path)
    records = tmp_path / "elsewhere" / "records.csv"
    records.parent.mkdir()
    pl.read_parquet(tmp_path / "products.parquet").write_csv(records)
    (tmp_path / "products.parquet").unlink()
    passed = clean_file(tmp_path, products=records)
    assert (passed.reasons(), passed.names) == (found_in_folder.reasons(), found_in_folder.names)
    assert passed.ledger.equals(found_in_folder.ledger)
    names = tmp_path / "names.csv"
    names.write_text("StockCode,ProductName\n1,CEREAL\n")
    assert "Upload its products file as well" in refused(clean_file, tmp_path, products=names)


def _write_journey(
    folder: Path,
    lines: Mapping[int, tuple[str, str | None, str | None, int, float]],
    without_record: int,
) -> None:
    codes = [*lines, without_record]
    pl.DataFrame(
        {
            "household_id": 900,
            "store_id": 31,
            "basket_id": 31198570044,
            "product_id": codes,
            "quantity": [line[3] for line in lines.values()] + [1],
            "sales_value": [line[4] for line in lines.values()] + [1.0],
            "retail_disc": 1.5,
            "coupon_disc": 0.0,
            "coupon_match_disc": 0.5,
            "week": 1,
            "transaction_timestamp": datetime(2017, 1, 1, 12),  # noqa: DTZ001 - the shop's wall clock
        }
    ).write_parquet(folder / "transactions.parquet")
    pl.DataFrame(
        {
            "product_id": list(lines),
            "department": [line[0] for line in lines.values()],
            "product_category": [line[1] for line in lines.values()],
            "product_type": [line[2] for line in lines.values()],
            "brand": "Private",
            "package_size": "14 OZ",
        }
    ).write_parquet(folder / "products.parquet")
