"""Why a text is not saved or a campaign not approved, as campaign-svc would say it."""

from fleet.errors import Conflict, InvalidInput


class MoveNotAllowed(Conflict):
    """The campaign is in a state that does not allow this move."""

    code, title = "move_not_allowed", "Not allowed in this status"


class ClaimsViolated(Conflict):
    """The stored text claims what the plan does not back."""

    code, title = "claims_violated", "Some claims aren't backed by the plan"


class UnusableText(InvalidInput):
    """The text that was sent claims what the plan does not back."""

    code, title = "claims_violated", "Some claims aren't backed by the plan"


class OfferChanged(Conflict):
    """The live plan is no longer what the text was written for."""

    code, title = "offer_changed", "The offer has changed"
