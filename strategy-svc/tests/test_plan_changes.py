"""What changed in the advice: which plan it is compared with, and the sentence for each row."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest
from pydantic import SecretStr
from support.plan_client import SECRET, Ask, publish, serving
from support.waiting import until

from fleet.sentences import catalogue, render
from fleet.statements import Statement, statement
from strategy_svc.changes.advice import Advice
from strategy_svc.changes.plan_changes import plan_changes
from strategy_svc.changes.statements import ChangeCode
from strategy_svc.main import create_app
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.settings import Settings

Make = Callable[..., Any]
ROUTE = "/v1/plan/changes"
DAY = date(2011, 9, 9)
CODES = tuple(f"S{number}" for number in range(6))
OWN = {"Unit_Price": 10.0, "Unit_Cost": 7.0}


@pytest.fixture(name="shop")
def _shop(product: Make, history: Make, write_shop: Make) -> Callable[..., Path]:
    """Creates a shop's staging folder with a plan, from the stock of each product."""

    def make(stock: Mapping[str, int], *, forecast: float = 40.0) -> Path:
        sales = [line for code in CODES for line in history(code, elasticity=4.0)]
        products = [product(code, 40, units, **OWN) for code, units in stock.items()]
        staging = write_shop(products, sales, segments={str(n): "VIP Customers" for n in range(10)})
        refresh_plan(staging, as_of=DAY, currency="GBP")
        days = [DAY - timedelta(days=back) for back in range(1, 29)]
        pl.DataFrame(
            {
                "origin": [day for day in days for _ in CODES],
                "stock_code": list(CODES) * len(days),
                "mean": forecast,
            }
        ).write_parquet(staging / "forecast_log.parquet")
        return staging

    return make


async def publish_and_record(ask: Ask, settings: Settings, staging: Path, as_of: date) -> str:
    """Publish a snapshot of that day and wait until its plan is recorded."""
    snapshot = publish(Path(settings.state_url), staging, as_of)

    async def is_recorded() -> bool:
        plans = (await ask("GET", "/v1/decisions/outcomes")).json()["plans"]
        return any(plan["snapshot"] == snapshot for plan in plans)

    await until(is_recorded)
    return snapshot


