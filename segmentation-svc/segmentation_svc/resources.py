"""The resources of segmentation-svc while it runs."""

from dataclasses import dataclass

from fleet.snapshots import LiveSnapshot
from segmentation_svc.classification.repository import ClassifierSource
from segmentation_svc.segments.repository import SegmentsView


@dataclass(frozen=True)
class CustomersView:
    """One snapshot: its customers, and where its classifier comes from."""

    segments: SegmentsView
    classifier: ClassifierSource


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints."""

    customers: LiveSnapshot[CustomersView]
    currency: str
