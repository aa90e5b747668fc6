"""Dismissing advice over HTTP, in both stores: for everyone, and recorded."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from support.mongo_server import MongoServer
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


@pytest.fixture(name="settings", params=["sqlite", "mongodb"])
def _settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an empty state and an empty store of each kind."""
    given: dict[str, Any] = {"state_url": str(tmp_path / "state"), "caller_secret": SECRET}
    if request.param == "mongodb":
        server: MongoServer = request.getfixturevalue("mongo")
        given |= {
            "mongodb_uri": SecretStr(server.uri),
            "mongodb_database": f"a{abs(hash(tmp_path)):x}",
        }
    return Settings(**given)


@pytest.fixture(name="staging")
def _staging(product: Make, write_shop: Make) -> Path:
    """A shop of one product with a name, whose plan is empty."""
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
    """An entry that puts the action aside."""
    answer = await ask("POST", ROUTE, by, json={"action": action, "reason": reason})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def aside(ask: Ask) -> list[dict[str, Any]]:
    """What is aside now."""
    return (await ask("GET", ROUTE)).json()["items"]


async def live(ask: Ask, settings: Settings, staging: Path, as_of: date) -> None:
    """A snapshot of that day that is taken over."""
    snapshot = publish(Path(settings.state_url), staging, as_of)

    async def is_live() -> bool:
        return (await ask("GET", "/v1/plan/summary")).json()["snapshot"] == snapshot

    await until(is_live)


async def test_an_action_is_aside_for_everybody(ask: Ask) -> None:
    """Who, when, why and what come back to another caller, with the product's name."""
    entry = await dismiss(ask, ORDER, "done")
    answer = await ask("GET", ROUTE, EVE)
    assert answer.json() == {"snapshot": entry["snapshot"], "items": [entry]}
    assert answer.headers["X-Snapshot"] == entry["snapshot"]
    assert (entry["by"], entry["role"], entry["reason"]) == ("Ada", "planner", "done")
    assert (entry["product_name"], entry["as_of"]) == ("CAKESTAND", "2011-09-09")
    assert entry["action"] == ORDER | {"target_cluster": None}


async def test_it_is_taken_back_and_both_stay_on_record(ask: Ask) -> None:
    """An undo by somebody else lets the action stand again; the history holds who did what."""
    await dismiss(ask, PROMOTE)
    undone = await ask("POST", f"{ROUTE}:undo", GRACE, json={"action": PROMOTE})
    assert undone.status_code == 201
    assert await aside(ask) == []
    await dismiss(ask, PROMOTE, "unwanted")
    assert [entry["reason"] for entry in await aside(ask)] == ["unwanted"]
    history = (await ask("GET", f"{ROUTE}/history?stock_code=S0")).json()
    assert history["total"] == 3
    recorded = [(entry["by"], entry["dismissed"], entry["reason"]) for entry in history["items"]]
    assert recorded == [("Ada", True, "unwanted"), ("Grace", False, None), ("Ada", True, "later")]


async def test_two_at_once_are_both_on_record_and_the_last_one_counts(ask: Ask) -> None:
    """Of two who dismiss one action each has an entry; one reason stands, one undo ends it."""
    await asyncio.gather(dismiss(ask, ORDER, "done"), dismiss(ask, ORDER, "numbers", GRACE))
    items = (await ask("GET", f"{ROUTE}/history")).json()["items"]
    assert {entry["by"] for entry in items} == {"Ada", "Grace"}
    assert await aside(ask) == items[:1]
    await ask("POST", f"{ROUTE}:undo", json={"action": ORDER})
    assert await aside(ask) == []


async def test_other_advice_on_the_product_is_another_action(ask: Ask) -> None:
    """An action with another number of units or another discount is not dismissed."""
    await dismiss(ask, ORDER)
    await ask("POST", f"{ROUTE}:undo", json={"action": ORDER | {"amount": 13}})
    await ask("POST", f"{ROUTE}:undo", json={"action": PROMOTE})
    assert [entry["action"]["amount"] for entry in await aside(ask)] == [12]


async def test_it_outlives_a_refresh_and_ends_with_the_week(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Snapshots as of up to six days later go on with it; as of the seventh day it is over."""
    await dismiss(ask, ORDER)
    await live(ask, settings, staging, DAY + timedelta(days=6))
    assert len(await aside(ask)) == 1
    await live(ask, settings, staging, DAY + timedelta(days=7))
    assert await aside(ask) == []
    assert (await ask("GET", f"{ROUTE}/history")).json()["total"] == 1


async def test_a_folder_without_a_day_keeps_its_own(staging: Path) -> None:
    """In a flat folder an action is aside while the folder is as it was."""
    settings = Settings(state_url=str(staging), caller_secret=SECRET)
    async with serving(create_app(settings)) as ask:
        entry = await dismiss(ask, ORDER)
        assert entry["as_of"] is None
        assert await aside(ask) == [entry]


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
async def test_nonsense_is_reported(ask: Ask, body: dict[str, Any], words: str) -> None:
    """A dismissal of nothing that could be advised is refused by a sentence, and not kept."""
    answer = await ask("POST", ROUTE, json=body)
    assert answer.status_code == 422
    assert words in answer.text
    assert (await ask("GET", f"{ROUTE}/history")).json()["total"] == 0


async def test_it_takes_a_planner(ask: Ask) -> None:
    """A viewer reads what is aside, and neither puts aside nor takes back."""
    for path, body in (("", {"action": ORDER, "reason": "done"}), (":undo", {"action": ORDER})):
        answer = await ask("POST", f"{ROUTE}{path}", EVE, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await ask("GET", ROUTE, EVE)).status_code == 200


async def test_pages_of_the_history_hold_every_entry_once(ask: Ask) -> None:
    """Following cursors gives all entries, the newest first."""
    ids = [(await dismiss(ask, ORDER | {"amount": amount}))["id"] for amount in range(5)]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = (await ask("GET", f"{ROUTE}/history?limit=2{more}")).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ids[::-1]


async def test_without_a_store_it_says_so(staging: Path, tmp_path: Path) -> None:
    """An unreachable database answers reading and writing with 503; the plan is served."""
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
