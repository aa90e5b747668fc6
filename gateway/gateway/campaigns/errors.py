"""Reasons not to save a text or approve a campaign, with campaign-svc's codes and titles."""

from contract.refusals import CLAIMS_VIOLATED, MOVE_NOT_ALLOWED, OFFER_CHANGED
from fleet.errors import Conflict, InvalidInput
from fleet.sentences import name_of


class MoveNotAllowed(Conflict):
    """The campaign is in a state that does not allow this move."""

    code, title = MOVE_NOT_ALLOWED, name_of("refusal", MOVE_NOT_ALLOWED)


class ClaimsViolated(Conflict):
    """The stored text makes claims that the plan does not back."""

    code, title = CLAIMS_VIOLATED, name_of("refusal", CLAIMS_VIOLATED)


class UnusableText(InvalidInput):
    """The text that was sent makes claims that the plan does not back."""

    code, title = CLAIMS_VIOLATED, name_of("refusal", CLAIMS_VIOLATED)


class OfferChanged(Conflict):
    """The live plan is no longer what the text was written for."""

    code, title = OFFER_CHANGED, name_of("refusal", OFFER_CHANGED)
