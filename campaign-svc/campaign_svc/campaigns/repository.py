"""Campaigns in the document store: `campaigns` holds the current copies, `campaign_versions` all.

The versions are the truth, only ever added to. The current copy follows them, so that programs
which know nothing of versions find it where they always did.
"""

from typing import Final

from campaign_svc.campaigns.records import version_of
from fleet.documents import Document, DocumentPage, DocumentStore, Indexes, Order, Where

CAMPAIGNS: Final = "campaigns"
VERSIONS: Final = "campaign_versions"
INDEXES: Final[Indexes] = {
    CAMPAIGNS: [("generatedAt",), ("StockCode",), ("TargetCluster",), ("Objective",)],
    VERSIONS: [("campaign_id", "version")],
}
_NEWEST_FIRST = Order("version", descending=True)


class CampaignRepository:
    """Reads and writes records in the contract's spelling."""

    def __init__(self, documents: DocumentStore) -> None:
        self._campaigns = documents.collection(CAMPAIGNS)
        self._versions = documents.collection(VERSIONS)

    async def current(self, campaign_id: str) -> Document | None:
        """The current copy, or None."""
        return await self._campaigns.get(campaign_id)

    async def latest(self, campaign_id: str) -> Document | None:
        """The newest version, or None."""
        page = await self._versions.page({"campaign_id": campaign_id}, order=_NEWEST_FIRST, limit=1)
        return _record(page.documents[0]) if page.documents else None

    async def append(self, record: Document) -> None:
        """Add the record as its version; on disk when this returns.

        Raises:
            DocumentExists: somebody else has written this version.
        """
        campaign_id = record["_id"]
        key = f"{campaign_id}#{record['version']}"
        await self._versions.insert({**record, "_id": key, "campaign_id": campaign_id})

    async def make_current(self, record: Document, instead_of: Document | None) -> None:
        """Let the record be the current copy if that is still `instead_of`.

        Raises:
            DocumentExists: there was none, and now there is one.
            VersionConflict: it is another one by now.
        """
        if instead_of is None:
            await self._campaigns.insert(record)
            return
        known = version_of(instead_of)
        if known is None and instead_of.get("version") is not None:
            await self._campaigns.put(record)  # another program's idea of a version
            return
        await self._campaigns.replace(record, version=known)

    async def page(
        self, where: Where, order: Order, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Current copies that match, and how many there are."""
        page = await self._campaigns.page(where, order=order, after=after, limit=limit)
        return page, await self._campaigns.count(where)

    async def versions(
        self, campaign_id: str, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Versions of one campaign, the newest first, and how many there are."""
        where = {"campaign_id": campaign_id}
        page = await self._versions.page(where, order=_NEWEST_FIRST, after=after, limit=limit)
        records = [_record(document) for document in page.documents]
        return DocumentPage(records, page.next_cursor), await self._versions.count(where)

    async def every_current(self, page_size: int) -> list[Document]:
        """All current copies by id, read in pages."""
        records: list[Document] = []
        cursor: str | None = None
        while True:
            page = await self._campaigns.page(after=cursor, limit=page_size)
            records.extend(page.documents)
            cursor = page.next_cursor
            if cursor is None:
                return records

    async def newest(self, limit: int) -> list[Document]:
        """The last generated current copies."""
        order = Order("generatedAt", descending=True)
        return (await self._campaigns.page(order=order, limit=limit)).documents

    async def counts(self) -> tuple[int, dict[str, int], dict[str, int]]:
        """How many there are, by objective and by segment."""
        total = await self._campaigns.count()
        objectives = await self._campaigns.tally("Objective")
        return total, objectives, await self._campaigns.tally("TargetCluster")


def _record(version: Document) -> Document:
    """A version as the record it holds."""
    record = {key: value for key, value in version.items() if key != "campaign_id"}
    return {**record, "_id": version["campaign_id"]}
