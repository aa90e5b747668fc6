"""The decision ledger's last entry, for the manifest of a new snapshot."""

import asyncio

from fleet.documents import DocumentSettings, open_documents
from strategy_svc.decisions.chain import EMPTY, Head
from strategy_svc.decisions.repository import DecisionLedger


def read_last_entry(settings: DocumentSettings) -> Head:
    """Number and digest of the last entry; an empty head if there is no ledger.

    Raises:
        DocumentsUnavailable: the store doesn't answer, so it is unknown.
    """
    if settings.mongodb_uri is None and not settings.documents_path.exists():
        return EMPTY
    return asyncio.run(_read(settings))


async def _read(settings: DocumentSettings) -> Head:
    async with open_documents(settings) as documents:
        return await DecisionLedger(documents).last()
