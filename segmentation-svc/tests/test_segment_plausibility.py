"""Implausible segmentations, looked for in the file a refresh writes."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from support.segment_snapshots import AS_OF

from contract.segments import AT_RISK, LOST, NEW, REGULAR, VIP
from segmentation_svc.model.labels import LOST_UNTIL_SEEN_WITHIN_DAYS, MIN_SHARE, NEW_WINDOW_DAYS
from segmentation_svc.segments.refresh import refresh_segments

Sales = list[tuple[str | None, str, int, float]]
BuildLedger = Callable[[Sales], pl.DataFrame]
SPAN = 600


def shop(seed: int, customers: int, *, whales: int = 0, quiet: int = 0) -> Sales:
    """Customers of various order frequencies over 600 days; `whales` spend 1,000 times as much.

    In the last `quiet` days only one customer in ten orders, in the last week.
    """
    random = np.random.default_rng(seed)
    sales: Sales = []
    for number in range(customers):
        orders = 1 + int(random.geometric(0.25))
        first = int(random.integers(quiet + 8, SPAN))
        last = int(random.integers(quiet + 1, first))
        days = [first, *random.integers(last, first + 1, orders - 1).tolist()]
        if number % 10 == 0:
            days.append(int(random.integers(1, 8)))
        if number < whales:
            days = list(range(3, SPAN, 4))
        money = 30 * math.exp(float(random.normal(0, 0.8))) * (1000 if number < whales else 1)
        sales += [(f"C{number}", f"{number}-{at}", ago, money) for at, ago in enumerate(days)]
    return sales


def refreshed_segments(folder: Path, ledger: pl.DataFrame) -> pl.DataFrame:
    ledger.write_parquet(folder / "ledger.parquet")
    refresh_segments(folder, as_of=AS_OF)
    return pl.read_csv(
        folder / "customer_segments.csv", schema_overrides={"Customer ID": pl.String}
    )


SHOPS = {
    "six whales": {"whales": 6},
    "a hundred quiet days": {"quiet": 100},
    "ordinary": dict[str, int](),
}


@pytest.fixture(scope="module", params=SHOPS)
def table(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    build_ledger: BuildLedger,
) -> pl.DataFrame:
    """The segments of 900 customers of each shop."""
    options = SHOPS[str(request.param)]
    return refreshed_segments(
        tmp_path_factory.mktemp("absurd"), build_ledger(shop(5, 900, **options))
    )


def test_vip_and_lost_are_not_tiny_segments(table: pl.DataFrame) -> None:
    """VIP and Lost contain at least about one customer in fifty, or nobody."""
    for label in (VIP, LOST):
        customers = table.filter(pl.col("ClusterLabel") == label).height
        assert customers == 0 or customers >= 0.8 * MIN_SHARE * table.height, label
    assert table.filter(pl.col("ClusterLabel") == VIP).height > 0


def test_recent_buyers_are_never_lost(table: pl.DataFrame) -> None:
    """A purchase in the last two weeks rules out Lost, whatever last month's label was."""
    recent = table.filter(pl.col("Recency") <= LOST_UNTIL_SEEN_WITHIN_DAYS)
    assert recent.height > 50
    assert LOST not in set(recent["ClusterLabel"])


def test_single_recent_order_is_new(table: pl.DataFrame) -> None:
    """A first and only order within the window makes a New customer; an older one does not."""
    single = table.filter(pl.col("Frequency") == 1)
    inside = pl.col("Recency") <= NEW_WINDOW_DAYS
    assert set(single.filter(inside)["ClusterLabel"]) <= {NEW}
    assert NEW not in set(single.filter(~inside)["ClusterLabel"])
    assert bool((table.filter(ClusterLabel=NEW)["Tenure_Days"] <= NEW_WINDOW_DAYS).all())


def test_labels_are_ordered_by_value_and_recency(table: pl.DataFrame) -> None:
    """VIPs are worth more than Regulars; Lost and At-Risk customers have bought less recently."""
    medians = {
        label: (recency, monetary)
        for label, recency, monetary in table.group_by("ClusterLabel")
        .agg(pl.median("Recency"), pl.median("Monetary"))
        .iter_rows()
    }
    assert medians[VIP][1] > medians[REGULAR][1]
    assert min(medians[LOST][0], medians[AT_RISK][0]) > medians[REGULAR][0]


def test_steady_customers_rarely_change_label(tmp_path: Path, build_ledger: BuildLedger) -> None:
    """With hysteresis, few customers who order at least every 40 days change within a month."""
    sales: Sales = []
    for number in range(400):
        every = 3 + number % 38
        money = 10.0 * (1 + number % 37)
        sales += [
            (f"C{number}", f"{number}-{ago}", ago, money)
            for ago in range(1 + number % every, SPAN, every)
        ]
    table = refreshed_segments(tmp_path, build_ledger(sales))
    steady = table.filter(pl.col("Label_Last_Month").is_not_null())
    changed = steady.filter(pl.col("Label_Last_Month") != pl.col("ClusterLabel"))
    assert steady.height == 400
    assert changed.height <= 0.14 * steady.height
