"""Reading the customers of a snapshot, or of a flat folder that other tools wrote."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from contract.columns import SEGMENTS_COLUMNS, SEGMENTS_REQUIRED, TEXTS
from contract.snapshot_files import (
    CERTIFICATE_FILE,
    PROFILES_FILE,
    SEGMENT_MODEL_FILE,
    SEGMENTS_FILE,
)
from fleet.snapshots import Snapshot
from fleet.snapshots.readers import read_csv, read_model
from segmentation_svc.model.segment_model import SegmentModel
from segmentation_svc.segments.profiles import Profiles
from segmentation_svc.stability.certificate import Certificate

_TRAILING_ZEROS: Final = r"\.0+$"


@dataclass(frozen=True)
class SegmentsView:
    """The customers of one snapshot.

    Attributes:
        frame: `customer_id` (unique, sorted), `recency`, `frequency`, `monetary`, `cluster`,
            `label`, and what our own refresh appends: `tenure_days`, `label_last_month`,
            `label_rule`, `p_active_90d`, `expected_purchases_90d`, `expected_spend_90d`; null if
            the file has no usable value.
        rows: Row of `frame` by customer id.
        as_of: The day recency counts from; None for a flat folder.
        model: The segmentation in numbers; None if the snapshot has none.
        profiles: Migration and favourites per label; None if the snapshot has none.
        certificate: Stability of the segments; None if the snapshot has none.
    """

    frame: pl.DataFrame
    rows: dict[str, int]
    as_of: date | None
    model: SegmentModel | None
    profiles: Profiles | None
    certificate: Certificate | None


def load_segments(snapshot: Snapshot) -> SegmentsView:
    """Read one snapshot's customers.

    Raises:
        SnapshotUnavailable: a file cannot be read or lacks a column of the contract.
    """
    frame = _read_table(snapshot)
    return SegmentsView(
        frame=frame,
        rows={customer: row for row, customer in enumerate(frame["customer_id"].to_list())},
        as_of=snapshot.manifest.as_of if snapshot.manifest else None,
        model=read_model(snapshot, SEGMENT_MODEL_FILE, SegmentModel),
        profiles=read_model(snapshot, PROFILES_FILE, Profiles),
        certificate=read_model(snapshot, CERTIFICATE_FILE, Certificate),
    )


def canonical_id(customer: str) -> str:
    """`" 12346.0 "` is customer `12346`: spreadsheets and pandas turn ids into floats."""
    trimmed = customer.strip()
    head, point, zeros = trimmed.partition(".")
    return head if point and head.isdecimal() and set(zeros) == {"0"} else trimmed


def _read_table(snapshot: Snapshot) -> pl.DataFrame:
    """Ids as text, finite numbers or null, one row per customer."""
    raw = read_csv(snapshot, SEGMENTS_FILE, SEGMENTS_REQUIRED.values())
    table = raw.select(_value(raw, name).alias(name) for name in SEGMENTS_COLUMNS)
    named = table.filter(pl.col("customer_id").str.len_chars() > 0).unique(
        "customer_id", keep="first"
    )
    return _whole_numbers(named.sort("customer_id"))


def _value(raw: pl.DataFrame, name: str) -> pl.Expr:
    """Text or a finite number; null if the file lacks the column."""
    column = SEGMENTS_COLUMNS[name]
    text = (pl.col(column) if column in raw.columns else pl.lit(None, pl.String)).str.strip_chars()
    if name == "customer_id":
        return _canonical(text)
    return text if name in TEXTS else _finite(text)


def _canonical(text: pl.Expr) -> pl.Expr:
    """`canonical_id` for a column of trimmed text."""
    is_float = text.str.contains(r"^\d+\.0+$")
    return pl.when(is_float).then(text.str.replace(_TRAILING_ZEROS, "")).otherwise(text)


def _finite(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _whole_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Days, orders and clusters as integers, unless another tool's file has fractions."""
    whole = [
        name
        for name in ("recency", "frequency", "cluster", "tenure_days")
        if bool((frame[name].drop_nulls() % 1 == 0).all())
    ]
    return frame.with_columns(pl.col(whole).cast(pl.Int64))
