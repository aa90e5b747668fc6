"""The model's key is searched for in everything a process writes, answers and stores."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from support import Running, free_port
from support.gemini_server import Behaviour, fails, gemini_server, key_invalid
from support.model_behaviours import GOOD, NAME, REQUEST, TABLE
from support.processes import COMMAND
from support.waiting import until

KEY = "AIza-subprocess-0123456789-never-to-be-seen"
# Providers that repeat a rejected key in the message and in the details.
ECHOES = {
    "400 that repeats the key": fails(
        400, "INVALID_ARGUMENT", key_invalid() | {"metadata": {"key": KEY}}, message=f"bad {KEY}"
    ),
    "500 that repeats the key": fails(500, "INTERNAL", message=f"while reading {KEY}"),
    "403 that repeats the key": fails(
        403, "PERMISSION_DENIED", message=KEY, headers=f"X: {KEY}\r\n"
    ),
}


def files_with(text: str, folder: Path) -> list[Path]:
    """Files that contain the text, log and documents among them; the log has all output."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"output.txt", "smartretail.sqlite3"} <= {path.name for path in files}
    return [path for path in files if text.encode() in path.read_bytes()]


@asynccontextmanager
async def serve_at_debug(state: Path, folder: Path, gemini_url: str) -> AsyncGenerator[Running]:
    """The one process as a person starts it, at DEBUG."""
    port = free_port()
    environment = {
        "LOG_LEVEL": "DEBUG",
        "GOOGLE_API_KEY": KEY,
        "GOOGLE_GEMINI_BASE_URL": gemini_url,
        "GEMINI_BUDGET_SECONDS": "1.2",
        "COPY_BACKOFF_SECONDS": "0.01",
        "COPY_BREAKER_FAILURES": "1000",
    }
    command = [COMMAND, "run", "--state", state, "--port", str(port)]
    running = Running(command, cwd=folder, port=port, environment=environment)
    try:
        await asyncio.to_thread(running.wait_until_live)
        yield running
    finally:
        running.client.close()
        await asyncio.to_thread(running.terminate)


async def test_no_key_in_output_answers_or_documents(
    small_state: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Every behaviour in a process at DEBUG: no line, answer, header, metric or file has it."""
    answers: list[str] = []
    behaviours: dict[str, tuple[Behaviour, ...]] = {
        **{name: row.script for name, row in TABLE.items()},
        **{name: (echo,) for name, echo in ECHOES.items()},
    }
    async with (
        gemini_server(GOOD) as gemini,
        serve_at_debug(small_state, tmp_path, gemini.url) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=60) as client,
    ):

        async def ask(method: str, path: str, **request: Any) -> httpx.Response:
            answer = await client.request(method, path, **request)
            answers.append(f"{answer.headers}{answer.text}")
            return answer

        code = (await ask("GET", "/inventory")).json()[0]["StockCode"]
        row = {"StockCode": code, "ProductDescription": NAME, "Discount": 20}
        row |= {"Objective": "Retention", "TargetCluster": REQUEST["target_cluster"]}

        async def ready() -> bool:
            return bool((await ask("GET", "/v1/copy/provider")).json()["ready"])

        await until(ready)
        for name, script in behaviours.items():
            with subtests.test(name):
                gemini.follow(*script)
                answer = await ask("POST", "/generate-campaign?fresh=true", json=row)
                assert answer.status_code == 200, answer.text
                assert gemini.requests[0].headers["x-goog-api-key"] == KEY
        for path in ("/generated-campaigns", "/metrics", "/health/ready", "/v1/campaigns",
                     f"/v1/campaigns/{code}_Regular Customers/audit"):  # fmt: skip
            assert (await ask("GET", path)).status_code == 200
    assert not [text for text in answers if KEY in text]
    assert "generate-campaign" in server.output
    assert '"event": "fallback"' in server.output
    assert files_with(KEY, tmp_path) == []
