"""Finding the plan to compare with, and comparing."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import anyio.to_thread

from contract.snapshot_files import FORECAST_LOG_FILE
from fleet.documents import Document, Range
from fleet.sentences import render
from fleet.snapshots import LiveSnapshot, Loaded, Snapshot
from fleet.statements import Statement, statement
from strategy_svc.changes.plan_changes import CHANGED, GONE, NEW, plan_changes
from strategy_svc.decisions.actual_sales import same_shop
from strategy_svc.decisions.recorder import LOOKED_BACK, whole_plan
from strategy_svc.decisions.repository import DECISION, PLAN, DecisionLedger
from strategy_svc.decisions.scoring import in_effect
from strategy_svc.plan.repository import PlanView

WEEK: Final = timedelta(days=7)
MOST_TRIED: Final = 30
"""Earlier plans that are looked at on either side of a week ago; more are another shop's."""
NOTHING_BEFORE: Final = statement("no_earlier_plan")


@dataclass(frozen=True)
class Earlier:
    """A frozen plan: its first entry, and all of its rows."""

    entry: Document
    rows: list[Document]


class PlanChanges:
    """What changed in the advice, from the decision ledger.

    The ledger holds every plan that was seen live, so what is compared with is what people had
    before them, and the decisions they made on it stand beside it.
    """

    def __init__(self, ledger: DecisionLedger, plan: LiveSnapshot[PlanView], currency: str) -> None:
        self._ledger = ledger
        self._plan = plan
        self._currency = currency
        self._found: tuple[str, Earlier] | None = None

    async def read(self, *, kind: str | None, limit: int) -> dict[str, Any]:
        """The live plan against the one that stood a week before, as `schemas.PlanChanges`.

        Raises:
            SnapshotUnavailable: nothing is live.
            DocumentsUnavailable: the store does not answer.
        """
        loaded = self._plan.current
        earlier = await self._earlier(loaded)
        now = loaded.view.rows.to_dicts()
        changes: list[dict[str, Any]] = []
        if earlier is not None:
            changes = await anyio.to_thread.run_sync(
                plan_changes, earlier.rows, now, loaded.view.inputs
            )
        shown = [change for change in changes if kind in {None, change["kind"]}]
        decided = {} if earlier is None else await self._decided(earlier)
        return {
            "snapshot": loaded.snapshot.id,
            "as_of": _day(loaded.snapshot),
            "currency": self._currency,
            "plan": _sums(now),
            "earlier": None if earlier is None else _about(earlier),
            "counts": _counts(changes),
            "total": len(shown),
            "items": [self._worded(change, decided) for change in shown[:limit]],
            "note": render(NOTHING_BEFORE) if earlier is None else None,
            "note_statement": NOTHING_BEFORE if earlier is None else None,
        }

    async def _earlier(self, loaded: Loaded[PlanView]) -> Earlier | None:
        """The plan that stood a week before: found once per snapshot, for both never change."""
        live = loaded.snapshot
        if self._found is not None and self._found[0] == live.id:
            return self._found[1]
        async for entry in self._candidates(live):
            rows = await whole_plan(self._ledger, entry["snapshot"])
            if rows is not None and await anyio.to_thread.run_sync(_same, live, entry, rows):
                found = Earlier(entry, rows)
                self._found = live.id, found
                return found
        return None

    async def _candidates(self, live: Snapshot) -> AsyncIterator[Document]:
        """First the newest that is seven days old, back from there; else the oldest of the week."""
        day = _day(live)
        if day is None or not live.has(FORECAST_LOG_FILE):
            return
        week_ago = day - WEEK + timedelta(days=1)
        older = _between(day - LOOKED_BACK, week_ago)
        for entry in await self._ledger.by_day(older, newest_first=True, limit=MOST_TRIED):
            yield entry
        newer = _between(week_ago, day)
        for entry in await self._ledger.by_day(newer, newest_first=False, limit=MOST_TRIED):
            yield entry

    async def _decided(self, earlier: Earlier) -> dict[str, Any]:
        where = {"kind": DECISION, "snapshot": earlier.entry["snapshot"]}
        return in_effect(await self._ledger.every(where))

    def _worded(self, change: dict[str, Any], decided: dict[str, Any]) -> dict[str, Any]:
        cause: Statement = change["statement"]
        return {
            **change,
            "sentence": render(cause, currency=self._currency),
            "statement": cause.model_dump(),
            "decided": decided.get(change["stock_code"]),
        }


def _between(first: date, below: date) -> dict[str, Any]:
    days = Range(at_least=first.isoformat(), below=below.isoformat())
    return {"kind": PLAN, "part": 1, "as_of": days}


def _same(live: Snapshot, entry: Document, rows: list[Document]) -> bool:
    forecasts = {row["stock_code"]: row["predicted_7d_demand"] for row in rows}
    return same_shop(live, date.fromisoformat(entry["as_of"]), forecasts)


def _day(snapshot: Snapshot) -> date | None:
    return None if snapshot.manifest is None else snapshot.manifest.as_of


def _about(earlier: Earlier) -> dict[str, Any]:
    entry = earlier.entry
    about = {"snapshot": entry["snapshot"], "as_of": entry["as_of"], "frozen_at": entry["at"]}
    return about | _sums(earlier.rows)


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    known = [row["money_at_stake"] for row in rows if row["money_at_stake"] is not None]
    return {"campaigns": len(rows), "money_at_stake": round(sum(known), 2) if known else None}


def _counts(changes: list[dict[str, Any]]) -> dict[str, int]:
    kinds = Counter(change["kind"] for change in changes)
    return {name: kinds[name] for name in (NEW, GONE, CHANGED)}
