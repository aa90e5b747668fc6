"""Reading the stock of a snapshot, or of a flat folder that other tools wrote."""

from dataclasses import dataclass

import polars as pl
import structlog

from contract.columns import INVENTORY_COLUMNS, INVENTORY_REQUIRED, PRODUCT_NAME, TEXTS
from contract.inventory_statuses import INVENTORY_STATUSES
from contract.snapshot_files import INVENTORY_FILE
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_csv, unusable
from inventory_svc.products.repository import rows_by_code, with_names
from inventory_svc.stock.schemas import InventoryItem
from inventory_svc.stock.status import inventory_status

_WHOLE = {
    "current_stock",
    "lead_time_days",
    "pack_size",
    "shelf_life_days",
    "reorder_point",
    "suggested_order",
    "overstock_units",
    "days_since_last_sale",
    "silent_weeks",
    "lost_sales_units",
}
_LISTED = {
    **INVENTORY_REQUIRED,
    "product_name": PRODUCT_NAME,
    **{
        name: INVENTORY_COLUMNS[name]
        for name in ("stock_source", "days_of_cover", "unit_price", "unit_cost", "cost_source")
    },
}
_ORDER = tuple(InventoryItem.model_fields)
_log = structlog.get_logger("inventory_svc.stock")


@dataclass(frozen=True)
class StockView:
    """The stock of one snapshot, in the form the endpoints need.

    Attributes:
        frame: `stock_code` (unique, sorted), `product_name`, `predicted_7d_demand` (units),
            `current_stock` (units), `inventory_status`, and columns only our own snapshots have,
            else null: `stock_source`, `days_of_cover`, `unit_price`, `unit_cost`, `cost_source`,
            `lead_time_days`, `lead_time_source`, and the rest of `InventoryItem`.
        rows: Row of `frame` by stock code.
        contract: The bare list of `GET /inventory`, serialised.
    """

    frame: pl.DataFrame
    rows: dict[str, int]
    contract: PreparedBody


def load_stock(snapshot: Snapshot, names: dict[str, str]) -> StockView:
    """Read one snapshot's stock.

    Raises:
        SnapshotUnavailable: the file can't be read, lacks a column of the contract, or has an
            unknown status.
    """
    frame = with_names(_read_table(snapshot), names).select(_ORDER)
    _report_contradictions(frame, snapshot)
    return StockView(
        frame=frame,
        rows=rows_by_code(frame["stock_code"]),
        contract=PreparedBody.of_json(frame.select(*_LISTED).rename(_LISTED).to_dicts()),
    )


def _read_table(snapshot: Snapshot) -> pl.DataFrame:
    """Codes as text, numbers finite or null, one row per code."""
    raw = read_csv(snapshot, INVENTORY_FILE, INVENTORY_REQUIRED.values())
    table = raw.select(_value(raw, name).alias(name) for name in INVENTORY_COLUMNS).filter(
        pl.col("stock_code") != ""
    )
    _refuse_unknown_status(table, snapshot)
    once = table.unique("stock_code", keep="first", maintain_order=True)
    if once.height < table.height:
        _log.warning("stock_codes_repeated", file=INVENTORY_FILE, rows=table.height - once.height)
    return once.sort("stock_code")


def _value(raw: pl.DataFrame, name: str) -> pl.Expr:
    """Text, number or flag; null if the file lacks the column."""
    column = INVENTORY_COLUMNS[name]
    text = pl.col(column) if column in raw.columns else pl.lit(None, pl.String)
    text = text.str.strip_chars()
    if name == "dead_stock":
        flags = {"true": True, "false": False}
        return text.str.to_lowercase().replace_strict(flags, default=None, return_dtype=pl.Boolean)
    return text if name in TEXTS else _number(text, whole=name in _WHOLE)


def _number(text: pl.Expr, *, whole: bool) -> pl.Expr:
    """A finite number; whole numbers may be written `12.0`; anything else is null."""
    number = text.cast(pl.Float64, strict=False)
    if not whole:
        return pl.when(number.is_finite()).then(number)
    usable = number.is_finite() & (number == number.round())
    return pl.when(usable).then(number).cast(pl.Int64, strict=False)


def _refuse_unknown_status(table: pl.DataFrame, snapshot: Snapshot) -> None:
    valid = pl.col("inventory_status").is_in(INVENTORY_STATUSES).fill_null(value=False)
    invalid = table.filter(~valid)
    if invalid.height:
        status, code = invalid["inventory_status"][0], invalid["stock_code"][0]
        known = ", ".join(INVENTORY_STATUSES)
        why = f"has the status '{status}' of product {code}, which is not one of {known}"
        raise unusable(snapshot, INVENTORY_FILE, why)


def _report_contradictions(frame: pl.DataFrame, snapshot: Snapshot) -> None:
    """Log a warning if statuses contradict the rule; they are served as written regardless."""
    by_rule = inventory_status(pl.col("current_stock"), pl.col("predicted_7d_demand"))
    broken = frame.drop_nulls(["current_stock", "predicted_7d_demand"]).filter(
        by_rule != pl.col("inventory_status")
    )
    if broken.height:
        _log.warning(
            "inventory_status_contradicts_rule",
            snapshot=snapshot.id,
            products=broken.height,
            example=broken["stock_code"][0],
        )
