"""Why a refresh does not begin, or ended without a new snapshot."""

from typing import Final

from fleet.errors import Conflict
from fleet.statements import statement
from refresh_svc.child_processes import Child, Limits
from refresh_svc.refreshes.schemas import Refresh, RefreshProblem

UNCHANGED: Final = "What was live before is untouched."
RESTARTED: Final = RefreshProblem(
    code="lost",
    detail=f"The refresh service was restarted before it was done. {UNCHANGED}",
    statement=statement("refresh_lost"),
)
STOPPED: Final = RefreshProblem(
    code="lost",
    detail=f"The refresh service was stopped before it was done. {UNCHANGED}",
    statement=statement("refresh_lost"),
)


def one_at_a_time(running: Refresh) -> Conflict:
    """The answer to a second refresh while one is running."""
    message = f"The refresh {running.id} is under way, started by {running.started_by}."
    return Conflict(
        f"{message} Wait for it to end, or cancel it.",
        statement("refresh_running", by=running.started_by),
        errors=[{"field": "refresh", "running": running.id, "message": message}],
    )


def ended_early(child: Child, limits: Limits) -> RefreshProblem:
    """Why a child ended without a result."""
    if child.exceeded == "memory":
        return RefreshProblem(
            code="internal_error",
            detail=f"The refresh needs more than {limits.memory_bytes / 1024**3:,.1f} GiB of "
            "memory, its limit. Use fewer years of sales, or ask your administrator to raise "
            f"REFRESH_MEMORY_BYTES. {UNCHANGED}",
            statement=statement("refresh_memory", most=limits.memory_bytes),
        )
    if child.exceeded == "cpu":
        return RefreshProblem(
            code="internal_error",
            detail=f"The refresh needs more than {limits.cpu_seconds:,} seconds of CPU time, its "
            "limit. Use fewer years of sales, or ask your administrator to raise "
            f"REFRESH_CPU_SECONDS. {UNCHANGED}",
            statement=statement("refresh_slow", most=limits.cpu_seconds),
        )
    return _died(child.code)


def _died(code: int | None) -> RefreshProblem:
    how = f"was killed (signal {-code})" if code and code < 0 else "ended"
    detail = (
        f"The process of the refresh {how} before it was done; the computer may be short of "
        f"memory. {UNCHANGED}"
    )
    return RefreshProblem(code="internal_error", detail=detail, statement=statement("refresh_died"))
