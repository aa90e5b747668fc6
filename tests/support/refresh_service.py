"""refresh-svc with folders of the test, and its client."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from refresh_svc.main import create_app
from refresh_svc.settings import Settings
from support.apps import serve_app
from support.states import write_snapshot
from support.waiting import until

SECONDS = 120.0


def worker_settings(folder: Path, **changed: Any) -> Settings:
    """Settings with everything in `folder`."""
    return Settings(
        state_url=str(folder / "state"),
        worker_path=folder / "worker",
        documents_path=folder / "documents.sqlite3",
        **changed,
    )


def small_snapshot(folder: Path, **inputs: str | None) -> str:
    """Publish a snapshot that records its inputs; returns its id."""
    files = {"products.json": {"1": "MUG"}}
    return write_snapshot(folder / "state", files, facts={"inputs": inputs} if inputs else None)


@asynccontextmanager
async def serving(
    folder: Path, beat_seconds: float = 15.0, **changed: Any
) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of refresh-svc on a loopback port."""
    app = create_app(worker_settings(folder, **changed), beat_seconds=beat_seconds)
    async with serve_app(app) as client:
        yield client


async def upload_file(client: httpx.AsyncClient, kind: str, file: Path) -> dict[str, Any]:
    """Upload a file and wait until it has been read."""
    parameters = {"kind": kind, "name": file.name}
    content = await asyncio.to_thread(file.read_bytes)
    answer = await client.post("/v1/uploads", params=parameters, content=content)
    answer.raise_for_status()
    return await read_upload(client, answer.json()["id"])


async def read_upload(client: httpx.AsyncClient, upload: str) -> dict[str, Any]:
    """An upload, once it has been read."""
    found: dict[str, Any] = {}

    async def is_read() -> bool:
        found.update((await client.get(f"/v1/uploads/{upload}")).raise_for_status().json())
        return found["status"] != "reading"

    await until(is_read, SECONDS)
    return found


async def events(
    client: httpx.AsyncClient, refresh: str, last: int | None = None
) -> list[tuple[str, dict[str, Any]]]:
    """The stream of a refresh to its end: name and data of each event."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    found: list[tuple[str, dict[str, Any]]] = []
    name = ""
    async with asyncio.timeout(SECONDS):
        address = f"/v1/refreshes/{refresh}/events"
        async with client.stream("GET", address, headers=headers) as stream:
            stream.raise_for_status()
            async for line in stream.aiter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    found.append((name, json.loads(value)))
                elif line.startswith(":"):
                    found.append(("beat", {}))
    return found


def leftover_files(folder: Path) -> list[str]:
    """Partial files in the state and in the worker's folder."""
    found = [*folder.rglob(".staging-*"), *folder.rglob(".incoming-*"), *folder.rglob(".*.new")]
    return [str(path.relative_to(folder)) for path in found]
