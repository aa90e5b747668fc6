"""Saving and approving campaigns: what the other services know is asked before campaign-svc keeps.

campaign-svc keeps a text or an approval only under /internal, which nobody but us reaches; so what
is checked here cannot be gone around.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract.if_match import etag_of
from fleet.errors import PreconditionFailed, PreconditionRequired
from fleet.statements import statement
from fleet.upstream import Answer
from gateway.campaigns.audience import Audience, read_audience
from gateway.campaigns.claims import violations
from gateway.campaigns.offer import confirmation, live_offer, offer_changes
from gateway.campaigns.paths import internal_path, public_path
from gateway.campaigns.refusals import ClaimsViolated, MoveNotAllowed, OfferChanged, UnusableText
from gateway.campaigns.schemas import ApprovalAsked, EditAsked, RestoreAsked
from gateway.resources import Resources
from gateway.upstreams.answers import read_object


@dataclass(frozen=True)
class Findings:
    """What was found out about a campaign that is to be approved."""

    violations: list[dict[str, Any]]
    offer: dict[str, Any]
    changes: list[dict[str, Any]]
    confirm: str


async def edit(
    campaign_id: str, asked: EditAsked, seen: str | None, resources: Resources
) -> Answer:
    """Save other texts whose claims hold.

    Raises:
        UnusableText: they do not; each violation is listed.
        SmartRetailError: the campaign has changed since it was seen, or a service did not answer.
    """
    etag, campaign = await _seen(campaign_id, seen, resources)
    changes = asked.model_dump(exclude={"note"}, exclude_none=True)
    found = await violations({**campaign, **changes}, resources)
    if found:
        raise UnusableText(
            _sentence(found), statement("claims_violated", count=len(found)), errors=found
        )
    body = asked.model_dump(exclude_none=True)
    return await _keep(resources, "PATCH", internal_path(campaign_id), etag, body)


async def restore(
    campaign_id: str, asked: RestoreAsked, seen: str | None, resources: Resources
) -> Answer:
    """Save the text of another version, if its claims hold today.

    Raises:
        ClaimsViolated: they do not; each violation is listed.
        SmartRetailError: the campaign has changed since it was seen, or a service did not answer.
    """
    etag, _ = await _seen(campaign_id, seen, resources)
    version = await _ask(resources, public_path(campaign_id, f"/versions/{asked.version}"))
    found = await violations(version, resources)
    if found:
        raise ClaimsViolated(
            _sentence(found), statement("claims_violated", count=len(found)), errors=found
        )
    body = asked.model_dump(exclude_none=True)
    return await _keep(resources, "POST", internal_path(campaign_id, ":restore"), etag, body)


async def approve(
    campaign_id: str, asked: ApprovalAsked, seen: str | None, resources: Resources
) -> Answer:
    """Approve a campaign whose claims hold, for the offer as it is now.

    Raises:
        MoveNotAllowed: it is not in review.
        ClaimsViolated: its text says what is not so.
        OfferChanged: the offer has changed, and `confirm` does not confirm what it is now.
        SmartRetailError: the campaign has changed since it was seen, or a service did not answer.
    """
    etag, campaign = await _seen(campaign_id, seen, resources)
    _require_approvable(campaign)
    found = await _find_out(etag, campaign, resources)
    if found.violations:
        raise ClaimsViolated(
            _sentence(found.violations),
            statement("claims_violated", count=len(found.violations)),
            errors=found.violations,
        )
    confirmed = asked.confirm == found.confirm
    if found.changes and not confirmed:
        raise OfferChanged(
            _ask_to_confirm(found),
            statement("offer_changed"),
            errors=[*found.changes, {"field": "confirm", "now": found.confirm}],
        )
    staged = f"{campaign_id}~{campaign['revision']}~{secrets.token_hex(4)}"
    audience = await read_audience(campaign, resources, staged)
    body = {
        "note": asked.note,
        "violations": found.violations,
        "offer": found.offer,
        "changes": found.changes,
        "confirmed": bool(found.changes) and confirmed,
        "audience": _staged(staged, audience),
        "holdout": {
            "size": asked.holdout.size,
            "effect": asked.holdout.effect,
            "baseline": audience.baseline,
            "baseline_source": audience.source,
        },
    }
    return await _keep(resources, "POST", internal_path(campaign_id, ":approve"), etag, body)


async def preview(campaign_id: str, effect: float, resources: Resources) -> dict[str, Any]:
    """What an approval would find, without one.

    Raises:
        SmartRetailError: there is no such campaign, or a service did not answer.
    """
    etag, campaign = await _read(campaign_id, resources)
    found, audience = await asyncio.gather(
        _find_out(etag, campaign, resources),
        read_audience(campaign, resources, None),
    )
    baseline, members = audience.baseline, audience.members
    query = f"?customers={members}&baseline={baseline}&effect={effect}"
    proposal = await _ask(resources, f"/v1/holdout{query}")
    return {
        "id": campaign_id,
        "allowed": "approve" in campaign["allowed"],
        "violations": found.violations,
        "offer": found.offer,
        "changes": found.changes,
        "confirm": found.confirm if found.changes else None,
        "segment": audience.segment,
        "snapshot": audience.snapshot,
        "members": members,
        "sure_buyers": audience.sure_buyers,
        "baseline": baseline,
        "baseline_source": audience.source,
        "proposal": proposal,
    }


async def _find_out(etag: str, campaign: Mapping[str, Any], resources: Resources) -> Findings:
    live = await live_offer(campaign["stock_code"], resources)
    found = await violations(campaign, resources, live=live)
    return Findings(found, live, offer_changes(campaign, live), confirmation(etag, live))


async def _seen(
    campaign_id: str, seen: str | None, resources: Resources
) -> tuple[str, dict[str, Any]]:
    """The campaign, if it still is what the caller has seen."""
    named = etag_of(seen)
    if named is None:
        raise PreconditionRequired(
            "Send If-Match with the ETag of the campaign as you read it, so that nobody's change "
            "is lost.",
            statement("campaign_unread"),
        )
    etag, campaign = await _read(campaign_id, resources)
    if etag != named:
        raise PreconditionFailed(
            "Somebody has changed the campaign since you read it; read it again.",
            statement("campaign_changed"),
            errors=[{"field": "If-Match", "now": etag, "status": campaign["status"]}],
        )
    return etag, campaign


async def _read(campaign_id: str, resources: Resources) -> tuple[str, dict[str, Any]]:
    upstream, limit = resources.upstreams["campaign-svc"], resources.settings.forward_seconds
    answer = await upstream.call("GET", public_path(campaign_id), limit=limit)
    return answer.headers.get("etag", ""), read_object(answer, upstream)


async def _ask(resources: Resources, path: str) -> dict[str, Any]:
    upstream, limit = resources.upstreams["campaign-svc"], resources.settings.forward_seconds
    return read_object(await upstream.call("GET", path, limit=limit), upstream)


async def _keep(
    resources: Resources, method: str, path: str, etag: str, body: Mapping[str, Any]
) -> Answer:
    upstream, limit = resources.upstreams["campaign-svc"], resources.settings.forward_seconds
    headers = {"If-Match": etag}
    return await upstream.call(method, path, limit=limit, headers=headers, json=dict(body))


def _require_approvable(campaign: Mapping[str, Any]) -> None:
    allowed = campaign["allowed"]
    if "approve" not in allowed:
        status = campaign["status"]
        raise MoveNotAllowed(
            f"The campaign is {status}, which does not allow 'approve'. Allowed from here: "
            f"{', '.join(allowed) or 'nothing'}.",
            statement("move_not_allowed", status=status, move="approve"),
            errors=[{"field": "status", "is": status, "allowed": allowed}],
        )


def _staged(audience_id: str, audience: Audience) -> dict[str, Any]:
    return {
        "id": audience_id,
        "snapshot": audience.snapshot,
        "segment": audience.segment,
        "members": audience.members,
        "sure_buyers": audience.sure_buyers,
    }


def _sentence(found: list[dict[str, Any]]) -> str:
    first = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{first.get('field')}: {first.get('message') or first.get('rule')}{more}."


def _ask_to_confirm(found: Findings) -> str:
    named = "; ".join(change["message"] for change in found.changes)
    return (
        f"The offer has changed since the text was written: {named}. To approve it as it is now, "
        f"send confirm {found.confirm!r}."
    )
