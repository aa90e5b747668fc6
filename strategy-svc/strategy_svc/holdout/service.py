"""Measures a campaign against its holdout, one part of its audience at a time."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta

from contract.snapshot_files import LEDGER_FILE
from fleet.errors import Conflict, NotFound
from fleet.sentences import render
from fleet.snapshots import Snapshot
from fleet.statements import statement
from strategy_svc.holdout.cuped import lift
from strategy_svc.holdout.customer_spend import (
    BUYERS,
    MEASURES,
    measured,
    spend_before_and_after,
)
from strategy_svc.holdout.group_moments import Moments
from strategy_svc.holdout.lift_statement import lift_statement
from strategy_svc.holdout.schemas import AudienceSums, HoldoutResult, MeasureRequest, MomentSums

Sums = Mapping[str, Moments]


def measure(snapshot: Snapshot, request: MeasureRequest) -> HoldoutResult:
    """The result for this part and all earlier parts together.

    Raises:
        NotFound: the snapshot has no ledger.
        Conflict: its ledger ends before the campaign was sent.
        SnapshotUnavailable: its ledger was changed or removed.
    """
    until = _until(snapshot, request)
    ledger = snapshot.verified_path(LEDGER_FILE)
    sums: list[Sums] = []
    for people, before in (
        (request.treated, request.so_far.treated),
        (request.held_out, request.so_far.held_out),
    ):
        spend = spend_before_and_after(
            ledger, list(dict.fromkeys(people)), request.stock_code, request.sent_on, until
        )
        known = {name: Moments(**sum_.model_dump()) for name, sum_ in before.items()}
        part = measured(spend)
        sums.append({name: known.get(name, Moments()) + part[name] for name in MEASURES})
    treated, held_out = sums
    lifts = {name: lift(treated[name], held_out[name]) for name in MEASURES}
    complete = until == request.sent_on + timedelta(days=request.days)
    stated = {
        name: lift_statement(name, one, request.days, complete=complete)
        for name, one in lifts.items()
    }
    return HoldoutResult.model_validate(
        {
            "snapshot": snapshot.id,
            "window_days": request.days,
            "sent_on": request.sent_on,
            "until": until,
            "complete": complete,
            "customers": treated[BUYERS].n,
            "held_out": held_out[BUYERS].n,
            "measures": {name: None if one is None else asdict(one) for name, one in lifts.items()},
            "sentence": render(stated[BUYERS]),
            "statements": stated,
            "so_far": AudienceSums(treated=_sums(treated), held_out=_sums(held_out)),
        }
    )


def _until(snapshot: Snapshot, request: MeasureRequest) -> date:
    if snapshot.manifest is None or not snapshot.has(LEDGER_FILE):
        raise NotFound(
            statement("no_ledger"),
            note="Run `smartretail refresh`.",
        )
    as_of = snapshot.manifest.as_of
    if as_of <= request.sent_on:
        raise Conflict(
            statement("sales_too_old", as_of=as_of, sent_on=request.sent_on),
            note=f"The live snapshot is {snapshot.id}.",
        )
    return min(as_of, request.sent_on + timedelta(days=request.days))


def _sums(sums: Sums) -> dict[str, MomentSums]:
    return {name: MomentSums(**asdict(one)) for name, one in sums.items()}
