"""Large lists: bytes prepared once per snapshot compared with a dict returned per request.

    .venv/bin/python bench/lists.py [--rows 20000] [--rounds 7]

Both run in this process and are called in turn, round by round; what is printed is CPU time per
request (medians) and their ratio.
"""

import sys

# numbers.py in this folder would shadow the standard library's module.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]


import argparse
import asyncio
import statistics
import time
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response

from fleet.prepared import PreparedBody, prepared_response
from smartretail.in_process import InProcessTransport

REQUESTS = 3


def make_rows(count: int) -> list[dict[str, Any]]:
    """`count` rows shaped like the inventory list."""
    return [
        {
            "StockCode": f"{number:06d}A",
            "Predicted_7d_Demand": round(number % 97 / 7, 4),
            "Current_Stock": number % 311,
            "Inventory_Status": "HEALTHY",
            "ProductName": f"PRODUCT NUMBER {number}",
        }
        for number in range(count)
    ]


def make_app(rows: list[dict[str, Any]]) -> FastAPI:
    """One app with both variants."""
    app = FastAPI()
    body = PreparedBody.of_json(rows)

    async def prepared(request: Request) -> Response:
        return prepared_response(request, body, snapshot_id="bench")

    async def returned() -> list[dict[str, Any]]:
        return rows

    app.get("/prepared")(prepared)
    app.get("/returned")(returned)
    return app


async def cpu_per_request(client: httpx.AsyncClient, path: str) -> float:
    """CPU seconds of one request, client included."""
    started = time.process_time()
    for _ in range(REQUESTS):
        (await client.get(path, headers={"Accept-Encoding": "identity"})).raise_for_status()
    return (time.process_time() - started) / REQUESTS


async def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    transport = InProcessTransport(make_app(make_rows(options.rows)))
    samples: dict[str, list[float]] = {"/returned": [], "/prepared": []}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for _ in range(options.rounds):
            for path, times in samples.items():
                times.append(await cpu_per_request(client, path))
    medians = {path: statistics.median(times) for path, times in samples.items()}
    print(f"{options.rows:,} rows, median of {options.rounds} interleaved rounds")
    for path, seconds in medians.items():
        print(f"  {path:<12}{seconds * 1000:10.2f} ms CPU per request")
    print(f"  ratio       {medians['/returned'] / medians['/prepared']:10.1f} x")


if __name__ == "__main__":
    asyncio.run(main())
