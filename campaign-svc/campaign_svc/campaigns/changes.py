"""Builds log entries for changes to a campaign, and the campaign after them."""

from collections.abc import Mapping
from dataclasses import replace

from campaign_svc.campaigns.change_log import Change
from campaign_svc.campaigns.lifecycle import DELIVERABLE, EDIT, moved
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.campaigns.records import shown_record
from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import Document
from fleet.errors import PreconditionFailed
from fleet.statements import statement


def require_match(found: ReconciledCampaign, if_match: str | None) -> None:
    """Refuse a change made for a different state of the campaign.

    Raises:
        PreconditionFailed: the campaign has changed since `if_match`.
    """
    if if_match is not None and not found.matches(if_match):
        raise PreconditionFailed(
            statement("campaign_changed"),
            errors=[{"field": "If-Match", "now": found.etag, "status": found.status}],
        )


def after(campaign_id: str, found: ReconciledCampaign | None, change: Change) -> ReconciledCampaign:
    """The campaign immediately after a change, even if others have changed it since."""
    revision = 1 if found is None else found.revision + 1
    beside = change.record is None or change.state.version != change.state.newest
    text = found.record if found is not None and beside else change.record
    assert text is not None  # noqa: S101 - a change without a text is made to an existing campaign
    old = None if found is None else found.record
    record = shown_record(campaign_id, text, change.state, revision, old)
    return ReconciledCampaign(record, change.state, revision)


def move(
    found: ReconciledCampaign,
    name: str,
    by: Caller,
    note: str | None,
    facts: Mapping[str, object] | None = None,
    audience: str | None = None,
) -> Change:
    """A status change; an approval also sets the frozen audience.

    Raises:
        MoveNotAllowed: not allowed in the campaign's status.
    """
    status = moved(found.status, name)
    frozen = (audience or found.state.audience) if status in DELIVERABLE else None
    state = replace(found.state, status=status, audience=frozen)
    return Change(name, by, state, note=note, facts=facts or {})


def edit(
    action: str,
    found: ReconciledCampaign,
    text: Document,
    by: Caller,
    note: str | None,
    facts: Mapping[str, object] | None = None,
) -> Change:
    """A new text as a change: a new version, which is a draft.

    Raises:
        MoveNotAllowed: the campaign has been sent.
    """
    moved(found.status, EDIT)
    state = found.state.saved(by.name, edit=True)
    before = {"after": found.status, **(facts or {})}
    return Change(action, by, state, signed(text, by, action), note, before)


def signed(text: Document, by: Caller, origin: str) -> Document:
    """The text with its author and origin."""
    return {**text, "author": by.name, "origin": origin, "saved_at": timestamp()}
