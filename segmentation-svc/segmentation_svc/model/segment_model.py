"""`segment_model.json`: the segmentation in plain numbers, so that serving loads no pickle."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, Self

from pydantic import BaseModel, Field

from contract.segments import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from segmentation_svc.model.labelling import Customers, Labelled, label_customers
from segmentation_svc.model.labels import (
    MIN_CUSTOMERS,
    MIN_SHARE,
    Cluster,
    LabelRules,
    label_clusters,
    rules_for,
)
from segmentation_svc.model.nearest_centroid import FEATURES, CentroidModel

LOG1P: Final = "log1p(max(0, x))"


class Transform(BaseModel):
    """What is done to the three numbers before the scaler."""

    function: str = LOG1P
    columns: tuple[str, ...]


class Scaler(BaseModel):
    """Mean and scale per feature, in the order of `features`."""

    mean: tuple[float, float, float]
    scale: tuple[float, float, float]


class SegmentModel(BaseModel):
    """Everything needed to say which cluster and segment a customer belongs to."""

    k: int
    features: tuple[str, ...] = FEATURES
    transform: Transform
    scaler: Scaler
    centroids: tuple[tuple[float, float, float], ...] = Field(description="Of scaled features")
    cluster_sizes: tuple[int, ...]
    cluster_labels: tuple[str, ...]
    rules: LabelRules
    definitions: dict[str, str]
    note: str | None = Field(default=None, description="What to know before trusting the labels")

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
                "definitions": _definitions(model, labels, rules),
                "note": _note(len(clusters)),
            }
        )

    def centroid_model(self) -> CentroidModel:
        """The numbers the cluster of a customer is computed from."""
        return CentroidModel(
            self.transform.columns, self.scaler.mean, self.scaler.scale, self.centroids
        )

    def label(self, customers: Customers) -> Labelled:
        """Cluster and label of customers, and what decided."""
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


def _note(customers: int) -> str | None:
    if customers >= MIN_CUSTOMERS:
        return None
    return (
        f"Only {customers} customers: too few to compare, so nobody is called VIP or Lost "
        f"(that takes {MIN_CUSTOMERS})."
    )


def _definitions(model: CentroidModel, labels: list[str], rules: LabelRules) -> dict[str, str]:
    """One sentence per label, in numbers."""
    typical = {
        label: _typical(model, [at for at, name in enumerate(labels) if name == label])
        for label in SEGMENTS
    }
    active = f"and no more than {rules.lapsed_after_days} days of silence."
    share = f"{MIN_SHARE:.0%}"
    return {
        VIP: f"The cluster of most orders and money (at least {share} of customers)"
        f"{typical[VIP]}, {active} {_stability(rules)}",
        REGULAR: f"Active without being VIP{typical[REGULAR]}, {active} {_stability(rules)}",
        NEW: f"First order within the last {rules.new_window_days} days and at most "
        f"{rules.new_max_orders} orders, whatever the cluster."
        if rules.new_window_days
        else "Nobody: the ledger is too short to tell who is new.",
        AT_RISK: f"Fewer orders and longer silence than the average{typical[AT_RISK]}, and VIP or "
        f"Regular customers silent for more than {rules.lapsed_after_days} days; nobody who "
        f"ordered within {rules.at_risk_min_silence_days} days becomes it, and who orders again "
        f"within {rules.at_risk_until_seen_within_days} leaves it. {_stability(rules)}",
        LOST: f"The cluster of the longest silence (at least {share} of customers)"
        f"{typical[LOST]}; nobody who ordered within {rules.lost_min_silence_days} days becomes "
        f"it, and nobody stays it who ordered within {rules.lost_until_seen_within_days}. "
        f"{_stability(rules)}",
    }


def _stability(rules: LabelRules) -> str:
    return (
        f"Last month's label is kept until the customer is {rules.clear_margin} standard "
        "deviations beyond the border."
    )


def _typical(model: CentroidModel, clusters: list[int]) -> str:
    """The centres of clusters in days, orders and money, for a sentence."""
    centers = [model.typical()[at] for at in clusters]
    phrases = [
        f"{max(1, orders):.0f} orders worth {money:,.0f} in all, the last {days:.0f} days ago"
        for days, orders, money in centers
    ]
    return f", around {' or '.join(phrases)}" if phrases else ""
