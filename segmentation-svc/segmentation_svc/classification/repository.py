"""The classifier of a snapshot, built from plain numbers or from trusted pickles."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from pydantic import BaseModel

from contract.segments import SEGMENTS
from contract.snapshot_files import KMEANS_FILE, SCALER_FILE
from fleet.errors import ModelFilesNotTrusted, Unavailable
from fleet.snapshots import Snapshot
from fleet.statements import Statement, statement
from segmentation_svc.classification.model_files import ModelFilesRefused, read_model_files
from segmentation_svc.classification.purchases import Rfm
from segmentation_svc.model.labelling import UNKNOWN, Customers, Rule
from segmentation_svc.model.nearest_centroid import CentroidModel
from segmentation_svc.model.segment_model import SegmentModel
from segmentation_svc.segments.reasons import Facts, reason
from segmentation_svc.segments.repository import SegmentsView
from segmentation_svc.segments.statements import segment_statement


@dataclass(frozen=True)
class Found:
    """A customer's cluster and label; no label if the cluster has no labelled customers."""

    cluster: int
    label: str | None
    reason: Statement | None


@dataclass(frozen=True)
class Classifier:
    """Assigns clusters and labels to customers.

    Attributes:
        centroids: The model that assigns clusters.
        model: Our own label rules; None for models of other tools.
        labels: Label by cluster, taken from the labelled customers in the file.
    """

    centroids: CentroidModel
    model: SegmentModel | None
    labels: dict[int, str]

    def classify(self, customers: Sequence[Rfm], last_month: Sequence[str | None]) -> list[Found]:
        """Cluster, label and reason of each customer.

        Args:
            customers: Their numbers.
            last_month: Each customer's label last month, None if not given; used only by our own
                rules.
        """
        if not customers:
            return []
        numbers = [(c.recency, c.frequency, c.monetary) for c in customers]
        rows = np.array(numbers, dtype=np.float64)
        if self.model is None:
            return [self._named(cluster) for cluster in self.centroids.assign(rows)]
        tenure = [math.nan if c.tenure_days is None else c.tenure_days for c in customers]
        previous = [UNKNOWN if name is None else SEGMENTS.index(name) for name in last_month]
        labelled = self.model.label(Customers(rows, np.array(tenure), np.array(previous)))
        return [
            self._reasoned(self.model, customer, int(cluster), SEGMENTS[int(code)], Rule(rule))
            for customer, cluster, code, rule in zip(
                customers, labelled.clusters, labelled.labels, labelled.rules, strict=True
            )
        ]

    @staticmethod
    def _reasoned(
        model: SegmentModel, customer: Rfm, cluster: int, label: str, rule: Rule
    ) -> Found:
        facts = Facts(customer.recency, customer.frequency, customer.monetary, customer.tenure_days)
        return Found(cluster, label, reason(model, facts, cluster, label, rule))

    def _named(self, cluster: int) -> Found:
        """The most common label of the cluster."""
        name = self.labels.get(cluster)
        reason_statement = None
        if name is not None:
            reason_statement = segment_statement(
                "why_most_of_cluster", cluster=cluster, segment=name
            )
        return Found(cluster, name, reason_statement)


class _Transform(BaseModel):
    """The manifest's description of the transform before the scaler."""

    columns: tuple[str, ...] = ()


class ClassifierSource:
    """Builds the classifier of one snapshot on first use and caches it.

    Args:
        snapshot: Contains the models.
        view: The customers of the same snapshot.
        trust_files: Whether pickles of a folder without a manifest may be loaded.
    """

    def __init__(self, snapshot: Snapshot, view: SegmentsView, *, trust_files: bool) -> None:
        self._snapshot = snapshot
        self._view = view
        self._trust_files = trust_files
        self._lock = threading.Lock()
        self._made: Classifier | ModelFilesRefused | None = None

    def get(self) -> Classifier:
        """The classifier; the first call may take seconds, so call it in a thread.

        Raises:
            ModelFilesNotTrusted: there are only pickles, and they aren't trusted.
            Unavailable: there is no model, or the pickles contain no usable one.
            SnapshotUnavailable: the pickles don't match the manifest.
        """
        with self._lock:
            if self._made is None:
                self._made = self._make()
            if isinstance(self._made, ModelFilesRefused):
                raise self._made
            return self._made

    def _make(self) -> Classifier | ModelFilesRefused:
        if self._view.model is not None:
            return Classifier(self._view.model.centroid_model(), self._view.model, {})
        self._check_files()
        try:
            centroids = read_model_files(
                self._snapshot.read_bytes(SCALER_FILE),
                self._snapshot.read_bytes(KMEANS_FILE),
                self._log_columns(),
            )
        except ModelFilesRefused as refused:
            return refused
        return Classifier(centroids, None, labels_by_cluster(self._view.frame))

    def _check_files(self) -> None:
        missing = [n for n in (SCALER_FILE, KMEANS_FILE) if not self._snapshot.has(n)]
        if missing:
            raise Unavailable(
                statement("no_classifier"),
                note=f"Snapshot {self._snapshot.id} has no {' and no '.join(missing)}. "
                "`smartretail refresh` writes the model.",
            )
        if self._snapshot.manifest is None and not self._trust_files:
            raise ModelFilesNotTrusted(
                statement("models_untrusted"),
                note=f"{SCALER_FILE} and {KMEANS_FILE} are pickles, which run code when loaded, "
                "and no manifest lists them. Set TRUST_MODEL_FILES=true if you know who wrote "
                "them, or run `smartretail refresh`.",
            )

    def _log_columns(self) -> tuple[str, ...]:
        """The columns named by the manifest; without one nothing is transformed."""
        if self._snapshot.manifest is None:
            return ()
        facts = self._snapshot.manifest.model_extra or {}
        return _Transform.model_validate(facts.get("rfm_transform") or {}).columns


def labels_by_cluster(frame: pl.DataFrame) -> dict[int, str]:
    """The most common label of each cluster; ties go to the first alphabetically."""
    counted = (
        frame.drop_nulls(["cluster", "label"])
        .group_by(pl.col("cluster").cast(pl.Int64), "label")
        .len()
        .sort(["cluster", "len", "label"], descending=[False, True, False])
        .unique("cluster", keep="first", maintain_order=True)
    )
    return {int(cluster): str(label) for cluster, label, _ in counted.iter_rows()}
