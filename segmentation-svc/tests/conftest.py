"""A ledger with the kinds of customers shops have, generated from a seed, and the app over it."""

import math
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import httpx
import numpy as np
import polars as pl
import pytest
from support.segment_snapshots import AS_OF, publish, serving

FIRST_DAYS_AGO = 600
# (customers, days since first order, days since last order, orders, spend per order)
KINDS = [
    (40, (500, 600), (1, 20), 40, 300.0),
    (150, (300, 600), (5, 60), 8, 120.0),
    (150, (300, 600), (20, 120), 3, 60.0),
    (60, (5, 80), (1, 5), 2, 50.0),
    (120, (400, 600), (200, 330), 4, 90.0),
    (150, (450, 600), (400, 450), 1, 40.0),
]
SCHEMA = {
    "customer_id": pl.String,
    "order_id": pl.String,
    "stock_code": pl.String,
    "ordered_at": pl.Datetime("us"),
    "quantity": pl.Int64,
    "returned_quantity": pl.Int64,
    "unit_price": pl.Float64,
}
Sale = tuple[str | None, str, int, float]


def to_ledger(sales: list[Sale]) -> pl.DataFrame:
    """Lines of one unit from (customer, order, days before 2011-09-09, money)."""
    noon = datetime.combine(AS_OF, time(12))
    rows = [
        (customer, order, f"S{len(order) % 3}", noon - timedelta(days=ago), 1, 0, paid)
        for customer, order, ago, paid in sales
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@pytest.fixture(scope="session")
def build_ledger() -> Callable[[list[Sale]], pl.DataFrame]:
    """`to_ledger`, for tests with their own sales."""
    return to_ledger


@pytest.fixture(scope="session")
def sales() -> list[Sale]:
    """What 670 customers bought, and some anonymous ones."""
    random = np.random.default_rng(7)
    made: list[Sale] = [(None, f"x{at}", at + 1, 9.99) for at in range(FIRST_DAYS_AGO)]
    for count, first, last, orders, money in KINDS:
        for number in range(count):
            customer = f"{12000 + len(made)}{number:03}"
            newest, oldest = sorted((int(random.integers(*last)), int(random.integers(*first))))
            between = random.integers(newest, oldest + 1, max(0, orders - 2)).tolist()
            for at, ago in enumerate([newest, oldest, *between][:orders]):
                paid = round(money * math.exp(float(random.normal(0, 0.4))), 2)
                made.append((customer, f"{customer}-{at}", ago, paid))
    return made


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, sales: list[Sale]
) -> tuple[Path, pl.DataFrame]:
    """A state with one snapshot of `sales`, and its customers; tests do not write to it."""
    state = tmp_path_factory.mktemp("state")
    folder = publish(state, to_ledger(sales))
    return state, pl.read_csv(
        folder / "customer_segments.csv", schema_overrides={"Customer ID": pl.String}
    )


@pytest.fixture
async def client(published: tuple[Path, pl.DataFrame]) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the app over the published segments."""
    async with serving(published[0], currency="GBP") as client:
        yield client


@pytest.fixture
def table(published: tuple[Path, pl.DataFrame]) -> pl.DataFrame:
    """The customers of the published snapshot."""
    return published[1]
