"""The segments job: segments, models and profiles from the cleaned ledger."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

import numpy as np
import polars as pl
from pydantic import JsonValue

from contract.columns import SEGMENTS_COLUMNS
from contract.segments import SEGMENTS
from contract.snapshot_files import (
    CERTIFICATE_FILE,
    KMEANS_FILE,
    LEDGER_FILE,
    PROFILES_FILE,
    SCALER_FILE,
    SEGMENT_MODEL_FILE,
    SEGMENTS_FILE,
)
from fleet.jobs import (
    Assumption,
    JobResult,
    Progress,
    cannot_read,
    no_progress,
    write_csv,
    write_json,
)
from segmentation_svc.model.activity import AHEAD_DAYS, Activity, expect_activity
from segmentation_svc.model.bg_nbd import BgNbd, Floats
from segmentation_svc.model.gamma_gamma import GammaGamma
from segmentation_svc.model.history import History, LabelledDay
from segmentation_svc.model.labelling import UNKNOWN, Rule
from segmentation_svc.model.labels import LabelRules
from segmentation_svc.model.rfm import ledger_days, order_days, rfm_of_days
from segmentation_svc.segments.favourites import favourites, read_catalogue
from segmentation_svc.segments.profiles import profiles_of
from segmentation_svc.stability.certificate import certify

_COLUMNS = (
    "order_id",
    "customer_id",
    "stock_code",
    "ordered_at",
    "quantity",
    "returned_quantity",
    "unit_price",
)
_STEPS = 4


class ActivityModels(TypedDict):
    """Parameters of the activity models; None for one that wasn't fitted."""

    bg_nbd: dict[str, float] | None
    gamma_gamma: dict[str, float] | None
    unit: str
    ahead_days: int


class SegmentFacts(TypedDict):
    """What the manifest says of the segments' models."""

    rfm_transform: dict[str, JsonValue]
    activity_models: ActivityModels


