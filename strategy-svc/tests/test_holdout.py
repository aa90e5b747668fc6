"""Lift against a holdout: correct numbers, few false alarms, and planted lifts detected."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from support.apps import serve_app
from support.holdout_simulation import simulate_campaigns
from support.states import write_snapshot

from fleet.sentences import render
from strategy_svc.holdout.cuped import Lift, lift, t_quantile
from strategy_svc.holdout.customer_spend import BUYERS, measured, spend_before_and_after
from strategy_svc.holdout.group_moments import Floats, Moments, moments
from strategy_svc.holdout.lift_statement import lift_statement
from strategy_svc.main import create_app
from strategy_svc.settings import Settings

SENT = date(2011, 8, 1)
student: Any = stats.t
ROUTE = "/internal/holdout:measure"


def simulate_purchases(customers: int, seed: int) -> tuple[Floats, Floats]:
    """Visits before, and whether anything was bought after, with a rate per customer."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.8, 0.5, customers)
    return np.log1p(rng.poisson(3 * rate)), (rng.poisson(rate) > 0).astype(float)


def test_adjusted_lift_matches_regression() -> None:
    """Least squares of the outcome on group and covariate gives the same effect."""
    rng = np.random.default_rng(5)
    before, after = rng.gamma(2, 30, 900), rng.gamma(2, 40, 900)
    after += 0.7 * before
    treated = np.arange(900) >= 250
    after[treated] += 6
    found = lift(
        moments(before[treated], after[treated]), moments(before[~treated], after[~treated])
    )
    design = np.column_stack([np.ones(900), treated, before])
    level, effect, slope = np.linalg.lstsq(design, after, rcond=None)[0]
    assert found is not None
    assert found.lift == pytest.approx(effect, rel=1e-9)
    assert found.plain == pytest.approx(after[treated].mean() - after[~treated].mean(), rel=1e-12)
    residual = after - slope * before
    error = np.sqrt(residual[treated].var(ddof=1) / 650 + residual[~treated].var(ddof=1) / 250)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * error, rel=0.01)
    assert found.variance_kept < 1
    assert level > 0


@given(share=st.floats(0.6, 0.999), df=st.floats(8, 5_000))
def test_quantile_matches_students_t(share: float, df: float) -> None:
    """It agrees with scipy from eight degrees of freedom on, where measuring starts."""
    assert t_quantile(share, df) == pytest.approx(float(student.ppf(share, df)), rel=2e-3)


@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=2, max_size=30), st.data()
)
def test_moments_of_parts_add_up(pairs: list[tuple[float, float]], data: st.DataObject) -> None:
    """Split anywhere, the sums of the parts equal those of the whole."""
    x, y = (np.array(values) for values in zip(*pairs, strict=True))
    cut = data.draw(st.integers(0, len(pairs)))
    total = moments(x, y)
    both = moments(x[:cut], y[:cut]) + moments(x[cut:], y[cut:])
    for name, value in vars(total).items():
        assert getattr(both, name) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_campaign_without_effect_is_rarely_significant() -> None:
    """At most 6 % of a thousand A/A campaigns look significant."""
    before, after = simulate_purchases(2_000, 1)
    found = simulate_campaigns(before, after, 500, effect=0, campaigns=1_000, seed=2)
    assert 0.025 < found.adjusted <= 0.06
    assert 0.025 < found.plain <= 0.065


def test_planted_lift_is_detected_at_the_stated_power() -> None:
    """The effect called detectable in 80 of 100 cases is, and adjusting detects more than not."""
    before, after = simulate_purchases(2_000, 3)
    order = np.random.default_rng(0).permutation(2_000)
    held_out, treated = order[:500], order[500:]
    stated = lift(
        moments(before[treated], after[treated]), moments(before[held_out], after[held_out])
    )
    assert stated is not None
    found = simulate_campaigns(
        before, after, 500, effect=stated.detectable, campaigns=1_000, seed=4
    )
    assert 0.76 < found.adjusted < 0.88
    assert found.plain < found.adjusted - 0.05
    assert found.mean_lift == pytest.approx(stated.detectable, abs=0.004)
    assert found.variance_kept < 0.9


def test_empty_groups_and_groups_without_sales() -> None:
    """Too few customers give no lift; groups without sales give 0, which is not significant."""
    nothing = moments(np.zeros(50), np.zeros(50))
    assert lift(Moments(), nothing) is None
    assert lift(moments(np.zeros(9), np.zeros(9)), nothing) is None
    found = lift(nothing, nothing)
    assert found is not None
    assert (found.lift, found.low, found.high, found.significant) == (0, 0, 0, False)


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    """Forty customers: all bought before, the first twenty after; one line was returned in full."""
    sent = datetime.combine(SENT, datetime.min.time())
    lines: list[dict[str, Any]] = []
    for customer in range(40):
        lines.append(_line(customer, sent - timedelta(days=1 + customer % 50), "A", 2))
        if customer < 20:
            lines.append(_line(customer, sent + timedelta(days=customer), "AB"[customer % 2], 1))
    lines.append(_line(39, sent, "A", 1) | {"returned_quantity": 1})
    lines.append(_line(38, sent + timedelta(days=28), "A", 1))
    lines.append(_line(37, sent - timedelta(days=85), "A", 9))
    path = tmp_path / "ledger.parquet"
    pl.DataFrame(lines).write_parquet(path)
    return path


