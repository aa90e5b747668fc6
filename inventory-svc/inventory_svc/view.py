"""Everything inventory-svc answers from, made once per snapshot."""

from dataclasses import dataclass

from fleet.snapshots import Snapshot
from inventory_svc.ledger.repository import QUALITY_FILE, QualityView, load_quality
from inventory_svc.products.repository import (
    CATALOGUE_FILE,
    NAMES_FILE,
    ProductsView,
    load_products,
    read_names,
)
from inventory_svc.stock.at_risk import key_figures, stock_at_risk
from inventory_svc.stock.replenishment import replenishment
from inventory_svc.stock.repository import INVENTORY_FILE, StockView, load_stock
from inventory_svc.stock.schemas import KeyFigures, Replenishment, StockAtRisk

FILES = (INVENTORY_FILE,)
OPTIONAL_FILES = (NAMES_FILE, CATALOGUE_FILE, QUALITY_FILE)


@dataclass(frozen=True)
class View:
    """One snapshot, as the features of this service see it."""

    stock: StockView
    products: ProductsView
    quality: QualityView | None
    key_figures: KeyFigures
    stock_at_risk: StockAtRisk
    replenishment: Replenishment | None


def load_view(snapshot: Snapshot) -> View:
    """Read one snapshot, or a flat folder that other tools wrote.

    Raises:
        SnapshotUnavailable: a file cannot be read or lacks a column of the contract.
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
    )
