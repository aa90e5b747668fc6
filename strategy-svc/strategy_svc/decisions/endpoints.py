"""Decisions over HTTP."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Response

from fleet.callers import Caller, caller_of
from fleet.documents import Where
from fleet.errors import (
    DocumentsUnavailable,
    Forbidden,
    InvalidInput,
    NotFound,
    SnapshotUnavailable,
    Unauthenticated,
)
from fleet.paging import CursorPage, CursorQuery
from fleet.problems import declare
from fleet.sentences import render
from fleet.service import resources_of
from strategy_svc.decisions.schemas import (
    Chain,
    Decided,
    DecisionEntry,
    DecisionRequest,
    Outcomes,
    PlanScore,
    ReasonCode,
)
from strategy_svc.decisions.service import Decisions, WeekIsOver
from strategy_svc.resources import Resources

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])


def _decisions(resources: Annotated[Resources, Depends(resources_of(Resources))]) -> Decisions:
    return resources.decisions


Ledger = Annotated[Decisions, Depends(_decisions)]


@dataclass(frozen=True)
class Filters:
    """Filters for decisions; a missing filter matches all."""

    snapshot: Annotated[str | None, Query(max_length=128)] = None
    stock_code: Annotated[str | None, Query(max_length=200, examples=["22423"])] = None
    decision: Decided | None = None
    reason_code: ReasonCode | None = None
    by: Annotated[
        str | None, Query(max_length=200, description="Only decisions by this person")
    ] = None

    def where(self) -> Where:
        """The filter as a store query."""
        return {name: value for name, value in vars(self).items() if value is not None}


@router.post(
    "",
    status_code=201,
    operation_id="record_decision",
    responses={
        **declare(
            Unauthenticated, Forbidden, NotFound, WeekIsOver, InvalidInput, SnapshotUnavailable,
            DocumentsUnavailable,
        ),
        200: {"model": DecisionEntry, "description": "Already recorded under the same key"},
    },
)  # fmt: skip
async def record_decision(
    ledger: Ledger,
    by: Annotated[Caller, Depends(caller_of)],
    request: DecisionRequest,
    response: Response,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=200,
            description="The same key returns the same entry",
        ),
    ] = None,
) -> DecisionEntry:
    """Accept, change or reject a row of a plan; requires the role planner.

    The entry is on disk before the response is sent. A later decision on a row supersedes an
    earlier one; both stay recorded.
    """
    entry, new = await ledger.decide(request, by, idempotency_key)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/v1/decisions/{entry.sequence}"
    return entry


@router.get(
    "",
    operation_id="list_decisions",
    responses=declare(InvalidInput, DocumentsUnavailable),
)
async def list_decisions(
    ledger: Ledger,
    filters: Annotated[Filters, Depends()],
    paging: Annotated[CursorQuery, Depends()],
) -> CursorPage[DecisionEntry]:
    """Decisions page by page, newest first, including superseded ones."""
    page, total = await ledger.page(filters.where(), after=paging.cursor, limit=paging.limit)
    items = [DecisionEntry.model_validate(entry) for entry in page.documents]
    return CursorPage[DecisionEntry](items=items, next_cursor=page.next_cursor, total=total)


@router.get(
    "/outcomes", operation_id="get_decision_outcomes", responses=declare(DocumentsUnavailable)
)
async def get_outcomes(ledger: Ledger) -> Outcomes:
    """Results of past plans: predicted and actual, per plan and kind of decision."""
    return await ledger.outcomes()


@router.get(
    "/outcomes/{snapshot}",
    operation_id="get_plan_score",
    responses=declare(NotFound, DocumentsUnavailable),
)
async def get_plan_score(
    ledger: Ledger,
    snapshot: Annotated[str, Path(max_length=128, examples=["20110909T060000Z-a1b2c3"])],
) -> PlanScore:
    """Results of one past plan, row by row: decided, predicted and actual."""
    return await ledger.score(snapshot)


@router.get(
    "/chain", operation_id="verify_decision_ledger", responses=declare(DocumentsUnavailable)
)
async def get_chain(ledger: Ledger) -> Chain:
    """Whether any entry of the ledger was altered, and which.

    Snapshots made by a refresh record the last entry at that time, so a rewritten or truncated
    ledger is detected even if all its digests were recomputed.
    """
    found = await ledger.chain()
    return Chain(
        whole=found.broken is None,
        entries=found.last.sequence,
        last_sha256=found.last.sha256,
        broken_at=None if found.broken is None else found.broken.sequence,
        problem=None if found.broken is None else render(found.broken.problem),
        problem_statement=None if found.broken is None else found.broken.problem,
    )


@router.get(
    "/{sequence}",
    operation_id="get_decision",
    responses=declare(NotFound, InvalidInput, DocumentsUnavailable),
)
async def get_decision(
    ledger: Ledger, sequence: Annotated[int, Path(ge=1, le=10**12 - 1, examples=[3])]
) -> DecisionEntry:
    """One decision by its number in the ledger."""
    return await ledger.entry(sequence)
