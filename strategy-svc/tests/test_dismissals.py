"""Dismissals over HTTP, in both stores: they apply to everyone, and are recorded."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from support.plan_client import ADA, EVE, GRACE, SECRET, Ask, publish, serving
from support.waiting import until

from strategy_svc.main import create_app
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.settings import Settings

Make = Callable[..., Any]
ROUTE = "/v1/dismissals"
DAY = date(2011, 9, 9)
ORDER: dict[str, Any] = {"kind": "order", "stock_code": "S0", "amount": 12}
PROMOTE: dict[str, Any] = {
    "kind": "promote",
    "stock_code": "S0",
    "target_cluster": "VIP Customers",
    "amount": 15,
}


@pytest.fixture(name="staging")
def _staging(product: Make, write_shop: Make) -> Path:
    """A shop with one named product and an empty plan."""
    staging = write_shop([product("S0", 40, 400)])
    (staging / "products.json").write_text('{"S0": "CAKESTAND"}')
    refresh_plan(staging, as_of=DAY, currency="GBP")
    return staging


@pytest.fixture(name="ask")
async def _ask(settings: Settings, staging: Path) -> AsyncIterator[Ask]:
    """The service over the shop's first snapshot."""
    publish(Path(settings.state_url), staging, DAY)
    async with serving(create_app(settings)) as ask:
        yield ask


async def dismiss(
    ask: Ask, action: dict[str, Any], reason: str = "later", by: Any = ADA
) -> dict[str, Any]:
    """Dismiss an action; returns the entry."""
    answer = await ask("POST", ROUTE, by, json={"action": action, "reason": reason})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def dismissed_now(ask: Ask) -> list[dict[str, Any]]:
    """The actions dismissed at present."""
    return (await ask("GET", ROUTE)).json()["items"]


async def go_live(ask: Ask, settings: Settings, staging: Path, as_of: date) -> None:
    """Publish a snapshot of that day and wait until it is live."""
    snapshot = publish(Path(settings.state_url), staging, as_of)

    async def is_live() -> bool:
        return (await ask("GET", "/v1/plan/summary")).json()["snapshot"] == snapshot

    await until(is_live)


async def test_dismissal_applies_to_everyone(ask: Ask) -> None:
    """Another caller sees who dismissed what, when and why, with the product's name."""
    entry = await dismiss(ask, ORDER, "done")
    answer = await ask("GET", ROUTE, EVE)
    assert answer.json() == {"snapshot": entry["snapshot"], "items": [entry]}
    assert answer.headers["X-Snapshot"] == entry["snapshot"]
    assert (entry["by"], entry["role"], entry["reason"]) == ("Ada", "planner", "done")
    assert (entry["product_name"], entry["as_of"]) == ("CAKESTAND", "2011-09-09")
    assert entry["action"] == ORDER | {"target_cluster": None}


async def test_undo_is_recorded(ask: Ask) -> None:
    """Anyone can undo a dismissal; the history has both entries and their authors."""
    await dismiss(ask, PROMOTE)
    undone = await ask("POST", f"{ROUTE}:undo", GRACE, json={"action": PROMOTE})
    assert undone.status_code == 201
    assert await dismissed_now(ask) == []
    await dismiss(ask, PROMOTE, "unwanted")
    assert [entry["reason"] for entry in await dismissed_now(ask)] == ["unwanted"]
    history = (await ask("GET", f"{ROUTE}/history?stock_code=S0")).json()
    assert history["total"] == 3
    recorded = [(entry["by"], entry["dismissed"], entry["reason"]) for entry in history["items"]]
    assert recorded == [("Ada", True, "unwanted"), ("Grace", False, None), ("Ada", True, "later")]


async def test_last_of_two_concurrent_dismissals_counts(ask: Ask) -> None:
    """Both are recorded; one reason applies, and one undo ends it."""
    await asyncio.gather(dismiss(ask, ORDER, "done"), dismiss(ask, ORDER, "numbers", GRACE))
    items = (await ask("GET", f"{ROUTE}/history")).json()["items"]
    assert {entry["by"] for entry in items} == {"Ada", "Grace"}
    assert await dismissed_now(ask) == items[:1]
    await ask("POST", f"{ROUTE}:undo", json={"action": ORDER})
    assert await dismissed_now(ask) == []


