"""Dismisses advice, undoes dismissals, and lists current ones."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from fleet.callers import Caller
from fleet.documents import DocumentPage, Range, Where
from fleet.snapshots import LiveSnapshot, Loaded
from strategy_svc.dismissals.repository import Dismissal, DismissalRepository
from strategy_svc.dismissals.schemas import (
    Action,
    ActionIdentity,
    CurrentDismissals,
    DismissalEntry,
)
from strategy_svc.plan.repository import PlanView

VALID_FOR: Final = timedelta(days=7)
"""Advice is for one week of the ledger; after that, a dismissal no longer applies."""


class Dismissals:
    """The use cases of dismissals.

    An action is identified by what it advises: a different discount, segment or number of units for
    the same product is a different action. So a dismissal survives a refresh that repeats the
    advice, and no longer applies after one that changes it.
    """

    def __init__(self, repository: DismissalRepository, plan: LiveSnapshot[PlanView]) -> None:
        self._repository = repository
        self._plan = plan

    async def dismiss(self, action: Action, reason: str, by: Caller) -> DismissalEntry:
        """Dismiss an action.

        Raises:
            SnapshotUnavailable: nothing is live, so there is no advice.
            DocumentsUnavailable: the dismissal may or may not be stored; it is safe to retry.
        """
        return await self._add(action, by, dismissed=True, reason=reason)

    async def undo(self, action: Action, by: Caller) -> DismissalEntry:
        """Undo a dismissal, whoever made it; both entries stay. Raises what `dismiss` raises."""
        return await self._add(action, by, dismissed=False, reason=None)

    async def _add(
        self, action: Action, by: Caller, *, dismissed: bool, reason: str | None
    ) -> DismissalEntry:
        loaded = self._plan.current
        return await self._repository.add(
            Dismissal(
                by=by.name,
                role=by.role,
                snapshot=loaded.snapshot.id,
                as_of=_day(loaded),
                product_name=loaded.view.names.get(action.stock_code, action.stock_code),
                action=action,
                dismissed=dismissed,
                reason=reason,
            )
        )

    async def current(self) -> CurrentDismissals:
        """Actions currently dismissed on the live snapshot, newest first.

        Raises:
            SnapshotUnavailable: nothing is live.
            DocumentsUnavailable: the store does not answer.
        """
        loaded = self._plan.current
        entries = await self._repository.newest(_still_valid(loaded))
        return CurrentDismissals(snapshot=loaded.snapshot.id, items=list(_in_effect(entries)))

    async def history(
        self, where: Where, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching entries, newest first, and how many match."""
        return await self._repository.page(where, after=after, limit=limit)


def _day(loaded: Loaded[PlanView]) -> str | None:
    manifest = loaded.snapshot.manifest
    return None if manifest is None else manifest.as_of.isoformat()


def _still_valid(loaded: Loaded[PlanView]) -> Where:
    """Filter for entries that still apply: those from the week up to the live snapshot's day.

    For a folder without a date, only entries made on that folder apply.
    """
    manifest = loaded.snapshot.manifest
    if manifest is None:
        return {"snapshot": loaded.snapshot.id}
    first = manifest.as_of - VALID_FOR + timedelta(days=1)
    return {"as_of": Range(at_least=first.isoformat())}


def _in_effect(entries: Iterable[DismissalEntry]) -> Iterable[DismissalEntry]:
    """The newest entry of each action, if it is a dismissal."""
    seen: set[ActionIdentity] = set()
    for entry in entries:
        if entry.action.identity not in seen and entry.dismissed:
            yield entry
        seen.add(entry.action.identity)
