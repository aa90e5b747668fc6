"""Snapshots confirm the decision ledger, in both stores."""

import shutil
from pathlib import Path
from typing import Any

from support.decision_client import (
    ACCEPTED,
    FIRST_DAY,
    NEXT_DAY,
    REJECTED,
    ROUTE,
    decide,
    wait_for_outcomes,
)
from support.plan_client import Ask, publish

from fleet.documents import Document, all_documents, open_documents
from fleet.sentences import render
from fleet.statements import Statement
from strategy_svc.decisions.chain import EMPTY, Head, head_of, linked
from strategy_svc.decisions.repository import HEADS, LEDGER, DecisionLedger
from strategy_svc.decisions.witnesses import manifest_fact, witnesses_in
from strategy_svc.settings import Settings


async def publish_witness(ask: Ask, settings: Settings, staging: Path) -> str:
    """Publish a snapshot that names the ledger's last entry; its plan is recorded later."""
    async with open_documents(settings) as store:
        facts = manifest_fact(await DecisionLedger(store).last())
    snapshot = publish(Path(settings.state_url), staging, NEXT_DAY, facts)
    await wait_for_outcomes(ask, lambda found: found["plans"][0]["snapshot"] == snapshot)
    return snapshot


async def rewrite_chain(settings: Settings, *, by: str | None, entries: int | None = None) -> None:
    """Rewrite the whole chain and its head, as someone with database access could.

    Args:
        settings: Name the store.
        by: The new author of every decision; None keeps the authors.
        entries: How many entries to keep; None for all.
    """
    async with open_documents(settings) as store:
        before = [entry async for entry in all_documents(store.collection(LEDGER))]
        last = EMPTY
        for entry in before:
            await store.collection(LEDGER).delete(entry["_id"])
        for entry in before[:entries]:
            rewritten = linked(_content(entry, by), last)
            await store.collection(LEDGER).insert(rewritten)
            last = head_of(rewritten)
        head: Document = {"_id": "head", "sequence": last.sequence, "sha256": last.sha256}
        await store.collection(HEADS).put(head)


def _content(entry: Document, by: str | None) -> Document:
    links = {"_id", "sequence", "previous", "sha256"}
    content = {name: value for name, value in entry.items() if name not in links}
    return content | ({"by": by} if by and "by" in content else {})


async def fetch_chain(ask: Ask) -> dict[str, Any]:
    """The response of the route that checks the chain."""
    return (await ask("GET", f"{ROUTE}/chain")).json()


async def test_rewritten_chain_contradicts_a_snapshot(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """A chain rewritten from its first entry is valid on its own, but a snapshot reveals it."""
    await decide(ask, **ACCEPTED)
    await decide(ask, **REJECTED)
    snapshot = await publish_witness(ask, settings, staging)
    await decide(ask, stock_code="S1", **ACCEPTED)
    before = await fetch_chain(ask)
    await rewrite_chain(settings, by="Mallory")
    found = await fetch_chain(ask)
    assert (before["whole"], before["entries"], before["problem"]) == (True, 5, None)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 1, 0)
    assert found["problem"] == render(Statement(**found["problem_statement"]))
    assert (
        f"entries 1 to 3 of the decision ledger was changed after snapshot {snapshot}"
        in (found["problem"])
    )


async def test_only_unconfirmed_entries_are_reported(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """With one witness before the change and one after it, the entries in between are reported."""
    await publish_witness(
        ask, settings, staging
    )  # only covers the first plan, which stays unchanged
    await decide(ask, **ACCEPTED)
    second = await publish_witness(ask, settings, staging)
    await rewrite_chain(settings, by="Mallory")
    found = await fetch_chain(ask)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 2, 1)
    assert found["problem_statement"]["values"] == {"since": 2, "entry": 3, "snapshot": second}


async def test_truncated_chain_contradicts_a_snapshot(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Entries removed together with the chain's head are reported."""
    await decide(ask, **ACCEPTED)
    await decide(ask, **REJECTED)
    snapshot = await publish_witness(ask, settings, staging)
    await rewrite_chain(settings, by=None, entries=1)
    found = await fetch_chain(ask)
    assert (found["whole"], found["broken_at"], found["entries"]) == (False, 2, 1)
    assert found["problem"] == (
        "Entries 2 to 3 of the decision ledger were cut off: it ended with entry 3 when snapshot "
        f"{snapshot} was made."
    )


async def test_longer_ledger_matches_every_snapshot(
    ask: Ask, settings: Settings, staging: Path
) -> None:
    """Later entries, unreadable snapshots and removed snapshots contradict nothing."""
    state = Path(settings.state_url)
    assert witnesses_in(state) == []  # the first snapshot is older than the ledger
    await decide(ask, **ACCEPTED)
    snapshot = await publish_witness(ask, settings, staging)
    await decide(ask, **REJECTED)
    unreadable = publish(state, staging, FIRST_DAY)
    await wait_for_outcomes(ask, lambda found: found["plans"][0]["snapshot"] == unreadable)
    (state / "snapshots" / unreadable / "manifest.json").write_text("{")
    assert [(one.head.sequence, one.snapshot) for one in witnesses_in(state)] == [(2, snapshot)]
    assert (await fetch_chain(ask))["whole"]
    await rewrite_chain(settings, by="Mallory")
    assert not (await fetch_chain(ask))["whole"]
    shutil.rmtree(state / "snapshots" / snapshot)
    assert (await fetch_chain(ask))["whole"]


def test_manifest_fact_of_an_empty_ledger_is_null() -> None:
    """The manifest has null for an empty ledger, else the last entry's number and digest."""
    assert manifest_fact(EMPTY) == {"decision_ledger": None}
    assert manifest_fact(Head(3, "ab")) == {"decision_ledger": {"sequence": 3, "digest": "ab"}}
