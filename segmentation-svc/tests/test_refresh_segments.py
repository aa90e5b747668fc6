"""The refresh job on a ledger with all kinds of customers, and on hostile little ones."""

# joblib carries no complete types.
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
from segmentation_svc.segments.definitions import definition_of, note_of
from segmentation_svc.segments.refresh import refresh_segments

AS_OF = date(2011, 9, 9)
Sales = list[tuple[str | None, str, int, float]]
LedgerOf = Callable[[Sales], pl.DataFrame]
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


def read(staging: Path) -> pl.DataFrame:
    return pl.read_csv(
        staging / "customer_segments.csv", schema_overrides={"Customer ID": pl.String}
    )


def model_in(staging: Path) -> SegmentModel:
    return SegmentModel.model_validate_json((staging / "segment_model.json").read_text())


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory, sales: Sales, ledger_of: LedgerOf) -> Path:
    folder = stage(tmp_path_factory.mktemp("staging"), ledger_of(sales))
    refresh_segments(folder, as_of=AS_OF)
    return folder


def test_one_row_per_customer_with_the_contract_columns(staging: Path) -> None:
    """The contract's columns come first, one row per identified customer."""
    table = read(staging)
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


def test_every_label_occurs_and_means_what_it_says(staging: Path) -> None:
    """All five segments hold the customers their names promise."""
    table = read(staging)
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


def test_no_absurd_customer(staging: Path) -> None:
    """Nobody who bought last week is At-Risk or Lost."""
    recent = read(staging).filter(pl.col("Recency") <= 7)
    assert recent.height > 0
    assert set(recent["ClusterLabel"]) <= {VIP, REGULAR, NEW}


def test_pickles_reproduce_every_cluster(staging: Path) -> None:
    """The transform of the manifest, the scaler and the k-means give each row's Cluster."""
    again = refresh_segments(staging, as_of=AS_OF).facts["rfm_transform"]
    table = read(staging)
    rows = table.select("Recency", "Frequency", "Monetary").cast(pl.Float64).to_numpy()
    scaler: Any = joblib.load(staging / "rfm_scaler.pkl")
    kmeans: Any = joblib.load(staging / "kmeans_rfm.pkl")
    assert again == {
        "function": "log1p(max(0, x))",
        "columns": ["Recency", "Frequency", "Monetary"],
    }
    logged = np.log1p(np.maximum(0, rows))
    assert np.array_equal(logged, transform(rows, tuple(again["columns"])))
    assert kmeans.predict(scaler.transform(logged)).tolist() == table["Cluster"].to_list()
    assert type(scaler).__name__ == "StandardScaler"
    assert kmeans.n_clusters == 5


def test_definitions_are_in_numbers(staging: Path) -> None:
    """Each label is defined in a sentence that names days, orders or money."""
    model = model_in(staging)
    defined = {label: definition_of(model, label) for label in SEGMENTS}
    assert len({statement.code for statement in defined.values()}) == len(SEGMENTS)
    texts = {label: render(statement) for label, statement in defined.items()}
    assert all(any(c.isdigit() for c in text) for text in texts.values())
    assert "90 days" in texts[NEW]


def test_expected_activity_follows_what_customers_do(staging: Path) -> None:
    """Probabilities are probabilities; more orders and less silence mean more of everything."""
    table = read(staging)
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


def test_last_months_label_is_what_a_refresh_of_that_day_wrote(
    tmp_path: Path, staging: Path, sales: Sales, ledger_of: LedgerOf
) -> None:
    """Label_Last_Month equals the ClusterLabel of a refresh as of the first of the month."""
    stage(tmp_path, ledger_of(sales))
    refresh_segments(tmp_path, as_of=AS_OF.replace(day=1))
    then = read(tmp_path).select("Customer ID", pl.col("ClusterLabel").alias("then"))
    both = read(staging).join(then, on="Customer ID", how="left", maintain_order="left")
    assert both["Label_Last_Month"].to_list() == both["then"].to_list()


def test_unchanged_labels_match_last_month(staging: Path) -> None:
    """A label that the rule of hysteresis kept is the one of last month."""
    unchanged = read(staging).filter(pl.col("Label_Rule") == "kept")
    assert (unchanged["ClusterLabel"] == unchanged["Label_Last_Month"]).all()


def test_profiles_add_up_with_the_file(staging: Path) -> None:
    """The last month's arrivals and departures explain how each segment's size changed."""
    profiles = json.loads((staging / "segment_profiles.json").read_text())["profiles"]
    table = read(staging)
    assert set(profiles) == set(SEGMENTS)
    for label, profile in profiles.items():
        move = profile["moves"][-1]
        joined, left = sum(move["came_from"].values()), sum(move["went_to"].values())
        assert move["size_after"] == table.filter(pl.col("ClusterLabel") == label).height
        assert move["size_after"] == move["size_before"] + joined - left


