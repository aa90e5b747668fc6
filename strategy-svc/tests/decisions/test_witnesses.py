"""Snapshots as witnesses of the decision ledger, in both stores."""

import shutil
from pathlib import Path
from typing import Any

from support.decision_client import ACCEPTED, FIRST_DAY, NEXT_DAY, REJECTED, ROUTE, decide, until
from support.plan_client import Ask, publish

from fleet.documents import Document, all_documents, open_documents
from fleet.sentences import render
from fleet.statements import Statement
from strategy_svc.decisions.chain import EMPTY, Head, head_of, linked
from strategy_svc.decisions.repository import HEADS, LEDGER, DecisionLedger
from strategy_svc.decisions.witnesses import manifest_fact, witnesses_in
from strategy_svc.settings import Settings


async def recorded(ask: Ask, settings: Settings, staging: Path) -> str:
    """A snapshot whose manifest names the ledger's last entry; its own plan is frozen after it."""
    async with open_documents(settings) as store:
        facts = manifest_fact(await DecisionLedger(store).last())
    snapshot = publish(Path(settings.state_url), staging, NEXT_DAY, facts)
    await until(ask, lambda found: found["plans"][0]["snapshot"] == snapshot)
    return snapshot


async def make_anew(settings: Settings, *, by: str | None, entries: int | None = None) -> None:
    """Write the whole chain again, as someone with the database could, the head beside it too.

    Args:
        settings: Name the store.
        by: Who made every decision now; None leaves that as it is.
        entries: How many are left; None for all.
    """
    async with open_documents(settings) as store:
        before = [entry async for entry in all_documents(store.collection(LEDGER))]
        last = EMPTY
        for entry in before:
            await store.collection(LEDGER).delete(entry["_id"])
        for entry in before[:entries]:
            again = linked(_content(entry, by), last)
            await store.collection(LEDGER).insert(again)
            last = head_of(again)
        head: Document = {"_id": "head", "sequence": last.sequence, "sha256": last.sha256}
        await store.collection(HEADS).put(head)


def _content(entry: Document, by: str | None) -> Document:
    links = {"_id", "sequence", "previous", "sha256"}
    content = {name: value for name, value in entry.items() if name not in links}
    return content | ({"by": by} if by and "by" in content else {})


async def chain_of(ask: Ask) -> dict[str, Any]:
    """What the route answers."""
    return (await ask("GET", f"{ROUTE}/chain")).json()


async def test_a_chain_made_anew_contradicts_a_snapshot(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Every digest computed again from the first entry on is whole by itself, and is found out."""
    await decide(ask, **ACCEPTED)
    await decide(ask, **REJECTED)
    snapshot = await recorded(ask, settings, staging)
    await decide(ask, stock_code="S1", **ACCEPTED)
    before = await chain_of(ask)
    await make_anew(settings, by="Mallory")
    found = await chain_of(ask)
    assert (before["whole"], before["entries"], before["problem"]) == (True, 5, None)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 1, 0)
    assert found["problem"] == render(Statement(**found["problem_statement"]))
    assert (
        f"entries 1 to 3 of the decision ledger was changed after snapshot {snapshot}"
        in (found["problem"])
    )


async def test_only_what_follows_the_last_confirmed_entry_is_in_doubt(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """With a witness before the change and one after it, the entries between them are named."""
    await recorded(ask, settings, staging)  # of the first plan alone, which nobody touches
    await decide(ask, **ACCEPTED)
    second = await recorded(ask, settings, staging)
    await make_anew(settings, by="Mallory")
    found = await chain_of(ask)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 2, 1)
    assert found["problem_statement"]["values"] == {"since": 2, "entry": 3, "snapshot": second}


async def test_an_end_that_was_cut_off_is_missed_by_a_snapshot(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Entries taken away together with the head beside the chain are named, until they are back."""
    await decide(ask, **ACCEPTED)
    await decide(ask, **REJECTED)
    snapshot = await recorded(ask, settings, staging)
    await make_anew(settings, by=None, entries=1)
    found = await chain_of(ask)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 2, 1)
    assert found["problem"] == (
        "Entries 2 to 3 of the decision ledger were cut off: it ended with entry 3 when snapshot "
        f"{snapshot} was made."
    )


async def test_a_ledger_that_grew_fits_every_snapshot_that_still_exists(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Later entries, snapshots that say nothing and those that are gone contradict nothing."""
    state = Path(settings.state_url)
    assert witnesses_in(state) == []  # the first one was published before there was a ledger
    await decide(ask, **ACCEPTED)
    snapshot = await recorded(ask, settings, staging)
    await decide(ask, **REJECTED)
    unreadable = publish(state, staging, FIRST_DAY)
    await until(ask, lambda found: found["plans"][0]["snapshot"] == unreadable)
    (state / "snapshots" / unreadable / "manifest.json").write_text("{")
    assert [(one.head.sequence, one.snapshot) for one in witnesses_in(state)] == [(2, snapshot)]
    assert (await chain_of(ask))["whole"]
    await make_anew(settings, by="Mallory")
    assert not (await chain_of(ask))["whole"]
    shutil.rmtree(state / "snapshots" / snapshot)
    assert (await chain_of(ask))["whole"]


def test_a_manifest_says_nothing_of_an_empty_ledger() -> None:
    """Null where there is no entry, else its number and digest."""
    assert manifest_fact(EMPTY) == {"decision_ledger": None}
    assert manifest_fact(Head(3, "ab")) == {"decision_ledger": {"sequence": 3, "digest": "ab"}}
