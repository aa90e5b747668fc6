"""Approves campaigns with a frozen audience, exports it, and records that it was sent."""

import contextlib
import hashlib
from dataclasses import dataclass
from typing import Final

import anyio.to_thread

from campaign_svc.campaigns.change_log import Change
from campaign_svc.campaigns.changes import move, require_match
from campaign_svc.campaigns.lifecycle import DELIVERABLE, SENT, MoveNotAllowed
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.campaigns.records import campaign_of
from campaign_svc.campaigns.schemas import Campaign
from campaign_svc.campaigns.service import Campaigns
from campaign_svc.changes.schemas import Sending
from campaign_svc.delivery.abandoned_audiences import drop_abandoned
from campaign_svc.delivery.approval import approval
from campaign_svc.delivery.forgotten_customers import forgotten_in
from campaign_svc.delivery.frozen_audience import draw
from campaign_svc.delivery.repository import DeliveryRepository
from campaign_svc.delivery.schemas import Approval, AudienceAnswer, SentPeople
from campaign_svc.delivery.spreadsheet import csv_bytes
from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import DocumentStore
from fleet.errors import (
    Conflict,
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    SmartRetailError,
)
from fleet.statements import statement

EXPORTED: Final = "exported"
_HEADER: Final = ("customer_id", "campaign_id", "version", "segment")


@dataclass(frozen=True)
class Export:
    """An audience file and its digest."""

    content: bytes
    sha256: str


