"""The segment and customer routes of the real app, on a published snapshot and a flat folder."""

# joblib and scikit-learn carry no complete types.
# pyright: reportUnknownMemberType=false

import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import joblib
import polars as pl
import pytest
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

from fleet.settings import load_settings
from fleet.snapshots import StateWriter
from fleet.testing.apps import serve_app
from fleet.testing.states import write_flat_state
from segmentation_svc.main import create_app
from segmentation_svc.segments.labels import LABELS, LOST, NEW, VIP
from segmentation_svc.segments.refresh import refresh_segments
from segmentation_svc.settings import Settings

AS_OF = date(2011, 9, 9)
Sales = list[tuple[str | None, str, int, float]]
LedgerOf = Callable[[Sales], pl.DataFrame]
VIP_LIKE = {"recency": 5, "frequency": 40, "monetary": 12_000, "tenure_days": 590}


def publish(state: Path, lines: pl.DataFrame) -> Path:
    """Run the job and publish what it wrote; returns the snapshot's folder."""
    writer = StateWriter(state)
    with writer.locked():
        staging = writer.begin()
        lines.write_parquet(staging / "ledger.parquet")
        result = refresh_segments(staging, as_of=AS_OF)
        facts: dict[str, Any] = {
            "as_of": AS_OF.isoformat(),
            "ledger": {},
            "assumptions": [],
            "row_counts": result.rows,
            **result.facts,
        }
        return state / "snapshots" / writer.publish(staging, facts)


def serving(state: Path, **settings: Any) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return serve_app(create_app(load_settings(Settings, state_url=str(state), **settings)))


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, sales: Sales, ledger_of: LedgerOf
) -> tuple[Path, pl.DataFrame]:
    state = tmp_path_factory.mktemp("state")
    folder = publish(state, ledger_of(sales))
    table = pl.read_csv(
        folder / "customer_segments.csv", schema_overrides={"Customer ID": pl.String}
    )
    return state, table


@pytest.fixture
async def client(published: tuple[Path, pl.DataFrame]) -> AsyncGenerator[httpx.AsyncClient]:
    async with serving(published[0], currency="GBP") as client:
        yield client


@pytest.fixture
def table(published: tuple[Path, pl.DataFrame]) -> pl.DataFrame:
    return published[1]


