"""Replay: plans use only what was known then, and are scored with actual sales."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from contract.segments import SEGMENTS, VIP
from fleet.errors import InvalidInput
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.optimizer.optimum import optimum
from strategy_svc.replay.advice_value import total, valued_advice
from strategy_svc.replay.history_as_of import HistoryAsOf, panel_with_week
from strategy_svc.replay.next_week import (
    accuracy,
    predict_week,
    promoted,
    sold_at_known_price,
)
from strategy_svc.replay.replayed_weeks import (
    ReplayedWeek,
    all_rows,
    fit_evaluation_model,
    mondays,
    replay_week,
)
from strategy_svc.replay.tables import advice_lines, assumptions, prediction_lines

FIRST = date(2017, 1, 2)
WEEKS, PRODUCTS = 60, 40
ORIGIN = FIRST + timedelta(weeks=40)
END = FIRST + timedelta(weeks=WEEKS)
ELASTICITY = 3.0
CODES = tuple(f"P{number:02}" for number in range(PRODUCTS))
CATEGORIES = pl.DataFrame(
    {"stock_code": CODES, "category": [f"C{number % 4}" for number in range(PRODUCTS)]}
)


def sales(seed: int = 1, *, shelf: bool = True) -> pl.LazyFrame:
    """A shop with random price cuts, whose customers respond with `ELASTICITY`."""
    rng = np.random.default_rng(seed)
    cut = np.where(rng.random((PRODUCTS, WEEKS)) < 0.3, rng.uniform(0.1, 0.35, (1, WEEKS)), 0.0)
    level = rng.uniform(20, 60, (PRODUCTS, 1))
    units = rng.poisson(level * (1 - cut) ** -ELASTICITY)
    rows = [
        {
            "stock_code": CODES[row],
            "ordered_at": datetime.combine(
                FIRST + timedelta(weeks=week, days=2), datetime.min.time()
            ),
            "order_id": f"{week}-{row % 7}",
            "customer_id": "1",
            "units": int(units[row, week]),
            "unit_price": round(10 * (1 - cut[row, week]), 4),
            "shelf_price": 10.0 if shelf else None,
        }
        for row in range(PRODUCTS)
        for week in range(WEEKS)
        if units[row, week]
    ]
    return pl.LazyFrame(
        rows, schema_overrides={"ordered_at": pl.Datetime("us"), "shelf_price": pl.Float64}
    )


def before(frame: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """The lines before a day."""
    return frame.filter(pl.col("ordered_at") < datetime.combine(day, datetime.min.time()))


def history_at(actual_sales: pl.LazyFrame, origin: date = ORIGIN) -> HistoryAsOf:
    """One week's history of that shop."""
    return HistoryAsOf(origin, before(actual_sales, origin), None, actual_sales, None, CATEGORIES)


def inputs() -> pl.DataFrame:
    """The plan inputs of that shop."""
    row: dict[str, Any] = {
        "demand": 40.0,
        "stock": 400,
        "status": "OVERSTOCKED",
        "unit_price": 10.0,
        "unit_cost": 4.0,
        "cost_source": "uploaded",
        "stock_source": "uploaded",
        "trend": "steady",
        "recent_units": 0,
        "prior_units": 0,
        **dict.fromkeys(SEGMENTS, 0.0),
        VIP: 1.0,
        "elasticity": ELASTICITY,
        "elasticity_sd": 0.2,
        "mailer_effect": 0.0,
        "mailer_sd": 0.0,
        "price_mailer_cov": 0.0,
        "dispersion": 1.0,
        "deepest_discount": 0.3,
        "evidence": "own history",
    }
    rows = [row | {"stock_code": code, "category": code} for code in CODES]
    return pl.DataFrame(rows, schema=COLUMNS)


