"""Reading the stock of a snapshot, or of a flat folder that other tools wrote."""

from dataclasses import dataclass

import polars as pl
import structlog

from contract.snapshot_files import INVENTORY_FILE
from fleet.errors import SnapshotUnavailable
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from inventory_svc.products.repository import with_names
from inventory_svc.stock.schemas import InventoryItem
from inventory_svc.stock.status import STATUSES, inventory_status

_NUMBERS = {
    "predicted_7d_demand": ("Predicted_7d_Demand", pl.Float64),
    "current_stock": ("Current_Stock", pl.Int64),
    "days_of_cover": ("Days_Of_Cover", pl.Float64),
    "unit_price": ("Unit_Price", pl.Float64),
    "unit_cost": ("Unit_Cost", pl.Float64),
    "lead_time_days": ("Lead_Time_Days", pl.Int64),
    "pack_size": ("Pack_Size", pl.Int64),
    "shelf_life_days": ("Shelf_Life_Days", pl.Int64),
    "safety_stock": ("Safety_Stock", pl.Float64),
    "reorder_point": ("Reorder_Point", pl.Int64),
    "suggested_order": ("Suggested_Order", pl.Int64),
    "stock_out_probability": ("Stock_Out_Probability", pl.Float64),
    "overstock_units": ("Overstock_Units", pl.Int64),
    "money_bound": ("Money_Bound", pl.Float64),
    "days_since_last_sale": ("Days_Since_Last_Sale", pl.Int64),
    "silent_weeks": ("Silent_Weeks", pl.Int64),
    "lost_sales_units": ("Lost_Sales_Units", pl.Int64),
}
_TEXTS = {
    "stock_code": "StockCode",
    "inventory_status": "Inventory_Status",
    "stock_source": "Stock_Source",
    "cost_source": "Cost_Source",
    "lead_time_source": "Lead_Time_Source",
    "pack_source": "Pack_Source",
    "supplier": "Supplier",
    "spread_source": "Spread_Source",
    "abc": "ABC",
    "xyz": "XYZ",
}
_REQUIRED = ("StockCode", "Predicted_7d_Demand", "Current_Stock", "Inventory_Status")
_ORDER = tuple(InventoryItem.model_fields)
_CONTRACT = {
    "StockCode": "stock_code",
    "Predicted_7d_Demand": "predicted_7d_demand",
    "Current_Stock": "current_stock",
    "Inventory_Status": "inventory_status",
    "ProductName": "product_name",
    "Stock_Source": "stock_source",
    "Days_Of_Cover": "days_of_cover",
    "Unit_Price": "unit_price",
    "Unit_Cost": "unit_cost",
    "Cost_Source": "cost_source",
}
_log = structlog.get_logger("inventory_svc.stock")


@dataclass(frozen=True)
class StockView:
    """The stock of one snapshot, as the endpoints need it.

    Attributes:
        frame: `stock_code` (unique, sorted), `product_name`, `predicted_7d_demand` (units),
            `current_stock` (units), `inventory_status`, and what only our own snapshots say, else
            null: `stock_source`, `days_of_cover`, `unit_price`, `unit_cost`, `cost_source`,
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
        SnapshotUnavailable: the file cannot be read, lacks a column of the contract, or holds a
            status that is none.
    """
    frame = with_names(_read_table(snapshot), names).select(_ORDER)
    _report_contradictions(frame, snapshot)
    listing = frame.select(pl.col(ours).alias(theirs) for theirs, ours in _CONTRACT.items())
    return StockView(
        frame=frame,
        rows={code: row for row, code in enumerate(frame["stock_code"])},
        contract=PreparedBody.of_json(listing.to_dicts()),
    )


def _read_table(snapshot: Snapshot) -> pl.DataFrame:
    """Codes as text, numbers finite or null, one row per code."""
    try:
        raw = pl.read_csv(snapshot.verified_path(INVENTORY_FILE), infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise SnapshotUnavailable(f"{INVENTORY_FILE} cannot be read: {reason}.") from None
    for column in _REQUIRED:
        if column not in raw.columns:
            raise SnapshotUnavailable(f"{INVENTORY_FILE} has no column {column}.")
    texts = [_text(raw, column).alias(name) for name, column in _TEXTS.items()]
    numbers = [_number(raw, column, kind).alias(n) for n, (column, kind) in _NUMBERS.items()]
    dead = _text(raw, "Dead_Stock").str.to_lowercase()
    flag = dead.replace_strict({"true": True, "false": False}, default=None).cast(pl.Boolean)
    table = raw.select(*texts, *numbers, flag.alias("dead_stock")).filter(
        pl.col("stock_code") != ""
    )
    _refuse_unknown_status(table)
    once = table.unique("stock_code", keep="first", maintain_order=True)
    if once.height < table.height:
        _log.warning("stock_codes_repeated", file=INVENTORY_FILE, rows=table.height - once.height)
    return once.sort("stock_code")


def _text(raw: pl.DataFrame, column: str) -> pl.Expr:
    if column not in raw.columns:
        return pl.lit(None, pl.String)
    return pl.col(column).str.strip_chars()


def _number(raw: pl.DataFrame, column: str, kind: type[pl.DataType]) -> pl.Expr:
    """A finite number; whole ones may come as `12.0`; anything else is null."""
    if column not in raw.columns:
        return pl.lit(None, kind)
    number = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    usable = number.is_finite() & ((number == number.round()) if kind is pl.Int64 else True)
    return pl.when(usable).then(number).cast(kind, strict=False)


def _refuse_unknown_status(table: pl.DataFrame) -> None:
    valid = pl.col("inventory_status").is_in(STATUSES).fill_null(value=False)
    invalid = table.filter(~valid)
    if invalid.height:
        raise SnapshotUnavailable(
            f"{INVENTORY_FILE}: the status '{invalid['inventory_status'][0]}' of product "
            f"{invalid['stock_code'][0]} is none of {', '.join(STATUSES)}."
        )


def _report_contradictions(frame: pl.DataFrame, snapshot: Snapshot) -> None:
    """Statuses are served as written; where they break the rule, the log says so once."""
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
