"""A service's dependencies as reported by `/health/ready`."""

from dataclasses import dataclass
from typing import Any

from fleet.snapshots import LiveSnapshot
from fleet.statements import Statement


@dataclass(frozen=True)
class Readiness:
    """One dependency of a service; if it is not `required`, it never makes the service unready."""

    ok: bool
    detail: str
    required: bool = True
    statement: Statement | None = None

    def as_json(self) -> dict[str, object]:
        """The check as reported by `/health/ready`."""
        status = "ok" if self.ok else "unavailable"
        stated = {} if self.statement is None else {"statement": self.statement.model_dump()}
        return {"status": status, "detail": self.detail, **stated}


def snapshot_readiness(live: LiveSnapshot[Any]) -> Readiness:
    """Ready if a snapshot is served; also gives the reason why a newer one is not."""
    status = live.status()
    detail = status["problem"] or f"Serving snapshot {status['snapshot']}."
    return Readiness(status["snapshot"] is not None, detail, statement=status["statement"])
