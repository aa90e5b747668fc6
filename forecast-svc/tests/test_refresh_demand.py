"""The refresh job on small frames of the ledger's schema."""

from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from fleet.errors import InvalidInput
from forecast_svc.demand.refresh import refresh_demand

AS_OF = date(2011, 9, 9)


def stage(folder: Path, *, later: bool = False) -> Path:
    """A staging folder with three products, and optionally lines on or after the as-of date."""
    folder.mkdir()
    days = [date(2011, 9, 1), date(2011, 9, 8)] + ([AS_OF, date(2012, 1, 1)] if later else [])
    lines = [("00123", day, 6, 2.5) for day in days] + [("é 1/2", day, 1, 0.0) for day in days]
    pl.DataFrame(
        [(code, datetime.combine(d, time(9)), units, price) for code, d, units, price in lines],
        schema={
            "stock_code": pl.String,
            "ordered_at": pl.Datetime("us"),
            "quantity": pl.Int64,
            "unit_price": pl.Float64,
        },
        orient="row",
    ).with_columns(
        order_id=pl.lit("1"),
        customer_id=pl.lit(None, dtype=pl.String),
        shelf_price=pl.lit(None, dtype=pl.Float64),
        store_id=pl.lit(None, dtype=pl.String),
    ).write_parquet(folder / "ledger.parquet")
    unknown = pl.lit(None, dtype=pl.String)
    pl.DataFrame({"stock_code": ["00123", "085123A", "é 1/2"]}).with_columns(
        name=unknown, department=unknown, category=unknown
    ).write_parquet(folder / "catalogue.parquet")
    return folder


def test_writes_every_product_of_the_catalogue(tmp_path: Path) -> None:
    """Codes remain text, every product has a row, and the result has the row count."""
    staging = stage(tmp_path / "s")
    steps: list[tuple[int, int]] = []
    result = refresh_demand(
        staging, as_of=AS_OF, progress=lambda done, total: steps.append((done, total))
    )
    assert (staging / "predicted_7d_demand.csv").read_text(encoding="utf-8") == (
        "StockCode,Predicted_7d_Demand,Method,P10,P50,P90,Trust,"
        "Day_1,Day_2,Day_3,Day_4,Day_5,Day_6,Day_7\n"
        "00123,6.0,weighted_mean_since_first_sale,6.0,6.0,6.0,none,0.0,0.0,0.0,0.0,0.0,0.0,6.0\n"
        "085123A,0.0,never_sold,0.0,0.0,0.0,none,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n"
        "é 1/2,0.0,never_sold,0.0,0.0,0.0,none,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n"
    )
    assert result.rows == {"predicted_7d_demand.csv": 3}
    assert steps[-1] == (4, 4)


def test_output_is_deterministic_and_ignores_later_lines(tmp_path: Path) -> None:
    """Two runs write the same bytes, with or without lines on or after the as-of date."""
    contents: set[bytes] = set()
    for name, later in (("a", False), ("b", False), ("c", True)):
        staging = stage(tmp_path / name, later=later)
        refresh_demand(staging, as_of=AS_OF)
        contents.add((staging / "predicted_7d_demand.csv").read_bytes())
    assert len(contents) == 1


@pytest.mark.parametrize("name", ["ledger.parquet", "catalogue.parquet"])
def test_error_names_the_unreadable_file(tmp_path: Path, name: str) -> None:
    """A missing or truncated file of the ledger job is named in one sentence."""
    staging = stage(tmp_path / "s")
    (staging / name).write_bytes(b"PAR1 cut off")
    with pytest.raises(InvalidInput, match=name):
        refresh_demand(staging, as_of=AS_OF)
    (staging / name).unlink()
    with pytest.raises(InvalidInput, match=name):
        refresh_demand(staging, as_of=AS_OF)
