"""Audiences and opt-outs in the document store.

A frozen audience is a head in `audiences` and its customers in `audience_parts`, split so that no
document grows with the shop. Opt-outs are stored separately.
"""

import contextlib
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Final

from campaign_svc.delivery.schemas import PART_SIZE
from fleet.clock import timestamp
from fleet.documents import (
    MAX_PAGE,
    Document,
    DocumentExists,
    DocumentPage,
    DocumentStore,
    Indexes,
    Order,
    Range,
    Where,
    all_documents,
)

AUDIENCES: Final = "audiences"
PARTS: Final = "audience_parts"
OPT_OUTS: Final = "opt_outs"
SCHEMA: Final = 1
_PARTS_A_PAGE: Final = 5
_PARTS_READ: Final = 20
DELIVERY_INDEXES: Final[Indexes] = {
    AUDIENCES: [("campaign_id",), ("open_since",)],
    PARTS: [("audience",)],
    OPT_OUTS: [("opted_out_at",)],
}


class DeliveryRepository:
    """Reads and writes audiences and opt-outs."""

    def __init__(self, documents: DocumentStore) -> None:
        self._audiences = documents.collection(AUDIENCES)
        self._parts = documents.collection(PARTS)
        self._opt_outs = documents.collection(OPT_OUTS)

    async def stage(self, audience: str, part: int, members: Sequence[str]) -> None:
        """Store a part of the members an audience is drawn from; sending it again replaces it.

        The audience is marked open, so that a sweep finds it if it is abandoned.
        """
        if part == 0:
            campaign_id = audience.rsplit("~", 2)[0]  # the gateway's id format
            head = {"_id": audience, "campaign_id": campaign_id, "open_since": timestamp()}
            with contextlib.suppress(DocumentExists):
                await self._audiences.insert({**head, "schema": SCHEMA})
        await self._put_part(audience, part, "members", members)

    async def freeze(
        self, head: Document, recipients: Sequence[str], holdout: Sequence[str]
    ) -> None:
        """Store a drawn audience, marked open until it is closed, and delete its staged members."""
        await self._drop_parts(head["_id"])
        number = 0
        for group, people in (("recipients", recipients), ("holdout", holdout)):
            for start in range(0, len(people), PART_SIZE):
                batch = people[start : start + PART_SIZE]
                await self._put_part(head["_id"], number, group, batch)
                number += 1
        await self._audiences.put({**head, "schema": SCHEMA, "open_since": timestamp()})

    async def close(self, audience: str) -> None:
        """Close the audience after the approval that uses it is recorded."""
        head = await self._audiences.get(audience)
        if head is not None:
            await self._audiences.put({**head, "open_since": None})

    async def open_since(self, moment: str) -> list[Document]:
        """Heads of audiences opened before `moment` that are still open, at most one page."""
        where: Where = {"open_since": Range(below=moment)}
        page = await self._audiences.page(where, order=Order("open_since"), limit=MAX_PAGE)
        return page.documents

    async def drop(self, audience: str) -> None:
        """Delete an audience that no approval uses; its head last, to be able to find the rest."""
        await self._drop_parts(audience)
        await self._audiences.delete(audience)

    async def head(self, audience: str) -> Document | None:
        """Everything about an audience except its customers: size, snapshot, seed and so on."""
        return await self._audiences.get(audience)

    async def people(self, audience: str, group: str) -> list[str]:
        """Members, recipients or holdout of an audience, in order."""
        return [
            customer
            async for part in self._all_parts({"audience": audience, "group": group})
            for customer in part["people"]
        ]

    async def people_page(self, audience: str, *, after: str | None) -> DocumentPage:
        """One page of an audience's customers, as documents with `group` and `people`."""
        return await self._parts.page({"audience": audience}, after=after, limit=_PARTS_A_PAGE)

    async def opt_out(self, customer: str) -> Document | None:
        """The opt-out of a customer, or None."""
        return await self._opt_outs.get(customer)

    async def put_opt_out(self, document: Document) -> None:
        """Store an opt-out."""
        await self._opt_outs.put({**document, "schema": SCHEMA})

    async def delete_opt_out(self, customer: str) -> bool:
        """Delete an opt-out; False if there was none."""
        return await self._opt_outs.delete(customer)

    async def opt_out_page(self, *, after: str | None, limit: int) -> tuple[DocumentPage, int]:
        """Opt-outs by customer id, and how many there are."""
        page = await self._opt_outs.page(after=after, limit=limit)
        return page, await self._opt_outs.count()

    async def opted_out(self) -> set[str]:
        """All customers who have opted out, read page by page."""
        return {document["_id"] async for document in all_documents(self._opt_outs)}

    async def remove_customer(self, customer: str) -> int:
        """Remove a customer from opt-outs and all audiences; returns from how many audiences."""
        await self._opt_outs.delete(customer)
        touched: set[str] = set()
        async for part in self._all_parts({}):
            if customer in part["people"]:
                people = [other for other in part["people"] if other != customer]
                await self._parts.put({**part, "people": people})
                touched.add(part["audience"])
        return len(touched)

    async def _put_part(self, audience: str, part: int, group: str, people: Iterable[str]) -> None:
        document: Document = {"_id": f"{audience}#{part:06d}", "audience": audience}
        await self._parts.put(
            {**document, "schema": SCHEMA, "group": group, "people": list(people)}
        )

    async def _drop_parts(self, audience: str) -> None:
        async for part in self._all_parts({"audience": audience}):
            await self._parts.delete(part["_id"])

    def _all_parts(self, where: Where) -> AsyncGenerator[Document]:
        return all_documents(self._parts, where, page_size=_PARTS_READ)
