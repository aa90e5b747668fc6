"""The refresh job on a ledger with all kinds of customers, and on unusually small ones."""

# The types of joblib are incomplete.
# pyright: reportUnknownMemberType=false

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import polars as pl
import pytest

from contract.segments import AT_RISK, LOST, NEW, REGULAR, SEGMENTS, VIP
from fleet.errors import InvalidInput
from fleet.sentences import render
from segmentation_svc.model.nearest_centroid import transform
from segmentation_svc.model.segment_model import SegmentModel
from segmentation_svc.segments.definitions import definition_of, few_customers_note
from segmentation_svc.segments.refresh import refresh_segments

AS_OF = date(2011, 9, 9)
Sales = list[tuple[str | None, str, int, float]]
BuildLedger = Callable[[Sales], pl.DataFrame]
FILES = (
    "customer_segments.csv",
    "rfm_scaler.pkl",
    "kmeans_rfm.pkl",
    "segment_model.json",
    "segment_profiles.json",
    "segments_certificate.json",
)


def stage(folder: Path, lines: pl.DataFrame) -> Path:
    folder.mkdir(exist_ok=True)
    lines.write_parquet(folder / "ledger.parquet")
    return folder


def read_segments(staging: Path) -> pl.DataFrame:
    return pl.read_csv(
        staging / "customer_segments.csv", schema_overrides={"Customer ID": pl.String}
    )


def read_model(staging: Path) -> SegmentModel:
    return SegmentModel.model_validate_json((staging / "segment_model.json").read_text())


@pytest.fixture(scope="module")
def staging(
    tmp_path_factory: pytest.TempPathFactory, sales: Sales, build_ledger: BuildLedger
) -> Path:
    folder = stage(tmp_path_factory.mktemp("staging"), build_ledger(sales))
    refresh_segments(folder, as_of=AS_OF)
    return folder


def test_one_row_per_customer_with_the_contract_columns(staging: Path) -> None:
    """The contract's columns come first, one row per identified customer."""
    table = read_segments(staging)
    assert table.columns == [
        "Customer ID",
        "Recency",
        "Frequency",
        "Monetary",
        "Cluster",
        "ClusterLabel",
        "Tenure_Days",
        "Label_Last_Month",
        "Label_Rule",
        "P_Active_90d",
        "Expected_Purchases_90d",
        "Expected_Spend_90d",
    ]
    assert table.height == table["Customer ID"].n_unique() == 670


def test_every_label_occurs_and_matches_its_meaning(staging: Path) -> None:
    """Median recency, frequency and spend of the five segments are in the expected order."""
    table = read_segments(staging)
    by_label = table.group_by("ClusterLabel").agg(
        pl.median("Recency", "Frequency", "Monetary"), pl.len()
    )
    medians = {row["ClusterLabel"]: row for row in by_label.iter_rows(named=True)}
    assert set(medians) == set(SEGMENTS)
    assert all(row["len"] >= 0.02 * table.height for row in medians.values())
    assert medians[VIP]["Monetary"] > medians[REGULAR]["Monetary"] > medians[LOST]["Monetary"]
    assert medians[VIP]["Frequency"] > medians[REGULAR]["Frequency"]
    assert medians[LOST]["Recency"] > medians[AT_RISK]["Recency"] > medians[REGULAR]["Recency"]
    new = table.filter(pl.col("ClusterLabel") == NEW)
    assert bool((new["Tenure_Days"] <= 90).all())
    assert new.height >= 50


def test_recent_buyers_are_not_at_risk_or_lost(staging: Path) -> None:
    """Customers who bought last week are VIP, Regular or New."""
    recent = read_segments(staging).filter(pl.col("Recency") <= 7)
    assert recent.height > 0
    assert set(recent["ClusterLabel"]) <= {VIP, REGULAR, NEW}


