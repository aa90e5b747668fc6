"""Messages between the service and the worker that computes a simulation."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fleet.statements import Statement
from strategy_svc.simulation.schemas import SimulationRequest

# Ends a worker whose service was killed before it could end it.
MAX_CPU_SECONDS = 120


@dataclass(frozen=True)
class Question:
    """Everything a simulation needs, so that another process can run it.

    Attributes:
        snapshot: Id of the snapshot it is based on.
        inputs: Columns of `product_columns.COLUMNS`.
        current: Rows of the current plan, with the columns of `PlanRow`.
        names: Product names by stock code.
        customers_known: Whether any customer had a segment when the plan was made.
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
    """The result of a question.

    Attributes:
        body: The `Simulation` as JSON; empty if the settings were refused.
        refusal: Why the settings were refused; None if they were accepted.
        statement: The refusal's statement.
    """

    body: bytes
    refusal: str | None = None
    statement: Statement | None = None
