"""Saves and approves campaigns after checking them with the other services.

campaign-svc accepts texts and approvals only under /internal, which only the gateway can reach, so
these checks cannot be bypassed.
"""

import asyncio
import secrets
from dataclasses import dataclass

from fleet.errors import PreconditionFailed, SmartRetailError
from fleet.preconditions import required_etag
from fleet.statements import statement
from gateway.campaigns.audience import Audience, Audiences
from gateway.campaigns.campaign_text import CampaignText, StoredCampaign
from gateway.campaigns.claims import violations
from gateway.campaigns.errors import ClaimsViolated, MoveNotAllowed, OfferChanged, UnusableText
from gateway.campaigns.offer import Offers, confirmation, offer_changes
from gateway.campaigns.schemas import (
    ApprovalPreview,
    ApprovalRequest,
    ClaimViolation,
    EditRequest,
    HoldoutProposal,
    Offer,
    OfferChange,
    RestoreRequest,
)
from gateway.clients.answers import unwrap_as
from gateway.clients.campaign import CampaignClient
from gateway.clients.genai import GenaiClient
from gateway.clients.upstream import Answer


@dataclass(frozen=True)
class ApprovalFindings:
    """The results of the checks before an approval."""

    violations: list[ClaimViolation]
    offer: Offer
    changes: list[OfferChange]
    confirm: str


@dataclass(frozen=True)
class CampaignReview:
    """Saves and approves campaigns after the other services have checked their content."""

    campaigns: CampaignClient
    genai: GenaiClient
    offers: Offers
    audiences: Audiences

    async def edit(self, campaign_id: str, request: EditRequest, if_match: str | None) -> Answer:
        """Save new texts if the plan backs their claims.

        Raises:
            UnusableText: it does not; each violation is listed.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, campaign = await self._unchanged(campaign_id, if_match)
        changes = request.model_dump(exclude={"note"}, exclude_none=True)
        found = await violations(campaign.model_copy(update=changes), self.genai)
        _require_no_violations(found, UnusableText)
        return await self.campaigns.edit(campaign_id, etag, request.model_dump(exclude_none=True))

    async def restore(
        self, campaign_id: str, request: RestoreRequest, if_match: str | None
    ) -> Answer:
        """Save the text of another version if the current plan backs its claims.

        Raises:
            ClaimsViolated: it does not; each violation is listed.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, _ = await self._unchanged(campaign_id, if_match)
        answer = await self.campaigns.version(campaign_id, request.version)
        text = unwrap_as(CampaignText, answer, self.campaigns)
        _require_no_violations(await violations(text, self.genai))
        body = request.model_dump(exclude_none=True)
        return await self.campaigns.restore(campaign_id, etag, body)

    async def approve(
        self, campaign_id: str, request: ApprovalRequest, if_match: str | None
    ) -> Answer:
        """Approve a campaign for the current offer if the plan backs its claims.

        Raises:
            MoveNotAllowed: it is not in review.
            ClaimsViolated: its text makes claims that the plan does not back.
            OfferChanged: the offer has changed, and `confirm` does not match the current one.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, campaign = await self._unchanged(campaign_id, if_match)
        _require_approvable(campaign)
        found = await self._findings(etag, campaign)
        _require_no_violations(found.violations)
        _require_confirmed(found, request.confirm)
        staged = f"{campaign_id}~{campaign.revision}~{secrets.token_hex(4)}"
        audience = await self.audiences.read(campaign, staged)
        body = _approval(request, found, staged, audience)
        return await self.campaigns.approve(campaign_id, etag, body)

    async def preview(self, campaign_id: str, effect: float) -> ApprovalPreview:
        """The results of an approval's checks, without approving.

        Raises:
            SmartRetailError: there is no such campaign, or a service did not answer.
        """
        etag, campaign = await self._read(campaign_id)
        found, audience = await asyncio.gather(
            self._findings(etag, campaign), self.audiences.read(campaign, None)
        )
        answer = await self.campaigns.propose_holdout(audience.members, audience.baseline, effect)
        return ApprovalPreview(
            id=campaign_id,
            allowed="approve" in campaign.allowed,
            violations=found.violations,
            offer=found.offer,
            changes=found.changes,
            confirm=found.confirm if found.changes else None,
            segment=audience.segment,
            snapshot=audience.snapshot,
            members=audience.members,
            baseline_buyers=audience.baseline_buyers,
            baseline=audience.baseline,
            baseline_source=audience.source,
            proposal=unwrap_as(HoldoutProposal, answer, self.campaigns),
        )

    async def _findings(self, etag: str, campaign: StoredCampaign) -> ApprovalFindings:
        live = await self.offers.live(campaign.stock_code)
        found = await violations(campaign, self.genai, live=live)
        changes = offer_changes(campaign, live)
        return ApprovalFindings(found, live, changes, confirmation(etag, live))

    async def _unchanged(
        self, campaign_id: str, if_match: str | None
    ) -> tuple[str, StoredCampaign]:
        """The campaign, if it hasn't changed since the caller read it."""
        expected = required_etag(if_match, statement("campaign_unread"))
        etag, campaign = await self._read(campaign_id)
        if etag != expected:
            raise PreconditionFailed(
                statement("campaign_changed"),
                errors=[{"field": "If-Match", "now": etag, "status": campaign.status}],
            )
        return etag, campaign

    async def _read(self, campaign_id: str) -> tuple[str, StoredCampaign]:
        answer = await self.campaigns.campaign(campaign_id)
        campaign = unwrap_as(StoredCampaign, answer, self.campaigns)
        return answer.headers.get("etag", ""), campaign