def test_bytes_do_not_depend_on_later_lines_order_or_run(
    tmp_path: Path, sales: Sales, ledger_of: LedgerOf
) -> None:
    """Twice the same, shuffled, or with lines dated as-of and later: the same bytes."""
    lines = ledger_of(sales)
    later = ledger_of([*sales, *((sales[-1][0], f"later{n}", -n, 1e6) for n in range(9))])
    shuffled = lines.sample(fraction=1, shuffle=True, seed=1)
    contents: set[tuple[bytes, ...]] = set()
    for at, variant in enumerate((lines, lines, shuffled, later)):
        staging = stage(tmp_path / str(at), variant)
        refresh_segments(staging, as_of=AS_OF)
        contents.add(tuple((staging / name).read_bytes() for name in FILES))
    assert len(contents) == 1


def test_result_has_rows_and_assumptions(tmp_path: Path, sales: Sales, ledger_of: LedgerOf) -> None:
    """The manifest learns the row count and the numbers that no ledger tells."""
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))

    result = refresh_segments(stage(tmp_path, ledger_of(sales)), as_of=AS_OF, progress=watch)
    assert result.rows == {"customer_segments.csv": 670}
    assert {"new_window_days", "lost_min_silence_days"} <= {a.name for a in result.assumptions}
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("customers", [1, 2, 4, 5, 24])
def test_tiny_ledgers_rank_nobody(tmp_path: Path, customers: int, ledger_of: LedgerOf) -> None:
    """A handful of customers gets a list, a model of five centroids, and a note saying so."""
    few: Sales = [
        (f"C{n:02}", f"O{n}-{order}", 3 + 20 * n + order, 10.0 * (n + 1))
        for n in range(customers)
        for order in range(1 + n % 3)
    ]
    staging = stage(tmp_path, ledger_of(few))
    refresh_segments(staging, as_of=AS_OF)
    table, model = read(staging), model_in(staging)
    note = note_of(model)
    assert table.height == customers
    assert set(table["ClusterLabel"]) <= {REGULAR, NEW, AT_RISK}
    assert note is not None
    assert render(note).endswith(f"from 25 customers on; you have {customers}.")
    assert len(model.centroids) == 5
    assert (staging / "kmeans_rfm.pkl").stat().st_size > 0


def test_one_busy_day_names_nobody_new_or_lost(tmp_path: Path, ledger_of: LedgerOf) -> None:
    """In a ledger of one day nobody can be told to be new, silent or lost."""
    day: Sales = [(f"C{n}", f"O{n}", 1, 5.0 + n) for n in range(200)]
    refresh_segments(stage(tmp_path, ledger_of(day)), as_of=AS_OF)
    assert set(read(tmp_path)["ClusterLabel"]) <= {VIP, REGULAR}


def test_ledger_that_names_nobody_gives_a_header_and_no_model(
    tmp_path: Path, sales: Sales, ledger_of: LedgerOf
) -> None:
    """No customers: a list of none, no pickles that mean nothing, and an assumption saying so."""
    strangers = ledger_of([(None, order, ago, paid) for _, order, ago, paid in sales])
    result = refresh_segments(stage(tmp_path, strangers), as_of=AS_OF)
    assert (tmp_path / "customer_segments.csv").read_text() == (
        "Customer ID,Recency,Frequency,Monetary,Cluster,ClusterLabel,Tenure_Days,"
        "Label_Last_Month,Label_Rule,P_Active_90d,Expected_Purchases_90d,Expected_Spend_90d\n"
    )
    assert not any((tmp_path / name).exists() for name in FILES[1:])
    assert result.rows == {"customer_segments.csv": 0}
    assert "doesn't say which customer bought what" in result.assumptions[0].reason


def test_everything_after_as_of_is_nobody(
    tmp_path: Path, sales: Sales, ledger_of: LedgerOf
) -> None:
    """An as-of date before the first line leaves no customer."""
    staging = stage(tmp_path, ledger_of(sales))
    result = refresh_segments(staging, as_of=AS_OF - timedelta(days=5000))
    assert result.rows == {"customer_segments.csv": 0}


def test_error_says_that_the_ledger_cannot_be_read(tmp_path: Path) -> None:
    """A missing or truncated ledger.parquet is named in one sentence."""
    with pytest.raises(InvalidInput, match=r"ledger\.parquet"):
        refresh_segments(tmp_path, as_of=AS_OF)
    (tmp_path / "ledger.parquet").write_bytes(b"PAR1")
    with pytest.raises(InvalidInput, match=r"ledger\.parquet"):
        refresh_segments(tmp_path, as_of=AS_OF)
