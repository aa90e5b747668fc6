"""Reads the audience of a plan row from the snapshot's file, on demand."""

import polars as pl

from contract.snapshot_files import PLAN_CUSTOMERS_FILE
from fleet.errors import NotFound
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_parquet
from fleet.statements import statement


def read_customers(snapshot: Snapshot, stock_code: str, *, left_out: bool) -> pl.DataFrame:
    """The customers of one row, with the columns of `audience_scoring.CUSTOMERS`.

    Raises:
        NotFound: the snapshot has no customers.
        SnapshotUnavailable: the file cannot be read.
    """
    if not snapshot.has(PLAN_CUSTOMERS_FILE):
        raise NotFound(
            statement("no_likely_customers"),
            note=f"Snapshot {snapshot.id} has no {PLAN_CUSTOMERS_FILE}: run `smartretail refresh`.",
        )
    of_row = (pl.col("stock_code") == stock_code) & (pl.col("left_out") == left_out)
    return read_parquet(snapshot, PLAN_CUSTOMERS_FILE, where=of_row)
