"""Reading the customers of a snapshot, or of a flat folder that other tools wrote."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import polars as pl
from pydantic import BaseModel, ValidationError

from contract.columns import SEGMENTS_COLUMNS, SEGMENTS_REQUIRED, TEXTS
from contract.snapshot_files import (
    CERTIFICATE_FILE,
    PROFILES_FILE,
    SEGMENT_MODEL_FILE,
    SEGMENTS_FILE,
)
from fleet.errors import SnapshotUnavailable
from fleet.snapshots import Snapshot
from segmentation_svc.model.segment_model import SegmentModel
from segmentation_svc.segments.profiles import Profiles
from segmentation_svc.stability.certificate import Certificate

M = TypeVar("M", bound=BaseModel)
_TRAILING_ZEROS: Final = r"\.0+$"


@dataclass(frozen=True)
class SegmentsView:
    """The customers of one snapshot.

    Attributes:
        frame: `customer_id` (unique, sorted), `recency`, `frequency`, `monetary`, `cluster`,
            `label`, and what our own refresh appends: `tenure_days`, `label_last_month`,
            `label_rule`, `p_active_90d`, `expected_purchases_90d`, `expected_spend_90d`; null where
            the file holds nothing usable.
        rows: Row of `frame` by customer id.
        as_of: The day recency counts from; None for a flat folder.
        model: The segmentation in numbers; None where the state does not hold it.
        profiles: Migration and favourites per label; None likewise.
        certificate: How stable the segments are; None likewise.
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
        model=_read_json(snapshot, SEGMENT_MODEL_FILE, SegmentModel),
        profiles=_read_json(snapshot, PROFILES_FILE, Profiles),
        certificate=_read_json(snapshot, CERTIFICATE_FILE, Certificate),
    )


def canonical_id(customer: str) -> str:
    """`" 12346.0 "` is customer `12346`: spreadsheets and pandas turn ids into floats."""
    trimmed = customer.strip()
    head, point, zeros = trimmed.partition(".")
    return head if point and head.isdecimal() and set(zeros) == {"0"} else trimmed


def _read_table(snapshot: Snapshot) -> pl.DataFrame:
    """Ids as text, finite numbers or null, one row per customer."""
    try:
        raw = pl.read_csv(snapshot.verified_path(SEGMENTS_FILE), infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise SnapshotUnavailable(f"{SEGMENTS_FILE} cannot be read: {reason}.") from None
    for column in SEGMENTS_REQUIRED.values():
        if column not in raw.columns:
            raise SnapshotUnavailable(f"{SEGMENTS_FILE} has no column {column}.")
    table = raw.select(_value(raw, name).alias(name) for name in SEGMENTS_COLUMNS)
    named = table.filter(pl.col("customer_id").str.len_chars() > 0).unique(
        "customer_id", keep="first"
    )
    return _whole_numbers(named.sort("customer_id"))


def _value(raw: pl.DataFrame, name: str) -> pl.Expr:
    """Text or a finite number; null where there is no such column."""
    column = SEGMENTS_COLUMNS[name]
    text = (pl.col(column) if column in raw.columns else pl.lit(None, pl.String)).str.strip_chars()
    if name == "customer_id":
        return _canonical(text)
    return text if name in TEXTS else _finite(text)


def _canonical(text: pl.Expr) -> pl.Expr:
    """`canonical_id` for a column without blanks around."""
    is_float = text.str.contains(r"^\d+\.0+$")
    return pl.when(is_float).then(text.str.replace(_TRAILING_ZEROS, "")).otherwise(text)


def _finite(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _whole_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Days, orders and clusters as integers, unless a file of others holds fractions of them."""
    whole = [
        name
        for name in ("recency", "frequency", "cluster", "tenure_days")
        if bool((frame[name].drop_nulls() % 1 == 0).all())
    ]
    return frame.with_columns(pl.col(whole).cast(pl.Int64))


def _read_json(snapshot: Snapshot, name: str, model: type[M]) -> M | None:
    if not snapshot.has(name):
        return None
    try:
        return model.model_validate_json(snapshot.read_bytes(name))
    except ValidationError:
        raise SnapshotUnavailable(
            f"{name} of snapshot {snapshot.id} is not usable. Run `smartretail refresh`."
        ) from None
