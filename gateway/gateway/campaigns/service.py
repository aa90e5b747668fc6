"""Saving and approving campaigns: the other services confirm them before campaign-svc stores them.

campaign-svc stores a text or an approval only under /internal, which nobody but the gateway
reaches, so these checks cannot be bypassed.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fleet.errors import PreconditionFailed, SmartRetailError
from fleet.preconditions import required_etag
from fleet.statements import statement
from fleet.upstream import Answer
from gateway.campaigns.audience import Audience, Audiences
from gateway.campaigns.claims import violations
from gateway.campaigns.errors import ClaimsViolated, MoveNotAllowed, OfferChanged, UnusableText
from gateway.campaigns.offer import Offers, confirmation, offer_changes
from gateway.campaigns.schemas import ApprovalRequest, EditRequest, RestoreRequest
from gateway.clients.answers import unwrap
from gateway.clients.campaign import CampaignClient
from gateway.clients.genai import GenaiClient


@dataclass(frozen=True)
class ApprovalFindings:
    """What was found out about a campaign that is to be approved."""

    violations: list[dict[str, Any]]
    offer: dict[str, Any]
    changes: list[dict[str, Any]]
    confirm: str


@dataclass(frozen=True)
class CampaignReview:
    """Saves and approves campaigns once the other services have confirmed what they say."""

    campaigns: CampaignClient
    genai: GenaiClient
    offers: Offers
    audiences: Audiences

    async def edit(self, campaign_id: str, request: EditRequest, if_match: str | None) -> Answer:
        """Save other texts whose claims hold.

        Raises:
            UnusableText: they do not; each violation is listed.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, campaign = await self._unchanged(campaign_id, if_match)
        changes = request.model_dump(exclude={"note"}, exclude_none=True)
        found = await violations({**campaign, **changes}, self.genai)
        _require_no_violations(found, UnusableText)
        return await self.campaigns.edit(campaign_id, etag, request.model_dump(exclude_none=True))

    async def restore(
        self, campaign_id: str, request: RestoreRequest, if_match: str | None
    ) -> Answer:
        """Save the text of another version, if its claims hold today.

        Raises:
            ClaimsViolated: they do not; each violation is listed.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, _ = await self._unchanged(campaign_id, if_match)
        answer = await self.campaigns.version(campaign_id, request.version)
        _require_no_violations(await violations(unwrap(answer, self.campaigns), self.genai))
        body = request.model_dump(exclude_none=True)
        return await self.campaigns.restore(campaign_id, etag, body)

    async def approve(
        self, campaign_id: str, request: ApprovalRequest, if_match: str | None
    ) -> Answer:
        """Approve a campaign whose claims hold, for the offer as it is now.

        Raises:
            MoveNotAllowed: it is not in review.
            ClaimsViolated: its text says what is not so.
            OfferChanged: the offer has changed, and `confirm` does not confirm what it is now.
            SmartRetailError: the campaign has changed since it was read, or a service did not
                answer.
        """
        etag, campaign = await self._unchanged(campaign_id, if_match)
        _require_approvable(campaign)
        found = await self._findings(etag, campaign)
        _require_no_violations(found.violations)
        _require_confirmed(found, request.confirm)
        staged = f"{campaign_id}~{campaign['revision']}~{secrets.token_hex(4)}"
        audience = await self.audiences.read(campaign, staged)
        body = _approval(request, found, staged, audience)
        return await self.campaigns.approve(campaign_id, etag, body)

    async def preview(self, campaign_id: str, effect: float) -> dict[str, Any]:
        """What an approval would find, without one.

        Raises:
            SmartRetailError: there is no such campaign, or a service did not answer.
        """
        etag, campaign = await self._read(campaign_id)
        found, audience = await asyncio.gather(
            self._findings(etag, campaign), self.audiences.read(campaign, None)
        )
        answer = await self.campaigns.propose_holdout(audience.members, audience.baseline, effect)
        return {
            "id": campaign_id,
            "allowed": "approve" in campaign["allowed"],
            "violations": found.violations,
            "offer": found.offer,
            "changes": found.changes,
            "confirm": found.confirm if found.changes else None,
            "segment": audience.segment,
            "snapshot": audience.snapshot,
            "members": audience.members,
            "baseline_buyers": audience.baseline_buyers,
            "baseline": audience.baseline,
            "baseline_source": audience.source,
            "proposal": unwrap(answer, self.campaigns),
        }

    async def _findings(self, etag: str, campaign: Mapping[str, Any]) -> ApprovalFindings:
        live = await self.offers.live(campaign["stock_code"])
        found = await violations(campaign, self.genai, live=live)
        changes = offer_changes(campaign, live)
        return ApprovalFindings(found, live, changes, confirmation(etag, live))

    async def _unchanged(
        self, campaign_id: str, if_match: str | None
    ) -> tuple[str, dict[str, Any]]:
        """The campaign, if it still is what the caller has read."""
        expected = required_etag(if_match, statement("campaign_unread"))
        etag, campaign = await self._read(campaign_id)
        if etag != expected:
            raise PreconditionFailed(
                statement("campaign_changed"),
                errors=[{"field": "If-Match", "now": etag, "status": campaign["status"]}],
            )
        return etag, campaign

    async def _read(self, campaign_id: str) -> tuple[str, dict[str, Any]]:
        answer = await self.campaigns.campaign(campaign_id)
        return answer.headers.get("etag", ""), unwrap(answer, self.campaigns)


def _approval(
    request: ApprovalRequest, found: ApprovalFindings, staged: str, audience: Audience
) -> dict[str, Any]:
    """The approval with its evidence, as campaign-svc takes it."""
    return {
        "note": request.note,
        "violations": found.violations,
        "offer": found.offer,
        "changes": found.changes,
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
    found: list[dict[str, Any]], refusal: type[SmartRetailError] = ClaimsViolated
) -> None:
    if found:
        first = f"{found[0].get('field')}: {found[0].get('message') or found[0].get('rule')}"
        raise refusal(statement("claims_violated", count=len(found)), note=first, errors=found)


def _require_confirmed(found: ApprovalFindings, confirm: str | None) -> None:
    if found.changes and confirm != found.confirm:
        raise OfferChanged(
            statement("offer_changed"),
            note=_how_to_confirm(found),
            errors=[*found.changes, {"field": "confirm", "now": found.confirm}],
        )


def _require_approvable(campaign: Mapping[str, Any]) -> None:
    allowed = campaign["allowed"]
    if "approve" not in allowed:
        status = campaign["status"]
        raise MoveNotAllowed(
            statement("move_not_allowed", status=status, move="approve"),
            note=f"Allowed moves: {', '.join(allowed) or 'none'}.",
            errors=[{"field": "status", "is": status, "allowed": allowed}],
        )


def _staged(audience_id: str, audience: Audience) -> dict[str, Any]:
    return {
        "id": audience_id,
        "snapshot": audience.snapshot,
        "segment": audience.segment,
        "members": audience.members,
        "baseline_buyers": audience.baseline_buyers,
    }


def _how_to_confirm(found: ApprovalFindings) -> str:
    named = "; ".join(change["message"] for change in found.changes)
    return f"What is new: {named}. To approve it as it is now, send confirm {found.confirm!r}."
