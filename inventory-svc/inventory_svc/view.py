"""The data that inventory-svc serves, built once per snapshot."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fleet.prepared import PreparedBody
from fleet.snapshots import Manifest, Snapshot
from inventory_svc.ledger.repository import QualityView, load_quality
from inventory_svc.products.repository import ProductsView, load_products, read_names
from inventory_svc.stock.columnar import columnar
from inventory_svc.stock.replenishment import replenishment
from inventory_svc.stock.replenishment_schemas import Replenishment
from inventory_svc.stock.repository import StockView, load_stock
from inventory_svc.stock.stock_risk import key_figures, stock_at_risk
from inventory_svc.stock.summary_schemas import KeyFigures, StockAtRisk


@dataclass(frozen=True)
class View:
    """The data of one snapshot."""

    stock: StockView
    products: ProductsView
    quality: QualityView | None
    key_figures: KeyFigures
    stock_at_risk: StockAtRisk
    replenishment: Replenishment | None
    snapshot_id: str
    manifest: Manifest | None

    @property
    def as_of(self) -> date | None:
        """The day whose morning the numbers refer to; None for a flat folder."""
        return self.manifest.as_of if self.manifest else None

    @property
    def first_day(self) -> date | None:
        """The ledger's first day, if known."""
        stated = self.manifest.ledger.get("first_day") if self.manifest else None
        return date.fromisoformat(stated) if isinstance(stated, str) else None

    @cached_property
    def table(self) -> PreparedBody:
        """All products as columns, serialised on first use, which takes almost a second."""
        return PreparedBody.of_json(
            {
                "snapshot": self.snapshot_id,
                "as_of": self.as_of.isoformat() if self.as_of else None,
                **columnar(self.stock.frame),
            }
        )


def load_view(snapshot: Snapshot) -> View:
    """Read one snapshot, or a flat folder that other tools wrote.

    Raises:
        SnapshotUnavailable: a file can't be read or lacks a column of the contract.
    """
    names = read_names(snapshot)
    stock = load_stock(snapshot, names)
    quality = load_quality(snapshot)
    return View(
        stock=stock,
        products=load_products(snapshot, names, stock.frame["stock_code"]),
        quality=quality,
        key_figures=key_figures(stock.frame, quality.facts if quality else {}),
        stock_at_risk=stock_at_risk(stock.frame),
        replenishment=replenishment(stock.frame),
        snapshot_id=snapshot.id,
        manifest=snapshot.manifest,
    )
