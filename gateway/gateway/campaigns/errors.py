"""Reasons not to save a text or approve a campaign.

The gateway detects them before it calls campaign-svc, which checks again and returns the same codes
and titles. So clients see the same error no matter which service found it.
"""

from contract.refusals import CLAIMS_VIOLATED, MOVE_NOT_ALLOWED, OFFER_CHANGED
from fleet.errors import Conflict, InvalidInput
from fleet.sentences import name_of


class MoveNotAllowed(Conflict):
    """The campaign is not in review, so it can't be approved."""

    code, title = MOVE_NOT_ALLOWED, name_of("refusal", MOVE_NOT_ALLOWED)


class ClaimsViolated(Conflict):
    """The stored text makes claims that the plan does not back."""

    code, title = CLAIMS_VIOLATED, name_of("refusal", CLAIMS_VIOLATED)


class UnusableText(InvalidInput):
    """The text that was sent makes claims that the plan does not back."""

    code, title = CLAIMS_VIOLATED, name_of("refusal", CLAIMS_VIOLATED)


class OfferChanged(Conflict):
    """The plan has changed since the text was saved, and nobody has confirmed the change."""

    code, title = OFFER_CHANGED, name_of("refusal", OFFER_CHANGED)
