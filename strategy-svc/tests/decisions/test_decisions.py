"""The decision ledger over HTTP, in both stores: frozen, decided, chained, scored."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import SecretStr
from support.mongo_server import MongoServer
from support.plan_client import ADA, EVE, GRACE, SECRET, Ask, publish, serving

from fleet.callers import Caller
from fleet.documents import DocumentStore, open_documents
from strategy_svc.decisions.chain import entry_id
from strategy_svc.decisions.repository import HEADS, LEDGER, DecisionLedger
from strategy_svc.main import create_app
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.settings import Settings

Make = Callable[..., Any]
ROUTE = "/v1/decisions"
ACCEPTED: dict[str, Any] = {"decision": "accepted", "reason_code": "agreed"}
REJECTED: dict[str, Any] = {"decision": "rejected", "reason_code": "margin_too_low"}
FIRST_DAY, NEXT_DAY = date(2011, 9, 9), date(2011, 9, 16)
CODES = tuple(f"S{number}" for number in range(6))


@pytest.fixture(name="staging")
def _staging(product: Make, history: Make, write_shop: Make) -> Path:
    """A shop whose plan advises a campaign for each of six products."""
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    products = [product(code, 40, 400, **own) for code in CODES]
    sales = [line for code in CODES for line in history(code, elasticity=4.0)]
    staging = write_shop(products, sales, segments={str(n): "VIP Customers" for n in range(10)})
    refresh_plan(staging, as_of=FIRST_DAY, currency="GBP")
    return staging


def week_later(staging: Path, folder: Path, *, forecast: float = 40.0, units: int = 50) -> Path:
    """The same a week later: S0 has sold `units` at 8.00 each, of the others nothing is heard."""
    folder.mkdir()
    for path in staging.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    ledger = pl.read_parquet(staging / "ledger.parquet")
    at = datetime(2011, 9, 10, 12)  # noqa: DTZ001 - ledgers carry the shop's own wall-clock time
    line = ledger.head(1).with_columns(
        stock_code=pl.lit("S0"),
        ordered_at=pl.lit(at).cast(pl.Datetime("us")),
        quantity=pl.lit(units).cast(pl.Int64),
        unit_price=pl.lit(8.0),
    )
    pl.concat([ledger, line]).write_parquet(folder / "ledger.parquet")
    pl.DataFrame(
        {"origin": [FIRST_DAY] * len(CODES), "stock_code": CODES, "mean": [forecast] * len(CODES)}
    ).write_parquet(folder / "forecast_log.parquet")
    return folder


@pytest.fixture(name="settings", params=["sqlite", "mongodb"])
def _settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an empty state and an empty store of each kind."""
    given: dict[str, Any] = {
        "state_url": str(tmp_path / "state"),
        "currency": "GBP",
        "caller_secret": SECRET,
    }
    if request.param == "mongodb":
        server: MongoServer = request.getfixturevalue("mongo")
        given |= {
            "mongodb_uri": SecretStr(server.uri),
            "mongodb_database": f"d{abs(hash(tmp_path)):x}",
        }
    return Settings(**given)


@pytest.fixture(name="ask")
async def _ask(settings: Settings, staging: Path) -> AsyncIterator[Ask]:
    """The service over the shop's first snapshot, its plan frozen."""
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with serving(create_app(settings)) as ask:
        await until(ask, lambda found: len(found["plans"]) == 1)
        yield ask


async def until(ask: Ask, holds: Callable[[Any], bool]) -> Any:
    """The outcomes, as soon as something holds for them."""
    for _ in range(200):
        found = (await ask("GET", f"{ROUTE}/outcomes")).json()
        if holds(found):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to hold")


