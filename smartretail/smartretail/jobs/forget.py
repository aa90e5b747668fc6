"""Customers who asked to be forgotten: campaign-svc records them, a refresh leaves them out.

Their order lines remain as demand without a customer, like any sale to an unknown customer.
"""

import asyncio
from pathlib import Path

from campaign_svc.delivery.forgotten_customers import NOBODY, Forgotten, canonical_id
from campaign_svc.delivery.forgotten_customers import forget as forget_in
from campaign_svc.delivery.forgotten_customers import forgotten_in as forgotten_in_documents
from contract.snapshot_files import LEDGER_FILE
from fleet.documents import DocumentSettings, open_documents

__all__ = ["NOBODY", "Forgotten", "canonical_id", "forget"]


async def forget(customer: str, settings: DocumentSettings) -> int:
    """Remove a customer from the documents, and exclude them from all later refreshes.

    Returns:
        Number of frozen audiences they were removed from.

    Raises:
        InvalidInput: the id is empty.
        DocumentsUnavailable: the store doesn't answer; running it again finishes the job.
    """
    async with open_documents(settings) as documents:
        return await forget_in(customer, documents)


def read_forgotten(settings: DocumentSettings) -> Forgotten:
    """The customers to leave out of the next snapshot.

    Raises:
        DocumentsUnavailable: the store doesn't answer, so it is unknown who must be left out.
    """
    if settings.mongodb_uri is None and not settings.documents_path.exists():
        return NOBODY
    return asyncio.run(_read(settings))


async def _read(settings: DocumentSettings) -> Forgotten:
    async with open_documents(settings) as documents:
        return await forgotten_in_documents(documents)


def forgotten_in(ledger: Path, forgotten: Forgotten) -> list[str]:
    """Customers in the cleaned ledger who asked to be forgotten."""
    if not forgotten.hashes:
        return []
    import polars as pl  # noqa: PLC0415 - not needed by `smartretail forget`

    known = pl.read_parquet(ledger, columns=["customer_id"])["customer_id"]
    return [customer for customer in known.drop_nulls().unique() if forgotten.holds(customer)]


def remove_from_ledger(staging: Path, forgotten: Forgotten) -> int:
    """Remove forgotten customers from the cleaned ledger; returns how many there were.

    Of the files that contain customers, only the ledger is used to make other files.
    """
    leave_out = forgotten_in(staging / LEDGER_FILE, forgotten)
    if leave_out:
        import polars as pl  # noqa: PLC0415 - not needed by `smartretail forget`

        lines = pl.read_parquet(staging / LEDGER_FILE)
        named = pl.col("customer_id")
        lines.with_columns(
            pl.when(named.is_in(leave_out)).then(None).otherwise(named).alias("customer_id")
        ).write_parquet(staging / LEDGER_FILE)
    return len(leave_out)
