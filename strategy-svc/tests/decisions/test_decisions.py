"""The decision ledger over HTTP, in both stores: plans recorded, decisions made, entries linked."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from support import waiting
from support.decision_client import (
    ACCEPTED,
    FIRST_DAY,
    NEXT_DAY,
    REJECTED,
    ROUTE,
    decide,
    wait_for_outcomes,
)
from support.plan_client import ADA, EVE, GRACE, SECRET, Ask, publish, serving

from fleet.documents import Document, DocumentStore, open_documents
from fleet.errors import Conflict
from fleet.statements import statement
from strategy_svc.decisions.chain import entry_id
from strategy_svc.decisions.repository import DECISION, HEADS, LEDGER, DecisionLedger
from strategy_svc.main import create_app
from strategy_svc.settings import Settings


async def test_each_live_plan_is_recorded_once(settings: Settings, staging: Path) -> None:
    """Two processes and a restart record each snapshot's plan once, in order."""
    state = Path(settings.state_url)
    first = publish(state, staging, FIRST_DAY)
    async with (
        serving(create_app(settings)) as first_process,
        serving(create_app(settings)) as second_process,
    ):
        await wait_for_outcomes(first_process, lambda found: len(found["plans"]) == 1)
        second = publish(state, staging, NEXT_DAY)
        await wait_for_outcomes(second_process, lambda found: len(found["plans"]) == 2)
    async with serving(create_app(settings)) as restarted:
        third = publish(
            state, staging, NEXT_DAY
        )  # processed after the plan that was live at the start
        plans = (
            await wait_for_outcomes(restarted, lambda found: found["plans"][0]["snapshot"] == third)
        )["plans"]
        chain = (await restarted("GET", f"{ROUTE}/chain")).json()
    assert [plan["snapshot"] for plan in plans] == [third, second, first]
    assert [plan["campaigns"] for plan in plans] == [6, 6, 6]
    assert chain["whole"]
    assert chain["entries"] == 3


async def test_decision_is_recorded_with_its_author(ask: Ask) -> None:
    """The list and the entry return what was advised and decided, by whom and why."""
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


async def test_later_decision_supersedes_the_earlier(ask: Ask) -> None:
    """The second decision on a row names the first; the list has both, latest first."""
    first = await decide(ask, **ACCEPTED)
    second = await decide(ask, GRACE, **REJECTED)
    assert second["supersedes"] == first["sequence"]
    assert second["discount"] is None
    items = (await ask("GET", f"{ROUTE}?stock_code=S0")).json()["items"]
    assert [item["by"] for item in items] == ["Grace", "Ada"]


async def test_changed_offer_is_revalued(ask: Ask) -> None:
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
        (REJECTED | {"snapshot": "never"}, 404, "no recorded plan"),
        (REJECTED | {"price": 1}, 422, "price"),
    ],
)
async def test_invalid_decision_is_rejected(
    ask: Ask, fields: dict[str, Any], status: int, words: str
) -> None:
    """A decision that contradicts itself or names nothing is rejected with a reason."""
    answer = await ask("POST", ROUTE, json={"stock_code": "S0"} | fields)
    assert answer.status_code == status
    assert words in answer.text
    assert (await ask("GET", ROUTE)).json()["total"] == 0


async def test_change_without_difference_is_rejected(ask: Ask) -> None:
    """`changed` to what was advised is rejected, since it would be counted as a change."""
    advised = (await decide(ask, **ACCEPTED))["advised"]
    fields = {
        "decision": "changed",
        "discount": advised["discount"],
        "reason_code": "supplier_terms",
    }
    answer = await ask("POST", ROUTE, json={"stock_code": "S0"} | fields)
    assert answer.status_code == 422
    assert "accepted" in answer.json()["detail"]


async def test_deciding_requires_a_planner(ask: Ask) -> None:
    """A viewer can read decisions but not make any."""
    answer = await ask("POST", ROUTE, EVE, json={"stock_code": "S0"} | ACCEPTED)
    assert answer.status_code == 403
    assert (await ask("GET", ROUTE, EVE)).json()["total"] == 0


