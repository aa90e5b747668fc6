"""Records decisions on plan rows, and reads decisions and their outcomes."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import anyio.to_thread
import orjson

from fleet.callers import Caller
from fleet.clock import timestamp
from fleet.documents import Document, DocumentPage, Where
from fleet.errors import Conflict, InvalidInput, NotFound
from fleet.sentences import render
from fleet.snapshots import LiveSnapshot
from fleet.statements import statement
from strategy_svc.decisions.actual_sales import HORIZON
from strategy_svc.decisions.chain import EMPTY, Break, Head, Witness, cut_off, walk
from strategy_svc.decisions.changed_offer import changed_offer
from strategy_svc.decisions.ledger_entries import FrozenPlan, FrozenRow, Outcome, last_revision
from strategy_svc.decisions.recorder import PlanRecorder
from strategy_svc.decisions.repository import DECISION, OUTCOME, PLAN, DecisionLedger
from strategy_svc.decisions.schemas import (
    AdvisedOffer,
    DecisionEntry,
    DecisionRequest,
    Outcomes,
    PlanOutcome,
    PlanScore,
    ScoredRow,
)
from strategy_svc.decisions.scoring import CHANGED, IGNORED, REJECTED, by_kind, measures
from strategy_svc.decisions.witnesses import witnesses_in
from strategy_svc.optimizer.planned_campaigns import EXPECTED, PlannedCampaign
from strategy_svc.plan.repository import PlanView

_NOTHING_YET: Final = statement("no_plan_week")


class WeekIsOver(Conflict):
    """The plan has already been scored, so a decision would be hindsight."""

    code, title = "week_is_over", "The week is over"


@dataclass(frozen=True)
class ChainState:
    """The last entry up to which the ledger is intact, and the first defect."""

    last: Head
    broken: Break | None


class Decisions:
    """The use cases over the ledger."""

    def __init__(
        self,
        ledger: DecisionLedger,
        recorder: PlanRecorder,
        plan: LiveSnapshot[PlanView],
        state: Path,
    ) -> None:
        self._ledger = ledger
        self._recorder = recorder
        self._plan = plan
        self._state = state

    async def decide(
        self, request: DecisionRequest, by: Caller, key: str | None
    ) -> tuple[DecisionEntry, bool]:
        """Record a decision; returns the entry, and False if the key had already recorded it.

        A later decision on the same row supersedes an earlier one; both stay recorded.

        Raises:
            NotFound: no such plan was recorded, or it has no such row.
            InvalidInput: `changed` changes nothing.
            Conflict: the plan's week has been scored, or the key was used for a different request.
            SnapshotUnavailable: nothing is live, and no snapshot was named.
        """
        snapshot = request.snapshot or self._plan.current.snapshot.id
        plan, row = await self._row(snapshot, request.stock_code)
        content = await self._content(request, by, key, plan, row)
        repeated: list[Document] = []

        async def decided() -> Document | None:
            earlier = await self._earlier_request(content)
            if earlier is not None:
                repeated.append(earlier)
                return None
            await self._refuse_hindsight(snapshot)
            where = {"kind": DECISION, "snapshot": snapshot, "stock_code": row.stock_code}
            last = await self._ledger.latest(where)
            return {**content, "supersedes": None if last is None else last["sequence"]}

        entry = await self._ledger.append(decided)
        return DecisionEntry.model_validate(entry or repeated[0]), entry is not None

    async def _row(self, snapshot: str, stock_code: str) -> tuple[FrozenPlan, FrozenRow]:
        """The plan's first part, and its row for the product."""
        await self._freeze_if_live(snapshot)
        rows = await self._ledger.whole_plan(snapshot)
        plan = await self._ledger.latest({"kind": PLAN, "snapshot": snapshot, "part": 1})
        if rows is None or plan is None:
            raise NotFound(
                statement("plan_unrecorded", snapshot=snapshot),
                note="GET /v1/decisions/outcomes lists those recorded.",
            )
        folded = stock_code.strip().upper()
        for row in rows:
            if row.stock_code.upper() == folded:
                return FrozenPlan.of(plan), row
        raise NotFound(
            statement("product_not_planned", product=stock_code[:64]),
            note=f"The plan is that of snapshot {snapshot}.",
        )

    async def _freeze_if_live(self, snapshot: str) -> None:
        if self._plan.status()["snapshot"] == snapshot:
            await self._recorder.freeze(self._plan.current)

    async def _content(
        self,
        request: DecisionRequest,
        by: Caller,
        key: str | None,
        plan: FrozenPlan,
        row: FrozenRow,
    ) -> Document:
        changed = request.decision == CHANGED
        offer = _offer(request, row)
        if changed and offer == _Offer(row.discount, row.target_cluster):
            raise InvalidInput(
                statement("nothing_changed"),
                note="Send `accepted` with the reason `agreed`.",
            )
        expected = await self._expected(plan.snapshot, row, offer) if changed else None
        return {
            "kind": DECISION,
            "at": timestamp(),
            "by": by.name,
            "role": by.role,
            "snapshot": plan.snapshot,
            "as_of": plan.as_of,
            "stock_code": row.stock_code,
            "product_name": row.product_name,
            "decision": request.decision,
            **asdict(offer),
            "reason_code": request.reason_code,
            "note": request.note or None,
            "advised": {name: getattr(row, name) for name in AdvisedOffer.model_fields},
            "expected": expected,
            "idempotency_key": None if key is None else _digest([by.name, key]),
            "question": _digest(request.model_dump(mode="json")),
        }

    async def _expected(
        self, snapshot: str, row: FrozenRow, offer: "_Offer"
    ) -> dict[str, float] | None:
        """The offer's expected result, for the live snapshot only: earlier inputs may be gone."""
        if self._plan.status()["snapshot"] != snapshot or offer.discount is None:
            return None
        view = self._plan.current.view
        found = await anyio.to_thread.run_sync(
            changed_offer,
            view.inputs,
            row.stock_code,
            float(offer.discount),
            offer.target_cluster or row.target_cluster,
        )
        return None if found is None else _expectation(found)

    async def _earlier_request(self, content: Document) -> Document | None:
        key = content["idempotency_key"]
        if key is None:
            return None
        found = await self._ledger.latest({"kind": DECISION, "idempotency_key": key})
        if found is not None and found["question"] != content["question"]:
            raise Conflict(
                statement("decision_repeated"),
                note="Idempotency-Key already used for another decision; each one needs its own.",
            )
        return found

    async def _refuse_hindsight(self, snapshot: str) -> None:
        if await self._ledger.latest({"kind": OUTCOME, "snapshot": snapshot}) is not None:
            raise WeekIsOver(
                statement("week_over"), note=f"The plan of snapshot {snapshot} was scored."
            )

    async def entry(self, sequence: int) -> DecisionEntry:
        """One decision.

        Raises:
            NotFound: no entry has that number.
        """
        found = await self._ledger.get(sequence)
        if found is None or found["kind"] != DECISION:
            raise NotFound(f"Entry {sequence} of the ledger is not a decision.")
        return DecisionEntry.model_validate(found)

    async def page(
        self, where: Where, *, after: str | None, limit: int
    ) -> tuple[DocumentPage, int]:
        """Matching decisions, newest first, and how many match."""
        return await self._ledger.page({"kind": DECISION, **where}, after=after, limit=limit)

    async def chain(self) -> ChainState:
        """Verify the whole ledger, also against the heads that snapshots recorded."""
        return await chain_state(self._ledger, self._state)

    async def outcomes(self) -> Outcomes:
        """All recorded plans with their outcomes, and all scored rows by kind of decision."""
        plans: list[PlanOutcome] = []
        rows: dict[tuple[str | None, str], ScoredRow] = {}
        for plan in await self._ledger.first_parts():
            known = await self._ledger.outcomes(plan.snapshot)
            scored = last_revision(known)
            plans.append(_plan_outcome(plan, known, scored))
            for row in scored or []:
                _count_once(rows, plan.as_of, row)
        counted = list(rows.values())
        return Outcomes(
            by_kind=by_kind(counted),
            total=measures(counted) if counted else None,
            plans=plans[::-1],
            note=None if counted else render(_NOTHING_YET),
            note_statement=None if counted else _NOTHING_YET,
        )

    async def score(self, snapshot: str) -> PlanScore:
        """One plan compared with actual sales, row by row.

        Raises:
            NotFound: it has not been scored.
        """
        known = await self._ledger.outcomes(snapshot)
        rows = last_revision(known)
        if rows is None:
            raise NotFound(statement("plan_unscored", snapshot=snapshot[:128]))
        last = known[-1]
        return PlanScore(
            snapshot=last.snapshot,
            as_of=date.fromisoformat(last.as_of),
            scored_by=last.scored_by,
            revision=last.revision,
            by_kind=by_kind(rows),
            total=measures(rows),
            rows=rows,
        )


