"""Reading the data-quality report of a snapshot."""

from dataclasses import dataclass
from typing import cast

from contract.snapshot_files import QUALITY_FILE
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_json


@dataclass(frozen=True)
class QualityView:
    """The data-quality report of a snapshot.

    Attributes:
        body: The response of `GET /v1/data-quality`, serialised.
        facts: The report's `facts`; empty if it has none.
    """

    body: PreparedBody
    facts: dict[str, object]


def load_quality(snapshot: Snapshot) -> QualityView | None:
    """The report of `snapshot`; None if it has none, like a flat folder.

    Raises:
        SnapshotUnavailable: the file is not a JSON object.
    """
    content = read_json(snapshot, QUALITY_FILE)
    if content is None:
        return None
    facts = content.get("facts")
    return QualityView(
        body=PreparedBody.of_json(content | {"snapshot": snapshot.id}),
        facts=cast("dict[str, object]", facts) if isinstance(facts, dict) else {},
    )
