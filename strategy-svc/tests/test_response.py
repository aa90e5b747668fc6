"""The price response: detected where it exists, and uncertain where little is known."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats
from support.shuffled_weeks import shuffled_weeks

from strategy_svc.response.poisson_hierarchy import Floats, fit_hierarchy
from strategy_svc.response.prediction_interval import unit_quantile
from strategy_svc.response.price_response import (
    DISPLAY,
    PRICE,
    fit_response,
    predict_units,
)
from strategy_svc.response.product_responses import (
    CATEGORY,
    NONE,
    OWN,
    SHOP,
    product_responses,
)
from strategy_svc.response.weekly_panel import WeeklyPanel, weekly_panel

Make = Callable[..., Any]
PRODUCTS, WEEKS = 120, 52
ELASTICITY, DISPLAYED = -2.0, 0.8


def shop(seed: int = 3, *, spread: float = 0.3) -> tuple[WeeklyPanel, Floats]:
    """A shop whose products respond to price and display as given, and the elasticities."""
    rng = np.random.default_rng(seed)
    size = (PRODUCTS, WEEKS)
    truth = rng.normal(ELASTICITY, spread, PRODUCTS)
    cut = np.where(rng.random(size) < 0.25, rng.uniform(0.1, 0.4, size), 0.0)
    log_price = np.log1p(-cut)
    display = (rng.random(size) < 0.2) * rng.random(size)
    traffic = rng.uniform(800, 1200, WEEKS)
    level = rng.normal(2.5, 0.5, (PRODUCTS, 1))
    mean = np.exp(level + truth[:, None] * log_price + DISPLAYED * display) * traffic / 1000
    units = rng.poisson(mean).astype(float)
    codes = tuple(f"P{number:03}" for number in range(PRODUCTS))
    return (
        WeeklyPanel(
            codes,
            tuple(f"C{number % 4}" for number in range(PRODUCTS)),
            tuple(date.fromordinal(733000 + 7 * week) for week in range(WEEKS)),
            units,
            units > 0,
            log_price,
            None,
            display,
            np.zeros(size),
            traffic,
        ),
        truth,
    )


def test_planted_response_is_recovered() -> None:
    """Elasticities and the display effect are recovered, for the shop and for single products."""
    panel, truth = shop()
    model = fit_response(panel)
    price, display = model.column(PRICE), model.column(DISPLAY)
    found = model.hierarchy.mean[:, price]
    assert found.mean() == pytest.approx(ELASTICITY, abs=0.1)
    assert model.hierarchy.mean[:, display].mean() == pytest.approx(DISPLAYED, abs=0.1)
    assert np.corrcoef(found, truth)[0, 1] > 0.6
    sd = np.sqrt(model.hierarchy.covariance[:, price, price])
    assert (np.abs(found - truth) < 1.645 * sd).mean() >= 0.75


def test_shuffled_weeks_show_no_response() -> None:
    """With prices shuffled between weeks the mean elasticity is zero: a placebo."""
    panel, _ = shop()
    dealt = shuffled_weeks(panel, seed=1)
    assert np.sort(dealt.log_price, axis=1) == pytest.approx(np.sort(panel.log_price, axis=1))
    model = fit_response(dealt)
    price = model.column(PRICE)
    assert abs(model.hierarchy.mean[:, price].mean()) < 0.15
    sd = np.sqrt(model.hierarchy.covariance[:, price, price])
    assert (np.abs(model.hierarchy.mean[:, price]) > 1.645 * sd).mean() < 0.1


def test_intervals_have_their_coverage() -> None:
    """If the model is true, 80 % intervals cover at least 80 % of unseen weeks, and not all."""
    panel, _ = shop(seed=5)
    later, _ = shop(seed=5)
    model = fit_response(panel)
    found = predict_units(model, later, later.traffic)
    low, high = found.quantile(0.1), found.quantile(0.9)
    inside = ((later.units >= low) & (later.units <= high)).mean()
    assert 0.8 <= inside <= 0.97


def test_gradient_is_zero_at_the_posterior_mode() -> None:
    """The gradient of the log posterior, in plain loops, is zero at the estimate."""
    panel, _ = shop(seed=8)
    weights = np.where(panel.sold, 1.0, 0.0)[:6]
    design = np.stack([np.ones_like(panel.units), panel.log_price], axis=2)[:6]
    group = np.array([0, 0, 0, 1, 1, 1])
    fitted = fit_hierarchy(design, panel.units[:6], weights, np.zeros_like(weights), group)
    for row in range(6):
        for column in range(2):
            slope = 0.0
            for week in range(WEEKS):
                eta = sum(design[row, week, k] * fitted.mean[row, k] for k in range(2))
                residual = panel.units[row, week] - math.exp(eta)
                slope += weights[row, week] * design[row, week, column] * residual
            slope /= fitted.dispersion[row]
            centre = fitted.group_mean[group[row], column]
            pull = (fitted.mean[row, column] - centre) / fitted.prior_variance[column]
            assert slope == pytest.approx(pull, abs=1e-6 * max(1.0, abs(pull)))


@pytest.mark.parametrize("mean", [0.8, 3.0, 25.0])
@pytest.mark.parametrize("probability", [0.1, 0.5, 0.9])
def test_quantiles_match_the_gamma_distribution(mean: float, probability: float) -> None:
    """Wilson and Hilferty's approximation is close to scipy's exact quantile."""
    variance = 1.5 * mean + 0.1 * mean**2
    shape, scale = mean**2 / variance, variance / mean
    exact = float(stats.gamma.ppf(probability, shape, scale=scale))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - scipy is untyped
    found = unit_quantile(np.array([mean]), np.array([variance]), probability)[0]
    assert found == pytest.approx(exact, abs=0.06 + 0.02 * exact)


def test_source_of_a_response_is_reported() -> None:
    """Own history if it is informative, else category, else shop, with growing uncertainty."""
    panel, _ = shop(spread=1.0)
    panel.log_price[0] *= 0.02
    responses = product_responses(
        fit_response(panel),
        pl.DataFrame(
            {"stock_code": ["P001", "P000", "new", "odd"], "category": ["C1", "C0", "C0", "none"]}
        ),
    )
    assert responses["evidence"].to_list() == [OWN, CATEGORY, CATEGORY, SHOP]
    doubt = responses["elasticity_sd"].to_list()
    assert doubt[0] < doubt[1] <= doubt[2] * 1.001
    assert doubt[2] <= doubt[3]
    assert (responses["elasticity"] > 0).all()


def test_constant_prices_give_no_response() -> None:
    """Without price variation there is no response."""
    panel, _ = shop()
    panel.log_price[:] = 0.0
    responses = product_responses(
        fit_response(panel), pl.DataFrame({"stock_code": ["P001"], "category": ["C1"]})
    )
    assert responses["evidence"].to_list() == [NONE]
    assert responses["elasticity"].to_list() == [None]


def lines(rows: Sequence[tuple[str, str, int, float, float | None]]) -> pl.LazyFrame:
    return pl.LazyFrame(
        rows,
        schema={
            "stock_code": pl.String,
            "day": pl.String,
            "units": pl.Int64,
            "unit_price": pl.Float64,
            "shelf_price": pl.Float64,
        },
        orient="row",
    ).with_columns(
        ordered_at=pl.col("day").str.to_datetime("%Y-%m-%d"),
        order_id=pl.col("day"),
        shelf_price=pl.col("shelf_price").cast(pl.Float64),
    )


def test_panel_matches_weeks_counted_by_hand() -> None:
    """Only full weeks from Monday count; a price is relative to the shelf price."""
    sales = lines(
        [
            ("A", "2017-01-01", 9, 1.0, 1.0),  # a Sunday: its week is incomplete
            ("A", "2017-01-02", 2, 8.0, 10.0),
            ("A", "2017-01-08", 1, 10.0, 10.0),
            ("A", "2017-01-09", 3, 12.0, 12.0),
            ("A", "2017-01-16", 5, 12.0, 12.0),  # its week ends after the as-of date
        ]
    )
    panel = weekly_panel(sales, None, None, as_of=date(2017, 1, 18), weeks=52, least_share_sold=0.5)
    assert panel.weeks == (date(2017, 1, 2), date(2017, 1, 9))
    assert panel.units.tolist() == [[3.0, 3.0]]
    assert panel.depth[0] == pytest.approx([1 - 26 / 30, 0.0])
    assert panel.log_shelf is not None
    assert panel.log_shelf[0, 1] - panel.log_shelf[0, 0] == pytest.approx(math.log(1.2))


def test_lines_count_equally_without_shelf_prices() -> None:
    """A bulk order at a bulk price is not a discount."""
    days = [f"2017-01-{day:02}" for day in (2, 3, 4, 9, 10, 11)]
    sales = lines(
        [("A", day, 1, 10.0, None) for day in days] + [("A", "2017-01-05", 5000, 2.0, None)]
    )
    panel = weekly_panel(sales, None, None, as_of=date(2017, 1, 16), weeks=52)
    assert panel.log_shelf is None
    assert panel.log_price[0] == pytest.approx([0.0, 0.0])


def test_promotions_apply_to_their_weeks() -> None:
    """Displays and mailers apply to the week and product they are listed for."""
    sales = lines([("A", "2017-01-02", 1, 1.0, 1.0), ("A", "2017-01-09", 1, 1.0, 1.0)])
    promotions = pl.DataFrame(
        {
            "stock_code": ["A", "B"],
            "week_begins": [date(2017, 1, 9), date(2017, 1, 2)],
            "display": [0.5, 1.0],
            "mailer": [0.25, 1.0],
        }
    )
    panel = weekly_panel(sales, None, promotions, as_of=date(2017, 1, 16), weeks=52)
    assert panel.display is not None
    assert panel.mailer is not None
    assert panel.display.tolist() == [[0.0, 0.5]]
    assert panel.mailer.tolist() == [[0.0, 0.25]]


def test_empty_ledger_gives_an_empty_panel() -> None:
    """Without lines there are no weeks and no response."""
    panel = weekly_panel(lines([]), None, None, as_of=date(2017, 1, 16), weeks=52)
    model = fit_response(panel)
    assert panel.codes == ()
    responses = product_responses(model, pl.DataFrame({"stock_code": ["A"], "category": [None]}))
    assert responses["evidence"].to_list() == [NONE]
