"""The job as a job: the same bytes for the same data, and clear sentences for bad input."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from fleet.errors import InvalidInput
from strategy_svc.plan.plan_settings import PlanSettings
from strategy_svc.plan.refresh import refresh_plan

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)


@pytest.fixture(name="shop")
def _shop(product: Make, sale: Make, write_shop: Make) -> Path:
    products = [
        product(f"{n:03}", n % 7 * 1.5, n * 3, Unit_Price=n / 4 + 1, Unit_Cost=n / 8 + 0.5)
        for n in range(60)
    ]
    sales = [sale(f"{n % 60:03}", 1 + n * 7 % 180, str(n % 50), 1 + n % 5) for n in range(3000)]
    segments = {f"{n}.0": ("VIP Customers", "Lost Customers")[n % 2] for n in range(50)}
    return write_shop(products, sales, segments=segments)


def test_equal_data_gives_equal_bytes(shop: Path, sale: Make) -> None:
    """Run twice, with the ledger in another order, and with later lines added: the same bytes."""
    refresh_plan(shop, as_of=AS_OF)
    first = (shop / "campaign_plan.csv").read_bytes()
    assert first.count(b"\n") > 20
    ledger = pl.read_parquet(shop / "ledger.parquet")
    later = pl.DataFrame([sale("001", -1, "1", 500), sale("002", 0, "2", 9)], schema=ledger.schema)
    pl.concat([ledger, later]).sample(fraction=1, shuffle=True, seed=3).write_parquet(
        shop / "ledger.parquet"
    )
    refresh_plan(shop, as_of=AS_OF)
    assert (shop / "campaign_plan.csv").read_bytes() == first


def test_codes_stay_text(shop: Path) -> None:
    """A code with leading zeros survives as it is."""
    refresh_plan(shop, as_of=AS_OF)
    codes = pl.read_csv(shop / "campaign_plan.csv", infer_schema=False)["StockCode"]
    assert all(len(code) == 3 for code in codes)


def test_customer_ids_written_as_floats_are_the_same_customers(shop: Path) -> None:
    """`12.0` in the segments file is customer `12` of the ledger."""
    result = refresh_plan(shop, as_of=AS_OF)
    assert result.facts["plan"]["with_known_buyers"] > 40


def test_result_states_every_setting_and_json_ready_facts(shop: Path) -> None:
    """Each setting is an assumption of the manifest, with its unit and meaning."""
    done: list[tuple[int, int]] = []
    result = refresh_plan(shop, as_of=AS_OF, progress=lambda n, of: done.append((n, of)))
    assert {item.name for item in result.assumptions} == set(PlanSettings.model_fields)
    assert all(item.reason and item.unit for item in result.assumptions)
    json.dumps([result.facts, [asdict(item) for item in result.assumptions]])
    assert done[-1][0] == done[-1][1]


def test_no_ledger_lines_and_no_customers_still_make_a_plan(
    product: Make, write_shop: Make
) -> None:
    """One product, nobody known, nothing sold: the stock alone makes the case."""
    staging = write_shop([product("A", 0, 40, Unit_Price=3.0, Unit_Cost=2.0)])
    refresh_plan(staging, as_of=AS_OF)
    rows = pl.read_csv(staging / "campaign_plan.csv").to_dicts()
    assert [(row["StockCode"], row["Discount"]) for row in rows] == [("A", 25)]


def test_nothing_to_do_is_an_empty_plan(product: Make, write_shop: Make) -> None:
    """A shop in balance gets a header and no rows."""
    staging = write_shop([product("A", 10, 12, Unit_Price=3.0, Unit_Cost=2.0)])
    assert refresh_plan(staging, as_of=AS_OF).rows == {"campaign_plan.csv": 0}
    text = (staging / "campaign_plan.csv").read_text()
    assert text.startswith(
        "StockCode,Predicted_7d_Demand,Current_Stock,OverstockRatio,Objective,TargetCluster,Discount"
    )
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("inventory_state.csv", None, "inventory_state.csv is missing .*stock job"),
        ("inventory_state.csv", "", "inventory_state.csv is no CSV table"),
        ("inventory_state.csv", "StockCode\nA\n", "lacks the column Predicted_7d_Demand"),
        ("customer_segments.csv", "Customer ID\n1\n", "lacks the column ClusterLabel"),
        ("ledger.parquet", None, "ledger.parquet is missing"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    shop: Path, name: str, content: str | None, sentence: str
) -> None:
    """A missing, empty or incomplete file is answered with a sentence that names it."""
    (shop / name).unlink()
    if content is not None:
        (shop / name).write_text(content)
    with pytest.raises(InvalidInput, match=sentence):
        refresh_plan(shop, as_of=AS_OF)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"Current_Stock": "many"}, "malformed number"),
        ({"Current_Stock": -1}, "missing or negative"),
        ({"Predicted_7d_Demand": None}, "missing or negative"),
        ({"Predicted_7d_Demand": float("nan")}, "missing or negative"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    product: Make, write_shop: Make, row: dict[str, Any], sentence: str
) -> None:
    """Stock and demand have to be numbers of 0 or more."""
    staging = write_shop([product("A", 1, 1) | row])
    with pytest.raises(InvalidInput, match=sentence):
        refresh_plan(staging, as_of=AS_OF)


def test_a_code_listed_twice_is_refused(product: Make, write_shop: Make) -> None:
    """Two rows for one product would make two campaigns."""
    staging = write_shop([product("A", 1, 1), product("A", 1, 9)])
    with pytest.raises(InvalidInput, match="twice"):
        refresh_plan(staging, as_of=AS_OF)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ladder": ()}, "begin with 0"),
        ({"ladder": (5, 10)}, "begin with 0"),
        ({"ladder": (0, 20, 10)}, "has to rise"),
        ({"ladder": (0, 110)}, "has to rise"),
        ({"margin_floor": 1.0}, "less than 1"),
        ({"max_campaigns": 0}, "greater than or equal to 1"),
        ({"cover_weeks": 5, "horizon_weeks": 4}, "at least cover_weeks"),
        ({"discount_budget": 3}, "Extra inputs"),
    ],
)
def test_absurd_settings_are_answered_by_name(wrong: dict[str, Any], sentence: str) -> None:
    """A setting that makes no sense is refused before anything is planned."""
    with pytest.raises(ValidationError, match=sentence):
        PlanSettings(**wrong)
