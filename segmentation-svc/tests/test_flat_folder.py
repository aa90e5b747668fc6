"""Folders written by other tools: served unchanged, with pickles only if trusted."""

# The types of joblib and scikit-learn are incomplete.
# pyright: reportUnknownMemberType=false

from pathlib import Path
from typing import Any

import joblib
import polars as pl
import pytest
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
from support.segment_snapshots import VIP_LIKE, serving
from support.states import write_flat_state

from contract.segments import SEGMENTS


@pytest.fixture
def flat_folder(tmp_path: Path, published: tuple[Path, pl.DataFrame]) -> Path:
    """A folder from other tools: raw numbers in the model, ids as floats, no manifest."""
    table = published[1]
    rows: Any = table.select("Recency", "Frequency", "Monetary").cast(pl.Float64).to_numpy()
    scaler: Any = StandardScaler().fit(rows)
    options: dict[str, Any] = {"n_init": 3, "random_state": 1}
    kmeans: Any = KMeans(5, **options).fit(scaler.transform(rows))
    names = {cluster: SEGMENTS[cluster] for cluster in range(5)}
    joblib.dump(scaler, tmp_path / "rfm_scaler.pkl")
    joblib.dump(kmeans, tmp_path / "kmeans_rfm.pkl")
    table.select(
        (pl.col("Customer ID") + ".0").alias("Customer ID"),
        pl.col("Recency", "Frequency", "Monetary").cast(pl.Float64),
        pl.Series("Cluster", kmeans.labels_, dtype=pl.Int64),
        pl.Series("ClusterLabel", [names[int(c)] for c in kmeans.labels_]),
    ).write_csv(tmp_path / "customer_segments.csv")
    return tmp_path


async def test_flat_folder_certificate_is_a_404_with_instructions(flat_folder: Path) -> None:
    """The error names the command that makes a certificate."""
    async with serving(flat_folder) as client:
        answer = await client.get("/v1/segments/stability")
        customer = (await client.get("/v1/customers?limit=1")).json()["items"][0]
    assert answer.status_code == 404
    assert "smartretail refresh" in answer.json()["detail"]
    assert customer["p_active_90d"] is None


async def test_flat_folder_is_listed_but_not_classified_by_default(flat_folder: Path) -> None:
    """Lists are served without a manifest; using the pickles is refused, naming the setting."""
    async with serving(flat_folder) as client:
        segments = (await client.get("/v1/segments")).json()
        refused = await client.post("/v1/customers:classify", json=VIP_LIKE)
        listed = (await client.get("/v1/customers", params={"limit": 1})).json()["items"][0]
        assert (await client.get(f"/v1/customers/{listed['customer_id']}")).status_code == 200
    assert segments["customers"] == 670
    assert "." not in listed["customer_id"]
    assert isinstance(listed["recency"], int)
    assert listed["tenure_days"] is None
    assert refused.status_code == 503
    assert refused.json()["code"] == "model_files_not_trusted"
    assert "TRUST_MODEL_FILES=true" in refused.json()["detail"]


async def test_trusted_flat_folder_classifies_raw_numbers(flat_folder: Path) -> None:
    """Once trusted, each customer of the file gets the file's cluster and label."""
    table = pl.read_csv(flat_folder / "customer_segments.csv")
    rows = table.select(
        pl.col("Recency").alias("recency"),
        pl.col("Frequency").alias("frequency"),
        pl.col("Monetary").alias("monetary"),
    ).to_dicts()
    async with serving(flat_folder, trust_model_files=True) as client:
        answer = (await client.post("/v1/customers:classify", json={"customers": rows})).json()
        without_date = await client.post(
            "/v1/customers:classify", json={"purchases": [{"date": "2011-09-01", "amount": 1}]}
        )
    found = [(result["cluster"], result["label"]) for result in answer["results"]]
    assert found == list(zip(table["Cluster"], table["ClusterLabel"], strict=True))
    assert without_date.status_code == 422
    assert "as_of" in without_date.json()["detail"]


async def test_untrusted_pickle_is_never_loaded(flat_folder: Path) -> None:
    """A malicious pickle has no effect unless the operator trusts the files."""
    trace = flat_folder / "trace"
    code = f"cbuiltins\nexec\n(S\"open({str(trace)!r}, 'w')\"\ntR.".encode()
    (flat_folder / "rfm_scaler.pkl").write_bytes(code)
    async with serving(flat_folder) as client:
        assert (await client.get("/v1/segments")).status_code == 200
        assert (await client.post("/v1/customers:classify", json=VIP_LIKE)).status_code == 503
    assert not trace.exists()
    async with serving(flat_folder, trust_model_files=True) as client:
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
        assert (await client.get("/v1/segments")).status_code == 200
    assert trace.exists(), "trusted, it runs: the proof that the test's pickle is malicious"
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "rfm_scaler.pkl" in answer.json()["detail"]


async def test_cluster_without_customers_has_no_label(flat_folder: Path) -> None:
    """If no customer shows a cluster's name, the row says so."""
    table = pl.read_csv(flat_folder / "customer_segments.csv", infer_schema=False)
    row = table.row(0, named=True)
    table.filter(pl.col("Cluster") != row["Cluster"]).write_csv(
        flat_folder / "customer_segments.csv"
    )
    numbers = {name.lower(): float(row[name]) for name in ("Recency", "Frequency", "Monetary")}
    async with serving(flat_folder, trust_model_files=True) as client:
        result = (await client.post("/v1/customers:classify", json=numbers)).json()["results"][0]
    assert str(result["cluster"]) == row["Cluster"]
    assert result["label"] is None
    assert f"Cluster {row['Cluster']} is empty, so it has no name." in result["error"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "first snapshot"),
        ({"customer_segments.csv": b""}, "customer_segments.csv"),
        ({"customer_segments.csv": b"Customer ID,Recency\n1,2\n"}, "no column Frequency"),
    ],
)
async def test_unusable_state_is_a_503_with_the_reason(
    tmp_path: Path, files: dict[str, Any], reason: str
) -> None:
    """Every route and the readiness check report what is wrong with the state."""
    write_flat_state(tmp_path, files)
    async with serving(tmp_path) as client:
        answers = [
            await client.get(path) for path in ("/v1/segments", "/v1/customers", "/v1/customers/1")
        ]
        answers.append(await client.post("/v1/customers:classify", json=VIP_LIKE))
        ready = await client.get("/health/ready")
    assert {answer.status_code for answer in answers} == {503}
    assert all(reason in answer.json()["detail"] for answer in answers)
    assert reason in ready.text


async def test_irregular_files_are_read_safely(tmp_path: Path) -> None:
    """Unknown labels are listed, unusable numbers are null, and repeated ids count once."""
    content = (
        "Customer ID,Recency,Frequency,Monetary,Cluster,ClusterLabel\n"
        "12346.0,1.5,nan,inf,2.0,Champions\n12346,9,9,9,1,Lost Customers\n,1,1,1,1,x\n"
    )
    write_flat_state(tmp_path, {"customer_segments.csv": content.encode()})
    async with serving(tmp_path) as client:
        customer = (await client.get("/v1/customers/12346")).json()
        labels = [s["label"] for s in (await client.get("/v1/segments")).json()["segments"]]
    assert (customer["recency"], customer["frequency"], customer["monetary"]) == (1.5, None, None)
    assert labels == [*SEGMENTS, "Champions"]