@pytest.mark.parametrize("shelf", [True, False])
def test_next_week_is_predicted_given_its_discounts(*, shelf: bool) -> None:
    """If the model is true, predicted units are unbiased and ranges have their coverage."""
    actual_sales = sales(shelf=shelf)
    weeks = pl.concat(
        predict_week(history_at(actual_sales, ORIGIN + timedelta(weeks=week))) for week in range(12)
    )
    found = accuracy(sold_at_known_price(weeks))
    assert found.product_weeks == 12 * PRODUCTS
    assert abs(found.bias) < 0.03
    assert found.wape < 0.25
    assert found.coverage > 0.75
    deep = promoted(weeks)
    assert 0.15 < deep.height / weeks.height < 0.45
    others = weeks.filter(pl.col("discount") < 0.1)["predicted"].to_numpy()
    assert deep["predicted"].to_numpy().mean() > 1.5 * others.mean()


@pytest.mark.parametrize("shelf", [True, False])
def test_prediction_ignores_later_sales(*, shelf: bool) -> None:
    """Other units in the week, and anything after it, change neither prediction nor range."""
    actual_sales = sales(shelf=shelf)
    start = datetime.combine(ORIGIN, datetime.min.time())
    after = pl.col("ordered_at") >= start + timedelta(days=7)
    changed = pl.concat(
        [
            before(actual_sales, ORIGIN),
            actual_sales.filter(pl.col("ordered_at") >= start, ~after).with_columns(
                pl.col("units") * 9
            ),
            actual_sales.filter(after).with_columns(pl.col("units") * 3, pl.col("unit_price") / 2),
        ]
    )
    one, other = predict_week(history_at(actual_sales)), predict_week(history_at(changed))
    assert one.drop("units").equals(other.drop("units"))
    assert (other["units"] == one["units"] * 9).all()


def test_prediction_ignores_later_corrections() -> None:
    """A ledger corrected since then (returns, late lines) doesn't change what was known."""
    actual_sales = sales()
    corrected = actual_sales.with_columns(
        units=pl.when(pl.col("ordered_at") < datetime.combine(ORIGIN, datetime.min.time()))
        .then(pl.col("units") * 5)
        .otherwise(pl.col("units"))
    )
    one = predict_week(history_at(actual_sales))
    other = predict_week(replace(history_at(actual_sales), actual_sales=corrected))
    assert one.equals(other)


def test_usual_price_is_that_of_earlier_weeks() -> None:
    """Without shelf prices, a price cut in the week itself doesn't change the usual price."""
    actual_sales = sales(shelf=False)
    start = datetime.combine(ORIGIN, datetime.min.time())
    halved = actual_sales.with_columns(
        unit_price=pl.when(pl.col("ordered_at") >= start)
        .then(pl.col("unit_price") / 2)
        .otherwise(pl.col("unit_price"))
    )
    one, other = panel_with_week(history_at(actual_sales)), panel_with_week(history_at(halved))
    assert np.array_equal(one.log_price[:, :-1], other.log_price[:, :-1])
    assert np.allclose(one.log_price[:, -1] - other.log_price[:, -1], np.log(2), atol=1e-4)


def test_advice_is_scored_with_actual_sales() -> None:
    """A campaign's value grows with the week's own demand, and is 0 without any."""
    actual_sales = sales()
    settings = PlanSettings(max_per_customer=1000)
    evaluation_model = fit_evaluation_model(actual_sales, CATEGORIES, None, begin=ORIGIN, as_of=END)
    found = optimum(inputs(), settings)
    assert len(found.chosen) == PRODUCTS
    scored = valued_advice(found, history_at(actual_sales), evaluation_model, settings)
    assert total(scored).worth > 0
    assert total(scored).campaigns == PRODUCTS
    start = datetime.combine(ORIGIN, datetime.min.time())
    week = (pl.col("ordered_at") >= start) & (pl.col("ordered_at") < start + timedelta(days=7))
    quiet = valued_advice(found, history_at(actual_sales.filter(~week)), evaluation_model, settings)
    assert total(quiet).worth == pytest.approx(0, abs=0.01)
    assert (quiet["units"] == 0).all()


