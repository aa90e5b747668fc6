"""Each service, on a snapshot with one changed file, never answers from that file."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from fastapi import FastAPI
from support.waiting import until

from fleet.snapshots import find_snapshot, open_snapshot
from forecast_svc.main import create_app as forecast_app
from forecast_svc.settings import Settings as ForecastSettings
from inventory_svc.main import create_app as inventory_app
from inventory_svc.settings import Settings as InventorySettings
from segmentation_svc.main import create_app as segmentation_app
from segmentation_svc.settings import Settings as SegmentationSettings
from strategy_svc.main import create_app as strategy_app
from strategy_svc.settings import Settings as StrategySettings
from strategy_svc.simulation.question import Answer, Question
from strategy_svc.simulation.service import Simulations
from strategy_svc.simulation.worker import answer

SERVICES = {
    "forecast": (forecast_app, ForecastSettings),
    "inventory": (inventory_app, InventorySettings),
    "segmentation": (segmentation_app, SegmentationSettings),
    "strategy": (strategy_app, StrategySettings),
}
READ_BY = {
    "forecast": {"predicted_7d_demand.csv", "demand_moves.json", "forecast_log.parquet"},
    "inventory": {"inventory_state.csv", "catalogue.parquet", "ledger.parquet"},
    "segmentation": {"customer_segments.csv", "segment_model.json"},
    "strategy": {"campaign_plan.csv", "plan_customers.parquet", "ledger.parquet"},
}
"""Some files that each service must reject, so that the test is not vacuous."""
TRACE = {"traceparent": f"00-{1:032x}-{1:016x}-01"}
"""Problem documents have the trace id: with a fixed one, equal problems are equal texts."""
NOT_FROM_SNAPSHOTS = ("/health", "/metrics")
WRITES = {"/v1/decisions", "/v1/dismissals", "/v1/dismissals:undo"}
"""Each answer of these has another id and time."""
_CODE = re.compile(r'"stock_code": "(\w+)"')
Request = tuple[str, str, Any]
Answers = dict[str, tuple[int, str]]


def service_app(service: str, state: Path) -> FastAPI:
    create_app, settings = SERVICES[service]
    return create_app(settings(state_url=str(state), documents_path=state / "documents.sqlite3"))  # pyright: ignore[reportArgumentType, reportCallIssue] - each service's own settings


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers=TRACE
        ) as client,
    ):
        yield client


def read_requests(app: FastAPI, codes: list[str]) -> Iterator[Request]:
    """Every route that reads: GET with a product's code for each parameter, POST with examples."""
    document = app.openapi()
    for path, methods in document["paths"].items():
        if path.startswith(NOT_FROM_SNAPSHOTS):
            continue
        if "get" in methods:
            parts = path.split("/")
            filled = (codes[0] if part.startswith("{") else part for part in parts)
            yield "GET", "/".join(filled), None
        if "post" in methods and path not in WRITES:
            for body in example_bodies(document, methods["post"]):
                yield "POST", path, with_codes(body, codes)


def example_bodies(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The documented examples of an operation's body."""
    body = operation["requestBody"]["content"]["application/json"]
    if "examples" in body:
        return [example["value"] for example in body["examples"].values()]
    return [document["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]["example"]]


def with_codes(body: dict[str, Any], codes: list[str]) -> Any:
    """An example with this shop's products, and with sales that are over."""
    text = json.dumps(body)
    for example, code in zip(dict.fromkeys(_CODE.findall(text)), codes, strict=False):
        text = text.replace(f'"{example}"', f'"{code}"')
    return json.loads(text) | ({"sent_on": "2000-01-01"} if "sent_on" in body else {})


async def record_plan(app: FastAPI) -> None:
    """Wait until the plan is in the decision ledger, as `/v1/decisions/outcomes` then shows."""
    async with serving(app) as client:

        async def is_recorded() -> bool:
            return len((await client.get("/v1/decisions/outcomes")).json()["plans"]) == 1

        await until(is_recorded)


@pytest.fixture(autouse=True)
def _simulate_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate without starting a process each time, which takes half a second."""

    async def ask(question: Question) -> Answer:
        return await asyncio.to_thread(answer, question)

    monkeypatch.setattr("strategy_svc.main.Simulations", partial(Simulations, ask=ask))


async def fetch_all(app: FastAPI, requests: list[Request]) -> Answers:
    answers: Answers = {}
    async with serving(app) as client:
        for method, path, body in requests:
            response = await client.request(method, path, json=body)
            answers[f"{method} {path} {body}"] = response.status_code, response.text
    return answers


@pytest.mark.parametrize("service", SERVICES)
async def test_changed_file_is_served_by_no_route(service: str, own_state: Path) -> None:
    """Whichever file was changed, a route answers as before, or rejects and names the file."""
    snapshot = open_snapshot(own_state, find_snapshot(own_state))
    assert snapshot.manifest is not None
    plan = pl.read_csv(snapshot.verified_path("campaign_plan.csv"), infer_schema=False)
    app = service_app(service, own_state)
    requests = list(read_requests(app, plan["StockCode"].to_list()))
    if service == "strategy":
        await record_plan(app)
    intact = await fetch_all(app, requests)
    assert {intact[key][0] for key in intact if key.startswith("POST")} <= {200}
    refused: set[str] = set()
    for name in snapshot.manifest.files:
        path = own_state / "snapshots" / snapshot.id / name
        content = path.read_bytes()
        path.write_bytes(b"changed")
        for route, (status, body) in (await fetch_all(app, requests)).items():
            if status == 503 and f"{name} in snapshot" in body and "manifest" in body:
                refused.add(name)
            else:
                assert (status, body) == intact[route], f"{route} reads {name} unverified"
        path.write_bytes(content)
    assert refused >= READ_BY[service]
