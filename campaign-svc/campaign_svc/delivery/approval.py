"""What an approval requires of the approver and of the checks."""

from campaign_svc.campaigns.change_log import Change
from campaign_svc.campaigns.changes import move
from campaign_svc.campaigns.lifecycle import APPROVE, OwnWork
from campaign_svc.campaigns.reconciliation import ReconciledCampaign
from campaign_svc.delivery.schemas import Approval
from contract.refusals import CLAIMS_VIOLATED, OFFER_CHANGED
from fleet.callers import ANONYMOUS, LOCAL, Caller
from fleet.errors import Conflict
from fleet.sentences import name_of
from fleet.statements import statement


class ClaimsViolated(Conflict):
    """The text makes claims that the plan does not back."""

    code, title = CLAIMS_VIOLATED, name_of("refusal", CLAIMS_VIOLATED)


class OfferChanged(Conflict):
    """The live plan is no longer what the text was written for."""

    code, title = OFFER_CHANGED, name_of("refusal", OFFER_CHANGED)


def approval(found: ReconciledCampaign, evidence: Approval, by: Caller, audience: str) -> Change:
    """The approval as a change.

    Raises:
        MoveNotAllowed: the campaign is not in review.
        OwnWork: the approver saved this text.
        ClaimsViolated: the claims check has found something.
        OfferChanged: the offer has changed, and the change was not confirmed.
    """
    own = _is_own(found, by)
    facts = {
        "own_work": own,
        "offer": evidence.offer,
        "changes": evidence.changes,
        "confirmed": evidence.confirmed,
        "snapshot": evidence.audience.snapshot,
    }
    change = move(found, APPROVE, by, evidence.note, facts, audience)
    if own and by.name != LOCAL:
        raise OwnWork(statement("own_work", who=by.name, keys=by.name != ANONYMOUS))
    if evidence.violations:
        raise ClaimsViolated(
            statement("claims_violated", count=len(evidence.violations)),
            errors=evidence.violations,
        )
    if evidence.changes and not evidence.confirmed:
        raise OfferChanged(statement("offer_changed"), errors=evidence.changes)
    return change


def _is_own(found: ReconciledCampaign, by: Caller) -> bool:
    editor = found.state.editor
    return editor is not None and editor.casefold() == by.name.casefold()
