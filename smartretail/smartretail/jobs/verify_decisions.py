"""Whether the decision ledger is as it was written."""

from fleet.documents import DocumentSettings, open_documents
from strategy_svc.decisions.repository import DecisionLedger
from strategy_svc.decisions.service import ChainState, chain_state


async def verify_decisions(settings: DocumentSettings) -> ChainState:
    """Walk the ledger of the store that the settings name.

    Raises:
        DocumentsUnavailable: the store does not answer.
    """
    async with open_documents(settings) as documents:
        return await chain_state(DecisionLedger(documents))


def verdict(found: ChainState) -> str:
    """The finding in a sentence, with the digest to keep elsewhere."""
    reached = f"{found.last.sequence} entries, the last one {found.last.sha256}"
    if found.broken is None:
        return f"The decision ledger is whole: {reached}."
    return (
        f"The decision ledger is broken at entry {found.broken.sequence}: {found.broken.problem}. "
        f"Whole up to there: {reached}."
    )
