"""`smartretail verify-decisions`: intact, broken, or impossible to check."""

import asyncio
from pathlib import Path

import pytest
from support.states import write_snapshot
from typer.testing import CliRunner

from fleet.documents import Document, open_documents
from smartretail.cli import app
from smartretail.jobs.decision_ledger import read_last_entry
from smartretail.settings import command_settings
from strategy_svc.decisions.chain import EMPTY, entry_id
from strategy_svc.decisions.repository import LEDGER, DecisionLedger
from strategy_svc.decisions.witnesses import manifest_fact


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCUMENTS_PATH", str(tmp_path / "documents.sqlite3"))
    monkeypatch.setenv("MONGODB_URI", "")


async def write_entries(kind: str = "decision") -> None:
    """Three entries."""

    async def content() -> Document:
        return {"kind": kind}

    async with open_documents(command_settings()) as store:
        for _ in range(3):
            await DecisionLedger(store).append(content)


async def touched() -> None:
    """Change the second entry."""
    async with open_documents(command_settings()) as store:
        entries = store.collection(LEDGER)
        entry = await entries.get(entry_id(2))
        assert entry is not None
        await entries.put({**entry, "kind": "plan"})


def test_exit_code_reports_ledger_integrity() -> None:
    """An intact ledger exits with 0; a changed one with 1 and the entry's number."""
    asyncio.run(write_entries())
    whole = CliRunner().invoke(app, ["verify-decisions"])
    assert (whole.exit_code, "is intact: 3 entries" in whole.output) == (0, True)
    asyncio.run(touched())
    broken = CliRunner().invoke(app, ["verify-decisions"])
    assert broken.exit_code == 1
    assert "broken at entry 2. Entry 2 of the decision ledger was changed:" in broken.output


def test_recreated_ledger_contradicts_the_snapshots(tmp_path: Path) -> None:
    """The command compares the ledger with what each refresh recorded in the given state."""
    nothing = read_last_entry(command_settings())
    asyncio.run(write_entries())
    last = read_last_entry(command_settings())
    snapshot = write_snapshot(tmp_path / "state", {}, facts=manifest_fact(last))
    (tmp_path / "documents.sqlite3").unlink()
    asyncio.run(write_entries(kind="plan"))
    alone = CliRunner().invoke(app, ["verify-decisions"])
    beside = CliRunner().invoke(app, ["verify-decisions", "--state", str(tmp_path / "state")])
    assert (nothing, last.sequence) == (EMPTY, 3)
    assert (alone.exit_code, "is intact: 3 entries" in alone.output) == (0, True)
    assert (beside.exit_code, f"after snapshot {snapshot} was made" in beside.output) == (1, True)
