"""Records every live plan, and scores recorded plans when their week is over."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import anyio.to_thread
import structlog

from fleet.clock import timestamp
from fleet.documents import Document, Range
from fleet.errors import SmartRetailError
from fleet.snapshots import LiveSnapshot, Loaded, Snapshot
from strategy_svc.decisions.actual_sales import HORIZON, covers, same_shop, week_sales
from strategy_svc.decisions.ledger_entries import FrozenPlan, FrozenRow, last_revision
from strategy_svc.decisions.plan_entries import ROWS_IN_AN_ENTRY, entries_of_plan
from strategy_svc.decisions.repository import OUTCOME, PLAN, DecisionLedger
from strategy_svc.decisions.scoring import in_effect, scored_row
from strategy_svc.plan.repository import PlanView

CORRECTED_FOR: Final = timedelta(days=28)
"""How long after scoring a week to keep checking for late corrections to the ledger."""
LOOKED_BACK: Final = timedelta(weeks=26)
"""Older unscored plans are never scored, because the forecast log doesn't reach back that far."""
_LOOK_SECONDS: Final = 0.5
_RETRY_SECONDS: Final = 5.0
_log = structlog.get_logger("strategy_svc.decisions")


class PlanRecorder:
    """Writes all ledger entries except decisions.

    Several processes may do this at the same time: a part of a plan is appended only if the ledger
    does not have it yet. So no part is recorded twice, and a plan left incomplete by a crash is
    completed.
    """

    def __init__(self, ledger: DecisionLedger) -> None:
        self._ledger = ledger

    async def watch(self, live: LiveSnapshot[PlanView]) -> None:
        """Follow the live snapshot until cancelled; retry if the store doesn't answer."""
        done: str | None = None
        while True:
            loaded = live.current if live.status()["snapshot"] is not None else None
            pause = _LOOK_SECONDS
            if loaded is not None and loaded.snapshot.id != done:
                try:
                    await self.record_and_score(loaded)
                    done = loaded.snapshot.id
                except SmartRetailError as error:
                    _log.warning("decision_ledger_behind", problem=error.detail)
                    pause = _RETRY_SECONDS
                except Exception:  # noqa: BLE001 - one bad file must not end the watch; it is logged
                    _log.exception("decision_ledger_defect", snapshot=loaded.snapshot.id)
                    pause = _RETRY_SECONDS
            await asyncio.sleep(pause)

    async def record_and_score(self, loaded: Loaded[PlanView]) -> None:
        """Record this snapshot's plan, and score the plans whose week it covers.

        Raises:
            DocumentsUnavailable: the store does not answer; entries already written remain.
        """
        await self.freeze(loaded)
        for plan in await self._due(loaded.snapshot):
            await self._score(plan, loaded.snapshot)

    async def freeze(self, loaded: Loaded[PlanView]) -> None:
        """Record a snapshot's plan in the ledger, once."""
        last = await self._ledger.latest({"kind": PLAN, "snapshot": loaded.snapshot.id})
        if last is not None and last["part"] == last["parts"]:
            return
        for part in await anyio.to_thread.run_sync(entries_of_plan, loaded):

            async def content(part: Document = part) -> Document | None:
                where = {"kind": PLAN, "snapshot": part["snapshot"], "part": part["part"]}
                if await self._ledger.latest(where) is not None:
                    return None
                return {"kind": PLAN, "at": timestamp(), **part}

            await self._ledger.append(content)

    async def _due(self, live: Snapshot) -> list[FrozenPlan]:
        """First parts of complete plans whose week `live` covers, unscored or scored recently."""
        due: list[FrozenPlan] = []
        if live.manifest is None:
            return due
        since = (live.manifest.as_of - LOOKED_BACK).isoformat()
        for plan in await self._ledger.first_parts(Range(at_least=since)):
            if not plan.rows or plan.as_of is None:
                continue
            as_of = date.fromisoformat(plan.as_of)
            if covers(live, as_of) and await self._open(plan.snapshot, as_of, live):
                due.append(plan)
        return due

    async def _open(self, snapshot: str, as_of: date, live: Snapshot) -> bool:
        assert live.manifest is not None  # noqa: S101 - a snapshot that covers a week has a manifest
        if live.manifest.as_of <= as_of + HORIZON + CORRECTED_FOR:
            return True
        last = await self._ledger.latest({"kind": OUTCOME, "snapshot": snapshot})
        return last is None or last["part"] != last["parts"]

    async def _score(self, plan: FrozenPlan, live: Snapshot) -> None:
        rows = await self._ledger.whole_plan(plan.snapshot)
        if rows is None or plan.as_of is None:
            return
        as_of = date.fromisoformat(plan.as_of)
        sold = await anyio.to_thread.run_sync(_sold, live, as_of, rows)
        if sold is None:
            _log.info("another_shops_ledger", plan=plan.snapshot, live=live.id)
            return
        number = 1
        while number:
            found = await self._ledger.append(
                lambda part=number: self._outcome(plan, rows, sold, live.id, part)
            )
            number = number + 1 if found is not None and number < found["parts"] else 0

    async def _outcome(
        self,
        plan: FrozenPlan,
        rows: Sequence[FrozenRow],
        sold: dict[str, tuple[float, float]],
        live: str,
        part: int,
    ) -> Document | None:
        """A part of a new revision; None if the last one is the same."""
        known = await self._ledger.outcomes(plan.snapshot)
        decided = await self._ledger.decisions(plan.snapshot)
        if known:  # decisions made after the outcome was known don't count
            decided = [one for one in decided if one.sequence < known[0].sequence]
        effect = in_effect(decided)
        scored = [
            scored_row(row, effect.get(row.stock_code), sold.get(row.stock_code, (0, 0.0)))
            for row in rows
        ]
        if part == 1 and last_revision(known) == scored:
            return None
        revision = (known[-1].revision if known else 0) + (part == 1)
        begin = (part - 1) * ROWS_IN_AN_ENTRY
        return {
            "kind": OUTCOME,
            "at": timestamp(),
            "snapshot": plan.snapshot,
            "as_of": plan.as_of,
            "scored_by": live,
            "revision": revision,
            "part": part,
            "parts": -(-len(scored) // ROWS_IN_AN_ENTRY),
            "rows": [one.model_dump() for one in scored[begin : begin + ROWS_IN_AN_ENTRY]],
        }


def _sold(
    live: Snapshot, as_of: date, rows: Sequence[FrozenRow]
) -> dict[str, tuple[float, float]] | None:
    forecasts = {row.stock_code: row.predicted_7d_demand for row in rows}
    if not same_shop(live, as_of, forecasts):
        return None
    return week_sales(live, as_of, list(forecasts))
