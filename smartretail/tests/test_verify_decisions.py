"""`smartretail verify-decisions`: whole, broken, or not to be told."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fleet.documents import Document, open_documents
from smartretail.cli import app
from smartretail.settings import command_settings
from strategy_svc.decisions.chain import entry_id
from strategy_svc.decisions.repository import LEDGER, DecisionLedger


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCUMENTS_PATH", str(tmp_path / "documents.sqlite3"))
    monkeypatch.setenv("MONGODB_URI", "")


async def write_entries() -> None:
    """Three entries."""

    async def content() -> Document:
        return {"kind": "decision"}

    async with open_documents(command_settings()) as store:
        for _ in range(3):
            await DecisionLedger(store).append(content)


async def touched() -> None:
    """The second entry says something else."""
    async with open_documents(command_settings()) as store:
        entries = store.collection(LEDGER)
        entry = await entries.get(entry_id(2))
        assert entry is not None
        await entries.put({**entry, "kind": "plan"})


def test_it_says_whether_the_ledger_is_whole() -> None:
    """A whole ledger ends well; one that was touched ends with code 1 and the entry's number."""
    asyncio.run(write_entries())
    whole = CliRunner().invoke(app, ["verify-decisions"])
    assert (whole.exit_code, "is whole: 3 entries" in whole.output) == (0, True)
    asyncio.run(touched())
    broken = CliRunner().invoke(app, ["verify-decisions"])
    assert broken.exit_code == 1
    assert "broken at entry 2" in broken.output
