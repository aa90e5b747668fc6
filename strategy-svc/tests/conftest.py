"""A small shop on disk, as the jobs that run before the plan leave it."""

from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import SecretStr
from support.mongo_server import MongoServer
from support.plan_client import SECRET

from strategy_svc.settings import Settings

AS_OF = datetime(2011, 9, 9)  # noqa: DTZ001 - ledgers carry the shop's own wall-clock time
LEDGER = {
    "order_id": pl.String,
    "stock_code": pl.String,
    "ordered_at": pl.Datetime("us"),
    "customer_id": pl.String,
    "quantity": pl.Int64,
    "returned_quantity": pl.Int64,
    "unit_price": pl.Float64,
}
STOCK = {
    "StockCode": "",
    "Predicted_7d_Demand": 0.0,
    "Current_Stock": 0,
    "Inventory_Status": "HEALTHY",
    "Stock_Source": "simulated",
    "Days_Of_Cover": None,
    "Unit_Price": None,
    "Unit_Cost": None,
    "Cost_Source": "assumed",
    "Lead_Time_Days": 3,
    "Lead_Time_Source": "assumed",
}

Write = Callable[..., Path]


def product(code: str, demand: float, stock: int, **more: Any) -> dict[str, Any]:
    """One row of `inventory_state.csv` with the status that its numbers have."""
    status = "HEALTHY"
    if stock > 1.5 * demand:
        status = "OVERSTOCKED"
    elif stock < 0.8 * demand:
        status = "UNDERSTOCKED"
    own = {
        "StockCode": code,
        "Predicted_7d_Demand": demand,
        "Current_Stock": stock,
        "Inventory_Status": status,
    }
    return STOCK | own | more


def sale(
    code: str,
    days_ago: float,
    customer: str | None = None,
    units: int = 1,
    price: float = 1.0,
) -> dict[str, Any]:
    """One ledger line, `days_ago` before the as-of date."""
    return {
        "order_id": f"{code}-{days_ago}-{customer}",
        "stock_code": code,
        "ordered_at": AS_OF - timedelta(days=days_ago),
        "customer_id": customer,
        "quantity": units,
        "returned_quantity": 0,
        "unit_price": price,
    }


def history(
    code: str, *, elasticity: float, price: float = 10.0, units: int = 40, weeks: int = 40
) -> list[dict[str, Any]]:
    """Weekly sales at full price, and every third week at 20 % off with the units that follow.

    Customers `0` to `9` buy in turn.
    """
    lines: list[dict[str, Any]] = []
    for week in range(weeks):
        price_factor = 0.8 if week % 3 == 0 else 1.0
        week_units = round(units * price_factor**-elasticity)
        lines += [
            sale(
                code,
                7 * week + 1 + day,
                str((week + day) % 10),
                part,
                round(price * price_factor, 4),
            )
            for day, part in enumerate(_split(week_units, 5))
            if part
        ]
    return lines


def _split(units: int, parts: int) -> list[int]:
    return [units // parts + (part < units % parts) for part in range(parts)]


def write_shop(
    folder: Path,
    products: Iterable[Mapping[str, Any]],
    sales: Iterable[Mapping[str, Any]] = (),
    segments: Mapping[str, str] | None = None,
) -> Path:
    """Write the files that a plan is computed from; no segments means no customer file."""
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(list(products), infer_schema_length=None).write_csv(folder / "inventory_state.csv")
    pl.DataFrame(list(sales), schema=LEDGER).write_parquet(folder / "ledger.parquet")
    if segments is not None:
        pl.DataFrame(
            {"Customer ID": list(segments), "ClusterLabel": list(segments.values())},
            schema={"Customer ID": pl.String, "ClusterLabel": pl.String},
        ).write_csv(folder / "customer_segments.csv")
    return folder


@pytest.fixture(autouse=True)
def _isolated_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store documents in the test's own folder."""
    monkeypatch.setenv("DOCUMENTS_PATH", str(tmp_path / "documents.sqlite3"))
    monkeypatch.setenv("MONGODB_URI", "")


@pytest.fixture(name="mongo", scope="session")
def _mongo(tmp_path_factory: pytest.TempPathFactory) -> Generator[MongoServer]:
    """A database server shared by all tests that don't stop it."""
    with MongoServer(tmp_path_factory.mktemp("mongo")) as server:
        yield server


@pytest.fixture(name="settings", params=["sqlite", "mongodb"])
def _settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over an empty state and an empty store of each kind."""
    options: dict[str, Any] = {
        "state_url": str(tmp_path / "state"),
        "currency": "GBP",
        "caller_secret": SECRET,
    }
    if request.param == "mongodb":
        server: MongoServer = request.getfixturevalue("mongo")
        options |= {
            "mongodb_uri": SecretStr(server.uri),
            "mongodb_database": f"s{abs(hash(tmp_path)):x}",
        }
    return Settings(**options)


@pytest.fixture(name="product", scope="session")
def _product() -> Callable[..., dict[str, Any]]:
    return product


@pytest.fixture(name="sale", scope="session")
def _sale() -> Callable[..., dict[str, Any]]:
    return sale


@pytest.fixture(name="history", scope="session")
def _history() -> Callable[..., list[dict[str, Any]]]:
    return history


@pytest.fixture(name="write_shop", scope="session")
def _write_shop(tmp_path_factory: pytest.TempPathFactory) -> Write:
    return lambda *rows, **more: write_shop(tmp_path_factory.mktemp("staging"), *rows, **more)
