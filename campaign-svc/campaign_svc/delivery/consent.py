"""Consent: customers who opted out of campaigns, and customers who asked to be forgotten."""

from campaign_svc.delivery.forgotten_customers import canonical_id, forget
from campaign_svc.delivery.repository import DeliveryRepository
from campaign_svc.delivery.schemas import OptOut
from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import Document, DocumentPage, DocumentStore
from fleet.errors import NotFound


class Consent:
    """Records opt-outs, and forgets customers."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._repository = DeliveryRepository(documents)

    async def opt_out(self, customer: str, reason: str | None, by: Caller) -> OptOut:
        """Record that a customer wants no campaigns; an existing opt-out is kept.

        Raises:
            InvalidInput: the id is empty.
        """
        customer_id = canonical_id(customer)
        stored = await self._repository.opt_out(customer_id)
        if stored is not None:
            return OptOut.of(stored)
        document: Document = {
            "_id": customer_id,
            "opted_out_at": timestamp(),
            "by": by.name,
            "reason": reason,
        }
        await self._repository.put_opt_out(document)
        return OptOut.of(document)

    async def opted_out(self, customer: str) -> OptOut:
        """The opt-out of a customer.

        Raises:
            NotFound: there is none.
        """
        found = await self._repository.opt_out(canonical_id(customer))
        if found is None:
            raise NotFound("This customer has not opted out.")
        return OptOut.of(found)

    async def opt_in(self, customer: str) -> None:
        """Remove an opt-out.

        Raises:
            NotFound: there is none.
        """
        if not await self._repository.delete_opt_out(canonical_id(customer)):
            raise NotFound("This customer has not opted out.")

    async def opt_outs(self, *, after: str | None, limit: int) -> tuple[DocumentPage, int]:
        """Opt-outs by customer id, and how many there are."""
        return await self._repository.opt_out_page(after=after, limit=limit)

    async def forget(self, customer: str) -> int:
        """Remove a customer permanently from all documents; returns from how many audiences."""
        return await forget(customer, self._documents)
