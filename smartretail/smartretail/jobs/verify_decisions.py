"""Whether the decision ledger is unchanged."""

from fleet.documents import open_documents
from fleet.sentences import render
from smartretail.settings import CommandSettings
from strategy_svc.decisions.repository import DecisionLedger
from strategy_svc.decisions.service import ChainState, chain_state


async def verify_decisions(settings: CommandSettings) -> ChainState:
    """Check the configured store's ledger against the snapshots of the state.

    Raises:
        DocumentsUnavailable: the document store is not responding.
    """
    async with open_documents(settings) as documents:
        return await chain_state(DecisionLedger(documents), settings.state_folder)


def verdict(found: ChainState) -> str:
    """The result in a sentence, with the digest to store elsewhere."""
    reached = f"{found.last.sequence} entries, the last one {found.last.sha256}"
    if found.broken is None:
        return f"The decision ledger is intact: {reached}."
    return (
        f"The decision ledger is broken at entry {found.broken.sequence}. "
        f"{render(found.broken.problem)} Intact up to there: {reached}."
    )
