"""Finds the earlier plan to compare with, and compares the two."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

import anyio.to_thread

from contract.snapshot_files import FORECAST_LOG_FILE
from fleet.documents import Range
from fleet.sentences import render
from fleet.snapshots import LiveSnapshot, Loaded, Snapshot
from fleet.statements import statement
from strategy_svc.changes.advice import Advice
from strategy_svc.changes.plan_changes import Change, plan_changes
from strategy_svc.changes.schemas import (
    ChangeStatement,
    Counts,
    EarlierDecision,
    EarlierPlan,
    Kind,
    PlanChange,
    PlanChanges,
    PlanSums,
    Side,
)
from strategy_svc.decisions.actual_sales import same_shop
from strategy_svc.decisions.ledger_entries import FrozenPlan, FrozenRow
from strategy_svc.decisions.recorder import LOOKED_BACK
from strategy_svc.decisions.repository import DecisionLedger
from strategy_svc.decisions.schemas import DecisionEntry
from strategy_svc.decisions.scoring import in_effect
from strategy_svc.inputs.typed_rows import typed_rows
from strategy_svc.plan.repository import PlanView

WEEK: Final = timedelta(days=7)
MOST_TRIED: Final = 30
"""Earlier plans to try on either side of a week ago; if none matches, they are another shop's."""
NOTHING_BEFORE: Final = statement("no_earlier_plan")


@dataclass(frozen=True)
class PreviousPlan:
    """A recorded plan: its first part, and all of its advice."""

    plan: FrozenPlan
    rows: list[Advice]


class ChangeFinder:
    """What changed in the advice, from the decision ledger.

    The ledger records every plan that was live, so the comparison uses a plan that people actually
    saw, along with the decisions they made on it.
    """

    def __init__(self, ledger: DecisionLedger, plan: LiveSnapshot[PlanView], currency: str) -> None:
        self._ledger = ledger
        self._plan = plan
        self._currency = currency
        self._found: tuple[str, PreviousPlan] | None = None

    async def read(self, *, kind: Kind | None, limit: int) -> PlanChanges:
        """The live plan compared with the plan of a week before.

        Raises:
            SnapshotUnavailable: nothing is live.
            DocumentsUnavailable: the store does not answer.
        """
        loaded = self._plan.current
        earlier = await self._earlier(loaded)
        now = list(typed_rows(loaded.view.rows, Advice))
        changes: list[Change] = []
        decided: dict[str, DecisionEntry] = {}
        if earlier is not None:
            changes = await anyio.to_thread.run_sync(
                plan_changes, earlier.rows, now, loaded.view.inputs
            )
            decided = in_effect(await self._ledger.decisions(earlier.plan.snapshot))
        shown = [change for change in changes if kind in {None, change.kind}]
        return PlanChanges(
            snapshot=loaded.snapshot.id,
            as_of=_day(loaded.snapshot),
            currency=self._currency,
            plan=_sums(now),
            earlier=None if earlier is None else _about(earlier),
            counts=_counts(changes),
            total=len(shown),
            items=[self._answer(change, decided) for change in shown[:limit]],
            note=render(NOTHING_BEFORE) if earlier is None else None,
            note_statement=NOTHING_BEFORE if earlier is None else None,
        )

    async def _earlier(self, loaded: Loaded[PlanView]) -> PreviousPlan | None:
        """The plan of a week before, cached per snapshot because neither ever changes."""
        live = loaded.snapshot
        if self._found is not None and self._found[0] == live.id:
            return self._found[1]
        async for plan in self._candidates(live):
            rows = await self._ledger.whole_plan(plan.snapshot)
            if rows is not None and await anyio.to_thread.run_sync(_same, live, plan, rows):
                found = PreviousPlan(plan, [_advice(row) for row in rows])
                self._found = live.id, found
                return found
        return None

    async def _candidates(self, live: Snapshot) -> AsyncIterator[FrozenPlan]:
        """Plans at least seven days old, newest first, then younger plans, oldest first."""
        day = _day(live)
        if day is None or not live.has(FORECAST_LOG_FILE):
            return
        week_ago = day - WEEK + timedelta(days=1)
        older = _between(day - LOOKED_BACK, week_ago)
        for plan in await self._ledger.plans_by_day(older, newest_first=True, limit=MOST_TRIED):
            yield plan
        newer = _between(week_ago, day)
        for plan in await self._ledger.plans_by_day(newer, newest_first=False, limit=MOST_TRIED):
            yield plan

    def _answer(self, change: Change, decided: Mapping[str, DecisionEntry]) -> PlanChange:
        decision = decided.get(change.advice.stock_code)
        return PlanChange(
            kind=change.kind,
            stock_code=change.advice.stock_code,
            product_name=change.advice.product_name,
            before=_side(change.before),
            now=_side(change.now),
            money=change.money,
            decided=None if decision is None else EarlierDecision.model_validate(vars(decision)),
            sentence=render(change.statement, currency=self._currency),
            statement=ChangeStatement.model_validate(vars(change.statement)),
        )


def _between(first: date, below: date) -> Range:
    return Range(at_least=first.isoformat(), below=below.isoformat())


def _same(live: Snapshot, plan: FrozenPlan, rows: Sequence[FrozenRow]) -> bool:
    forecasts = {row.stock_code: row.predicted_7d_demand for row in rows}
    return plan.as_of is not None and same_shop(live, date.fromisoformat(plan.as_of), forecasts)


def _day(snapshot: Snapshot) -> date | None:
    return None if snapshot.manifest is None else snapshot.manifest.as_of


def _advice(row: FrozenRow) -> Advice:
    return Advice(*(getattr(row, field.name) for field in fields(Advice)))


def _side(advice: Advice | None) -> Side | None:
    return None if advice is None else Side.model_validate(vars(advice))


def _about(earlier: PreviousPlan) -> EarlierPlan:
    plan = earlier.plan
    return EarlierPlan(
        **vars(_sums(earlier.rows)),
        snapshot=plan.snapshot,
        as_of=date.fromisoformat(str(plan.as_of)),
        frozen_at=datetime.fromisoformat(plan.at),
    )


def _sums(rows: Sequence[Advice]) -> PlanSums:
    known = [row.money_at_stake for row in rows if row.money_at_stake is not None]
    return PlanSums(campaigns=len(rows), money_at_stake=round(sum(known), 2) if known else None)


def _counts(changes: Sequence[Change]) -> Counts:
    kinds = Counter(change.kind for change in changes)
    return Counts(new=kinds["new"], gone=kinds["gone"], changed=kinds["changed"])
