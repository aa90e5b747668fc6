"""The audience of an approved campaign: the segment without opt-outs, and a holdout."""

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass

from campaign_svc.delivery.forgotten_customers import Forgotten
from campaign_svc.delivery.holdout_draw import draw as draw_holdout
from campaign_svc.delivery.holdout_size import propose
from campaign_svc.delivery.schemas import Approval
from fleet.documents import Document
from fleet.errors import Conflict, InvalidInput
from fleet.statements import statement


@dataclass(frozen=True)
class FrozenAudience:
    """A drawn audience.

    Attributes:
        head: Sizes, seed and proposal, in their stored form.
        recipients: Customers to contact, sorted.
        holdout: Customers held out, sorted.
    """

    head: Document
    recipients: list[str]
    holdout: list[str]


def draw(
    members: AbstractSet[str],
    opted_out: AbstractSet[str],
    forgotten: Forgotten,
    evidence: Approval,
) -> FrozenAudience:
    """Leave out customers who opted out, and draw the holdout from the rest.

    Raises:
        Conflict: no customer is left to contact.
        InvalidInput: the requested holdout leaves no customer to contact.
    """
    unwilling = members & opted_out
    erased = {customer for customer in members - unwilling if forgotten.holds(customer)}
    remaining = members - unwilling - erased
    wish = evidence.holdout
    proposal = propose(len(remaining), wish.baseline, min(wish.effect, 1 - wish.baseline))
    size = _holdout_size(len(remaining), proposal.size if wish.size is None else wish.size)
    seed = secrets.token_hex(16)
    recipients, holdout = draw_holdout(remaining, size, seed)
    head: Document = {
        "_id": evidence.audience.id,
        "snapshot": evidence.audience.snapshot,
        "segment": evidence.audience.segment,
        "members": len(members),
        "baseline_buyers": evidence.audience.baseline_buyers,
        "opted_out": len(unwilling),
        "forgotten": len(erased),
        "recipients": len(recipients),
        "holdout": len(holdout),
        "seed": seed,
        "effect": wish.effect,
        "baseline": wish.baseline,
        "baseline_source": wish.baseline_source,
        "proposal": asdict(proposal) | {"statement": proposal.statement.model_dump()},
    }
    return FrozenAudience(head, recipients, holdout)


def _holdout_size(customers: int, size: int) -> int:
    if customers == 0:
        raise Conflict(statement("nobody_left"))
    if size >= customers:
        raise InvalidInput(
            statement("holdout_whole", size=size, customers=customers),
            note="Its size is the field holdout.size.",
        )
    return size
