"""The resources of inventory-svc while it runs."""

from dataclasses import dataclass
from pathlib import Path

from fleet.snapshots import LiveSnapshot
from inventory_svc.view import View


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints."""

    state: LiveSnapshot[View]
    currency: str
    timezone: str
    state_folder: Path
