"""The absurd states a segmentation can end in, looked for in the file a refresh writes."""

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
LedgerOf = Callable[[Sales], pl.DataFrame]
SPAN = 600


def shop(seed: int, customers: int, *, whales: int = 0, quiet: int = 0) -> Sales:
    """Customers of any rhythm over 600 days; `whales` spend a thousand times as much.

    Nobody orders in the last `quiet` days but one customer in ten, who orders in the last week.
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


def segments(folder: Path, ledger: pl.DataFrame) -> pl.DataFrame:
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
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ledger_of: LedgerOf
) -> pl.DataFrame:
    """The segments of 900 customers of each shop."""
    options = SHOPS[str(request.param)]
    return segments(tmp_path_factory.mktemp("absurd"), ledger_of(shop(5, 900, **options)))


def test_vip_and_lost_are_not_tiny(table: pl.DataFrame) -> None:
    """Never six VIPs of 5,864: VIP and Lost hold one customer in fifty at least, or nobody."""
    for label in (VIP, LOST):
        customers = table.filter(pl.col("ClusterLabel") == label).height
        assert customers == 0 or customers >= 0.8 * MIN_SHARE * table.height, label
    assert table.filter(pl.col("ClusterLabel") == VIP).height > 0


def test_nobody_is_lost_who_was_just_here(table: pl.DataFrame) -> None:
    """Never a Lost customer who bought in the last two weeks, whatever they were last month."""
    here = table.filter(pl.col("Recency") <= LOST_UNTIL_SEEN_WITHIN_DAYS)
    assert here.height > 50
    assert LOST not in set(here["ClusterLabel"])


def test_one_order_inside_the_window_is_new(table: pl.DataFrame) -> None:
    """A first and only order within the window makes a New customer, and none outside it does."""
    single = table.filter(pl.col("Frequency") == 1)
    inside = pl.col("Recency") <= NEW_WINDOW_DAYS
    assert set(single.filter(inside)["ClusterLabel"]) <= {NEW}
    assert NEW not in set(single.filter(~inside)["ClusterLabel"])
    assert bool((table.filter(ClusterLabel=NEW)["Tenure_Days"] <= NEW_WINDOW_DAYS).all())


def test_labels_are_in_order_of_value_and_silence(table: pl.DataFrame) -> None:
    """VIPs are worth more than Regulars; the Lost and the At-Risk are silent for longer."""
    medians = {
        label: (recency, monetary)
        for label, recency, monetary in table.group_by("ClusterLabel")
        .agg(pl.median("Recency"), pl.median("Monetary"))
        .iter_rows()
    }
    assert medians[VIP][1] > medians[REGULAR][1]
    assert min(medians[LOST][0], medians[AT_RISK][0]) > medians[REGULAR][0]


def test_month_without_news_changes_few_labels(tmp_path: Path, ledger_of: LedgerOf) -> None:
    """Hysteresis: of who kept a rhythm of 40 days or less, few change the label in a month."""
    sales: Sales = []
    for number in range(400):
        every = 3 + number % 38
        money = 10.0 * (1 + number % 37)
        sales += [
            (f"C{number}", f"{number}-{ago}", ago, money)
            for ago in range(1 + number % every, SPAN, every)
        ]
    table = segments(tmp_path, ledger_of(sales))
    steady = table.filter(pl.col("Label_Last_Month").is_not_null())
    changed = steady.filter(pl.col("Label_Last_Month") != pl.col("ClusterLabel"))
    assert steady.height == 400
    assert changed.height <= 0.14 * steady.height
