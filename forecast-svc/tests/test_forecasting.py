"""The path from lines to next week's forecast, on a small shop whose demand is known."""

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest

from forecast_svc.model.forecasting import CALIBRATION_WEEKS, MODEL, DemandForecast, forecast_week

AS_OF = date(2011, 9, 9)
WEEKS, PRODUCTS = 34, 90
DAYS = [f"day_{day}" for day in range(1, 8)]
SATURDAY = 6


def simulated_shop(*, days_after: int = 0) -> pl.DataFrame:
    """Poisson demand of 1 to 30 units a day, closed on Saturdays, up to `days_after` as-of."""
    return ledger(AS_OF - timedelta(weeks=WEEKS), AS_OF + timedelta(days=days_after))


def ledger(first: date, end: date) -> pl.DataFrame:
    """The shop's sales from `first` until the day before `end`."""
    random = np.random.default_rng(1)
    rows: list[tuple[str, str, datetime, int, float]] = []
    for offset in range((end - first).days):
        day = first + timedelta(days=offset)
        units = random.poisson(1 + np.arange(PRODUCTS) / 3)
        if day.isoweekday() == SATURDAY:
            continue
        noon = datetime.combine(day, time(12))
        rows += [
            (f"{n:05}", f"{offset}-{n}", noon, int(sold), 2.5)
            for n, sold in enumerate(units)
            if sold
        ]
    schema = ["stock_code", "order_id", "ordered_at", "quantity", "unit_price"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        customer_id=pl.lit(None, dtype=pl.String),
        store_id=pl.lit(None, dtype=pl.String),
        shelf_price=pl.lit(None, dtype=pl.Float64),
    )


def catalogue() -> pl.DataFrame:
    codes = [f"{n:05}" for n in range(PRODUCTS)] + ["NEW"]
    unknown = pl.lit(None, dtype=pl.String)
    return pl.DataFrame({"stock_code": codes}).with_columns(
        name=pl.lit("RED MUG"), department=unknown, category=unknown
    )


@pytest.fixture(scope="module")
def forecast() -> DemandForecast:
    return forecast_week(simulated_shop(), catalogue(), AS_OF)


def test_every_product_is_forecast_once(forecast: DemandForecast) -> None:
    """Products with history come from the model, the one without from the fallback, ungraded."""
    week = forecast.week
    assert week["stock_code"].to_list() == catalogue()["stock_code"].to_list()
    assert week["method"].to_list() == [MODEL] * PRODUCTS + ["never_sold"]
    assert week.row(-1)[1:] == (0.0, "never_sold", 0.0, 0.0, 0.0, "none", *[0.0] * 7)


def test_quantiles_are_in_order_and_never_negative(forecast: DemandForecast) -> None:
    """0 ≤ P10 ≤ P50 ≤ P90, and every number is finite."""
    week = forecast.week
    assert week.select((pl.col("p10") >= 0).all()).item()
    assert week.select((pl.col("p10") <= pl.col("p50")).all()).item()
    assert week.select((pl.col("p50") <= pl.col("p90")).all()).item()
    assert week.select(pl.col(pl.Float64).is_finite().all()).row(0) == (True,) * 11


def test_daily_path_sums_to_the_mean_and_skips_the_closed_day(forecast: DemandForecast) -> None:
    """The seven days add up to the week; Saturday, the second day from a Friday, is 0."""
    week = forecast.week
    gap = (week.select(pl.sum_horizontal(DAYS)).to_series() - week["mean"]).abs().max()
    assert gap == pytest.approx(0, abs=1e-6)
    assert week["day_2"].max() == 0
    assert (
        week.filter(pl.col("mean") > 0).select(pl.min_horizontal(DAYS[:1] + DAYS[2:])).min().item()
        > 0
    )


def test_known_demand_is_recovered(forecast: DemandForecast) -> None:
    """Six days of Poisson demand: mean and median are within 15 % of the true total."""
    truth = 6 * (1 + np.arange(PRODUCTS) / 3)
    week = forecast.week.head(PRODUCTS)
    for column in ("mean", "p50"):
        assert np.abs(week[column].to_numpy() - truth).sum() / truth.sum() < 0.15
    # Steady products must be graded better than C.
    assert week.filter(pl.col("trust") == "A").height > PRODUCTS / 2


def test_calibration_weeks_include_actual_sales(forecast: DemandForecast) -> None:
    """Their units match the ledger, product by product."""
    past = forecast.past
    assert past["origin"].unique().len() == CALIBRATION_WEEKS
    last = past.filter(pl.col("origin") == AS_OF - timedelta(days=7))
    week = pl.col("ordered_at").dt.date() >= date(2011, 9, 2)
    sold = simulated_shop().filter(week).group_by("stock_code").agg(pl.col("quantity").sum())
    joined = last.join(sold, on="stock_code", how="left").fill_null(0)
    assert (joined["units"] == joined["quantity"]).all()


def test_ledger_starting_at_new_year_is_forecast_correctly() -> None:
    """Days of December before the ledger's start on 1 January do not count as closed."""
    steady = ledger(date(2017, 1, 1), date(2018, 1, 2))
    past = forecast_week(steady, catalogue(), date(2018, 1, 2)).past
    weeks = past.group_by("origin").agg(pl.col("mean", "units").sum())
    assert (weeks["mean"] / weeks["units"]).to_list() == pytest.approx([1.0] * 4, abs=0.05)


def test_lines_from_the_as_of_date_change_nothing(forecast: DemandForecast) -> None:
    """With four more weeks in the ledger, shuffled, every number is the same."""
    later = simulated_shop(days_after=28).sample(fraction=1, shuffle=True, seed=7)
    assert later.height > simulated_shop().height
    again = forecast_week(later, catalogue(), AS_OF)
    assert again.week.equals(forecast.week)
    assert again.past.equals(forecast.past)
