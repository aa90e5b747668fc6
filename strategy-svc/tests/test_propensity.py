"""Who takes an offer: learned from finished campaigns only, calibrated, never called uplift."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from support.planned_campaigns import planned_campaign

from fleet.errors import InvalidInput
from strategy_svc.inputs.staging_files import scan_sales
from strategy_svc.learning.audience_scoring import Learned, learn_propensity, score_audiences
from strategy_svc.learning.campaign_history import (
    CampaignHistory,
    find_history,
    read_history,
)
from strategy_svc.learning.logistic_regression import fit_logistic
from strategy_svc.learning.overlap_check import SHOPPING, overlap
from strategy_svc.learning.purchases import Purchases, purchases_of
from strategy_svc.learning.take_model import learn, pair_features, training_sample

Make = Callable[..., Any]
roc_auc_score: Any = metrics.roc_auc_score  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - scikit-learn is untyped
AS_OF = date(2011, 9, 9)
CUSTOMERS, PRODUCTS = 120, 6
Tables = dict[str, list[dict[str, Any]]]


def is_fan(customer: int, product: int) -> bool:
    """Every customer buys two of the products, and only those."""
    return product in {customer % PRODUCTS, (customer + 1) % PRODUCTS}


def day(ago: int) -> str:
    return (AS_OF - timedelta(days=ago)).isoformat()


def campaign_history_tables(*, takes: Callable[[int, int], bool] = is_fan) -> Tables:
    """Four campaigns of all products to the first hundred customers; the last one is running."""
    found: Tables = {"campaigns": [], "targets": [], "offers": [], "redemptions": []}
    for number, (start_days, end_days) in enumerate([(100, 80), (70, 50), (40, 20), (10, -10)]):
        one = {"campaign_id": f"c{number}"}
        found["campaigns"].append(one | {"starts_on": day(start_days), "ends_on": day(end_days)})
        found["targets"] += [one | {"customer_id": f"{c}.0"} for c in range(100)]
        found["offers"] += [one | {"stock_code": f"p{p}"} for p in range(PRODUCTS)]
        found["redemptions"] += [
            one | {"customer_id": str(c), "redeemed_on": day(start_days - 3), "stock_code": f"p{p}"}
            for c in range(100)
            for p in range(PRODUCTS)
            if takes(c, p) and (c + p + number) % 3 == 0
        ]
    return found


def write_history(folder: Path, found: Mapping[str, list[dict[str, Any]]]) -> Path:
    for name, rows in found.items():
        pl.DataFrame(rows, infer_schema_length=None).write_csv(folder / f"{name}.csv")
    return folder


@pytest.fixture(name="history_of")
def _history_of(tmp_path: Path) -> Callable[..., CampaignHistory]:
    def make(found: Tables | None = None) -> CampaignHistory:
        return read_history(write_history(tmp_path, found or campaign_history_tables()))

    return make


@pytest.fixture(name="lines")
def _lines(sale: Make) -> list[dict[str, Any]]:
    return [
        sale(f"P{p}", ago + c % 7, str(c))
        for c in range(CUSTOMERS)
        for p in range(PRODUCTS)
        if is_fan(c, p)
        for ago in range(-30, 170, 10)
    ]


@pytest.fixture(name="purchases")
def _purchases(write_shop: Make, lines: list[dict[str, Any]]) -> Purchases:
    return as_purchases(write_shop([], lines) / "ledger.parquet")


def as_purchases(ledger: Path, until: date = AS_OF + timedelta(days=60)) -> Purchases:
    categories = pl.DataFrame(
        {"stock_code": [f"P{p}" for p in range(PRODUCTS)], "category": ["tea"] * PRODUCTS}
    )
    return purchases_of(scan_sales(ledger.parent, until), categories)


def pairs_of(purchases: Purchases) -> tuple[pl.DataFrame, pl.DataFrame]:
    customers = pl.DataFrame({"customer_id": purchases.lines["customer_id"].unique().sort()})
    offers = purchases.catalogue.with_columns(offer_id=pl.col("stock_code").cast(pl.String))
    return customers.join(offers.select("offer_id"), how="cross"), offers


def test_likely_buyers_are_ranked_first(
    purchases: Purchases, history_of: Callable[..., CampaignHistory]
) -> None:
    """Customers who never got an offer are ranked by what was learned from the others."""
    learned = learn_propensity(purchases, history_of(), AS_OF)
    assert (learned.source, learned.campaigns) == ("campaigns", 3)
    assert learned.model is not None
    pairs, offers = pairs_of(purchases)
    found = learned.model.probability(pair_features(purchases, history_of(), pairs, offers, AS_OF))
    labels = [is_fan(int(c), int(p[1])) for c, p in pairs.rows()]
    unseen = np.array([int(c) >= 100 for c, _ in pairs.rows()])
    assert roc_auc_score(np.array(labels)[unseen], found[unseen]) > 0.95


def test_probabilities_are_calibrated(
    purchases: Purchases, history_of: Callable[..., CampaignHistory]
) -> None:
    """Over the weighted training pairs the expected number equals the number taken."""
    history = history_of()
    samples = [training_sample(purchases, history, name) for name in ("c0", "c1", "c2")]
    model = learn(samples)
    assert model is not None
    expected = sum(float(one.weights @ model.probability(one.features)) for one in samples)
    assert expected == pytest.approx(sum(one.taken.sum() for one in samples), rel=1e-6)


def test_training_ignores_data_after_the_start(
    write_shop: Make, sale: Make, lines: list[dict[str, Any]], history_of: Make
) -> None:
    """Purchases, targets, offers and redemptions from a campaign's first day on change nothing."""
    start = 40
    older = [line for line in lines if (AS_OF - line["ordered_at"].date()).days > start]
    later_sales = [sale("P0", ago, str(c), 9) for ago in range(0, start + 1, 4) for c in range(50)]
    names = [sale(f"P{p}", 300, str(c)) for c in range(CUSTOMERS) for p in range(PRODUCTS)]
    with_later_data = as_purchases(
        write_shop([], [*older, *later_sales, *names]) / "ledger.parquet"
    )
    before = as_purchases(write_shop([], [*older, *names]) / "ledger.parquet")
    campaign_tables = campaign_history_tables()
    first = history_of(campaign_tables)
    campaign_tables["campaigns"].append(
        {"campaign_id": "x", "starts_on": day(start), "ends_on": day(5)}
    )
    campaign_tables["targets"] += [
        {"campaign_id": "x", "customer_id": str(c)} for c in range(0, 100, 2)
    ]
    campaign_tables["offers"].append({"campaign_id": "x", "stock_code": "p1"})
    campaign_tables["redemptions"] += [
        {"campaign_id": other, "customer_id": str(c), "redeemed_on": day(ago), "stock_code": "p1"}
        for other, ago in (("x", start), ("c1", start), ("", start - 1))
        for c in range(40)
    ]
    extended = history_of(campaign_tables)
    one, other = (
        training_sample(before, first, "c2"),
        training_sample(with_later_data, extended, "c2"),
    )
    assert one.taken.sum() > 20
    for name in ("features", "taken", "weights"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_running_campaign_is_not_learned_from(purchases: Purchases, history_of: Make) -> None:
    """Redemptions of an open campaign, so far and later, are not used as labels."""
    first = learn_propensity(purchases, history_of(), AS_OF)
    campaign_tables = campaign_history_tables()
    campaign_tables["redemptions"] += [
        {"campaign_id": name, "customer_id": str(c), "redeemed_on": day(-2), "stock_code": "p5"}
        for name in ("c2", "c3")
        for c in range(100)
    ]
    extended = learn_propensity(purchases, history_of(campaign_tables), AS_OF)
    assert first.model is not None
    assert extended.model is not None
    assert np.array_equal(first.model.weights, extended.model.weights)
    assert (first.taken, first.overlap) == (extended.taken, extended.overlap)


def test_regression_matches_scikit_learn() -> None:
    """Weights, penalty and rare events: the same coefficients as an independent solver."""
    rng = np.random.default_rng(3)
    columns = rng.normal(size=(4_000, 5)) * [1, 3, 0.2, 1, 1] + [0, 5, 0, 0, 0]
    labels = (rng.random(4_000) < 1 / (1 + np.exp(4 - columns[:, 0] - columns[:, 2]))).astype(float)
    weights = rng.uniform(0.5, 20, 4_000)
    found = fit_logistic(columns, labels, weights, penalty=2.0)
    scaled = (columns - found.centre) / found.scale
    oracle: Any = LogisticRegression(C=0.5, tol=1e-10, max_iter=5_000)
    oracle.fit(scaled, labels, sample_weight=weights)
    assert found.weights == pytest.approx(oracle.coef_[0], abs=1e-4)
    assert found.probability(columns) == pytest.approx(oracle.predict_proba(scaled)[:, 1], abs=1e-5)


@pytest.mark.parametrize("campaigns", [0, 1])
def test_too_little_history_falls_back_to_affinity(
    purchases: Purchases, history_of: Make, campaigns: int
) -> None:
    """No campaign, or one that hardly anybody took, falls back to affinity."""
    campaign_tables = campaign_history_tables()
    few = {name: rows[: campaigns * 10] for name, rows in campaign_tables.items()}
    few["campaigns"] = campaign_tables["campaigns"][:campaigns]
    history = history_of(few) if campaigns else None
    learned = learn_propensity(purchases, history, AS_OF)
    assert (learned.source, learned.model, learned.taken) == ("affinity", None, 0)
    found = score_one_campaign(purchases, history, learned)
    listed = found.customers
    labels = [is_fan(int(c), 1) for c in listed["customer_id"]]
    assert roc_auc_score(labels, listed["propensity"].to_numpy()) == 1.0
    sentence = found.summaries["P1"].sentence
    assert "no finished campaign shows enough yet" in sentence
    assert "not whom the offer persuades" in sentence


def test_one_finished_campaign_is_enough_to_learn(purchases: Purchases, history_of: Make) -> None:
    """A single campaign that was taken often is enough."""
    campaign_tables = campaign_history_tables(takes=is_fan)
    campaign_tables["campaigns"] = campaign_tables["campaigns"][:1]
    assert learn_propensity(purchases, history_of(campaign_tables), AS_OF).source == "campaigns"


def always(_customer: int, _product: int) -> bool:
    return True


def never(_customer: int, _product: int) -> bool:
    return False


@pytest.mark.parametrize("takes", [always, never])
def test_all_or_nothing_taken_falls_back_to_affinity(
    purchases: Purchases, history_of: Make, takes: Callable[[int, int], bool]
) -> None:
    """If everyone or no one takes every offer, customers can't be distinguished."""
    campaign_tables = campaign_history_tables(takes=takes)
    if campaign_tables["redemptions"]:
        campaign_tables["redemptions"] = [
            {**one, "customer_id": str(c), "stock_code": f"p{p}"}
            for one in {r["campaign_id"]: r for r in campaign_tables["redemptions"]}.values()
            for c in range(100)
            for p in range(PRODUCTS)
        ]
    else:
        campaign_tables["redemptions"] = [{"customer_id": "1", "redeemed_on": day(5)}]
    assert learn_propensity(purchases, history_of(campaign_tables), AS_OF).source == "affinity"


def test_unknown_customers_and_products_are_ignored(purchases: Purchases, history_of: Make) -> None:
    """Customers and products that the ledger lacks change nothing."""
    first = learn_propensity(purchases, history_of(), AS_OF)
    campaign_tables = campaign_history_tables()
    one = {"campaign_id": "c0"}
    campaign_tables["targets"].append(one | {"customer_id": "nobody"})
    campaign_tables["offers"].append(one | {"stock_code": "nothing"})
    stranger = {"customer_id": "nobody", "redeemed_on": day(95), "stock_code": "p1"}
    campaign_tables["redemptions"] += [
        one | stranger,
        one | stranger | {"customer_id": "1", "stock_code": "?"},
    ]
    extended = learn_propensity(purchases, history_of(campaign_tables), AS_OF)
    assert first.taken == extended.taken


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("campaigns", [{"campaign_id": "a", "starts_on": "2011-01-01"}], "ends_on"),
        (
            "campaigns",
            [{"campaign_id": "a", "starts_on": "1/2/2011", "ends_on": "x"}],
            r"an invalid date \(.*\)\. Write dates as 2011-09-30\.$",
        ),
        (
            "campaigns",
            [{"campaign_id": "a", "starts_on": "2011-02-01", "ends_on": "2011-01-01"}],
            "ends before it starts",
        ),
        (
            "campaigns",
            [{"campaign_id": "a", "starts_on": "2011-02-01", "ends_on": "2011-03-01"}] * 2,
            "twice",
        ),
        ("targets", [{"campaign_id": "c1", "customer_id": ""}], "empty cells"),
        ("offers", None, "no offers.csv"),
    ],
)
def test_invalid_table_is_rejected_by_name(
    tmp_path: Path, name: str, change: list[dict[str, str]] | None, message: str
) -> None:
    """The error names the table and what is wrong with it."""
    write_history(tmp_path, campaign_history_tables())
    (tmp_path / f"{name}.csv").unlink()
    if change is not None:
        write_history(tmp_path, {name: change})
    with pytest.raises(InvalidInput, match=message):
        read_history(tmp_path)


