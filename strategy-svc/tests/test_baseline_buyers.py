"""Customers who buy anyway get no discount."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.apps import serve_app

from contract.snapshot_files import PLAN_CUSTOMERS_FILE
from fleet.errors import NotFound
from fleet.snapshots import Snapshot
from strategy_svc.learning.buying_anyway import any_purchase, weekly_rate
from strategy_svc.learning.offer_value import (
    BASELINE_FROM,
    Offer,
    baseline_buyers,
    bought_with_offer,
    offering_value,
)
from strategy_svc.main import create_app
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.propensity.repository import read_customers
from strategy_svc.settings import Settings

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)
SURE = [f"sure{n}" for n in range(4)]
SOME = [f"some{n}" for n in range(600)]


@pytest.fixture(name="shop")
def _shop(product: Make, sale: Make, write_shop: Make) -> Path:
    """Baseline buyers buy every day at any price; six hundred others buy at the low price only."""
    lines: list[dict[str, Any]] = []
    for number in range(6):
        code = f"{number:03}"
        for week in range(40):
            price, coming = (8.0, 110) if (week + number) % 3 == 0 else (10.0, 12)
            start = 7 * week
            lines += [sale(code, start + d + 1, who, 1, price) for who in SURE for d in range(7)]
            crowd = [SOME[(week * 41 + n * 7) % len(SOME)] for n in range(coming)]
            lines += [sale(code, start + 1 + n % 7, who, 1, price) for n, who in enumerate(crowd)]
    products = [
        product(f"{number:03}", 45, 400, Unit_Price=10.0, Unit_Cost=6.0) for number in range(6)
    ]
    segments = dict.fromkeys([*SURE, *SOME], "VIP Customers")
    return write_shop(products, lines, segments=segments)


def test_planted_baseline_buyers_get_no_discount(shop: Path) -> None:
    """They alone are left out, and the explanation has their number and the saving."""
    refresh_plan(shop, as_of=AS_OF)
    plan = pl.read_csv(shop / "campaign_plan.csv", schema_overrides={"StockCode": pl.String})
    discounted = plan.filter(pl.col("Discount") > 0)["StockCode"].to_list()
    assert discounted
    explanations = json.loads((shop / "plan_explanations.json").read_text())
    listed = pl.read_parquet(shop / PLAN_CUSTOMERS_FILE)
    for code in discounted:
        mine = listed.filter(pl.col("stock_code") == code)
        excluded = mine.filter("left_out")
        audience = explanations[code]["for_whom"]
        assert sorted(excluded["customer_id"]) == SURE
        assert audience["sure_buyers_left_out"] == len(SURE)
        assert audience["offered"] + len(SURE) == audience["customers"] == mine.height
        assert audience["saved_by_leaving_out"] == pytest.approx(
            -excluded["value"].sum(), abs=0.011
        )
        assert audience["saved_by_leaving_out"] > 0
        assert "4 certain buyers are left out" in audience["sentence"]
        offered = mine.filter(~pl.col("left_out"))
        assert audience["expected_to_buy"] == pytest.approx(
            offered["p_buy_with_offer"].sum(), abs=0.011
        )
        assert offered["value"].is_sorted(descending=True)


def test_same_data_gives_the_same_customers(shop: Path) -> None:
    """A second run with a reordered ledger gives the same bytes."""
    refresh_plan(shop, as_of=AS_OF)
    first = (shop / PLAN_CUSTOMERS_FILE).read_bytes()
    ledger = pl.read_parquet(shop / "ledger.parquet")
    ledger.sample(fraction=1, shuffle=True, seed=3).write_parquet(shop / "ledger.parquet")
    refresh_plan(shop, as_of=AS_OF)
    assert (shop / PLAN_CUSTOMERS_FILE).read_bytes() == first


def test_customers_of_a_row_are_read_from_the_snapshot(shop: Path, tmp_path: Path) -> None:
    """Targeted and excluded customers are two lists; a folder without the file says what to do."""
    refresh_plan(shop, as_of=AS_OF)
    code = pl.read_parquet(shop / PLAN_CUSTOMERS_FILE)["stock_code"][0]
    snapshot = Snapshot("s", shop, None)
    assert set(read_customers(snapshot, code, left_out=True)["customer_id"]) <= set(SURE)
    assert read_customers(snapshot, code, left_out=False).height >= len(SOME)
    with pytest.raises(NotFound, match="smartretail"):
        read_customers(Snapshot("t", tmp_path, None), code, left_out=False)


async def test_customers_of_a_row_are_paginated(shop: Path, tmp_path: Path) -> None:
    """Highest value first, each once, baseline buyers in their own list; unknown rows are a 404."""
    refresh_plan(shop, as_of=AS_OF)
    state = tmp_path / "flat"
    publish_copy(shop, state)
    code = pl.read_parquet(shop / PLAN_CUSTOMERS_FILE)["stock_code"][0]
    path = f"/v1/plan/{code}/customers"
    async with serve_app(create_app(Settings(state_url=str(state)))) as client:
        listed: list[dict[str, Any]] = []
        query = {"limit": "250"}
        while True:
            page = (await client.get(path, params=query)).json()
            listed += page["items"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        values = [one["value"] for one in listed]
        assert values == sorted(values, reverse=True)
        assert (
            len({one["customer_id"] for one in listed}) == len(listed) == page["total"] >= len(SOME)
        )
        left = (await client.get(path, params={"left_out": "true"})).json()
        assert sorted(one["customer_id"] for one in left["items"]) == SURE
        row = (await client.get(f"/v1/plan/{code}")).json()
        assert row["explanation"]["for_whom"]["offered"] == page["total"]
        assert (await client.get("/v1/plan/none/customers")).status_code == 404
        assert (await client.get(path, params={"sort": "age"})).status_code == 422


def publish_copy(staging: Path, state: Path) -> None:
    state.mkdir()
    for file in staging.iterdir():
        (state / file.name).write_bytes(file.read_bytes())


@given(
    rate=st.floats(0, 5),
    propensity=st.floats(0, 1),
    lift=st.floats(0, 6),
    discount=st.floats(0.05, 0.6),
    margin=st.floats(0.5, 8),
)
def test_value_matches_the_formula(
    rate: float, propensity: float, lift: float, discount: float, margin: float
) -> None:
    """Values match a direct computation per customer, and only baseline buyers are left out."""
    offer = Offer(discount, margin, margin - 10 * discount, lift, 1.0)
    rates = np.array([rate])
    anyway = any_purchase(rates, 1.0)
    with_offer = bought_with_offer(rates, np.array([propensity]), offer)
    value = offering_value(with_offer, anyway, offer)
    stays_away = np.exp(-rate * lift) * (1 - propensity)
    plain = (1 - stays_away) * (margin - 10 * discount) - (1 - np.exp(-rate)) * margin
    assert value[0] == pytest.approx(plain, abs=1e-9)
    is_excluded = baseline_buyers(value, anyway, offer)[0]
    assert is_excluded == (anyway[0] >= BASELINE_FROM and value[0] < 0)
    assert not baseline_buyers(value, anyway, Offer(0.0, margin, margin, lift, 1.0))[0]


def test_buying_anyway_is_a_posterior_mean() -> None:
    """Many weeks of purchases decide on their own; without any the category's rate applies."""
    often = weekly_rate(np.array([26.0]), np.array([26.0]), np.array([0.1]), 26.0)
    never = weekly_rate(np.array([0.0]), np.array([26.0]), np.array([0.1]), 26.0)
    assert often[0] == pytest.approx((26 + 0.4) / 30)
    assert never[0] == pytest.approx(0.4 / 30)
    assert any_purchase(never, 1.0)[0] == pytest.approx(1 - np.exp(-0.4 / 30))
