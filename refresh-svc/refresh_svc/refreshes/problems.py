"""Reasons a refresh doesn't start, or ends without a new snapshot."""

from typing import Final

from contract.child_tasks import Limits
from fleet.errors import Conflict
from fleet.failures import UNCHANGED
from fleet.sentences import render
from fleet.statements import Statement, statement
from refresh_svc.child_processes import Child
from refresh_svc.refreshes.schemas import Refresh, RefreshProblem


def one_at_a_time(running: Refresh) -> Conflict:
    """The error for a second refresh while one is running."""
    stated = statement("refresh_running", by=running.started_by)
    return Conflict(
        stated,
        note=f"It is {running.id}.",
        errors=[{"field": "refresh", "running": running.id, "message": render(stated)}],
    )


def ended_early(child: Child, limits: Limits) -> RefreshProblem:
    """Why a child ended without a result."""
    if child.exceeded == "memory":
        stated = statement("refresh_memory", most=limits.memory_bytes)
        return _problem(stated, "REFRESH_MEMORY_BYTES sets the limit.")
    if child.exceeded == "cpu":
        stated = statement("refresh_slow", most=limits.cpu_seconds)
        return _problem(stated, "REFRESH_CPU_SECONDS sets the limit.")
    code = child.code
    how = f"was killed (signal {-code})" if code and code < 0 else "ended"
    return _problem(statement("refresh_died"), f"Its process {how} before it finished.")


def _problem(stated: Statement, *notes: str, code: str = "internal_error") -> RefreshProblem:
    detail = " ".join([render(stated), *notes, UNCHANGED])
    return RefreshProblem(code=code, detail=detail, statement=stated)


LOST: Final = _problem(statement("refresh_lost"), code="lost")
