"""The stock job: writes `inventory_state.csv` from an uploaded count, or simulates stock."""

import zlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from contract.columns import DEMAND_COLUMNS, INVENTORY_COLUMNS
from contract.ledgers import StockList
from contract.snapshot_files import CATALOGUE_FILE, DEMAND_FILE, INVENTORY_FILE, LEDGER_FILE
from fleet.errors import InvalidInput
from fleet.jobs import Assumption, JobResult, Progress, no_progress, write_csv
from fleet.snapshots import Snapshot
from fleet.statements import statement
from inventory_svc.ledger.mapping import read_mapping
from inventory_svc.stock.assumptions import (
    POLICY,
    cost_assumption,
    full_list_assumption,
    lead_time_assumption,
    movement_assumptions,
    order_assumptions,
    pack_assumption,
    partial_list_assumption,
    replay_assumptions,
    shelf_life_assumption,
    spread_assumption,
)
from inventory_svc.stock.inventory_table import inventory_table
from inventory_svc.stock.movement import movement_columns
from inventory_svc.stock.reorder_point import Ints
from inventory_svc.stock.stock_file import NO_COUNT, load_stock_file
from inventory_svc.stock.stock_list import (
    CompletedCounts,
    complete_counts,
    last_counts,
    sold_recently,
)
from inventory_svc.stock.stock_replay import replay
from inventory_svc.stock.typical_week import typical_week
from inventory_svc.stock.weekly_sales import weekly_sales

_STEPS = 4
_LEDGER_COLUMNS = ("stock_code", "ordered_at", "quantity", "returned_quantity", "unit_price")
_MAX_PER_DAY = 10_000_000


class StockFacts(TypedDict):
    """What the manifest says of stock: products by source and status, the notes on its file."""

    stock_uploaded: int
    stock_simulated: int
    stock_codes_not_in_catalogue: int
    stock_file_notes: dict[str, int]
    stock_list: dict[str, str | int | None]
    inventory_status: dict[str, int]


