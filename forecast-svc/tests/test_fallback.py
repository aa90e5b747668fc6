"""Short history: no model, a stated fallback method, and no grade."""

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest

from forecast_svc.model import forecasting
from forecast_svc.model.forecasting import (
    CALIBRATION_WEEKS,
    MIN_ROWS,
    MIN_WEEKS,
    MODEL,
    forecast_week,
)
from forecast_svc.model.reliability import NONE
from forecast_svc.model.weekly_mean import FULL_WINDOW, SHORT_HISTORY, SILENT
from forecast_svc.model.weekly_panel import MIN_LINES, build_panel, paid_lines

AS_OF = date(2011, 9, 9)


def shop(
    products: int, weeks: int, *extra: tuple[str, int, int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every product sells 5 a week; `extra` are lines of (code, days before, units)."""
    steady = [(f"{n:05}", 7 * week + 1, 5) for n in range(products) for week in range(weeks)]
    noon = datetime.combine(AS_OF, time(12))
    rows = [
        (code, f"{at}", noon - timedelta(days=ago), units, 2.0)
        for at, (code, ago, units) in enumerate([*steady, *extra])
    ]
    schema = ["stock_code", "order_id", "ordered_at", "quantity", "unit_price"]
    unknown = pl.lit(None, dtype=pl.String)
    lines = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        customer_id=unknown, store_id=unknown, shelf_price=pl.lit(None, dtype=pl.Float64)
    )
    codes = pl.DataFrame({"stock_code": lines["stock_code"].unique().sort()})
    return lines, codes.with_columns(name=unknown, department=unknown, category=unknown)


def test_five_products_are_too_few_for_a_model() -> None:
    """Over two years each is forecast exactly from its own weeks, and none is graded."""
    week = forecast_week(*shop(5, 104), AS_OF)
    assert set(week.week["method"]) == {FULL_WINDOW}
    assert set(week.week["trust"]) == {NONE}
    assert week.week.select("mean", "p10", "p50", "p90").unique().rows() == [(5.0, 5.0, 5.0, 5.0)]
    assert week.past.is_empty()


@pytest.mark.parametrize(("weeks", "enough"), [(MIN_WEEKS - 1, False), (MIN_WEEKS, True)])
def test_few_weeks_are_too_few_for_a_model(weeks: int, *, enough: bool) -> None:
    """One week below the minimum nothing is learned, however many products there are."""
    lines, catalogue = shop(MIN_ROWS // 10, weeks)
    panel = build_panel(paid_lines(lines, AS_OF), catalogue, AS_OF)
    assert panel is not None
    assert panel.weeks == weeks
    assert forecasting.enough_history(panel) is enough


@pytest.mark.parametrize("missing_products", [1, 0])
def test_few_product_weeks_are_too_few_for_a_model(missing_products: int) -> None:
    """One product below the minimum of product weeks nothing is learned."""
    weeks = MIN_WEEKS + CALIBRATION_WEEKS
    products = -(-MIN_ROWS // (weeks - CALIBRATION_WEEKS - MIN_LINES)) - missing_products
    lines, catalogue = shop(products, weeks)
    panel = build_panel(paid_lines(lines, AS_OF), catalogue, AS_OF)
    assert panel is not None
    assert forecasting.enough_history(panel) is (missing_products == 0)


@pytest.fixture(scope="module")
def mixed() -> pl.DataFrame:
    """A shop with a model, and products that are new, rare, or long without sales."""
    new = [("NEW", 3, 9), ("NEW", 2, 9)]
    rare = [("RARE", 100 + 30 * at, 1) for at in range(MIN_LINES - 1)]
    silent = [("GONE", 400 + at, 50) for at in range(20)]
    week = forecast_week(*shop(90, 60, *new, *rare, *silent), AS_OF).week
    assert (week["method"] == MODEL).sum() == 90
    return week


@pytest.mark.parametrize(
    ("code", "method", "mean"),
    [("NEW", SHORT_HISTORY, 10.0), ("RARE", SILENT, 0.0), ("GONE", SILENT, 0.0)],
)
def test_single_products_fall_back_beside_a_model(
    mixed: pl.DataFrame, code: str, method: str, mean: float
) -> None:
    """Too few lines for the model: own weeks (capped by the shop's) and no grade."""
    row = mixed.row(by_predicate=pl.col("stock_code") == code, named=True)
    assert (row["method"], row["trust"]) == (method, NONE)
    assert 0 <= row["mean"] <= mean
    assert 0 <= row["p10"] <= row["p50"] <= row["p90"]
    assert sum(row[f"day_{day}"] for day in range(1, 8)) == pytest.approx(row["mean"], abs=1e-6)
    assert (row["mean"] > 0) is (code == "NEW")


def test_only_modelled_products_are_graded(mixed: pl.DataFrame) -> None:
    """Products that sell five every week are graded A, all others are not graded."""
    graded = mixed.group_by("method").agg(pl.col("trust").unique())
    assert dict(graded.filter(pl.col("method") == MODEL).iter_rows()) == {MODEL: ["A"]}
    assert set(mixed.filter(pl.col("method") != MODEL)["trust"]) == {NONE}