async def fetch_changes(ask: Ask, query: str = "") -> dict[str, Any]:
    """The changes that the service reports."""
    answer = await ask("GET", f"{ROUTE}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


ALL = dict.fromkeys(CODES, 400)


async def test_new_and_gone_rows_have_reasons(
    settings: Settings, shop: Callable[..., Path]
) -> None:
    """A restocked product is new; a sold-out one is gone, and shows its decision and the reason."""
    publish(Path(settings.state_url), shop(ALL | {"S1": 0}), DAY - timedelta(days=7))
    async with serving(create_app(settings)) as ask:
        decision = {"stock_code": "S0", "decision": "accepted", "reason_code": "agreed"}
        decided = (await ask("POST", "/v1/decisions", json=decision)).json()
        live = await publish_and_record(ask, settings, shop(ALL | {"S0": 0}), DAY)
        found = await fetch_changes(ask)
        only_new = await fetch_changes(ask, "?kind=new&limit=1")
    assert (found["snapshot"], found["as_of"]) == (live, "2011-09-09")
    assert found["earlier"]["as_of"] == "2011-09-02"
    assert found["counts"] == {"new": 1, "gone": 1, "changed": 0}
    by_code = {item["stock_code"]: item for item in found["items"]}
    assert by_code["S1"]["before"] is None
    assert by_code["S1"]["now"]["current_stock"] == 400
    gone = by_code["S0"]
    assert gone["statement"]["code"] == "gone_sold_out"
    assert gone["sentence"] == render(Statement(**gone["statement"]), currency="GBP")
    assert gone["decided"]["sequence"] == decided["sequence"]
    assert gone["money"] == gone["before"]["money_at_stake"] == decided["advised"]["money_at_stake"]
    assert [item["stock_code"] for item in only_new["items"]] == ["S1"]


async def test_compared_plan_is_a_week_old(settings: Settings, shop: Callable[..., Path]) -> None:
    """It is the newest plan at least seven days old, else the oldest of the week, never today's."""
    async with serving(create_app(settings)) as ask:
        first = shop(ALL)
        days = {back: DAY - timedelta(days=back) for back in (3, 1, 0)}
        three = await publish_and_record(ask, settings, first, days[3])
        await publish_and_record(ask, settings, first, days[1])
        await publish_and_record(ask, settings, first, days[0])
        of_the_week = (await fetch_changes(ask))["earlier"]["snapshot"]
        await publish_and_record(ask, settings, first, DAY + timedelta(days=4))
        await publish_and_record(ask, settings, first, DAY + timedelta(days=4))
        week_later = (await fetch_changes(ask))["earlier"]["snapshot"]
    assert of_the_week == three
    assert week_later == three  # the plan of a day later is only six days old


async def test_plan_of_another_shop_is_not_compared(
    settings: Settings, shop: Callable[..., Path]
) -> None:
    """If the forecast log doesn't continue the earlier plan, no change is reported."""
    publish(Path(settings.state_url), shop(ALL), DAY - timedelta(days=7))
    async with serving(create_app(settings)) as ask:
        first = await fetch_changes(ask)
        await publish_and_record(ask, settings, shop(ALL | {"S0": 0}, forecast=7.0), DAY)
        other = await fetch_changes(ask)
    for found in (first, other):
        assert found["earlier"] is None
        assert found["items"] == []
        assert found["counts"] == {"new": 0, "gone": 0, "changed": 0}
        assert "no earlier plan" in found["note"]
        assert found["note_statement"] == statement("no_earlier_plan").model_dump()


async def test_unreachable_store_costs_only_the_changes(
    shop: Callable[..., Path], tmp_path: Path
) -> None:
    """With an unreachable database changes are a 503 that says why; the plan is served."""
    publish(tmp_path / "state", shop(ALL), DAY)
    uri = SecretStr("mongodb://127.0.0.1:9")
    settings = Settings(
        state_url=str(tmp_path / "state"), mongodb_uri=uri, caller_secret=SECRET, currency="GBP"
    )
    async with serving(create_app(settings)) as ask:
        assert (await ask("GET", "/v1/plan/S0")).status_code == 200
        refused = await ask("GET", ROUTE)
    assert (refused.status_code, refused.json()["code"]) == (503, "documents_unavailable")


def advice(code: str, **more: Any) -> Advice:
    """A row of a plan."""
    usual = Advice(
        stock_code=code,
        product_name=code,
        discount=15.0,
        target_cluster="VIP Customers",
        objective="Clear Stock",
        money_at_stake=100.0,
        current_stock=400,
        predicted_7d_demand=40.0,
    )
    return replace(usual, **more)


def inputs(**more: Any) -> pl.DataFrame:
    """A product of the live plan's inputs."""
    known = {
        "stock_code": "A",
        "demand": 40.0,
        "stock": 400,
        "status": "OVERSTOCKED",
        "unit_price": 10.0,
        "unit_cost": 7.0,
        "evidence": "own",
    }
    return pl.DataFrame([known | more])


@pytest.mark.parametrize(
    ("product", "code", "words"),
    [
        ({"stock": 0}, "gone_sold_out", "None is left in stock; there were 400."),
        (
            {"stock": 12, "status": "UNDERSTOCKED"},
            "gone_short",
            "short by now, 12 in stock for 40 expected",
        ),
        ({"stock": 80}, "gone_cleared", "Stock went from 400 to 80"),
        ({"stock": 81}, "gone_outdone", "No offer for it meets the minimum gain"),
        ({"unit_cost": None}, "gone_inputs_missing", "is no longer known"),
        ({"stock_code": "B"}, "gone_inputs_missing", "is no longer known"),
    ],
)
def test_reason_why_a_row_is_gone(product: dict[str, Any], code: str, words: str) -> None:
    """The first reason that applies to the product now is given, with its numbers."""
    [change] = plan_changes([advice("A")], [], inputs(**product))
    assert change.statement.code == code
    assert words in render(change.statement, currency="GBP")


def test_row_changes_with_its_offer_only() -> None:
    """Another discount, segment or objective is a change; other money or stock alone is not."""
    then = [advice("A"), advice("B"), advice("C")]
    now = [
        advice("A", money_at_stake=7.0, current_stock=3),
        advice("B", discount=20.0),
        advice("C"),
    ]
    [change] = plan_changes(then, now, None)
    assert (change.kind, change.advice.stock_code) == ("changed", "B")
    assert render(change.statement, currency="GBP") == (
        "Changed to 20% off for VIP Customers, £100 at stake; before: 15% off for VIP Customers, "
        "£100."
    )


def test_same_offer_with_another_objective_is_a_change() -> None:
    """If discount and segment are the same, the sentence names both objectives and no offer."""
    [change] = plan_changes(
        [advice("A")], [advice("A", objective="Retention", money_at_stake=7.5)], None
    )
    assert (change.kind, change.statement.code) == ("changed", "changed_aim")
    assert render(change.statement, currency="GBP") == (
        "Same offer, other aim: “Keep customers” instead of “Clear stock”; £7.50 at stake, "
        "£100 before."
    )
    [other] = plan_changes([advice("A")], [advice("A", objective="Retention", discount=5.0)], None)
    assert other.statement.code == "changed_offer"


@pytest.mark.parametrize("product", [{"stock": 0}, {"stock": 80}, {"unit_cost": None}])
def test_missing_values_of_external_plans_are_unknown(product: dict[str, Any]) -> None:
    """A row without discount, money or stock still gets a sentence, in every language."""
    bare = advice("A", discount=None, money_at_stake=None, current_stock=None)
    gone = plan_changes([bare], [], inputs(**product))
    [new] = plan_changes([], [bare], None)
    for change in (*gone, new):
        assert "an unknown amount at stake" in render(change.statement, currency="GBP")
        assert "voller Preis für VIP-Kunden" in render(change.statement, "de", "GBP")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_change_code_has_a_sentence(language: str) -> None:
    """The catalogue's group has exactly the codes of changes, in each language."""
    assert set(catalogue(language)["sentences"]["changes"]) == set(get_args(ChangeCode))


def test_changes_are_sorted_by_money() -> None:
    """Changes of all kinds are sorted by the larger amount of then and now."""
    then = [advice("A", money_at_stake=50.0), advice("B", money_at_stake=5.0)]
    now = [advice("B", discount=0.0, money_at_stake=70.0), advice("C", money_at_stake=None)]
    found = plan_changes(then, now, None)
    assert [change.advice.stock_code for change in found] == ["B", "A", "C"]
    assert [change.money for change in found] == [70.0, 50.0, 0.0]
