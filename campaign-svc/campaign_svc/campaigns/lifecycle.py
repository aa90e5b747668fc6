"""The lifecycle of a campaign: which moves there are, and what each needs.

    draft → in_review → approved → scheduled → sent
      └────────┴───────────┴──────────┴──→ cancelled

An edit leads back to draft from everywhere but `sent`. A new generation leaves an approved or
scheduled text where it is and waits beside it as a draft; after `sent` or `cancelled` it begins
anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contract.refusals import MOVE_NOT_ALLOWED, OWN_WORK
from fleet.errors import Conflict, Forbidden
from fleet.sentences import name_of
from fleet.statements import statement

DRAFT: Final = "draft"
IN_REVIEW: Final = "in_review"
APPROVED: Final = "approved"
SCHEDULED: Final = "scheduled"
SENT: Final = "sent"
CANCELLED: Final = "cancelled"
SUPERSEDED: Final = "superseded"
STATUSES: Final = (DRAFT, IN_REVIEW, APPROVED, SCHEDULED, SENT, CANCELLED)
LIVE: Final = frozenset({APPROVED, SCHEDULED})
"""Statuses whose text is approved and isn't replaced by generated copy."""
DELIVERABLE: Final = LIVE | {SENT}
EDIT: Final = "edit"
APPROVE: Final = "approve"


@dataclass(frozen=True)
class Move:
    """Leads from any of its sources to its target."""

    sources: frozenset[str]
    target: str


MOVES: Final[Mapping[str, Move]] = {
    "submit": Move(frozenset({DRAFT}), IN_REVIEW),
    "return": Move(frozenset({IN_REVIEW}), DRAFT),
    APPROVE: Move(frozenset({IN_REVIEW}), APPROVED),
    "schedule": Move(frozenset({APPROVED, SCHEDULED}), SCHEDULED),
    "sent": Move(frozenset({APPROVED, SCHEDULED}), SENT),
    "cancel": Move(frozenset({DRAFT, IN_REVIEW, APPROVED, SCHEDULED}), CANCELLED),
    EDIT: Move(frozenset(STATUSES) - {SENT}, DRAFT),
}


class MoveNotAllowed(Conflict):
    """The campaign is in a state that does not allow this move."""

    code, title = MOVE_NOT_ALLOWED, name_of("refusal", MOVE_NOT_ALLOWED)


class OwnWork(Forbidden):
    """The last editor of a text may not approve it."""

    code, title = OWN_WORK, name_of("refusal", OWN_WORK)


def allowed_moves(status: str) -> list[str]:
    """What can be done with a campaign of this status."""
    return [name for name, move in MOVES.items() if status in move.sources]


def moved(status: str, move: str) -> str:
    """The status after a move.

    Raises:
        MoveNotAllowed: not from this status; its note names what is allowed.
    """
    if status not in MOVES[move].sources:
        allowed = allowed_moves(status)
        raise MoveNotAllowed(
            statement("move_not_allowed", status=status, move=move),
            note=f"Allowed moves: {', '.join(allowed) or 'none; generate a new text instead'}.",
            errors=[{"field": "status", "is": status, "allowed": allowed}],
        )
    return MOVES[move].target