async def test_segments_add_up_to_the_file(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """Five labels whose sizes, shares, totals and medians are those of the file."""
    answer = (await client.get("/v1/segments")).json()
    assert [segment["label"] for segment in answer["segments"]] == list(LABELS)
    assert sum(segment["size"] for segment in answer["segments"]) == table.height
    assert sum(segment["share"] for segment in answer["segments"]) == pytest.approx(1, abs=1e-3)
    for segment in answer["segments"]:
        own = table.filter(pl.col("ClusterLabel") == segment["label"])
        assert segment["total_monetary"] == pytest.approx(own["Monetary"].sum(), abs=0.01)
        assert segment["median_recency"] == own["Recency"].median()
        assert any(letter.isdigit() for letter in segment["definition"])
    assert (answer["as_of"], answer["currency"]) == ("2011-09-09", "GBP")


@pytest.mark.parametrize("label", ["VIP%20Customers", "vip customers", "VIP", "vip"])
async def test_one_segment_by_any_spelling(client: httpx.AsyncClient, label: str) -> None:
    """A label is found in any case, with or without the word Customers."""
    answer = (await client.get(f"/v1/segments/{label}")).json()
    paid = [customer["monetary"] for customer in answer["top_customers"]]
    assert answer["label"] == VIP
    assert paid == sorted(paid, reverse=True)
    assert len(paid) == 10


async def test_unknown_segment_names_those_there_are(client: httpx.AsyncClient) -> None:
    """A 404 lists the five labels."""
    answer = await client.get("/v1/segments/Champions")
    assert answer.status_code == 404
    assert all(label in answer.json()["detail"] for label in LABELS)


async def test_pages_cover_a_segment_once(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """Following next_cursor with a filter and a sort visits every member exactly once."""
    seen: list[str] = []
    query: dict[str, Any] = {"label": LOST, "sort": "-monetary", "limit": 40}
    while True:
        page = (await client.get("/v1/customers", params=query)).json()
        seen += [item["customer_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    lost = table.filter(pl.col("ClusterLabel") == LOST)["Customer ID"].to_list()
    assert sorted(seen) == sorted(lost)
    assert len(seen) == len(set(seen)) == page["total"]


@pytest.mark.parametrize("query", [{"label": "Champions"}, {"sort": "colour"}, {"cursor": "zz"}])
async def test_bad_queries_are_explained(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    """A bad query is a 422 problem that names the field."""
    answer = await client.get("/v1/customers", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["detail"]


async def test_customer_by_id_in_either_spelling(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """`12346` and `12346.0` are the same customer, answered as the file has it."""
    row = table.row(0, named=True)
    for spelling in (row["Customer ID"], f"{row['Customer ID']}.0"):
        answer = (await client.get(f"/v1/customers/{spelling}")).json()
        assert answer["customer_id"] == row["Customer ID"]
        assert (answer["recency"], answer["frequency"]) == (row["Recency"], row["Frequency"])
        assert answer["label"] == row["ClusterLabel"]
    assert (await client.get("/v1/customers/nobody")).status_code == 404


async def test_classifying_known_customers_gives_their_own_label(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """With last month's label the numbers of the file give its clusters and labels again."""
    rows = table.select(
        pl.col("Customer ID").alias("customer_id"),
        pl.col("Recency").alias("recency"),
        pl.col("Frequency").alias("frequency"),
        pl.col("Monetary").alias("monetary"),
        pl.col("Tenure_Days").alias("tenure_days"),
        pl.col("Label_Last_Month").alias("last_month"),
    ).to_dicts()
    answer = (await client.post("/v1/customers:classify", json={"customers": rows})).json()
    found = [(result["cluster"], result["label"]) for result in answer["results"]]
    assert found == list(zip(table["Cluster"], table["ClusterLabel"], strict=True))
    assert (answer["classified"], answer["refused"]) == (table.height, 0)


async def test_customers_carry_expected_activity(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """The list sorts by expected spend, which is that of the file."""
    page = (await client.get("/v1/customers?sort=-expected_spend_90d&limit=5")).json()
    best = table.sort("Expected_Spend_90d", descending=True)["Expected_Spend_90d"].head(5)
    assert [item["expected_spend_90d"] for item in page["items"]] == best.to_list()
    assert all(0 < item["p_active_90d"] <= 1 for item in page["items"])


async def test_every_customer_is_told_why(client: httpx.AsyncClient, table: pl.DataFrame) -> None:
    """One customer of each rule that occurs is told what decided and where a border lies."""
    for row in table.unique("Label_Rule", keep="first", maintain_order=True).iter_rows(named=True):
        why = (await client.get(f"/v1/customers/{row['Customer ID']}")).json()["why"]
        assert len(why) >= 2
        assert all(sentence.endswith(".") for sentence in why)
        assert any(character.isdigit() for character in why[-1])


async def test_silence_tips_the_label_on_the_day_told(
    client: httpx.AsyncClient, table: pl.DataFrame
) -> None:
    """On the day told the label changes as told, and the day before it does not."""
    row = table.filter(ClusterLabel=VIP).row(0, named=True)
    why = (await client.get(f"/v1/customers/{row['Customer ID']}")).json()["why"]
    told = next(sentence for sentence in why if sentence.startswith("Without an order for"))
    days = int(told.split()[4])
    later = [
        {
            "recency": row["Recency"] + more,
            "frequency": row["Frequency"],
            "monetary": row["Monetary"],
            "tenure_days": row["Tenure_Days"] + more,
            "last_month": VIP,
        }
        for more in (days - 1, days)
    ]
    answer = (await client.post("/v1/customers:classify", json={"customers": later})).json()
    labels = [result["label"] for result in answer["results"]]
    assert labels[0] == VIP
    assert labels[1] != VIP
    assert labels[1] in told


async def test_a_segment_tells_migration_and_favourites(client: httpx.AsyncClient) -> None:
    """One segment answers who came and went month by month, and what it likes."""
    profile = (await client.get("/v1/segments/VIP")).json()["profile"]
    assert 1 <= len(profile["moves"]) <= 6
    assert profile["moves"][-1]["until"] == "2011-09-09"
    assert all(item["lift"] > 1 for item in profile["favourite_products"])


async def test_the_certificate_is_shown(client: httpx.AsyncClient) -> None:
    """Bootstrap, monthly change and outlook of 90 days before the snapshot, with its id."""
    answer = await client.get("/v1/segments/stability")
    body = answer.json()
    assert body["as_of"] == "2011-06-11"
    assert body["bootstrap"]["resamples"] == 10
    assert 0 <= body["monthly_change"]["share"] <= 1
    assert body["outlook"]["customers"] > 0
    assert body["snapshot"] == answer.headers["X-Snapshot"]


async def test_one_customer_from_numbers_or_purchases(client: httpx.AsyncClient) -> None:
    """Three numbers, or the purchases they come from, give the same answer."""
    purchases = [{"date": "2011-09-01", "amount": 40.0}, {"date": "2011-08-20", "amount": 25.5}]
    bought: dict[str, Any] = {"purchases": purchases}
    numbers = {"recency": 8, "frequency": 2, "monetary": 65.5, "tenure_days": 20}
    answers = [
        (await client.post("/v1/customers:classify", json=body)).json()["results"][0]
        for body in (numbers, bought, bought | {"as_of": "2011-09-09"})
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["label"] == NEW


async def test_vip_like_customer_is_vip(client: httpx.AsyncClient) -> None:
    """Many recent orders worth a lot make a VIP, with a reason."""
    result = (await client.post("/v1/customers:classify", json=VIP_LIKE)).json()["results"][0]
    assert result["label"] == VIP
    assert VIP in result["reason"]


BAD_ROWS: list[tuple[Any, str]] = [
    ({"recency": 3, "frequency": -1, "monetary": 5}, "frequency"),
    ({"recency": 3, "frequency": 0, "monetary": 5}, "frequency"),
    ({"recency": 3, "frequency": 1.5, "monetary": 5}, "frequency"),
    ({"recency": -3, "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": "3", "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": True, "frequency": 1, "monetary": 5}, "recency"),
    ({"recency": 3, "monetary": 5}, "frequency missing"),
    ({"recency": 3, "frequency": None, "monetary": 5}, "frequency missing"),
    ({"recency": 3, "frequency": 2, "monetary": 1e300}, "monetary"),
    ({"recency": 30, "frequency": 2, "monetary": 5, "tenure_days": 3}, "tenure_days"),
    ({}, "recency, frequency, monetary missing"),
    ({"purchases": []}, "purchases is empty"),
    ({"purchases": [{"date": "2011-09-09", "amount": 1}]}, "not before the as-of date"),
    ({"purchases": [{"date": "soon", "amount": 1}]}, "purchases.0.date"),
    ({"purchases": [{"date": 20110901, "amount": 1}]}, "purchases.0.date"),
    ({"purchases": [{"date": "2011-09-01", "amount": -1}]}, "returns only"),
    ({"purchases": [{"date": "2011-09-01"}]}, "purchases.0.amount"),
    ({"recency": 3, "frequency": 2, "monetary": 5, "last_month": "Best"}, "last_month"),
    ({"recency": 3, "purchases": [{"date": "2011-09-01", "amount": 1}]}, "either"),
]


async def test_impossible_rows_are_answered_one_by_one(client: httpx.AsyncClient) -> None:
    """Each bad row says what is wrong with it, and the good rows beside it are classified."""
    rows = [*(row for row, _ in BAD_ROWS), VIP_LIKE, 7, None, "x"]
    answer = await client.post("/v1/customers:classify", json={"customers": rows})
    results = answer.json()["results"]
    assert answer.status_code == 200
    assert [result["row"] for result in results] == list(range(len(rows)))
    for result, (_, told) in zip(results, BAD_ROWS, strict=False):
        assert told in result["error"]
        assert result["label"] is None
    assert results[len(BAD_ROWS)]["label"] == VIP
    assert all("object" in result["error"] for result in results[-3:])
    assert answer.json()["classified"] == 1


@pytest.mark.parametrize(("row", "told"), BAD_ROWS)
async def test_one_impossible_customer_is_a_422(
    client: httpx.AsyncClient, row: Any, told: str
) -> None:
    """A request about a single impossible customer is refused with the reason."""
    answer = await client.post("/v1/customers:classify", json=row)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"recency": NaN, "frequency": 1, "monetary": 5}',
        b'{"recency": 3, "frequency": 1, "monetary": 1e999}',
        b"[]",
        b'{"customers": []}',
        b'{"customers": {}}',
        b'{"customers": [{}], "as_of": "soon"}',
        b"5",
        b"null",
        b"{",
        b"",
        b'{"customers": [' + b",".join([b"{}"] * 1001) + b"]}",
    ],
)
async def test_bodies_that_are_no_customers_are_refused(
    client: httpx.AsyncClient, body: bytes
) -> None:
    """NaN, infinity, emptiness, another type, too many or broken JSON is a 422 problem."""
    headers = {"content-type": "application/json"}
    answer = await client.post("/v1/customers:classify", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.fixture
def flat(tmp_path: Path, published: tuple[Path, pl.DataFrame]) -> Path:
    """A flat folder of other tools: raw numbers in the model, ids as floats, no manifest."""
    table = published[1]
    rows: Any = table.select("Recency", "Frequency", "Monetary").cast(pl.Float64).to_numpy()
    scaler: Any = StandardScaler().fit(rows)
    options: dict[str, Any] = {"n_init": 3, "random_state": 1}
    kmeans: Any = KMeans(5, **options).fit(scaler.transform(rows))
    names = {cluster: LABELS[cluster] for cluster in range(5)}
    joblib.dump(scaler, tmp_path / "rfm_scaler.pkl")
    joblib.dump(kmeans, tmp_path / "kmeans_rfm.pkl")
    table.select(
        (pl.col("Customer ID") + ".0").alias("Customer ID"),
        pl.col("Recency", "Frequency", "Monetary").cast(pl.Float64),
        pl.Series("Cluster", kmeans.labels_, dtype=pl.Int64),
        pl.Series("ClusterLabel", [names[int(c)] for c in kmeans.labels_]),
    ).write_csv(tmp_path / "customer_segments.csv")
    return tmp_path


async def test_flat_folder_has_no_certificate_and_says_so(flat: Path) -> None:
    """What other tools wrote has no certificate: a 404 that names the way to one."""
    async with serving(flat) as client:
        answer = await client.get("/v1/segments/stability")
        customer = (await client.get("/v1/customers?limit=1")).json()["items"][0]
    assert answer.status_code == 404
    assert "smartretail refresh" in answer.json()["detail"]
    assert customer["p_active_90d"] is None


async def test_flat_folder_lists_at_once_and_classifies_only_when_trusted(flat: Path) -> None:
    """Without a manifest the lists are served; the pickles are refused, naming the switch."""
    async with serving(flat) as client:
        segments = (await client.get("/v1/segments")).json()
        refused = await client.post("/v1/customers:classify", json=VIP_LIKE)
        some = (await client.get("/v1/customers", params={"limit": 1})).json()["items"][0]
        assert (await client.get(f"/v1/customers/{some['customer_id']}")).status_code == 200
    assert segments["customers"] == 670
    assert "." not in some["customer_id"]
    assert isinstance(some["recency"], int)
    assert some["tenure_days"] is None
    assert refused.status_code == 503
    assert refused.json()["code"] == "model_files_not_trusted"
    assert "TRUST_MODEL_FILES=true" in refused.json()["detail"]


async def test_trusted_flat_folder_classifies_raw_numbers(flat: Path) -> None:
    """Once trusted, each customer of the file gets the file's own cluster and label."""
    table = pl.read_csv(flat / "customer_segments.csv")
    rows = table.select(
        pl.col("Recency").alias("recency"),
        pl.col("Frequency").alias("frequency"),
        pl.col("Monetary").alias("monetary"),
    ).to_dicts()
    async with serving(flat, trust_model_files=True) as client:
        answer = (await client.post("/v1/customers:classify", json={"customers": rows})).json()
        without_date = await client.post(
            "/v1/customers:classify", json={"purchases": [{"date": "2011-09-01", "amount": 1}]}
        )
    found = [(result["cluster"], result["label"]) for result in answer["results"]]
    assert found == list(zip(table["Cluster"], table["ClusterLabel"], strict=True))
    assert without_date.status_code == 422
    assert "as_of" in without_date.json()["detail"]


async def test_untrusted_pickle_is_never_run(flat: Path) -> None:
    """A malicious pickle leaves no trace as long as nobody vouches for it."""
    trace = flat / "trace"
    code = f"cbuiltins\nexec\n(S\"open({str(trace)!r}, 'w')\"\ntR.".encode()
    (flat / "rfm_scaler.pkl").write_bytes(code)
    async with serving(flat) as client:
        assert (await client.get("/v1/segments")).status_code == 200
        assert (await client.post("/v1/customers:classify", json=VIP_LIKE)).status_code == 503
    assert not trace.exists()
    async with serving(flat, trust_model_files=True) as client:
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
        assert (await client.get("/v1/segments")).status_code == 200
    assert trace.exists(), "trusted, it runs: the proof that the test's pickle is malicious"
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "rfm_scaler.pkl" in answer.json()["detail"]


async def test_pickles_of_our_own_snapshot_are_not_needed(
    tmp_path: Path, sales: Sales, ledger_of: LedgerOf
) -> None:
    """A snapshot whose pickles were swapped after publishing still classifies, by numbers."""
    folder = publish(tmp_path, ledger_of(sales))
    (folder / "rfm_scaler.pkl").write_bytes(b"cos\n_exit\n(I1\ntR.")
    async with serving(tmp_path, trust_model_files=True) as client:
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
    assert answer.json()["results"][0]["label"] == VIP


async def test_cluster_without_customers_has_no_label(flat: Path) -> None:
    """Where no customer tells what a cluster is called, the row says so."""
    table = pl.read_csv(flat / "customer_segments.csv", infer_schema=False)
    row = table.row(0, named=True)
    table.filter(pl.col("Cluster") != row["Cluster"]).write_csv(flat / "customer_segments.csv")
    numbers = {name.lower(): float(row[name]) for name in ("Recency", "Frequency", "Monetary")}
    async with serving(flat, trust_model_files=True) as client:
        result = (await client.post("/v1/customers:classify", json=numbers)).json()["results"][0]
    assert str(result["cluster"]) == row["Cluster"]
    assert result["label"] is None
    assert "no customer" in result["error"]


async def test_snapshot_without_customers_says_so(tmp_path: Path, ledger_of: LedgerOf) -> None:
    """A ledger that names nobody serves five empty segments and explains why it cannot classify."""
    publish(tmp_path, ledger_of([(None, "A", 3, 5.0)]))
    async with serving(tmp_path) as client:
        segments = (await client.get("/v1/segments")).json()
        answer = await client.post("/v1/customers:classify", json=VIP_LIKE)
    assert [segment["size"] for segment in segments["segments"]] == [0] * 5
    assert segments["segments"][0]["median_monetary"] is None
    assert answer.status_code == 503
    assert "names its customers" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "no snapshot"),
        ({"customer_segments.csv": b""}, "customer_segments.csv"),
        ({"customer_segments.csv": b"Customer ID,Recency\n1,2\n"}, "no column Frequency"),
    ],
)
async def test_unusable_state_is_a_503_with_the_reason(
    tmp_path: Path, files: dict[str, Any], reason: str
) -> None:
    """Every route and readiness say what is wrong with the state."""
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


async def test_files_of_others_may_hold_anything(tmp_path: Path) -> None:
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
    assert labels == [*LABELS, "Champions"]


async def test_openapi_names_every_operation_once(client: httpx.AsyncClient) -> None:
    """Every operation has an id of its own."""
    paths = (await client.get("/openapi.json")).json()["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    assert "classify_customers" in ids


def test_serving_imports_no_scikit_learn() -> None:
    """The app and everything it imports get by without scikit-learn and joblib."""
    code = (
        "import sys, segmentation_svc.main, segmentation_svc.segments.refresh as r;"
        "print([m for m in ('sklearn', 'joblib', 'scipy', 'pandas') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
