"""A refresh records the decision ledger's last entry in the manifest only."""

import asyncio
import json
from pathlib import Path
from typing import Any

from support import smartretail

from fleet.documents import Document, open_documents
from smartretail.settings import CommandSettings
from strategy_svc.decisions.repository import LEDGER, DecisionLedger

DOCUMENTS = "documents.sqlite3"


def test_refresh_records_the_decision_ledger(own_state: Path, small_files: Path) -> None:
    """Only the manifest has the last entry, and it reveals a rewritten ledger."""
    folder, first = own_state.parent, live(own_state)
    environment = {"DOCUMENTS_PATH": DOCUMENTS}
    state = ("--state", own_state)
    entries = asyncio.run(decide(folder / DOCUMENTS, "Ada"))
    ledger = ("--ledger", small_files / "ledger.csv")
    ended = smartretail("refresh", *ledger, *state, cwd=folder, environment=environment)
    assert ended.code == 0, ended.err
    second = live(own_state)
    witness = {"sequence": 2, "digest": entries[-1]["sha256"]}
    assert manifest(first)["decision_ledger"] is None
    assert manifest(second)["decision_ledger"] == witness
    assert contents(first) == contents(second)

    intact = smartretail("verify-decisions", *state, cwd=folder, environment=environment)
    (folder / DOCUMENTS).unlink()
    asyncio.run(decide(folder / DOCUMENTS, "Mallory"))
    broken = smartretail("verify-decisions", *state, cwd=folder, environment=environment)
    assert (intact.code, broken.code) == (0, 1)
    assert f"after snapshot {second.name} was made" in broken.out


async def decide(documents: Path, by: str) -> list[Document]:
    """Appends two entries; returns the ledger's content."""

    async def content() -> Document:
        return {"kind": "decision", "by": by}

    async with open_documents(CommandSettings(documents_path=documents)) as store:
        for _ in range(2):
            await DecisionLedger(store).append(content)
        return (await store.collection(LEDGER).page()).documents


def live(state: Path) -> Path:
    """The folder of the live snapshot."""
    return state / "snapshots" / (state / "CURRENT").read_text().strip()


def manifest(folder: Path) -> dict[str, Any]:
    """The parsed manifest."""
    return json.loads((folder / "manifest.json").read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    """The contract's files, by name."""
    names = (
        "predicted_7d_demand.csv",
        "inventory_state.csv",
        "customer_segments.csv",
        "campaign_plan.csv",
        "products.json",
        "segment_model.json",
    )
    return {name: (folder / name).read_bytes() for name in names}