def test_pickles_reproduce_every_cluster(staging: Path) -> None:
    """The manifest's transform, the scaler and the k-means give each row's Cluster."""
    rfm_transform: Any = refresh_segments(staging, as_of=AS_OF).facts["rfm_transform"]
    table = read_segments(staging)
    rows = table.select("Recency", "Frequency", "Monetary").cast(pl.Float64).to_numpy()
    scaler: Any = joblib.load(staging / "rfm_scaler.pkl")
    kmeans: Any = joblib.load(staging / "kmeans_rfm.pkl")
    assert rfm_transform == {
        "function": "log1p(max(0, x))",
        "columns": ["Recency", "Frequency", "Monetary"],
    }
    logged = np.log1p(np.maximum(0, rows))
    assert np.array_equal(logged, transform(rows, tuple(rfm_transform["columns"])))
    assert kmeans.predict(scaler.transform(logged)).tolist() == table["Cluster"].to_list()
    assert type(scaler).__name__ == "StandardScaler"
    assert kmeans.n_clusters == 5


def test_definitions_contain_numbers(staging: Path) -> None:
    """Each label is defined in a sentence with days, orders or money."""
    model = read_model(staging)
    defined = {label: definition_of(model, label) for label in SEGMENTS}
    assert len({statement.code for statement in defined.values()}) == len(SEGMENTS)
    texts = {label: render(statement) for label, statement in defined.items()}
    assert all(any(c.isdigit() for c in text) for text in texts.values())
    assert "90 days" in texts[NEW]


def test_expected_activity_follows_past_activity(staging: Path) -> None:
    """Probabilities are between 0 and 1 and higher for more frequent and more recent buyers."""
    table = read_segments(staging)
    assert table["P_Active_90d"].is_between(0, 1).all()
    assert (table["Expected_Purchases_90d"] >= table["P_Active_90d"] - 0.01).all()
    means = {
        label: row
        for label, *row in table.group_by("ClusterLabel")
        .agg(pl.mean("P_Active_90d", "Expected_Spend_90d"))
        .iter_rows()
    }
    assert means[VIP][0] > means[REGULAR][0] > means[LOST][0]
    assert means[VIP][1] > means[REGULAR][1] > means[LOST][1]