def _approval(
    request: ApprovalRequest, found: ApprovalFindings, staged: str, audience: Audience
) -> dict[str, object]:
    """The approval with its evidence, as the request to campaign-svc."""
    return {
        "note": request.note,
        "violations": [one.model_dump() for one in found.violations],
        "offer": found.offer.model_dump(),
        "changes": [change.model_dump() for change in found.changes],
        "confirmed": bool(found.changes),
        "audience": _staged(staged, audience),
        "holdout": {
            "size": request.holdout.size,
            "effect": request.holdout.effect,
            "baseline": audience.baseline,
            "baseline_source": audience.source,
        },
    }


def _require_no_violations(
    found: list[ClaimViolation], refusal: type[SmartRetailError] = ClaimsViolated
) -> None:
    if found:
        raise refusal(
            statement("claims_violated", count=len(found)),
            note=f"{found[0].field}: {found[0].message or found[0].rule}",
            errors=[one.model_dump() for one in found],
        )


def _require_confirmed(found: ApprovalFindings, confirm: str | None) -> None:
    if found.changes and confirm != found.confirm:
        raise OfferChanged(
            statement("offer_changed"),
            note=_how_to_confirm(found),
            errors=[
                *(change.model_dump() for change in found.changes),
                {"field": "confirm", "now": found.confirm},
            ],
        )


def _require_approvable(campaign: StoredCampaign) -> None:
    allowed, status = campaign.allowed, campaign.status
    if "approve" not in allowed:
        raise MoveNotAllowed(
            statement("move_not_allowed", status=status, move="approve"),
            note=f"Allowed moves: {', '.join(allowed) or 'none'}.",
            errors=[{"field": "status", "is": status, "allowed": allowed}],
        )


def _staged(audience_id: str, audience: Audience) -> dict[str, object]:
    return {
        "id": audience_id,
        "snapshot": audience.snapshot,
        "segment": audience.segment,
        "members": audience.members,
        "baseline_buyers": audience.baseline_buyers,
    }


def _how_to_confirm(found: ApprovalFindings) -> str:
    named = "; ".join(change.message for change in found.changes)
    return f"What is new: {named}. To approve it as it is now, send confirm {found.confirm!r}."
