"""Reading the demand of a snapshot, or of a flat folder that other tools wrote."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from contract.columns import DEMAND_COLUMNS, DEMAND_REQUIRED, PRODUCT_NAME, TEXTS
from contract.snapshot_files import BACKTEST_FILE, DEMAND_CHANGES_FILE, DEMAND_FILE, NAMES_FILE
from fleet.prepared import PreparedBody
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_csv, read_model, read_texts
from forecast_svc.demand.schemas import DemandChangesFile, MeasuredAccuracy

_LISTED = {**DEMAND_REQUIRED, "product_name": PRODUCT_NAME}


@dataclass(frozen=True)
class DemandView:
    """The demand of one snapshot, in the form the endpoints need.

    Attributes:
        frame: `stock_code` (unique, sorted), `product_name`, `predicted_7d_demand` (≥ 0 or null),
            `method`, `trust`, `p10`, `p50`, `p90`, `day_1` … `day_7` (null if the file has no
            value).
        rows: Row of `frame` by stock code.
        as_of: First day of the week ahead; None for a flat folder.
        contract: The bare list of `GET /demand`, serialised.
        backtest: Content of `backtest.json`; None if the snapshot has none.
        demand_changes: Content of `demand_moves.json`; None if the snapshot has none.
    """

    frame: pl.DataFrame
    rows: dict[str, int]
    as_of: date | None
    contract: PreparedBody
    backtest: MeasuredAccuracy | None
    demand_changes: DemandChangesFile | None


def load_demand(snapshot: Snapshot) -> DemandView:
    """Read one snapshot's demand.

    Raises:
        SnapshotUnavailable: a file cannot be read or lacks a column of the contract.
    """
    table = _read_table(snapshot)
    names = read_texts(snapshot, NAMES_FILE)
    codes = table["stock_code"].to_list()
    named = table.with_columns(
        pl.Series("product_name", [names.get(code, code) for code in codes], dtype=pl.String)
    )
    return DemandView(
        frame=named,
        # Upper-case codes are a fallback for lookups.
        rows={code.upper(): row for row, code in enumerate(codes)}
        | {code: row for row, code in enumerate(codes)},
        as_of=snapshot.manifest.as_of if snapshot.manifest else None,
        contract=PreparedBody.of_json(named.select(*_LISTED).rename(_LISTED).to_dicts()),
        backtest=read_model(snapshot, BACKTEST_FILE, MeasuredAccuracy),
        demand_changes=read_model(snapshot, DEMAND_CHANGES_FILE, DemandChangesFile),
    )


def _read_table(snapshot: Snapshot) -> pl.DataFrame:
    """Codes as text, demand as a finite number or null, one row per code."""
    raw = read_csv(snapshot, DEMAND_FILE, DEMAND_REQUIRED.values())
    values = [
        (_text(raw, column) if name in TEXTS else _number(raw, column)).alias(name)
        for name, column in DEMAND_COLUMNS.items()
    ]
    return (
        raw.select(values)
        .with_columns(pl.col("stock_code").str.strip_chars())
        .filter(pl.col("stock_code").str.len_chars() > 0)
        .unique("stock_code", keep="first")
        .sort("stock_code")
    )


def _text(raw: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in raw.columns else pl.lit(None, dtype=pl.String)


def _number(raw: pl.DataFrame, column: str) -> pl.Expr:
    """Finite and not below 0, else null."""
    number = _text(raw, column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(number.is_finite() & (number >= 0)).then(number)
