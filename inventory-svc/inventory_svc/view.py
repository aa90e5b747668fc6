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
from inventory_svc.stock.repository import INVENTORY_FILE, StockView, load_stock

FILES = (INVENTORY_FILE,)
OPTIONAL_FILES = (NAMES_FILE, CATALOGUE_FILE, QUALITY_FILE)


@dataclass(frozen=True)
class View:
    """One snapshot, as the features of this service see it."""

    stock: StockView
    products: ProductsView
    quality: QualityView | None


def load_view(snapshot: Snapshot) -> View:
    """Read one snapshot, or a flat folder that other tools wrote.

    Raises:
        SnapshotUnavailable: a file cannot be read or lacks a column of the contract.
    """
    names = read_names(snapshot)
    stock = load_stock(snapshot, names)
    return View(
        stock=stock,
        products=load_products(snapshot, names, stock.frame["stock_code"]),
        quality=load_quality(snapshot),
    )
