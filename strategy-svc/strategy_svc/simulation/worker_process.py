"""Runs the worker, and stops it as soon as the request is cancelled."""

import asyncio
import os
import pickle
import sys
from collections.abc import Sequence

import structlog

from fleet.errors import SmartRetailError
from strategy_svc.simulation.question import Answer, Question

_COMMAND = (sys.executable, "-P", "-m", "strategy_svc.simulation.worker")
_LOGGED = 2_000  # characters
_log = structlog.get_logger(__name__)


async def ask_worker(question: Question, *, command: Sequence[str] = _COMMAND) -> Answer:
    """The answer of a new worker. Cancelling kills the worker, which frees all its memory.

    Args:
        question: What to compute.
        command: The command that starts the worker.

    Raises:
        SmartRetailError: the worker died, which is a bug; the end of its output is logged.
    """
    pickled = await asyncio.to_thread(pickle.dumps, question)
    worker = await asyncio.create_subprocess_exec(
        *command,
        env=_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = await worker.communicate(pickled)
    finally:
        await _end(worker)
    if worker.returncode:
        last_words = err[-_LOGGED:].decode("utf-8", "replace")
        _log.error("simulation_died", code=worker.returncode, stderr=last_words)
        raise SmartRetailError("The simulation ended without a result.")
    return pickle.loads(out)  # noqa: S301 - written by our own worker


async def _end(worker: asyncio.subprocess.Process) -> None:
    if worker.returncode is None:
        worker.kill()
        await worker.wait()


def _environment() -> dict[str, str]:
    """The import path, and a single thread, so that two simulations leave the other cores free."""
    return {
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
        "POLARS_MAX_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
