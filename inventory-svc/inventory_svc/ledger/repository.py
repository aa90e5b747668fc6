"""Reading the data-quality report of a snapshot."""

from dataclasses import dataclass
from typing import Any, cast

import orjson

from contract.snapshot_files import QUALITY_FILE
from fleet.errors import SnapshotUnavailable
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot


@dataclass(frozen=True)
class QualityView:
    """The report as `GET /v1/data-quality` answers it, and what it says about the shop.

    Attributes:
        body: The report and the snapshot's id, serialised.
        facts: The report's `facts`; empty where it has none.
    """

    body: PreparedBody
    facts: dict[str, Any]


def load_quality(snapshot: Snapshot) -> QualityView | None:
    """The report of `snapshot`; None where there is none, as in a flat folder.

    Raises:
        SnapshotUnavailable: the file is not a JSON object.
    """
    if not snapshot.has(QUALITY_FILE):
        return None
    try:
        report: object = orjson.loads(snapshot.read_bytes(QUALITY_FILE))
    except orjson.JSONDecodeError as error:
        raise SnapshotUnavailable(f"{QUALITY_FILE} cannot be read: {error}.") from None
    if not isinstance(report, dict):
        raise SnapshotUnavailable(f"{QUALITY_FILE} is not a JSON object.")
    content = cast("dict[str, Any]", report)
    facts = content.get("facts")
    return QualityView(
        body=PreparedBody.of_json(content | {"snapshot": snapshot.id}),
        facts=cast("dict[str, Any]", facts) if isinstance(facts, dict) else {},
    )
