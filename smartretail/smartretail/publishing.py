"""A backtest's result, made part of what is served: a new snapshot beside the ones there are."""

import shutil
from pathlib import Path
from typing import Any

import polars as pl

from fleet.errors import Conflict, InvalidInput, SnapshotUnavailable
from fleet.jobs import write_json
from fleet.snapshots import Snapshot, StateWriter
from forecast_svc.demand.refresh import BACKTEST_FILE
from forecast_svc.model.ledger_tables import LEDGER_FILE
from forecast_svc.outcomes.continuity import ORDER_COLUMNS, is_same_ledger
from smartretail.earlier_snapshots import live_snapshot
from smartretail.forgetting import Forgotten, forgotten_in

_OWN_FIELDS = {"id", "created_at", "code_version", "files"}


def snapshot_to_extend(state: Path, forgotten: Forgotten) -> Snapshot:
    """The live snapshot, if a backtest can be added to it.

    Raises:
        InvalidInput: there is none, it is a flat folder, or it names customers who asked since to
            be forgotten.
        SnapshotUnavailable: its ledger is missing or was changed.
    """
    try:
        live = live_snapshot(state)
    except SnapshotUnavailable as error:
        raise InvalidInput(
            f"There is nothing to publish the backtest with. {error.detail}"
        ) from None
    if live.manifest is None:
        raise InvalidInput(
            f"{state} is a folder of files without a manifest, which other tools write: a backtest "
            "is published into a state made by `smartretail refresh`."
        )
    live.verify(LEDGER_FILE)
    if forgotten_in(live.folder, forgotten):
        raise InvalidInput(
            "Since the live snapshot was made, customers in it asked to be forgotten, and a copy "
            "would keep them. Run `smartretail refresh` first."
        )
    return live


def refuse_other_ledger(live: Snapshot, lines: pl.DataFrame) -> None:
    """Make sure that the backtest is of the ledger the live snapshot was made from.

    Raises:
        InvalidInput: it is not.
    """
    orders = pl.read_parquet(live.path(LEDGER_FILE), columns=list(ORDER_COLUMNS))
    if not is_same_ledger(orders, lines):
        raise InvalidInput(
            f"The live snapshot {live.id} was made from another ledger: its recent orders are not "
            "in this one. Give --ledger the file of the last refresh, or refresh from this one "
            "first."
        )


def publish_backtest(state: Path, live: Snapshot, report: dict[str, Any]) -> str:
    """A new live snapshot: the files of `live`, with `report` as its `backtest.json`.

    Raises:
        Conflict: another snapshot went live meanwhile, or is being made.
    """
    writer = StateWriter(state)
    with writer.locked():
        if live_snapshot(state).id != live.id:
            raise Conflict(
                f"Another snapshot took the place of {live.id} while the backtest ran. "
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
    """What its manifest lists, each as the manifest says."""
    assert live.manifest is not None  # noqa: S101 - see snapshot_to_extend
    for name in live.manifest.files:
        live.verify(name)
    return [live.path(name) for name in live.manifest.files]


def _facts(live: Snapshot) -> dict[str, Any]:
    assert live.manifest is not None  # noqa: S101 - see snapshot_to_extend
    facts = live.manifest.model_dump(mode="json")
    kept = {name: value for name, value in facts.items() if name not in _OWN_FIELDS}
    return kept | {"copied_from": live.id}
