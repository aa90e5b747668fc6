"""What the service adds to a model call, and template copy for a whole catalogue.

    .venv/bin/python bench/copy.py [--rounds 15] [--answer-ms 200]
    .venv/bin/python bench/copy.py --names catalogue.parquet

The first asks a scripted Gemini on loopback through the service and through the LangChain client
directly, in turn; what is printed is wall time and CPU time of this process (which holds all three)
per question, medians, and their ratios. The second counts the names whose template copy fails the
claims check, in both languages, with a discount and without.
"""

import sys

# numbers.py and copy.py in this folder would shadow modules of the standard library.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]


import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import get_args

import httpx
import polars as pl
from support.gemini_server import Behaviour, gemini_server, returns_text

from contract.objectives import Objective
from contract.segments import Segment
from genai_svc.claims.product_names import is_hostile, product_label
from genai_svc.copywriting.brief import Brief, violations_of
from genai_svc.copywriting.model_client import connect
from genai_svc.copywriting.prompt import messages_for
from genai_svc.copywriting.templates import TemplateWriter
from genai_svc.main import create_app
from genai_svc.settings import Settings
from smartretail.in_process import InProcessTransport

BRIEF = Brief("Regency Cakestand 3 Tier", "Clear Stock", "Regular Customers", Decimal(20))
REQUEST = {
    "stock_code": "22423",
    "product_name": BRIEF.product_name,
    "objective": BRIEF.objective,
    "target_cluster": BRIEF.target_cluster,
    "discount": 20,
}
TEXT = TemplateWriter().fill(BRIEF)[0].model_dump_json()


async def time_call(call: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Wall and CPU seconds of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    await call()
    return time.perf_counter() - wall, time.process_time() - cpu


def answers_after(seconds: float) -> Behaviour:
    """A model that takes so long to answer."""
    answer = returns_text(TEXT)

    async def behave(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await answer(writer)

    return behave


async def overhead_of_the_service(rounds: int, answer_seconds: float) -> None:
    """Print the time that the service adds."""
    async with gemini_server(answers_after(answer_seconds)) as server:
        settings = Settings(google_gemini_base_url=server.url)
        direct, app = connect(settings), create_app(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=InProcessTransport(app), base_url="http://127.0.0.1", timeout=30
            ) as client,
        ):

            async def through_service() -> None:
                answer = (await client.post("/v1/copy?fresh=true", json=REQUEST)).json()
                if answer["provider"] != "gemini":
                    raise RuntimeError(json.dumps(answer))

            paths: dict[str, Callable[[], Awaitable[object]]] = {
                "direct": lambda: direct.structured(1).ainvoke(messages_for(BRIEF)),
                "service": through_service,
            }
            for call in paths.values():
                await call()
            timings: dict[str, list[tuple[float, float]]] = {path: [] for path in paths}
            for _ in range(rounds):
                for path, call in paths.items():
                    timings[path].append(await time_call(call))
            await direct.aclose()
    wall, cpu = (
        {path: statistics.median(one[kind] for one in times) for path, times in timings.items()}
        for kind in (0, 1)
    )
    print(f"model answers after {answer_seconds * 1000:.0f} ms; medians of {rounds} rounds")
    for path in timings:
        print(f"  {path:<9}{wall[path] * 1000:9.1f} ms wall {cpu[path] * 1000:9.1f} ms CPU")
    print(f"  ratio    {wall['service'] / wall['direct']:9.2f}      ", end="")
    print(f" {cpu['service'] / cpu['direct']:9.2f}")


def check_every_name(catalogue: Path) -> None:
    """Print the number of names whose template copy fails the check."""
    names = pl.read_parquet(catalogue, columns=["stock_code", "name"]).rows()
    writer, failed, hostile = TemplateWriter(), 0, 0
    objectives, segments = get_args(Objective), get_args(Segment)
    for number, (code, name) in enumerate(names):
        label = product_label(name or "", code)
        if label is None:
            failed += 1
            continue
        hostile += is_hostile(name or "")
        offers = (("en", "20"), ("de", "0")) if number % 2 else (("de", "12.5"), ("en", "0"))
        for language, discount in offers:
            objective = objectives[number % len(objectives)]
            segment = segments[number // 7 % len(segments)]
            brief = Brief(label, objective, segment, Decimal(discount), language)
            failed += any(violations_of(text, brief) for text in writer.fill(brief))
    print(
        f"{len(names):,} names, 2 texts each: {failed} fail the check, {hostile} are cut as hostile"
    )


def main() -> None:
    """Run the requested part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--answer-ms", type=float, default=200)
    parser.add_argument("--names", type=Path)
    options = parser.parse_args()
    if options.names:
        check_every_name(options.names)
        return
    os.environ["GOOGLE_API_KEY"] = "loopback"
    asyncio.run(overhead_of_the_service(options.rounds, options.answer_ms / 1000))


if __name__ == "__main__":
    main()