def _line(customer: int, at: datetime, code: str, units: int) -> dict[str, Any]:
    return {
        "order_id": f"{customer}-{at}",
        "stock_code": code,
        "ordered_at": at,
        "customer_id": str(customer),
        "quantity": units,
        "returned_quantity": 0,
        "unit_price": 1.25,
    }


def test_purchases_before_and_after_match_the_ledger(ledger: Path) -> None:
    """Windows end as stated, returns don't count as bought, and unknown customers count as 0."""
    customers = ["3", "39", "38", "37", "nobody"]
    found = spend_before_and_after(ledger, customers, "A", SENT, SENT + timedelta(days=28))
    assert found["customer_id"].to_list() == customers
    assert found["buyers_after"].to_list() == [1, 0, 0, 0, 0]
    assert found["product_buyers_after"].to_list() == [0, 0, 0, 0, 0]
    assert found["spend_before"].to_list() == [2.5, 2.5, 2.5, 2.5, 0]
    assert found["spend_after"].to_list() == [1.25, 0, 0, 0, 0]
    assert measured(found)[BUYERS].n == 5


@pytest.fixture(name="state")
def _state(ledger: Path, tmp_path: Path) -> Path:
    plan = {
        "StockCode": "A",
        "Predicted_7d_Demand": 1,
        "Current_Stock": 1,
        "OverstockRatio": 1,
        "Objective": "Clear Stock",
        "TargetCluster": "VIP Customers",
        "Discount": 10,
    }
    files: dict[str, Any] = {"campaign_plan.csv": [plan], "ledger.parquet": ledger.read_bytes()}
    state = tmp_path / "state"
    write_snapshot(state, files, as_of=SENT + timedelta(days=20))
    return state


@pytest.fixture(name="client")
async def _client(state: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(create_app(Settings(state_url=str(state)))) as client:
        yield client


def measurement(treated: range, held_out: range, **more: Any) -> dict[str, Any]:
    return {
        "stock_code": "A",
        "sent_on": SENT.isoformat(),
        "treated": [str(one) for one in treated],
        "held_out": [str(one) for one in held_out],
    } | more


async def test_audience_in_parts_gives_the_same_lift(client: httpx.AsyncClient) -> None:
    """An audience sent in two parts is measured as if it were sent at once."""
    expected = (await client.post(ROUTE, json=measurement(range(20), range(20, 40)))).json()
    first = (await client.post(ROUTE, json=measurement(range(12), range(20, 25)))).json()
    second = measurement(range(12, 20), range(25, 40), so_far=first["so_far"])
    both = (await client.post(ROUTE, json=second)).json()
    assert first["measures"]["buyers"] is None
    assert first["sentence"] == "Each group needs at least 10 customers for a result."
    for name in ("customers", "held_out", "until", "complete"):
        assert both[name] == expected[name]
    for measure, found in expected["measures"].items():
        assert both["measures"][measure] == pytest.approx(found), measure
    assert (expected["customers"], expected["held_out"], expected["complete"]) == (20, 20, False)
    assert expected["measures"]["buyers"]["treated"] == 1
    assert expected["measures"]["buyers"]["significant"]
    assert "Wait until the 28 days are over" in expected["sentence"]
    codes = {name: stated["code"] for name, stated in expected["statements"].items()}
    assert codes == dict.fromkeys(expected["measures"], "lift_early")


async def test_campaign_after_the_last_sale_is_not_measured(
    client: httpx.AsyncClient,
) -> None:
    """The error says that later sales are needed."""
    late = measurement(range(20), range(20, 40), sent_on=(SENT + timedelta(days=20)).isoformat())
    answer = await client.post(ROUTE, json=late)
    assert answer.status_code == 409
    assert "Refresh with newer sales" in answer.json()["detail"]


async def test_invalid_measurement_is_rejected(client: httpx.AsyncClient) -> None:
    """Invalid sums and windows without days are a 422."""
    for more in ({"days": 0}, {"sent_on": "soon"}, {"so_far": {"treated": {"buyers": {"n": -1}}}}):
        answer = await client.post(ROUTE, json=measurement(range(2), range(2), **more))
        assert answer.status_code == 422, more


def test_lift_is_reported_after_its_window() -> None:
    """Only a significant change is proven; spend is reported in money."""
    proven = Lift(0.9, 0.1, 0.8, 0.6, 0.99, 0.8, 0.6, 0.99, 1, 0.2, significant=True)
    chance = replace(proven, significant=False)
    assert lift_statement("buyers", proven, 28, complete=False).code == "lift_early"
    assert lift_statement("buyers", proven, 28, complete=True).code == "lift_proven"
    unproven = lift_statement("spend", chance, 28, complete=True)
    assert "+£0.60 and +£0.99. A change of £0.20" in render(unproven, currency="GBP")