async def decide(ask: Ask, by: Caller = ADA, **fields: Any) -> dict[str, Any]:
    """A decision that is recorded."""
    answer = await ask("POST", ROUTE, by, json={"stock_code": "S0", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_every_plan_seen_live_is_frozen_once(settings: Settings, staging: Path) -> None:
    """Two processes and a restart leave each snapshot's plan in the ledger once, in its order."""
    state = Path(settings.state_url)
    first = publish(state, staging, FIRST_DAY)
    async with serving(create_app(settings)) as one, serving(create_app(settings)) as other:
        await until(one, lambda found: len(found["plans"]) == 1)
        second = publish(state, staging, NEXT_DAY)
        await until(other, lambda found: len(found["plans"]) == 2)
    async with serving(create_app(settings)) as again:
        await asyncio.sleep(0.7)
        plans = (await again("GET", f"{ROUTE}/outcomes")).json()["plans"]
        chain = (await again("GET", f"{ROUTE}/chain")).json()
    assert [plan["snapshot"] for plan in plans] == [second, first]
    assert [plan["campaigns"] for plan in plans] == [6, 6]
    assert chain["whole"]
    assert chain["entries"] == 2


async def test_a_decision_is_recorded_with_its_author(ask: Ask) -> None:
    """What was advised, decided, by whom and why comes back from the list and by its number."""
    found = await decide(ask, **ACCEPTED, note="  as always ")
    row = found["advised"]
    assert (found["by"], found["role"], found["note"]) == ("Ada", "planner", "as always")
    assert (found["discount"], found["target_cluster"]) == (
        row["discount"],
        row["target_cluster"],
    )
    assert found["supersedes"] is None
    listed = (await ask("GET", ROUTE)).json()
    assert listed["items"] == [found]
    assert (await ask("GET", f"{ROUTE}/{found['sequence']}")).json() == found


async def test_a_later_decision_supersedes_and_both_stay(ask: Ask) -> None:
    """The second decision on a row names the first; the list holds both, the last one first."""
    first = await decide(ask, **ACCEPTED)
    second = await decide(ask, GRACE, **REJECTED)
    assert second["supersedes"] == first["sequence"]
    assert second["discount"] is None
    items = (await ask("GET", f"{ROUTE}?stock_code=S0")).json()["items"]
    assert [item["by"] for item in items] == ["Grace", "Ada"]


async def test_a_changed_offer_is_valued(ask: Ask) -> None:
    """A deeper discount is expected to sell more units than the one it replaces."""
    found = await decide(ask, decision="changed", discount=45, reason_code="discount_too_small")
    assert found["discount"] == 45
    assert found["target_cluster"] == found["advised"]["target_cluster"]
    assert found["expected"]["expected_units"] > found["advised"]["expected_units"]
    assert found["expected"]["money_at_stake"] < found["advised"]["money_at_stake"]


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        (REJECTED | {"reason_code": "bored"}, 422, "reason_code"),
        (REJECTED | {"reason_code": "other"}, 422, "note"),
        (REJECTED | {"discount": 5}, 422, "changed"),
        (REJECTED | {"reason_code": "agreed"}, 422, "agreed"),
        ({"decision": "changed", "reason_code": "supplier_terms"}, 422, "another discount"),
        (REJECTED | {"stock_code": "NOWHERE"}, 404, "no campaign"),
        (REJECTED | {"snapshot": "never"}, 404, "on record"),
        (REJECTED | {"price": 1}, 422, "price"),
    ],
)
async def test_what_makes_no_sense_is_said(
    ask: Ask, fields: dict[str, Any], status: int, words: str
) -> None:
    """A decision that contradicts itself or speaks of nothing is refused by a sentence."""
    answer = await ask("POST", ROUTE, json={"stock_code": "S0"} | fields)
    assert answer.status_code == status
    assert words in answer.text
    assert (await ask("GET", ROUTE)).json()["total"] == 0


async def test_changing_nothing_is_accepting(ask: Ask) -> None:
    """`changed` to what was advised is refused, since it would be counted as a change."""
    advised = (await decide(ask, **ACCEPTED))["advised"]
    fields = {
        "decision": "changed",
        "discount": advised["discount"],
        "reason_code": "supplier_terms",
    }
    answer = await ask("POST", ROUTE, json={"stock_code": "S0"} | fields)
    assert answer.status_code == 422
    assert "accepted" in answer.json()["detail"]


async def test_deciding_takes_a_planner(ask: Ask) -> None:
    """A viewer may read decisions and not make any."""
    answer = await ask("POST", ROUTE, EVE, json={"stock_code": "S0"} | ACCEPTED)
    assert answer.status_code == 403
    assert (await ask("GET", ROUTE, EVE)).json()["total"] == 0