async def test_other_advice_on_the_product_is_not_dismissed(ask: Ask) -> None:
    """An action with other units or another discount is a different action."""
    await dismiss(ask, ORDER)
    await ask("POST", f"{ROUTE}:undo", json={"action": ORDER | {"amount": 13}})
    await ask("POST", f"{ROUTE}:undo", json={"action": PROMOTE})
    assert [entry["action"]["amount"] for entry in await dismissed_now(ask)] == [12]


async def test_dismissal_lasts_for_a_week(ask: Ask, settings: Settings, staging: Path) -> None:
    """It still applies to snapshots up to six days later, and no longer on the seventh day."""
    await dismiss(ask, ORDER)
    await go_live(ask, settings, staging, DAY + timedelta(days=6))
    assert len(await dismissed_now(ask)) == 1
    await go_live(ask, settings, staging, DAY + timedelta(days=7))
    assert await dismissed_now(ask) == []
    assert (await ask("GET", f"{ROUTE}/history")).json()["total"] == 1


async def test_dismissal_in_a_flat_folder(staging: Path) -> None:
    """In a flat folder a dismissal applies for as long as the folder is unchanged."""
    settings = Settings(state_url=str(staging), caller_secret=SECRET)
    async with serving(create_app(settings)) as ask:
        entry = await dismiss(ask, ORDER)
        assert entry["as_of"] is None
        assert await dismissed_now(ask) == [entry]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"action": ORDER, "reason": "bored"}, "reason"),
        ({"action": ORDER}, "reason"),
        ({"action": ORDER | {"target_cluster": "VIP Customers"}, "reason": "done"}, "order"),
        ({"action": PROMOTE | {"target_cluster": None}, "reason": "done"}, "promote"),
        ({"action": ORDER | {"amount": -1}, "reason": "done"}, "amount"),
        ({"action": ORDER | {"stock_code": ""}, "reason": "done"}, "stock_code"),
    ],
)
async def test_invalid_dismissal_is_rejected(ask: Ask, body: dict[str, Any], words: str) -> None:
    """Dismissing something that can't be advised is rejected with a reason and not recorded."""
    answer = await ask("POST", ROUTE, json=body)
    assert answer.status_code == 422
    assert words in answer.text
    assert (await ask("GET", f"{ROUTE}/history")).json()["total"] == 0


async def test_dismissing_requires_a_planner(ask: Ask) -> None:
    """A viewer can read dismissals but neither dismiss nor undo."""
    for path, body in (("", {"action": ORDER, "reason": "done"}), (":undo", {"action": ORDER})):
        answer = await ask("POST", f"{ROUTE}{path}", EVE, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await ask("GET", ROUTE, EVE)).status_code == 200


async def test_history_is_paginated(ask: Ask) -> None:
    """Following cursors returns each entry once, newest first."""
    ids = [(await dismiss(ask, ORDER | {"amount": amount}))["id"] for amount in range(5)]
    listed: list[str] = []
    cursor = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = (await ask("GET", f"{ROUTE}/history?limit=2{more}")).json()
        listed += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert listed == ids[::-1]


async def test_unreachable_store_is_reported(staging: Path, tmp_path: Path) -> None:
    """An unreachable database makes reading and writing a 503; the plan is still served."""
    publish(tmp_path / "state", staging, DAY)
    uri = SecretStr("mongodb://127.0.0.1:9")
    settings = Settings(state_url=str(tmp_path / "state"), mongodb_uri=uri, caller_secret=SECRET)
    async with serving(create_app(settings)) as ask:
        refused = [
            await ask("GET", ROUTE),
            await ask("POST", ROUTE, json={"action": ORDER, "reason": "done"}),
        ]
        assert (await ask("GET", "/v1/plan/summary")).status_code == 200
    assert [answer.json()["code"] for answer in refused] == ["documents_unavailable"] * 2
