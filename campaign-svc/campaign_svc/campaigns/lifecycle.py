"""The lifecycle of a campaign: the possible status changes, and what each requires.

    draft → in_review → approved → scheduled → sent
      └────────┴───────────┴──────────┴──→ cancelled

An edit leads back to draft from every status except `sent`. Newly generated copy does not replace
an approved or scheduled text but becomes a separate draft; after `sent` or `cancelled` it starts
the lifecycle again.
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
    """A status change from any of its sources to its target."""

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
    """The moves allowed in this status."""
    return [name for name, move in MOVES.items() if status in move.sources]


def moved(status: str, move: str) -> str:
    """The status after a move.

    Raises:
        MoveNotAllowed: the move is not allowed in this status; the note lists the allowed ones.
    """
    if status not in MOVES[move].sources:
        allowed = allowed_moves(status)
        raise MoveNotAllowed(
            statement("move_not_allowed", status=status, move=move),
            note=f"Allowed moves: {', '.join(allowed) or 'none; generate a new text instead'}.",
            errors=[{"field": "status", "is": status, "allowed": allowed}],
        )
    return MOVES[move].target