async def test_repeated_idempotency_key_writes_once(ask: Ask) -> None:
    """A repeated Idempotency-Key, even concurrent, gets one entry; another body gets a 409."""
    body = {"stock_code": "S0"} | ACCEPTED
    answers = await asyncio.gather(*(ask("POST", ROUTE, key="k", json=body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.json()["sequence"] for answer in answers}) == 1
    conflict = await ask("POST", ROUTE, key="k", json=body | REJECTED)
    assert conflict.status_code == 409
    mine = await ask("POST", ROUTE, GRACE, key="k", json=body)
    assert mine.status_code == 201  # keys of different callers are separate


async def test_concurrent_decisions_leave_no_gap(settings: Settings, staging: Path) -> None:
    """Two processes with many decisions each store every entry once, and the chain is intact."""
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with (
        serving(create_app(settings)) as first_process,
        serving(create_app(settings)) as second_process,
    ):
        await wait_for_outcomes(first_process, lambda found: len(found["plans"]) == 1)
        found = await asyncio.gather(
            *(
                decide(ask, by, **(ACCEPTED if turn % 2 else REJECTED), note=f"{turn}")
                for turn in range(10)
                for ask, by in ((first_process, ADA), (second_process, GRACE))
            )
        )
        chain = (await first_process("GET", f"{ROUTE}/chain")).json()
    assert chain == chain | {"whole": True, "entries": 21}
    assert sorted(entry["sequence"] for entry in found) == list(range(2, 22))
    superseded = sorted(entry["supersedes"] or 0 for entry in found)
    assert superseded == [0, *range(2, 21)]  # each follows exactly one other


async def test_writer_that_always_loses_gets_a_conflict(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attempt reads the ledger again; after the last one there is a conflict error."""
    monkeypatch.setattr("strategy_svc.decisions.repository._ATTEMPTS", 3)
    async with open_documents(settings) as documents:
        ledger, competitor = DecisionLedger(documents), DecisionLedger(documents)

        async def entry() -> Document:
            return {"kind": DECISION}

        async def late_entry() -> Document:
            await competitor.append(entry)
            return await entry()

        with pytest.raises(Conflict) as caught:
            await ledger.append(late_entry)
        assert caught.value.statement == statement("decisions_busy")
        assert (await ledger.last()).sequence == 3


async def test_pagination_returns_each_decision_once(ask: Ask) -> None:
    """Following cursors returns each decision once; filters work and a bad cursor is a 422."""
    numbers = [(await decide(ask, **REJECTED, note=f"{turn}"))["sequence"] for turn in range(5)]
    listed: list[int] = []
    cursor = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = (await ask("GET", f"{ROUTE}?limit=2{more}")).json()
        listed += [item["sequence"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert listed == numbers[::-1]
    assert (await ask("GET", f"{ROUTE}?decision=accepted")).json()["total"] == 0
    assert (await ask("GET", f"{ROUTE}?by=Ada&reason_code=margin_too_low")).json()["total"] == 5
    assert (await ask("GET", f"{ROUTE}?cursor=x")).status_code == 422


async def test_tampering_is_detected(ask: Ask, settings: Settings) -> None:
    """An edit, a removal in the middle and a removal at the end are each reported by the route."""
    for _ in range(3):
        await decide(ask, **REJECTED)
    async with open_documents(settings) as store:
        await assert_break_at(ask, store, 2, changed={"note": "I never said so"})
        await assert_break_at(ask, store, 3, changed=None)
        await assert_break_at(ask, store, 4, changed=None)
    assert (await ask("GET", f"{ROUTE}/chain")).json()["whole"]


async def assert_break_at(
    ask: Ask, store: DocumentStore, number: int, *, changed: dict[str, Any] | None
) -> None:
    """Tampering with entry `number` breaks the chain there, and undoing it repairs the chain."""
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


async def test_outdated_head_is_accepted(ask: Ask, settings: Settings) -> None:
    """A crash between an entry and its head leaves an older head or none: the chain is intact."""
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


async def test_partly_recorded_plan_is_completed(
    settings: Settings, staging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan whose recording was interrupted is completed by the next process, once."""
    monkeypatch.setattr("strategy_svc.decisions.plan_entries.ROWS_IN_AN_ENTRY", 2)
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with serving(create_app(settings)) as ask:
        await wait_for_outcomes(ask, lambda found: len(found["plans"]) == 1)
        await wait_for_entries(settings, 3)
    async with open_documents(settings) as store:
        await store.collection(LEDGER).delete(entry_id(3))
        await store.collection(HEADS).delete("head")
    async with serving(create_app(settings)) as ask:
        await decide(ask, **ACCEPTED)
        chain = (await ask("GET", f"{ROUTE}/chain")).json()
    assert chain == chain | {"whole": True, "entries": 4}


async def wait_for_entries(settings: Settings, count: int) -> None:
    """Wait until the ledger has `count` entries."""
    async with open_documents(settings) as store:

        async def all_recorded() -> bool:
            return (await DecisionLedger(store).last()).sequence == count

        await waiting.until(all_recorded)


async def test_plan_is_served_without_a_store(staging: Path, tmp_path: Path) -> None:
    """If MongoDB is unreachable decisions are a 503; the plan and readiness still work."""
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
