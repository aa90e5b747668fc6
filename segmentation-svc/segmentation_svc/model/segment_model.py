"""`segment_model.json`: the segmentation in plain numbers, so that serving loads no pickle."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, Self

from pydantic import BaseModel, Field

from segmentation_svc.model.labelling import Customers, Labelled, label_customers
from segmentation_svc.model.labels import Cluster, LabelRules, label_clusters, rules_for
from segmentation_svc.model.nearest_centroid import FEATURES, CentroidModel

LOG1P: Final = "log1p(max(0, x))"


class Transform(BaseModel):
    """How the three numbers are transformed before the scaler."""

    function: str = LOG1P
    columns: tuple[str, ...]


class Scaler(BaseModel):
    """Mean and scale per feature, in the order of `features`."""

    mean: tuple[float, float, float]
    scale: tuple[float, float, float]


class SegmentModel(BaseModel):
    """Everything needed to find a customer's cluster and segment."""

    k: int
    features: tuple[str, ...] = FEATURES
    transform: Transform
    scaler: Scaler
    centroids: tuple[tuple[float, float, float], ...] = Field(description="Of scaled features")
    cluster_sizes: tuple[int, ...]
    cluster_labels: tuple[str, ...]
    rules: LabelRules

    @classmethod
    def of(
        cls,
        model: CentroidModel,
        clusters: Sequence[int],
        *,
        ledger_days: int,
        median_orders: float,
        median_recency: float,
    ) -> Self:
        """Label the clusters of a fitted model.

        Args:
            model: Scaler and centroids.
            clusters: Cluster of every customer.
            ledger_days: Days the ledger covers.
            median_orders: Orders of the median customer.
            median_recency: Days since the last order of the median customer.
        """
        facts = _facts(model, clusters)
        labels = label_clusters(facts)
        rules = rules_for(
            facts,
            labels,
            ledger_days=ledger_days,
            median_orders=median_orders,
            median_recency=median_recency,
        )
        return cls.model_validate(
            {
                "k": len(facts),
                "transform": {"columns": model.log_columns},
                "scaler": {"mean": model.mean, "scale": model.scale},
                "centroids": model.centroids,
                "cluster_sizes": [fact.size for fact in facts],
                "cluster_labels": labels,
                "rules": asdict(rules),
            }
        )

    def centroid_model(self) -> CentroidModel:
        """The numbers from which a customer's cluster is computed."""
        return CentroidModel(
            self.transform.columns, self.scaler.mean, self.scaler.scale, self.centroids
        )

    def label(self, customers: Customers) -> Labelled:
        """Cluster and label of customers, and the rule that decided."""
        return label_customers(self.centroid_model(), self.cluster_labels, self.rules, customers)


def _facts(model: CentroidModel, clusters: Sequence[int]) -> list[Cluster]:
    sizes = Counter(clusters)
    return [
        Cluster(
            size=sizes[at],
            recency=natural[0],
            value=scaled[1] + scaled[2],
            standing=scaled[1] + scaled[2] - scaled[0],
        )
        for at, (natural, scaled) in enumerate(zip(model.typical(), model.centroids, strict=True))
    ]
