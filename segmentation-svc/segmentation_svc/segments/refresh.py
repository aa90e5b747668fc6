"""The refresh job: from the cleaned ledger to segments, models and their numbers."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from fleet.errors import InvalidInput
from fleet.jobs import Assumption, JobResult, Progress, no_progress, write_csv, write_json
from segmentation_svc.segments.labels import LabelRules
from segmentation_svc.segments.rfm import ledger_days, rfm_table
from segmentation_svc.segments.segment_model import MODEL_FILE, SegmentModel

LEDGER_FILE: Final = "ledger.parquet"
SEGMENTS_FILE: Final = "customer_segments.csv"
SCALER_FILE: Final = "rfm_scaler.pkl"
KMEANS_FILE: Final = "kmeans_rfm.pkl"
_COLUMNS = (
    "order_id",
    "customer_id",
    "ordered_at",
    "quantity",
    "returned_quantity",
    "unit_price",
)
_STEPS = 3


def refresh_segments(staging: Path, *, as_of: date, progress: Progress = no_progress) -> JobResult:
    """Write every customer's segment, and the model that puts them there.

    A ledger that identifies nobody gives a list of no customers and no model.

    Args:
        staging: Holds `ledger.parquet`; the results are written beside it.
        as_of: Only lines before it are looked at.
        progress: Told after reading, fitting and writing.

    Returns:
        Rows written; what New rests on; `rfm_transform` for the manifest.

    Raises:
        InvalidInput: the ledger job's file is missing or unreadable.
    """
    lines = _read_lines(staging / LEDGER_FILE)
    customers = rfm_table(lines, as_of)
    progress(1, _STEPS)
    if customers.is_empty():
        return _nobody(staging, customers, progress)
    clusters, model = _fit(staging, customers, ledger_days(lines, as_of))
    progress(2, _STEPS)
    rows = write_csv(_contract_table(customers, clusters, model), staging / SEGMENTS_FILE)
    write_json(model.model_dump(mode="json"), staging / MODEL_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(
        rows={SEGMENTS_FILE: rows},
        assumptions=_assumptions(model.rules),
        facts={"rfm_transform": model.transform.model_dump(mode="json")},
    )


def _read_lines(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, columns=list(_COLUMNS))
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise InvalidInput(
            f"{path.name} cannot be read ({reason}). Run `smartretail refresh` from the ledger on."
        ) from None


def _fit(
    staging: Path, customers: pl.DataFrame, days_covered: int
) -> tuple[list[int], SegmentModel]:
    """Fit and save the models; the cluster of each customer, and the model in plain numbers."""
    # Imported here: every service that shares a process with this one would carry scikit-learn.
    from segmentation_svc.segments.kmeans_fit import fit  # noqa: PLC0415

    features = customers.select("recency", "frequency", "monetary").cast(pl.Float64)
    fitted = fit(features.to_numpy())
    fitted.save(staging / SCALER_FILE, staging / KMEANS_FILE)
    median: Any = customers["frequency"].median()
    model = SegmentModel.of(
        fitted.model, fitted.clusters, ledger_days=days_covered, median_orders=float(median)
    )
    return fitted.clusters, model


def _contract_table(
    customers: pl.DataFrame, clusters: list[int], model: SegmentModel
) -> pl.DataFrame:
    labels = [
        model.label(cluster, recency=recency, frequency=frequency, tenure_days=tenure).label
        for cluster, (recency, frequency, tenure) in zip(
            clusters,
            customers.select("recency", "frequency", "tenure_days").iter_rows(),
            strict=True,
        )
    ]
    return _contract_columns(
        customers,
        pl.Series("Cluster", clusters, dtype=pl.Int64),
        pl.Series("ClusterLabel", labels, dtype=pl.String),
    )


def _contract_columns(
    customers: pl.DataFrame, clusters: pl.Series, labels: pl.Series
) -> pl.DataFrame:
    return customers.select(
        pl.col("customer_id").alias("Customer ID"),
        pl.col("recency").alias("Recency"),
        pl.col("frequency").alias("Frequency"),
        pl.col("monetary").alias("Monetary"),
        clusters,
        labels,
        pl.col("tenure_days").alias("Tenure_Days"),
    )


def _assumptions(rules: LabelRules) -> list[Assumption]:
    reasons = {
        "new_window_days": "a ledger does not say when a customer stops being new",
        "new_max_orders": "the median number of orders: above it a customer is no beginner",
        "lapsed_after_days": "the silence at the centre of the At-Risk cluster",
        "at_risk_min_silence_days": "who ordered within a week is not at risk",
        "lost_min_silence_days": "who ordered within a month is not lost",
    }
    return [
        Assumption(
            name=name,
            value=value,
            unit="orders" if name == "new_max_orders" else "days",
            applies_to="segment labels",
            reason=reasons[name],
        )
        for name, value in asdict(rules).items()
    ]


def _nobody(staging: Path, customers: pl.DataFrame, progress: Progress) -> JobResult:
    no_clusters, no_labels = pl.Series("Cluster", [0][:0]), pl.Series("ClusterLabel", [""][:0])
    write_csv(_contract_columns(customers, no_clusters, no_labels), staging / SEGMENTS_FILE)
    progress(_STEPS, _STEPS)
    reason = "no line of the ledger names a customer"
    return JobResult(
        rows={SEGMENTS_FILE: 0},
        assumptions=[Assumption("customers", 0, "customers", "segments", reason)],
    )