def test_label_last_month_matches_a_refresh_of_that_day(
    tmp_path: Path, staging: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """Label_Last_Month equals the ClusterLabel of a refresh on the first of the month."""
    stage(tmp_path, build_ledger(sales))
    refresh_segments(tmp_path, as_of=AS_OF.replace(day=1))
    month_start = read_segments(tmp_path).select(
        "Customer ID", pl.col("ClusterLabel").alias("then")
    )
    labels = read_segments(staging).join(
        month_start, on="Customer ID", how="left", maintain_order="left"
    )
    assert labels["Label_Last_Month"].to_list() == labels["then"].to_list()


def test_unchanged_labels_match_last_month(staging: Path) -> None:
    """A label kept by hysteresis equals last month's."""
    unchanged = read_segments(staging).filter(pl.col("Label_Rule") == "kept")
    assert (unchanged["ClusterLabel"] == unchanged["Label_Last_Month"]).all()


def test_profiles_are_consistent_with_the_file(staging: Path) -> None:
    """Last month's arrivals and departures explain the change of each segment's size."""
    profiles = json.loads((staging / "segment_profiles.json").read_text())["profiles"]
    table = read_segments(staging)
    assert set(profiles) == set(SEGMENTS)
    for label, profile in profiles.items():
        migration = profile["moves"][-1]
        joined, left = sum(migration["came_from"].values()), sum(migration["went_to"].values())
        assert migration["size_after"] == table.filter(pl.col("ClusterLabel") == label).height
        assert migration["size_after"] == migration["size_before"] + joined - left


def test_output_is_deterministic_and_ignores_later_lines(
    tmp_path: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """Repeated, shuffled, or with lines on or after the as-of date: the same bytes."""
    lines = build_ledger(sales)
    later = build_ledger([*sales, *((sales[-1][0], f"later{n}", -n, 1e6) for n in range(9))])
    shuffled = lines.sample(fraction=1, shuffle=True, seed=1)
    contents: set[tuple[bytes, ...]] = set()
    for at, variant in enumerate((lines, lines, shuffled, later)):
        staging = stage(tmp_path / str(at), variant)
        refresh_segments(staging, as_of=AS_OF)
        contents.add(tuple((staging / name).read_bytes() for name in FILES))
    assert len(contents) == 1


def test_result_has_rows_and_assumptions(
    tmp_path: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """The result has the row count and the numbers that no ledger contains."""
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))

    result = refresh_segments(stage(tmp_path, build_ledger(sales)), as_of=AS_OF, progress=watch)
    assert result.rows == {"customer_segments.csv": 670}
    assert {"new_window_days", "lost_min_silence_days"} <= {a.name for a in result.assumptions}
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("customers", [1, 2, 4, 5, 24])
def test_tiny_ledgers_have_no_vip_or_lost(
    tmp_path: Path, customers: int, build_ledger: BuildLedger
) -> None:
    """A few customers get a list, a model of five centroids, and a note that explains it."""
    few: Sales = [
        (f"C{n:02}", f"O{n}-{order}", 3 + 20 * n + order, 10.0 * (n + 1))
        for n in range(customers)
        for order in range(1 + n % 3)
    ]
    staging = stage(tmp_path, build_ledger(few))
    refresh_segments(staging, as_of=AS_OF)
    table, model = read_segments(staging), read_model(staging)
    note = few_customers_note(model)
    assert table.height == customers
    assert set(table["ClusterLabel"]) <= {REGULAR, NEW, AT_RISK}
    assert note is not None
    assert render(note).endswith(f"from 25 customers on; you have {customers}.")
    assert len(model.centroids) == 5
    assert (staging / "kmeans_rfm.pkl").stat().st_size > 0


def test_one_day_ledger_has_no_new_or_lost(tmp_path: Path, build_ledger: BuildLedger) -> None:
    """From one day nobody can be said to be new, inactive or lost."""
    day: Sales = [(f"C{n}", f"O{n}", 1, 5.0 + n) for n in range(200)]
    refresh_segments(stage(tmp_path, build_ledger(day)), as_of=AS_OF)
    assert set(read_segments(tmp_path)["ClusterLabel"]) <= {VIP, REGULAR}


def test_anonymous_ledger_gives_a_header_and_no_model(
    tmp_path: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """Without customers: an empty list, no pickles, and an assumption that explains it."""
    anonymous = build_ledger([(None, order, ago, paid) for _, order, ago, paid in sales])
    result = refresh_segments(stage(tmp_path, anonymous), as_of=AS_OF)
    assert (tmp_path / "customer_segments.csv").read_text() == (
        "Customer ID,Recency,Frequency,Monetary,Cluster,ClusterLabel,Tenure_Days,"
        "Label_Last_Month,Label_Rule,P_Active_90d,Expected_Purchases_90d,Expected_Spend_90d\n"
    )
    assert not any((tmp_path / name).exists() for name in FILES[1:])
    assert result.rows == {"customer_segments.csv": 0}
    assert "doesn't say which customer bought what" in result.assumptions[0].reason


def test_as_of_before_the_first_line_gives_no_customers(
    tmp_path: Path, sales: Sales, build_ledger: BuildLedger
) -> None:
    """The file has a header and no rows."""
    staging = stage(tmp_path, build_ledger(sales))
    result = refresh_segments(staging, as_of=AS_OF - timedelta(days=5000))
    assert result.rows == {"customer_segments.csv": 0}


def test_error_says_that_the_ledger_cannot_be_read(tmp_path: Path) -> None:
    """A missing or truncated ledger.parquet is named in one sentence."""
    with pytest.raises(InvalidInput, match=r"ledger\.parquet"):
        refresh_segments(tmp_path, as_of=AS_OF)
    (tmp_path / "ledger.parquet").write_bytes(b"PAR1")
    with pytest.raises(InvalidInput, match=r"ledger\.parquet"):
        refresh_segments(tmp_path, as_of=AS_OF)