async def test_the_same_key_writes_once(ask: Ask) -> None:
    """A repeated Idempotency-Key, even at once, gets one entry; with another question, a 409."""
    body = {"stock_code": "S0"} | ACCEPTED
    answers = await asyncio.gather(*(ask("POST", ROUTE, key="k", json=body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.json()["sequence"] for answer in answers}) == 1
    other = await ask("POST", ROUTE, key="k", json=body | REJECTED)
    assert other.status_code == 409
    mine = await ask("POST", ROUTE, GRACE, key="k", json=body)
    assert mine.status_code == 201  # another's key is another key


async def test_deciders_at_once_leave_no_gap(settings: Settings, staging: Path) -> None:
    """Two processes with many deciders each: every entry stands once, the chain is whole."""
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with serving(create_app(settings)) as one, serving(create_app(settings)) as other:
        await until(one, lambda found: len(found["plans"]) == 1)
        found = await asyncio.gather(
            *(
                decide(ask, by, **(ACCEPTED if turn % 2 else REJECTED), note=f"{turn}")
                for turn in range(10)
                for ask, by in ((one, ADA), (other, GRACE))
            )
        )
        chain = (await one("GET", f"{ROUTE}/chain")).json()
    assert chain == chain | {"whole": True, "entries": 21}
    assert sorted(entry["sequence"] for entry in found) == list(range(2, 22))
    replaced = sorted(entry["supersedes"] or 0 for entry in found)
    assert replaced == [0, *range(2, 21)]  # each follows exactly one other


async def test_pages_go_on_where_they_ended(ask: Ask) -> None:
    """Following cursors gives every decision once; filters and a foreign cursor are answered."""
    numbers = [(await decide(ask, **REJECTED, note=f"{turn}"))["sequence"] for turn in range(5)]
    seen: list[int] = []
    cursor = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = (await ask("GET", f"{ROUTE}?limit=2{more}")).json()
        seen += [item["sequence"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == numbers[::-1]
    assert (await ask("GET", f"{ROUTE}?decision=accepted")).json()["total"] == 0
    assert (await ask("GET", f"{ROUTE}?by=Ada&reason_code=margin_too_low")).json()["total"] == 5
    assert (await ask("GET", f"{ROUTE}?cursor=x")).status_code == 422


async def test_whoever_touches_the_ledger_is_found(ask: Ask, settings: Settings) -> None:
    """An edit, a removal in the middle and one at the end are each named by the route."""
    for _ in range(3):
        await decide(ask, **REJECTED)
    async with open_documents(settings) as store:
        await found_after(ask, store, 2, changed={"note": "I never said so"})
        await found_after(ask, store, 3, changed=None)
        await found_after(ask, store, 4, changed=None)
    assert (await ask("GET", f"{ROUTE}/chain")).json()["whole"]


async def found_after(
    ask: Ask, store: DocumentStore, number: int, *, changed: dict[str, Any] | None
) -> None:
    """The chain breaks at entry `number` once it is touched, and is whole when that is undone."""
    entries = store.collection(LEDGER)
    before = await entries.get(entry_id(number))
    assert before is not None
    if changed is None:
        await entries.delete(entry_id(number))
    else:
        await entries.put(before | changed)
    chain = (await ask("GET", f"{ROUTE}/chain")).json()
    assert (chain["whole"], chain["broken_at"], chain["entries"]) == (False, number, number - 1)
    assert chain["problem"]
    await entries.put(before)


async def test_a_head_left_behind_fits(ask: Ask, settings: Settings) -> None:
    """A crash between an entry and its head leaves an earlier head, or none: the chain is whole."""
    await decide(ask, **ACCEPTED)
    async with open_documents(settings) as store:
        heads = store.collection(HEADS)
        head = await heads.get("head")
        assert head is not None
        assert head["sequence"] == 2
        await heads.delete("head")
        assert (await ask("GET", f"{ROUTE}/chain")).json()["whole"]
        await decide(ask, **REJECTED)
        head = await heads.get("head")
    assert head is not None
    assert head["sequence"] == 3


async def test_a_part_left_out_by_a_crash_is_completed(
    settings: Settings, staging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan of several parts whose freezing broke off is completed by the next process, once."""
    monkeypatch.setattr("strategy_svc.decisions.plan_entries.ROWS_IN_AN_ENTRY", 2)
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with serving(create_app(settings)) as ask:
        await until(ask, lambda found: len(found["plans"]) == 1)
        await ledger_of(settings, 3)
    async with open_documents(settings) as store:
        await store.collection(LEDGER).delete(entry_id(3))
        await store.collection(HEADS).delete("head")
    async with serving(create_app(settings)) as ask:
        await decide(ask, **ACCEPTED)
        chain = (await ask("GET", f"{ROUTE}/chain")).json()
    assert chain == chain | {"whole": True, "entries": 4}


async def ledger_of(settings: Settings, count: int) -> None:
    """Wait until the ledger holds so many entries."""
    async with open_documents(settings) as store:
        for _ in range(100):
            if len(await DecisionLedger(store).every({})) == count:
                return
            await asyncio.sleep(0.05)
    raise AssertionError("they never came")


async def test_a_week_that_is_over_is_scored_by_kind(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """Predicted against actual per row, under what was decided, and per kind of decision."""
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    taken = await decide(ask, **ACCEPTED)
    await decide(ask, stock_code="S1", **ACCEPTED)
    await decide(ask, stock_code="S1", **REJECTED)
    changed = await decide(
        ask, stock_code="S2", decision="changed", discount=45, reason_code="supplier_terms"
    )
    later = week_later(staging, tmp_path / "later")
    live = publish(Path(settings.state_url), later, NEXT_DAY)
    found = await until(ask, lambda scores: scores["by_kind"])
    assert {kind["decision"]: kind["rows"] for kind in found["by_kind"]} == {
        "accepted": 1,
        "changed": 1,
        "rejected": 1,
        "ignored": 3,
    }
    score = (await ask("GET", f"{ROUTE}/outcomes/{plan}")).json()
    assert (score["scored_by"], score["revision"], found["note"]) == (live, 1, None)
    rows = {row["stock_code"]: row for row in score["rows"]}
    sold = rows["S0"]
    assert (sold["actual_units"], sold["actual_revenue"], sold["actual_discount"]) == (50, 400, 20)
    assert sold["predicted_units"] == round(40 + taken["advised"]["expected_units"], 2)
    assert sold["error"] == pytest.approx(50 - sold["predicted_units"], abs=0.01)
    assert rows["S2"]["predicted_units"] == round(40 + changed["expected"]["expected_units"], 2)
    assert rows["S1"]["predicted_units"] == rows["S3"]["predicted_units"] == 40
    assert rows["S1"]["decided_discount"] is None
    accepted = next(kind for kind in found["by_kind"] if kind["decision"] == "accepted")
    assert accepted["bias"] == pytest.approx((sold["predicted_units"] - 50) / 50, abs=1e-4)
    assert accepted["promised_gain"] == taken["advised"]["money_at_stake"]
    assert (await ask("GET", f"{ROUTE}/chain")).json()["whole"]


async def test_nobody_decides_by_hindsight(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """Once a plan's week is scored, decisions on it are refused; those on the live one are not."""
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    publish(Path(settings.state_url), week_later(staging, tmp_path / "later"), NEXT_DAY)
    await until(ask, lambda scores: scores["by_kind"])
    late = await ask("POST", ROUTE, json={"stock_code": "S0", "snapshot": plan} | ACCEPTED)
    assert (late.status_code, late.json()["code"]) == (409, "week_is_over")
    await decide(ask, **ACCEPTED)


async def test_late_corrections_make_a_new_revision(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """A ledger corrected later scores the week anew; the same ledger again does not."""
    state = Path(settings.state_url)
    plan = (await ask("GET", f"{ROUTE}/outcomes")).json()["plans"][0]["snapshot"]
    publish(state, week_later(staging, tmp_path / "later"), NEXT_DAY)
    await until(ask, lambda scores: scores["by_kind"])
    again = publish(state, tmp_path / "later", NEXT_DAY)
    await until(ask, lambda scores: scores["plans"][0]["snapshot"] == again)
    fixed = publish(state, week_later(staging, tmp_path / "fixed", units=48), NEXT_DAY)
    await until(ask, lambda scores: any(one["scored_by"] == fixed for one in scores["plans"]))
    score = (await ask("GET", f"{ROUTE}/outcomes/{plan}")).json()
    assert score["revision"] == 2
    assert score["rows"][0]["actual_units"] == 48


async def test_another_shops_sales_score_nothing(
    ask: Ask, settings: Settings, staging: Path, tmp_path: Path
) -> None:
    """A later snapshot whose forecast log holds other forecasts is another shop's."""
    later = week_later(staging, tmp_path / "later", forecast=7.0)
    live = publish(Path(settings.state_url), later, NEXT_DAY)
    found = await until(ask, lambda scores: scores["plans"][0]["snapshot"] == live)
    await asyncio.sleep(0.3)
    found = (await ask("GET", f"{ROUTE}/outcomes")).json()
    assert found["by_kind"] == []
    assert "No plan's week" in found["note"]
    missing = await ask("GET", f"{ROUTE}/outcomes/{live}")
    assert missing.status_code == 404


async def test_without_a_store_the_plan_is_still_served(staging: Path, tmp_path: Path) -> None:
    """An unreachable MongoDB costs decisions, with a 503, and neither the plan nor readiness."""
    publish(tmp_path / "state", staging, FIRST_DAY)
    uri = SecretStr("mongodb://127.0.0.1:9")
    settings = Settings(
        state_url=str(tmp_path / "state"), mongodb_uri=uri, caller_secret=SECRET, currency="GBP"
    )
    async with serving(create_app(settings)) as ask:
        assert (await ask("GET", "/v1/plan/S0")).status_code == 200
        refused = await ask("GET", ROUTE)
        assert (refused.status_code, refused.json()["code"]) == (503, "documents_unavailable")
        ready = await ask("GET", "/health/ready")
    assert ready.status_code == 200
    assert "MongoDB" in ready.json()["checks"]["documents"]["detail"]