def refresh_stock(
    staging: Path,
    *,
    as_of: date,
    stock_file: Path | None = None,
    mapping: Path | None = None,
    stock_list: StockList = "auto",
    earlier: Iterable[Snapshot] = (),
    progress: Progress = no_progress,
) -> JobResult:
    """Write `inventory_state.csv` into `staging`, one row per product of the catalogue.

    Args:
        staging: Holds `ledger.parquet`, `catalogue.parquet` and `predicted_7d_demand.csv`.
        as_of: First day to exclude; stock is as of that morning.
        stock_file: The uploaded count, if any (see `stock_file`).
        mapping: May name the columns of the stock file (see `ledger.mapping`).
        stock_list: What the stock file is (see `stock_list`).
        earlier: Snapshots whose counts products keep if a partial stock file leaves them out.
        progress: Called with the number of steps done.

    Raises:
        InvalidInput: the stock file can't be used; the note lists bad lines.
    """
    catalogue = pl.read_parquet(staging / CATALOGUE_FILE)
    stated = read_mapping(mapping).stock if mapping else None
    uploaded = load_stock_file(stock_file, stated) if stock_file else NO_COUNT
    counted = uploaded.rows
    in_catalogue = _with_catalogue_spelling(counted, catalogue["stock_code"])
    if stock_file and in_catalogue.is_empty():
        raise InvalidInput(
            statement("stock_codes_unknown", file=stock_file.name, codes=counted.height)
        )
    progress(1, _STEPS)
    demand = read_demand(staging / DEMAND_FILE)
    ledger = pl.read_parquet(staging / LEDGER_FILE, columns=list(_LEDGER_COLUMNS))
    ledger = ledger.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    simulated = simulate_stock(ledger, catalogue, as_of)
    progress(3, _STEPS)
    codes = catalogue["stock_code"].sort()
    sales = weekly_sales(ledger, codes, as_of)
    typical = typical_week(sales.units, sales.age)
    completed = complete_counts(
        in_catalogue, codes, sold_recently(ledger, as_of), last_counts(earlier), stock_list
    )
    state = inventory_table(catalogue, demand, completed.rows, simulated, typical)
    state = state.with_columns(movement_columns(sales, state["current_stock"].to_numpy()))
    named = state.select(*INVENTORY_COLUMNS).rename(INVENTORY_COLUMNS)
    rows = write_csv(named, staging / INVENTORY_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(
        rows={INVENTORY_FILE: rows},
        assumptions=_assumptions(state, completed),
        facts=StockFacts(
            stock_uploaded=int((state["stock_source"] == "uploaded").sum()),
            stock_simulated=int((state["stock_source"] == "simulated").sum()),
            stock_codes_not_in_catalogue=counted.height - in_catalogue.height,
            stock_file_notes=dict(uploaded.notes),
            stock_list={"taken_for": completed.taken_for, "products": completed.products},
            inventory_status=dict(
                state.group_by("inventory_status").len().sort("inventory_status").iter_rows()
            ),
        ),
    )


def _with_catalogue_spelling(counted: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """The lines of products in the catalogue, with the catalogue's spelling of codes."""
    spelled = codes.to_frame("spelled").with_columns(
        stock_code=pl.col("spelled").str.to_uppercase()
    )
    known = counted.join(spelled, on="stock_code", how="inner", maintain_order="left")
    return known.with_columns(stock_code="spelled").drop("spelled")


def read_demand(path: Path) -> pl.DataFrame:
    """The forecast: `stock_code`, `demand` (Float64) and `written` (the text in the file).

    `p10`, `p90` (Float64) are null if the file doesn't have them.
    """
    raw = pl.read_csv(path, infer_schema=False)
    named = raw.rename({column: name for name, column in DEMAND_COLUMNS.items()}, strict=False)
    absent = {"p10", "p90"}.difference(named.columns)
    return named.with_columns(pl.lit(None, pl.String).alias(name) for name in absent).select(
        "stock_code",
        pl.col("p10", "p90").cast(pl.Float64),
        written="predicted_7d_demand",
        demand=pl.col("predicted_7d_demand").cast(pl.Float64),
    )


def simulate_stock(ledger: pl.DataFrame, catalogue: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """`stock_code`, `simulated` (units) of every product of the catalogue on the as-of morning."""
    codes = catalogue["stock_code"]
    on_hand = replay(_daily_demand(ledger, codes, as_of), _review_days(codes), POLICY)
    return pl.DataFrame({"stock_code": codes, "simulated": on_hand})


def _daily_demand(ledger: pl.DataFrame, codes: pl.Series, as_of: date) -> npt.NDArray[np.int32]:
    """Whole units sold, products x calendar days up to the day before `as_of`.

    Daily units are clipped at ten million, so that sums of squares fit in 64 bits.
    """
    earliest = as_of - timedelta(days=POLICY.replay_days + POLICY.history_days)
    day = pl.col("ordered_at").dt.date()
    sold = ledger.filter((day >= earliest) & (day < as_of) & pl.col("unit_price").ne_missing(0))
    first = cast("datetime | None", ledger["ordered_at"].min())
    begin = max(earliest, first.date()) if first else earliest
    at = pl.DataFrame({"stock_code": codes}).with_row_index("at")
    cells = (
        sold.with_columns(day=(day - begin).dt.total_days())
        .group_by("stock_code", "day")
        .agg(pl.col("quantity").sum().round().clip(upper_bound=_MAX_PER_DAY))
        .join(at, on="stock_code", how="inner")
    )
    grid = np.zeros((len(codes), (as_of - begin).days), np.int32)
    grid[cells["at"].to_numpy(), cells["day"].to_numpy()] = cells["quantity"].to_numpy()
    return grid


def _review_days(codes: pl.Series) -> Ints:
    """Spread the products over the review period deterministically, by a checksum of the code."""
    return np.array([zlib.crc32(code.encode()) % POLICY.review_days for code in codes], np.int64)


def _assumptions(state: pl.DataFrame, completed: CompletedCounts) -> list[Assumption]:
    made = order_assumptions() + movement_assumptions()
    assumed = {
        "cost_source": cost_assumption,
        "lead_time_source": lead_time_assumption,
        "pack_source": pack_assumption,
        "spread_source": spread_assumption,
    }
    made += [say() for column, say in assumed.items() if (state[column] == "assumed").any()]
    if state["shelf_life_days"].has_nulls():
        made.append(shelf_life_assumption())
    if (state["stock_source"] == "simulated").any():
        made += replay_assumptions()
    if completed.taken_for is not None:
        reading = {"full": full_list_assumption, "partial": partial_list_assumption}
        made.append(reading[completed.taken_for](completed.products))
    return made