def test_missing_folder_and_missing_history(tmp_path: Path) -> None:
    """A missing folder is rejected; a ledger without a history has none."""
    with pytest.raises(InvalidInput, match="--campaigns"):
        find_history(tmp_path / "none", tmp_path / "ledger.csv")
    assert find_history(None, tmp_path / "ledger.csv") is None


def score_one_campaign(
    purchases: Purchases, history: CampaignHistory | None, learned: Learned
) -> Any:
    row = planned_campaign(
        stock_code="P1",
        discount=10,
        target="Regular Customers",
        target_share=0.5,
        demand=20.0,
        expected_units=30.0,
        stock_cleared=0.0,
        units=10.0,
        unit_cost=5.0,
        unit_price=10.0,
    )
    segments = pl.DataFrame(
        {
            "customer_id": [str(c) for c in range(CUSTOMERS)],
            "segment": ["Regular Customers"] * CUSTOMERS,
        }
    )
    return score_audiences(
        [row], purchases, history, learned, segments, as_of=AS_OF, weeks=1.0, loss=0.25
    )


@pytest.mark.parametrize(
    ("targeted", "enough"), [("some", True), ("few", False), ("nobody", False), ("all", True)]
)
def test_overlap_detects_selective_targeting(targeted: str, enough: bool) -> None:
    """A random sample represents all customers; the heaviest buyers only themselves."""
    rng = np.random.default_rng(0)
    habits = pl.DataFrame({name: rng.gamma(2.0, 5.0, 2_000) for name in SHOPPING})
    lines = habits["lines"]
    sent = {
        "some": pl.Series(rng.random(2_000) < 0.3),
        "few": lines > lines.quantile(0.93),
        "nobody": lines < 0,
        "all": lines > -1,
    }[targeted]
    found = overlap(habits, sent)
    assert found.enough is enough
    assert ("too selective" in found.sentence) is not enough
