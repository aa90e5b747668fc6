"""How many simulations run concurrently, and what cancels them."""

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


class FakeWorker:
    """Answers once it is released, and records which simulations started and were cancelled."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.started = asyncio.Semaphore(0)
        self.cancelled = asyncio.Event()

    async def ask(self, question: Question) -> Answer:
        """Returns the snapshot's id in place of a simulation."""
        self.started.release()
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
async def _worker() -> FakeWorker:
    return FakeWorker()


@pytest.fixture(name="app")
def _app(staging: Path) -> FastAPI:
    return create_app(Settings(state_url=str(staging), currency="GBP"))


@pytest.fixture(name="client")
async def _client(app: FastAPI, worker: FakeWorker) -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(app) as client:
        resources: Resources = app.state.resources
        simulations = Simulations("GBP", worker.ask)
        app.state.resources = replace(resources, simulations=simulations)
        yield client


def _question(inputs: pl.DataFrame) -> Question:
    return Question("flat", inputs, pl.DataFrame(), {}, True, "GBP", SimulationRequest())


def _begin(client: httpx.AsyncClient, number: int) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post(ROUTE, json={"rows": number}))


async def test_third_concurrent_simulation_is_rejected(
    client: httpx.AsyncClient, worker: FakeWorker
) -> None:
    """Two run; the next one is a 429 with `Retry-After` until one of them has ended."""
    running = [_begin(client, number) for number in range(MAX_RUNNING)]
    for _ in running:
        await worker.started.acquire()
    refused = await client.post(ROUTE, json={})
    worker.release.set()
    assert [(await task).status_code for task in running] == [200] * MAX_RUNNING
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["code"] == "too_many_requests"
    assert refused.json()["statement"]["code"] == "simulations_busy"
    assert (await client.post(ROUTE, json={})).status_code == 200


async def test_simulation_is_cancelled_on_disconnect(
    client: httpx.AsyncClient, worker: FakeWorker
) -> None:
    """A client that disconnects cancels its simulation and frees its slot."""
    disconnected = [_begin(client, number) for number in range(MAX_RUNNING)]
    for task in disconnected:
        await worker.started.acquire()
        task.cancel()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await worker.cancelled.wait()
        worker.release.set()
        while (await client.post(ROUTE, json={})).status_code == 429:
            await asyncio.sleep(0)
    assert (await client.post(ROUTE, json={})).status_code == 200


async def test_simulation_is_cancelled_at_the_deadline(
    client: httpx.AsyncClient, worker: FakeWorker
) -> None:
    """At the caller's deadline the simulation is cancelled, and the response says so."""
    answer = await client.post(ROUTE, json={}, headers={"X-Deadline-Ms": "50"})
    assert answer.status_code == 504
    assert answer.json()["code"] == DeadlineExceeded.code
    assert worker.cancelled.is_set()


async def test_cancelled_worker_process_is_killed(staging: Path) -> None:
    """Cancelling leaves no process behind."""
    forever = (sys.executable, "-c", "import signal; signal.pause()")
    before = _children()
    question = _question(pl.read_parquet(staging / "plan_inputs.parquet"))
    request = asyncio.create_task(ask_worker(question, command=forever))
    await until(lambda: bool(_children() - before), PATIENCE_SECONDS)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert _children() == before


async def test_crashed_worker_is_an_internal_error(staging: Path) -> None:
    """A worker that exits without a result is an internal error."""
    exiting = (sys.executable, "-c", "import sys; sys.exit(3)")
    question = _question(pl.read_parquet(staging / "plan_inputs.parquet"))
    start_deadline(None)
    with pytest.raises(SmartRetailError, match="without a result"):
        await ask_worker(question, command=exiting)


def test_many_discounts_need_limited_memory(staging: Path) -> None:
    """600 products at 101 discounts are valued within 400 MB; unsplit it was 700 MB."""
    table = pl.concat([pl.read_parquet(staging / "plan_inputs.parquet")] * 600)
    settings = PlanSettings(ladder=tuple(range(101)), max_discount=100, margin_floor=-9)
    tracemalloc.start()
    value_options(as_products(table, settings), settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400e6


@pytest.mark.long
async def test_memory_is_released(staging: Path) -> None:
    """After simulations of 20,000 products the service's own process is as large as before."""
    inputs = pl.concat([pl.read_parquet(staging / "plan_inputs.parquet")] * 20_000).with_columns(
        stock_code=pl.int_range(pl.len()).cast(pl.String),
        category=pl.int_range(pl.len()).cast(pl.String),
    )
    await ask_worker(_question(inputs))
    baseline = _resident_bytes()
    for _ in range(3):
        await asyncio.gather(*(ask_worker(_question(inputs)) for _ in range(MAX_RUNNING)))
    assert _resident_bytes() <= baseline + 50e6


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _children() -> set[str]:
    tasks = Path("/proc/self/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}