def refresh_segments(staging: Path, *, as_of: date, progress: Progress = no_progress) -> JobResult:
    """Write every customer's segment and expected activity, and the fitted models.

    A ledger without identified customers gives an empty list and no model.

    Args:
        staging: Contains `ledger.parquet` and `catalogue.parquet`; results are written there.
        as_of: First day to exclude.
        progress: Called after reading, fitting, profiling and certifying.

    Returns:
        Rows written, the assumptions behind the labels, and `rfm_transform` for the manifest.

    Raises:
        InvalidInput: the ledger job's files are missing or unreadable.
    """
    lines = _read_lines(staging / LEDGER_FILE).filter(pl.col("ordered_at").dt.date() < as_of)
    days = order_days(lines)
    customers = rfm_of_days(days, as_of)
    progress(1, _STEPS)
    if customers.is_empty():
        return _nobody(staging, customers, progress)
    first_day = as_of - timedelta(days=ledger_days(lines, as_of))
    history = History(days, first_day)
    months = list(history.months(as_of))
    now, activity = months[-1], expect_activity(days, as_of)
    clusters = _save_models(staging, now)
    table = _with_activity(_labelled(customers, clusters, now), activity)
    rows = write_csv(table.rename(SEGMENTS_COLUMNS), staging / SEGMENTS_FILE)
    write_json(now.model.model_dump(mode="json"), staging / SEGMENT_MODEL_FILE)
    progress(2, _STEPS)
    labels = table.select("customer_id", "label")
    liked = favourites(lines, labels, read_catalogue(staging), as_of)
    profiles = profiles_of(months, len(history.customers), liked)
    write_json(profiles.model_dump(mode="json"), staging / PROFILES_FILE)
    progress(3, _STEPS)
    certificate = certify(days, first_day, as_of)
    write_json(certificate.model_dump(mode="json"), staging / CERTIFICATE_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(
        rows={SEGMENTS_FILE: rows},
        assumptions=[*_assumptions(now.model.rules), *_activity_assumptions(activity)],
        facts=SegmentFacts(
            rfm_transform=now.model.transform.model_dump(mode="json"),
            activity_models=_parameters(activity),
        ),
    )


def _read_lines(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, columns=list(_COLUMNS))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise cannot_read(path.name, error) from None


def _save_models(staging: Path, now: LabelledDay) -> list[int]:
    """Save the pickles of today's fit; returns each customer's cluster as they predict it."""
    # A top-level import would load scikit-learn into every service that shares this process.
    from segmentation_svc.model.kmeans_fit import as_scikit_learn  # noqa: PLC0415 - see above

    fitted = as_scikit_learn(now.model.centroid_model(), now.day.rows)
    fitted.save(staging / SCALER_FILE, staging / KMEANS_FILE)
    return fitted.clusters


def _labelled(customers: pl.DataFrame, clusters: list[int], now: LabelledDay) -> pl.DataFrame:
    labels: list[int] = now.labelled.labels.tolist()
    previous: list[int] = now.previous.tolist()
    rules: list[int] = now.labelled.rules.tolist()
    return customers.with_columns(
        pl.Series("cluster", clusters, dtype=pl.Int64),
        pl.Series("label", [SEGMENTS[code] for code in labels], dtype=pl.String),
        pl.Series("label_last_month", [_name(code) for code in previous], dtype=pl.String),
        pl.Series("label_rule", [Rule(code).word for code in rules], dtype=pl.String),
    )


def _name(code: int) -> str | None:
    return None if code == UNKNOWN else SEGMENTS[code]


def _with_activity(customers: pl.DataFrame, activity: Activity) -> pl.DataFrame:
    """The columns of the file, under our names."""
    return customers.with_columns(
        _number("p_active_90d", activity.active, 4),
        _number("expected_purchases_90d", activity.purchases, 3),
        _number("expected_spend_90d", activity.spend, 2),
    ).select(*SEGMENTS_COLUMNS)


def _number(name: str, values: Floats | None, digits: int) -> pl.Series:
    """A column of rounded numbers; NaN becomes null."""
    series = pl.Series(name, np.asarray(values), dtype=pl.Float64)
    return series.fill_nan(None).round(digits)


def _parameters(activity: Activity) -> ActivityModels:
    return {
        "bg_nbd": _rounded(activity.bg_nbd),
        "gamma_gamma": _rounded(activity.gamma_gamma),
        "unit": "weeks",
        "ahead_days": AHEAD_DAYS,
    }


def _rounded(model: BgNbd | GammaGamma | None) -> dict[str, float] | None:
    """Round to six significant digits, the precision of the optimisation."""
    if model is None:
        return None
    return {name: float(f"{value:.6g}") for name, value in asdict(model).items()}


def _assumptions(rules: LabelRules) -> list[Assumption]:
    units = {"new_max_orders": "orders", "clear_margin": "standard_deviations"}
    return [
        Assumption(
            name=name,
            value=value,
            unit_code=units.get(name, "days"),
            applies_to_code="segment_labels",
        )
        for name, value in asdict(rules).items()
    ]


def _activity_assumptions(activity: Activity) -> list[Assumption]:
    """Assumptions behind the expected activity, and the reason if it is empty."""
    active, spend = SEGMENTS_COLUMNS["p_active_90d"], SEGMENTS_COLUMNS["expected_spend_90d"]
    if activity.bg_nbd is None:
        return [Assumption(active, "empty", "probability", "customers")]
    if activity.gamma_gamma is None:
        return [Assumption(spend, "empty", "money", "customers")]
    return [Assumption("seasonality", "none", "", "activity")]


def _nobody(staging: Path, customers: pl.DataFrame, progress: Progress) -> JobResult:
    names = ("cluster", "label", "label_last_month", "label_rule")
    unlabelled = customers.with_columns(pl.lit(None, pl.String).alias(name) for name in names)
    nothing = np.zeros(0)
    nobody = Activity(nothing, nothing, nothing, None, None)
    table = _with_activity(unlabelled, nobody)
    write_csv(table.rename(SEGMENTS_COLUMNS), staging / SEGMENTS_FILE)
    progress(_STEPS, _STEPS)
    return JobResult(
        rows={SEGMENTS_FILE: 0},
        assumptions=[Assumption("customers", 0, "customers", "segments")],
    )
