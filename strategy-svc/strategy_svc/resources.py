from dataclasses import dataclass

from fleet.documents import DocumentStore
from fleet.snapshots import LiveSnapshot
from strategy_svc.changes.service import ChangeFinder
from strategy_svc.decisions.service import Decisions
from strategy_svc.dismissals.service import Dismissals
from strategy_svc.plan.repository import PlanView
from strategy_svc.simulation.service import Simulations


@dataclass(frozen=True)
class Resources:
    """Resources opened by the lifespan.

    Attributes:
        plan: The plan of the live snapshot.
        currency: ISO code of the amounts.
        documents: The store itself, for the readiness check.
        decisions: The use cases over the decision ledger.
        changes: What changed since an earlier plan in the ledger.
        dismissals: Actions people dismissed.
        simulations: Running what-if simulations.
    """

    plan: LiveSnapshot[PlanView]
    currency: str
    documents: DocumentStore
    decisions: Decisions
    changes: ChangeFinder
    dismissals: Dismissals
    simulations: Simulations