class Delivery:
    """The use cases from approval to sent."""

    def __init__(self, documents: DocumentStore, campaigns: Campaigns) -> None:
        self._documents = documents
        self._campaigns = campaigns
        self._repository = DeliveryRepository(documents)

    async def stage(self, audience: str, part: int, members: list[str]) -> None:
        """Store a part of a segment's members for the approval that follows."""
        await self._repository.stage(audience, part, members)

    async def approve(
        self, campaign_id: str, evidence: Approval, by: Caller, *, if_match: str
    ) -> ReconciledCampaign:
        """Approve the campaign with the ETag `if_match`, and freeze its audience.

        Raises:
            NotFound: there is no such campaign.
            PreconditionFailed: the campaign has changed since `if_match`.
            Conflict: it can't be approved in its current state; subclasses give the reason.
            OwnWork: the approver saved this text.
        """
        audience = evidence.audience.id
        try:
            found = await self._campaigns.get(campaign_id)
            require_match(found, if_match)
            approval(found, evidence, by, audience)  # before drawing; repeated below
            await self._freeze(campaign_id, found.state.version, evidence)
            reconciled = await self._campaigns.change(
                campaign_id,
                lambda found: approval(found, evidence, by, audience),
                if_match=if_match,
            )
        except SmartRetailError:
            await self._drop_unless_needed(campaign_id, audience)
            raise
        with contextlib.suppress(DocumentsUnavailable):  # it is approved, and a sweep will close it
            await self._repository.close(audience)
        return reconciled

    async def drop_abandoned(self) -> int:
        """Delete the audiences of approvals that were never completed; returns how many.

        Raises:
            DocumentsUnavailable: the store does not answer; the next sweep continues.
        """
        return await drop_abandoned(self._repository, self._campaigns)

    async def _drop_unless_needed(self, campaign_id: str, audience: str) -> None:
        """Delete the audience unless the approval was stored in spite of the error."""
        with contextlib.suppress(DocumentsUnavailable):
            try:
                needed = (await self._campaigns.get(campaign_id)).state.audience
            except NotFound:
                needed = None
            if needed != audience:
                await self._repository.drop(audience)

    async def _freeze(self, campaign_id: str, version: int, evidence: Approval) -> None:
        members = set(await self._repository.people(evidence.audience.id, "members"))
        if len(members) != evidence.audience.members:
            raise Conflict(statement("audience_incomplete"))
        opted_out = await self._repository.opted_out()
        forgotten = await forgotten_in(self._documents)
        drawn = await anyio.to_thread.run_sync(draw, members, opted_out, forgotten, evidence)
        head = {**drawn.head, "campaign_id": campaign_id, "version": version}
        head["frozen_at"] = timestamp()
        await self._repository.freeze(head, drawn.recipients, drawn.holdout)

    async def audience(self, campaign_id: str) -> AudienceAnswer:
        """The frozen audience of a campaign, without its customers.

        Raises:
            NotFound: there is no such campaign.
            MoveNotAllowed: it is not approved.
        """
        found = _deliverable(await self._campaigns.get(campaign_id))
        head = await self._repository.head(str(found.state.audience))
        if head is None:
            raise NotFound(statement("no_audience"))
        return AudienceAnswer.of(head)

    async def sent_people(self, campaign_id: str, *, after: str | None) -> SentPeople:
        """A page of the customers contacted and held out, and when it was sent.

        Raises:
            NotFound: there is no such campaign.
            MoveNotAllowed: it has not been sent.
            InvalidInput: the cursor is invalid.
        """
        head = await self.audience(campaign_id)
        sending = await anext(self._campaigns.of_action(campaign_id, SENT), None)
        found = await self._campaigns.get(campaign_id)
        if found.status != SENT or sending is None:
            raise MoveNotAllowed(
                f"The campaign is {found.status}: its effect can be measured once it is sent.",
                errors=[{"field": "status", "is": found.status}],
            )
        page = await self._repository.people_page(head.id, after=after)
        people: dict[str, list[str]] = {"recipients": [], "holdout": []}
        for part in page.documents:
            people[part["group"]] += part["people"]
        return SentPeople(
            sent_at=str(sending.facts["sent_at"]), **people, next_cursor=page.next_cursor
        )

    async def export(self, campaign_id: str, by: Caller) -> Export:
        """The file of recipients, recorded with its digest.

        Customers who have opted out since the approval are left out.

        Raises:
            NotFound: there is no such campaign.
            MoveNotAllowed: it is not approved.
        """
        head = await self.audience(campaign_id)
        people = await self._repository.people(head.id, "recipients")
        opted_out = await self._repository.opted_out()
        forgotten = await forgotten_in(self._documents)
        rows = [
            (customer, campaign_id, str(head.version), head.segment)
            for customer in people
            if customer not in opted_out and not forgotten.holds(customer)
        ]
        content = await anyio.to_thread.run_sync(csv_bytes, _HEADER, rows)
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"sha256": sha256, "rows": len(rows), "audience": head.id}

        def decide(found: ReconciledCampaign) -> Change:
            if _deliverable(found).state.audience != head.id:
                raise Conflict(statement("approved_anew"))
            return Change(EXPORTED, by, found.state, facts=facts)

        await self._campaigns.change(campaign_id, decide, if_match=None)
        return Export(content, sha256)

    async def sent(
        self, campaign_id: str, sending: Sending, by: Caller, *, if_match: str | None
    ) -> ReconciledCampaign:
        """Record that an exported file was sent.

        Raises:
            NotFound: there is no such campaign.
            MoveNotAllowed: it is not approved.
            InvalidInput: no export of this approval had that digest.
            Forbidden: another person exported it.
        """
        found = await self._campaigns.get(campaign_id)
        facts = {"sent_at": sending.at.isoformat(), "file_sha256": sending.file_sha256}
        move(found, "sent", by, sending.note)  # checked before the file
        await self._require_export(campaign_id, str(found.state.audience), sending, by)

        def decide(again: ReconciledCampaign) -> Change:
            if again.state.audience != found.state.audience:
                raise Conflict(statement("approved_anew"))
            return move(again, "sent", by, sending.note, facts)

        return await self._campaigns.change(campaign_id, decide, if_match=if_match)

    async def _require_export(
        self, campaign_id: str, audience: str, sending: Sending, by: Caller
    ) -> None:
        export = {"sha256": sending.file_sha256, "audience": audience}
        exporters = {
            entry.by
            async for entry in self._campaigns.of_action(campaign_id, EXPORTED)
            if export.items() <= entry.facts.items()
        }
        if not exporters:
            raise InvalidInput(
                statement("export_unknown"),
                note="No export of this approval has this file_sha256; GET …/audit lists them.",
            )
        if by.name not in exporters and by.role != "admin":
            raise Forbidden(statement("export_by_others", who=", ".join(sorted(exporters))))

    async def campaign(self, campaign_id: str) -> Campaign:
        """The campaign as returned by `/v1`."""
        return campaign_of((await self._campaigns.get(campaign_id)).record)


def _deliverable(found: ReconciledCampaign) -> ReconciledCampaign:
    if found.status not in DELIVERABLE or found.state.audience is None:
        raise MoveNotAllowed(
            statement("not_approved", status=found.status),
            errors=[{"field": "status", "is": found.status}],
        )
    return found
