"""What the service and the worker that computes a simulation tell each other."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fleet.statements import Statement
from strategy_svc.simulation.schemas import SimulationRequest

# Ends a worker whose service was killed before it could end it.
MAX_CPU_SECONDS = 120


@dataclass(frozen=True)
class Question:
    """All that a simulation needs, apart from the service, so that another process can answer it.

    Attributes:
        snapshot: Id of the snapshot that is looked at.
        inputs: Columns of `product_columns.COLUMNS`.
        current: Rows of the plan as it stands, with the columns of `PlanRow`.
        names: Product names by stock code.
        customers_known: Whether anybody had a segment when the plan was made.
        currency: ISO code of the amounts.
        request: What to try.
    """

    snapshot: str
    inputs: pl.DataFrame
    current: pl.DataFrame
    names: Mapping[str, str]
    customers_known: bool
    currency: str
    request: SimulationRequest


@dataclass(frozen=True)
class Answer:
    """What came of a question.

    Attributes:
        body: The `Simulation` as JSON; empty where the settings were refused.
        refusal: Why they were; None where they were not.
        statement: The refusal's statement.
    """

    body: bytes
    refusal: str | None = None
    statement: Statement | None = None