async def chain_state(ledger: DecisionLedger, state: Path) -> ChainState:
    """Verify a whole ledger, page by page, and compare it with the heads that snapshots recorded.

    The ledger may grow in the meantime; entries recorded before the start must be there.
    """
    recorded = await anyio.to_thread.run_sync(witnesses_in, state)
    witnesses = [Witness(await ledger.stored_head()), *recorded]
    last = EMPTY
    async for entries in ledger.pages():
        last, broken = await anyio.to_thread.run_sync(walk, entries, last, witnesses)
        if broken is not None:
            return ChainState(last, broken)
    return ChainState(last, cut_off(last, witnesses))


def _plan_outcome(
    plan: FrozenPlan, known: list[Outcome], scored: list[ScoredRow] | None
) -> PlanOutcome:
    as_of = None if plan.as_of is None else date.fromisoformat(plan.as_of)
    return PlanOutcome(
        snapshot=plan.snapshot,
        as_of=as_of,
        frozen_at=datetime.fromisoformat(plan.at),
        campaigns=plan.campaigns,
        complete_on=None if as_of is None else as_of + HORIZON,
        scored_by=known[-1].scored_by if scored is not None else None,
        total=None if scored is None else measures(scored),
    )


def _count_once(
    rows: dict[tuple[str | None, str], ScoredRow], as_of: str | None, row: ScoredRow
) -> None:
    """Of several plans for one week, the one with a decision counts, otherwise the last."""
    place = as_of, row.stock_code
    before = rows.get(place)
    if before is None or row.decision != IGNORED or before.decision == IGNORED:
        rows[place] = row


@dataclass(frozen=True)
class _Offer:
    """The decided offer; all None if the campaign was rejected."""

    discount: float | None
    target_cluster: str | None


def _offer(request: DecisionRequest, row: FrozenRow) -> _Offer:
    if request.decision == REJECTED:
        return _Offer(None, None)
    discount = row.discount if request.discount is None else request.discount
    return _Offer(discount, request.target_cluster or row.target_cluster)


def _expectation(campaign: PlannedCampaign) -> dict[str, float]:
    """A campaign's expected result as the ledger stores it."""
    outcomes: dict[str, float] = {
        field: getattr(campaign, name) for field, name in EXPECTED.items()
    }
    return {**outcomes, "money_at_stake": campaign.gain, "p_gain": campaign.p_gain}


def _digest(value: object) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
