"""Ledgers in the layout of The Complete Journey, with their product records."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support.cleaned_ledgers import Clean

from fleet.errors import InvalidInput


def refusal_text(clean_file: Clean, source: Path, **options: object) -> str:
    """The sentence with which the job rejects `source`."""
    with pytest.raises(InvalidInput) as error:
        clean_file(source, **options)
    return error.value.detail


def test_fuel_coupons_and_unknown_products_are_excluded(clean_file: Clean, tmp_path: Path) -> None:
    """Fuel is known by its product type in any department; coupons and unknown codes go too."""
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
    cleaned = clean_file(tmp_path)
    assert cleaned.reasons() == {
        "no_product_record": 1,
        "fuel": 1,
        "coupon": 1,
        "miscellaneous": 2,
        "zero_quantity": 1,
    }
    assert cleaned.names == {
        "1": "Kids Cereal 14 OZ (private label)",
        "4": "Can Dog Food 14 OZ (private label)",
    }
    cereal = cleaned.ledger.filter(pl.col("stock_code") == "1").row(0, named=True)
    assert (cereal["unit_price"], cereal["shelf_price"], cereal["store_id"]) == (2.5, 3.5, "31")


def test_missing_product_records_are_an_error(clean_file: Clean, tmp_path: Path) -> None:
    """Without product records, fuel cannot be told from merchandise."""
    _write_journey(tmp_path, {1: ("GROCERY", "A", "B", 1, 1.0)}, without_record=8)
    (tmp_path / "products.parquet").unlink()
    assert "Upload its products file as well" in refusal_text(clean_file, tmp_path)


def test_product_records_can_be_passed_as_the_product_file(
    clean_file: Clean, tmp_path: Path
) -> None:
    """Passed as the product file they work as beside the ledger; a file of names does not."""
    lines = {
        1: ("GROCERY", "COLD CEREAL", "KIDS CEREAL", 2, 5.0),
        2: ("MISCELLANEOUS", "COUPON/MISC ITEMS", "GASOLINE-REG UNLEADED", 9000, 20.0),
    }
    _write_journey(tmp_path, lines, without_record=8)
    from_folder = clean_file(tmp_path)
    records = tmp_path / "elsewhere" / "records.csv"
    records.parent.mkdir()
    pl.read_parquet(tmp_path / "products.parquet").write_csv(records)
    (tmp_path / "products.parquet").unlink()
    from_option = clean_file(tmp_path, products=records)
    assert (from_option.reasons(), from_option.names) == (from_folder.reasons(), from_folder.names)
    assert from_option.ledger.equals(from_folder.ledger)
    names = tmp_path / "names.csv"
    names.write_text("StockCode,ProductName\n1,CEREAL\n")
    assert "Upload its products file as well" in refusal_text(clean_file, tmp_path, products=names)


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
