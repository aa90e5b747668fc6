"""Simulations over HTTP, compared with the live plan."""

import time
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import polars as pl
import pytest
from support.apps import serve_app
from support.states import write_flat_state

from contract.segments import SEGMENTS
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.main import create_app
from strategy_svc.plan.planning import make_plan
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.settings import Settings
from strategy_svc.wording.explanations import Wording

Make = Callable[..., Any]
ROUTE = "/v1/plan:simulate"
SHARES = (0.4, 0.3, 0.1, 0.1, 0.05)


@pytest.fixture(name="client")
async def _client(
    product: Make, history: Make, write_shop: Make
) -> AsyncIterator[httpx.AsyncClient]:
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    products = [product(f"S{n}", 40, 400, **own) for n in range(6)]
    sales = [line for n in range(6) for line in history(f"S{n}", elasticity=4.0)]
    staging = write_shop(products, sales, segments={str(n): "VIP Customers" for n in range(10)})
    refresh_plan(staging, as_of=date(2011, 9, 9), currency="GBP")
    async with serve_app(create_app(Settings(state_url=str(staging), currency="GBP"))) as client:
        yield client


async def test_unchanged_settings_give_the_live_plan(
    client: httpx.AsyncClient,
) -> None:
    """With unchanged settings both plans are equal, to the cent."""
    answer = await client.post(ROUTE, json={})
    body = answer.json()
    assert answer.status_code == 200
    assert answer.headers["x-snapshot"] == body["snapshot"]
    assert body["changes"] == []
    now, simulated = body["now"], body["simulated"]
    assert now["campaigns"] == simulated["campaigns"] == 6
    assert {key: now[key] for key in now if key != "discount_cost"} == {
        key: simulated[key] for key in simulated if key != "discount_cost"
    }
    assert [row["stock_code"] for row in body["rows"]] == [
        row["stock_code"] for row in (await client.get("/v1/plan")).json()["items"]
    ]


async def test_changed_settings_and_locks_are_compared(client: httpx.AsyncClient) -> None:
    """A lower maximum and an excluded product change the plan; each change is listed."""
    sent = {
        "settings": {
            "max_discount": 5,
            "locked": [
                {"stock_code": "S0", "exclude": True},
                {"stock_code": "S1", "discount": 0},
            ],
        }
    }
    body = (await client.post(ROUTE, json=sent)).json()
    changes = {change["stock_code"]: change for change in body["changes"]}
    assert changes["S0"]["discount_simulated"] is None
    assert changes["S1"]["discount_simulated"] == 0
    assert all(row["discount"] <= 5 for row in body["rows"])
    assert body["simulated"]["gain"] < body["now"]["gain"]
    assert body["simulated"]["margin"]["p10"] <= body["simulated"]["margin"]["mean"]
    assert all(row["explanation"]["facts"] for row in body["rows"])


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({"settings": {"margin_floor": 0.9}}, "margin_floor"),
        ({"settings": {"discount_budget": 0}}, "discount_budget"),
        ({"settings": {"ladder": []}}, "ladder"),
        ({"settings": {"ladder": [5, 10]}}, "ladder"),
        ({"settings": {"locked": [{"stock_code": "S0"}]}}, "locked"),
        (
            {
                "settings": {
                    "locked": [
                        {"stock_code": "S0", "exclude": True},
                        {"stock_code": "S0", "discount": 5},
                    ]
                }
            },
            "locked",
        ),
        ({"settings": {"locked": [{"stock_code": "NOPE", "discount": 5}]}}, "NOPE"),
        ({"settings": {"min_freed": 1e9}}, "min_freed"),
        ({"settings": {"colour": "red"}}, "colour"),
        ({"rows": -1}, "rows"),
    ],
)
async def test_invalid_setting_is_rejected_by_name(
    client: httpx.AsyncClient, sent: dict[str, Any], named: str
) -> None:
    """A setting that makes no sense is a 422 that names it."""
    answer = await client.post(ROUTE, json=sent)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.text


async def test_folder_without_inputs_is_not_simulated(tmp_path: Path) -> None:
    """A plan written by other tools can't be simulated, and the error says why."""
    header = b"StockCode,Predicted_7d_Demand,Current_Stock,OverstockRatio,Objective,"
    write_flat_state(tmp_path, {"campaign_plan.csv": header + b"TargetCluster,Discount\n"})
    async with serve_app(create_app(Settings(state_url=str(tmp_path)))) as client:
        answer = await client.post(ROUTE, json={})
    assert answer.status_code == 409
    assert "plan_inputs.parquet" in answer.json()["detail"]


@pytest.mark.long
def test_five_thousand_products_are_planned_in_time() -> None:
    """5,000 products x 11 discounts x 5 segments take at most 2.5 s of CPU time."""
    rng = np.random.default_rng(2)
    size = 5_000
    price = rng.uniform(1, 20, size).round(2)
    demand = rng.gamma(2, 10, size).round(2)
    numbers = {
        "demand": demand,
        "unit_price": price,
        "unit_cost": (price * 0.6).round(2),
        "elasticity": rng.normal(2.5, 1, size),
        "elasticity_sd": np.full(size, 0.4),
        "mailer_effect": rng.normal(0.2, 0.1, size),
        "mailer_sd": np.full(size, 0.1),
        "price_mailer_cov": np.zeros(size),
        "dispersion": np.full(size, 1.5),
        "deepest_discount": np.full(size, 0.3),
        **{name: np.full(size, share) for name, share in zip(SEGMENTS, SHARES, strict=True)},
    }
    table = (
        pl.DataFrame(numbers)
        .with_columns(
            stock_code=pl.int_range(size).cast(pl.String).str.zfill(5),
            category=(pl.int_range(size) % 700).cast(pl.String),
            demand_p10=pl.lit(None, pl.Float64),
            demand_p90=pl.lit(None, pl.Float64),
            stock=(pl.col("demand") * 4).ceil().cast(pl.Int64),
            status=pl.lit("OVERSTOCKED"),
            cost_source=pl.lit("assumed"),
            stock_source=pl.lit("simulated"),
            trend=pl.lit("steady"),
            recent_units=pl.lit(0, pl.Int64),
            prior_units=pl.lit(0, pl.Int64),
            evidence=pl.lit("own history"),
        )
        .select(list(COLUMNS))
    )
    started = time.process_time()
    planned = make_plan(
        table, PlanSettings(discount_budget=400), Wording("GBP", customers_known=True)
    )
    cpu_seconds = time.process_time() - started
    assert len(planned.rows) > 50
    assert planned.found.solution.gap <= 0.01
    assert cpu_seconds <= 2.5
