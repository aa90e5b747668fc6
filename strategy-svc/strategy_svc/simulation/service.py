"""Tries other settings on the products of the live snapshot."""

import asyncio
from collections.abc import Awaitable, Callable

from contract.snapshot_files import PLAN_INPUTS_FILE
from fleet.deadline import seconds_left
from fleet.errors import Conflict, DeadlineExceeded, InvalidInput, TooManyRequests
from fleet.snapshots import Loaded
from fleet.statements import statement
from strategy_svc.plan.repository import PlanView
from strategy_svc.simulation.question import MAX_CPU_SECONDS, Answer, Question
from strategy_svc.simulation.schemas import SimulationRequest
from strategy_svc.simulation.worker_process import ask_worker

MAX_RUNNING = 2
RETRY_SECONDS = 2


class Simulations:
    """Runs simulations, each in a separate process, at most `MAX_RUNNING` at a time."""

    def __init__(
        self, currency: str, ask: Callable[[Question], Awaitable[Answer]] = ask_worker
    ) -> None:
        self._currency = currency
        self._ask = ask
        self._running = 0

    async def simulate(self, loaded: Loaded[PlanView], request: SimulationRequest) -> bytes:
        """The `Simulation` under the requested settings, as JSON; cancelling stops the computation.

        Raises:
            Conflict: the snapshot has no plan inputs.
            InvalidInput: the settings contradict each other or the products.
            TooManyRequests: `MAX_RUNNING` simulations are already running.
            DeadlineExceeded: the caller's deadline has passed.
        """
        question = _question(loaded, request, self._currency)
        answer = await self._computed(question)
        if answer.refusal is not None:
            raise InvalidInput(answer.refusal, statement=answer.statement)
        return answer.body

    async def _computed(self, question: Question) -> Answer:
        if self._running >= MAX_RUNNING:
            raise TooManyRequests(statement("simulations_busy"), retry_after=RETRY_SECONDS)
        self._running += 1
        try:
            async with asyncio.timeout(seconds_left(MAX_CPU_SECONDS)):
                return await self._ask(question)
        except TimeoutError:
            raise DeadlineExceeded(statement("out_of_time")) from None
        finally:
            self._running -= 1


def _question(loaded: Loaded[PlanView], request: SimulationRequest, currency: str) -> Question:
    view = loaded.view
    if view.inputs is None:
        raise Conflict(
            statement("no_plan_inputs"),
            note=f"Snapshot {loaded.snapshot.id} has no {PLAN_INPUTS_FILE}: run "
            "`smartretail refresh`.",
        )
    return Question(
        snapshot=loaded.snapshot.id,
        inputs=view.inputs,
        current=view.rows,
        names=view.names,
        customers_known=view.customers_known,
        currency=currency,
        request=request,
    )
