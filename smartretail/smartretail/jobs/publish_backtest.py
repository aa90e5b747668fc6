"""Publishes a backtest's result in a new snapshot."""

import shutil
from pathlib import Path

import polars as pl

from contract.snapshot_files import BACKTEST_FILE, LEDGER_FILE
from fleet.errors import Conflict, InvalidInput, SnapshotUnavailable
from fleet.jobs import write_json
from fleet.snapshots import Snapshot, StateWriter
from forecast_svc.backtest.comparison import BacktestReport
from forecast_svc.outcomes.continuity import ORDER_COLUMNS, is_same_ledger
from smartretail.jobs.forget import Forgotten, forgotten_in
from smartretail.jobs.previous_snapshots import live_snapshot

_OWN_FIELDS = {"id", "created_at", "code_version", "files"}


def snapshot_to_extend(state: Path, forgotten: Forgotten) -> Snapshot:
    """The live snapshot, if a backtest can be added to it.

    Raises:
        InvalidInput: there is none, it is a flat folder, or it contains customers who have since
            asked to be forgotten.
        SnapshotUnavailable: its ledger is missing or was changed.
    """
    try:
        live = live_snapshot(state)
    except SnapshotUnavailable as error:
        raise InvalidInput(f"There is no snapshot to add the backtest to. {error.detail}") from None
    if live.manifest is None:
        raise InvalidInput(
            f"{state} has no manifest. A backtest can only be added to a state made by "
            "`smartretail refresh`."
        )
    if forgotten_in(live.verified_path(LEDGER_FILE), forgotten):
        raise InvalidInput(
            "The live snapshot still contains customers who have since asked to be forgotten. "
            "Run `smartretail refresh` first."
        )
    return live


def refuse_other_ledger(live: Snapshot, lines: pl.DataFrame) -> None:
    """Refuse to publish if the backtest and the live snapshot are from different ledgers.

    Raises:
        InvalidInput: the ledgers differ.
    """
    orders = pl.read_parquet(live.verified_path(LEDGER_FILE), columns=list(ORDER_COLUMNS))
    if not is_same_ledger(orders, lines):
        raise InvalidInput(
            f"The live snapshot {live.id} was made from a different ledger: its recent orders are "
            "not in this file. Pass the file of the last refresh as --ledger, or refresh from "
            "this one first."
        )


def publish_backtest(state: Path, live: Snapshot, report: BacktestReport) -> str:
    """A new live snapshot: the files of `live`, with `report` as its `backtest.json`.

    Raises:
        Conflict: another snapshot went live in the meantime, or is being made.
    """
    writer = StateWriter(state)
    with writer.locked():
        if live_snapshot(state).id != live.id:
            raise Conflict(
                f"A new snapshot replaced {live.id} while the backtest was running. "
                "Run it again with --publish."
            )
        staging = writer.begin()
        try:
            for path in _files(live):
                shutil.copyfile(path, staging / path.name)
            write_json(report, staging / BACKTEST_FILE)
            return writer.publish(staging, _facts(live))
        except BaseException:
            writer.discard(staging)
            raise


def _files(live: Snapshot) -> list[Path]:
    """The files in its manifest, each verified."""
    assert live.manifest is not None  # noqa: S101 - see snapshot_to_extend
    return [live.verified_path(name) for name in live.manifest.files]


def _facts(live: Snapshot) -> dict[str, object]:
    assert live.manifest is not None  # noqa: S101 - see snapshot_to_extend
    facts = live.manifest.model_dump(mode="json")
    copied: dict[str, object] = {
        name: value for name, value in facts.items() if name not in _OWN_FIELDS
    }
    return copied | {"copied_from": live.id}
