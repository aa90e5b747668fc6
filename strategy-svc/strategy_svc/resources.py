from dataclasses import dataclass

from fleet.snapshots import LiveSnapshot
from strategy_svc.plan.repository import PlanView


@dataclass(frozen=True)
class Resources:
    """What the lifespan opens.

    Attributes:
        plan: The plan of the live snapshot.
        currency: ISO code of the amounts.
    """

    plan: LiveSnapshot[PlanView]
    currency: str
