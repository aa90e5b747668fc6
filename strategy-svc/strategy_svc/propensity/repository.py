"""Reading who a planned row is for, from the snapshot's file, when asked."""

import polars as pl

from contract.snapshot_files import PLAN_CUSTOMERS_FILE
from fleet.errors import NotFound, SnapshotUnavailable
from fleet.snapshots import Snapshot
from fleet.statements import statement


def read_customers(snapshot: Snapshot, stock_code: str, *, left_out: bool) -> pl.DataFrame:
    """The customers of one row: columns of `audience_scoring.CUSTOMERS`.

    Raises:
        NotFound: the snapshot does not tell customers.
        SnapshotUnavailable: the file cannot be read.
    """
    if not snapshot.has(PLAN_CUSTOMERS_FILE):
        raise NotFound(
            statement("no_likely_customers"),
            note=f"Snapshot {snapshot.id} has no {PLAN_CUSTOMERS_FILE}: run `smartretail refresh`.",
        )
    try:
        return (
            pl.scan_parquet(snapshot.verified_path(PLAN_CUSTOMERS_FILE), glob=False)
            .filter((pl.col("stock_code") == stock_code) & (pl.col("left_out") == left_out))
            .collect()
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SnapshotUnavailable(
            f"{PLAN_CUSTOMERS_FILE} of snapshot {snapshot.id} cannot be read: {error}. "
            "Run `smartretail refresh`."
        ) from None
