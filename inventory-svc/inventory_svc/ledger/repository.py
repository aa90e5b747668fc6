"""Reading the data-quality report of a snapshot."""

from dataclasses import dataclass
from typing import Any, cast

from contract.snapshot_files import QUALITY_FILE
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_json


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
    content = read_json(snapshot, QUALITY_FILE)
    if content is None:
        return None
    facts = content.get("facts")
    return QualityView(
        body=PreparedBody.of_json(content | {"snapshot": snapshot.id}),
        facts=cast("dict[str, Any]", facts) if isinstance(facts, dict) else {},
    )