def test_discount_of_the_week_is_removed() -> None:
    """Units sold at a discount count as the units that the model expects at full price."""
    actual_sales = sales()
    settings = PlanSettings(max_per_customer=1000)
    evaluation_model = fit_evaluation_model(actual_sales, CATEGORIES, None, begin=ORIGIN, as_of=END)
    scored = valued_advice(
        optimum(inputs(), settings), history_at(actual_sales), evaluation_model, settings
    )
    panel = panel_with_week(history_at(actual_sales))
    cut = dict(zip(panel.codes, -panel.log_price[:, -1], strict=True))
    for row in scored.iter_rows(named=True):
        lift = row["units"] / row["base"]
        assert (lift > 1.2) == (cut[row["stock_code"]] > 0.1)


def test_advice_ignores_actual_sales() -> None:
    """Other sales from the origin on change the value of advice, not the advice."""
    actual_sales = sales()
    start = datetime.combine(ORIGIN, datetime.min.time())
    later = pl.col("ordered_at") >= start
    tripled = pl.concat(
        [actual_sales.filter(~later), actual_sales.filter(later).with_columns(pl.col("units") * 3)]
    )
    settings = PlanSettings()
    evaluation_model = fit_evaluation_model(actual_sales, CATEGORIES, None, begin=ORIGIN, as_of=END)
    one = replay_week(history_at(actual_sales), inputs(), evaluation_model, settings)
    other = replay_week(history_at(tripled), inputs(), evaluation_model, settings)
    compared = ["stock_code", "discount", "target_cluster", "promised", "demand"]
    assert one.advice.select(compared).equals(other.advice.select(compared))
    assert one.predicted.drop("units").equals(other.predicted.drop("units"))
    assert total(other.advice).worth != total(one.advice).worth


def test_table_totals_match_their_weeks() -> None:
    """Each printed total is the sum of its weeks, with the assumptions below."""
    actual_sales = sales()
    settings = PlanSettings()
    evaluation_model = fit_evaluation_model(actual_sales, CATEGORIES, None, begin=ORIGIN, as_of=END)
    weeks: list[ReplayedWeek] = [
        replay_week(
            history_at(actual_sales, ORIGIN + timedelta(weeks=number)),
            inputs(),
            evaluation_model,
            settings,
        )
        for number in range(2)
    ]
    lines = advice_lines(weeks, "GBP")
    assert [line[:10].strip() for line in lines[3:]] == ["2017-10-09", "2017-10-16", "all weeks"]
    worth = [float(line.split("|")[1].split()[3].replace(",", "")) for line in lines[3:]]
    assert worth[2] == pytest.approx(worth[0] + worth[1], abs=0.02)
    assert len(prediction_lines(all_rows(weeks, "predicted"))) == 2 + 2 + 3 + 1
    assert any("associations, not causes" in sentence for sentence in assumptions(settings))


def test_origins_are_mondays_covered_by_the_ledger() -> None:
    """Origins are the Mondays whose week the ledger covers; none is an error."""
    assert mondays(date(2017, 9, 20), date(2017, 10, 3), date(2017, 12, 25)) == [
        date(2017, 9, 25),
        date(2017, 10, 2),
    ]
    assert mondays(date(2017, 9, 25), date(2018, 9, 1), date(2017, 10, 8)) == [date(2017, 9, 25)]
    with pytest.raises(InvalidInput, match="begin on Monday"):
        mondays(date(2018, 1, 1), date(2018, 2, 1), date(2017, 12, 25))


def test_too_short_history_is_rejected() -> None:
    """A response can't be fitted on three weeks; the error says to start earlier."""
    actual_sales = sales()
    with pytest.raises(InvalidInput, match="earlier --from"):
        fit_evaluation_model(
            actual_sales, CATEGORIES, None, begin=END - timedelta(weeks=3), as_of=END
        )
