"""How many simulations run at a time, and what ends them."""

import asyncio
import os
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from fastapi import FastAPI
from support.apps import serve_app
from support.waiting import until

from fleet.deadline import start_deadline
from fleet.errors import DeadlineExceeded, SmartRetailError
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.main import create_app
from strategy_svc.optimizer.candidates import as_products
from strategy_svc.optimizer.optimum import value_options
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.resources import Resources
from strategy_svc.settings import Settings
from strategy_svc.simulation.question import Answer, Question
from strategy_svc.simulation.schemas import SimulationRequest
from strategy_svc.simulation.service import MAX_RUNNING, Simulations
from strategy_svc.simulation.worker_process import ask_worker

Make = Callable[..., Any]
ROUTE = "/v1/plan:simulate"
PATIENCE_SECONDS = 20


class Worker:
    """Answers when it is let go, and notes who began and who was cancelled."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.begun = asyncio.Semaphore(0)
        self.cancelled = asyncio.Event()

    async def ask(self, question: Question) -> Answer:
        """The snapshot's id in place of a simulation."""
        self.begun.release()
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return Answer(question.snapshot.encode())


@pytest.fixture(name="staging")
def _staging(product: Make, history: Make, write_shop: Make) -> Path:
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    staging: Path = write_shop([product("S0", 40, 400, **own)], history("S0", elasticity=4.0))
    refresh_plan(staging, as_of=date(2011, 9, 9), currency="GBP")
    return staging


@pytest.fixture(name="worker")
async def _worker() -> Worker:
    return Worker()


@pytest.fixture(name="app")
def _app(staging: Path) -> FastAPI:
    return create_app(Settings(state_url=str(staging), currency="GBP"))


@pytest.fixture(name="client")
async def _client(app: FastAPI, worker: Worker) -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(app) as client:
        resources: Resources = app.state.resources
        simulations = Simulations("GBP", worker.ask)
        app.state.resources = replace(resources, simulations=simulations)
        yield client


def _question(inputs: pl.DataFrame) -> Question:
    return Question("flat", inputs, pl.DataFrame(), {}, True, "GBP", SimulationRequest())


def _begin(client: httpx.AsyncClient, number: int) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post(ROUTE, json={"rows": number}))


async def test_the_third_at_a_time_is_asked_to_come_back(
    client: httpx.AsyncClient, worker: Worker
) -> None:
    """Two are computed; the next one is 429 with `Retry-After` until one of them has ended."""
    running = [_begin(client, number) for number in range(MAX_RUNNING)]
    for _ in running:
        await worker.begun.acquire()
    refused = await client.post(ROUTE, json={})
    worker.release.set()
    assert [(await task).status_code for task in running] == [200] * MAX_RUNNING
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["code"] == "too_many_requests"
    assert refused.json()["statement"]["code"] == "simulations_busy"
    assert (await client.post(ROUTE, json={})).status_code == 200


async def test_work_ends_when_its_caller_hangs_up(
    client: httpx.AsyncClient, worker: Worker
) -> None:
    """A client that goes away ends its simulation, and its place is free again."""
    gone = [_begin(client, number) for number in range(MAX_RUNNING)]
    for task in gone:
        await worker.begun.acquire()
        task.cancel()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await worker.cancelled.wait()
        worker.release.set()
        while (await client.post(ROUTE, json={})).status_code == 429:
            await asyncio.sleep(0)
    assert (await client.post(ROUTE, json={})).status_code == 200


async def test_work_ends_at_the_callers_deadline(client: httpx.AsyncClient, worker: Worker) -> None:
    """When the caller's time is over the simulation is cancelled and the answer says so."""
    answer = await client.post(ROUTE, json={}, headers={"X-Deadline-Ms": "50"})
    assert answer.status_code == 504
    assert answer.json()["code"] == DeadlineExceeded.code
    assert worker.cancelled.is_set()


async def test_a_worker_nobody_waits_for_is_killed(staging: Path) -> None:
    """Cancelling leaves no process behind, whatever it was at."""
    forever = (sys.executable, "-c", "import signal; signal.pause()")
    before = _children()
    question = _question(pl.read_parquet(staging / "plan_inputs.parquet"))
    asking = asyncio.create_task(ask_worker(question, command=forever))
    await until(lambda: bool(_children() - before), PATIENCE_SECONDS)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert _children() == before


async def test_a_worker_that_dies_is_a_defect_and_no_answer(staging: Path) -> None:
    """A worker that ends without an answer is an internal error."""
    dying = (sys.executable, "-c", "import sys; sys.exit(3)")
    question = _question(pl.read_parquet(staging / "plan_inputs.parquet"))
    start_deadline(None)
    with pytest.raises(SmartRetailError, match="without an answer"):
        await ask_worker(question, command=dying)


def test_a_long_ladder_takes_no_more_memory_at_a_time(staging: Path) -> None:
    """600 products at 101 discounts are valued within 400 MB; in one piece it was 700 MB."""
    table = pl.concat([pl.read_parquet(staging / "plan_inputs.parquet")] * 600)
    settings = PlanSettings(ladder=tuple(range(101)), max_discount=100, margin_floor=-9)
    tracemalloc.start()
    value_options(as_products(table, settings), settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400e6


@pytest.mark.long
async def test_memory_returns_to_its_base(staging: Path) -> None:
    """After simulations of 20,000 products the service's own process is as large as before."""
    inputs = pl.concat([pl.read_parquet(staging / "plan_inputs.parquet")] * 20_000).with_columns(
        stock_code=pl.int_range(pl.len()).cast(pl.String),
        category=pl.int_range(pl.len()).cast(pl.String),
    )
    await ask_worker(_question(inputs))
    base = _resident_bytes()
    for _ in range(3):
        await asyncio.gather(*(ask_worker(_question(inputs)) for _ in range(MAX_RUNNING)))
    assert _resident_bytes() <= base + 50e6


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _children() -> set[str]:
    tasks = Path("/proc/self/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}
