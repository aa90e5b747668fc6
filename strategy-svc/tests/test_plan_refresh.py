"""The plan job: the same bytes for the same data, and clear errors for bad input."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from pydantic import ValidationError

from contract.snapshot_files import EXPLANATIONS_FILE
from fleet.errors import InvalidInput
from fleet.sentences import ENGLISH, catalogue
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.plan.manifest_facts import PlanFacts
from strategy_svc.plan.refresh import refresh_plan

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)


@pytest.fixture(name="shop")
def _shop(product: Make, history: Make, write_shop: Make) -> Path:
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    products = [product(f"{n:03}", 40, 300 + 40 * (n % 5), **own) for n in range(30)]
    sales = [
        line
        for n in range(30)
        for line in history(f"{n:03}", elasticity=1.0 + 2 * (n % 3), units=40, weeks=40)
    ]
    segments = {f"{n}.0": ("VIP Customers", "Lost Customers")[n % 2] for n in range(10)}
    return write_shop(products, sales, segments=segments)


def test_same_data_gives_the_same_bytes(shop: Path, sale: Make) -> None:
    """A second run, with a reordered ledger and later lines, gives the same bytes."""
    refresh_plan(shop, as_of=AS_OF)
    first = (shop / "campaign_plan.csv").read_bytes()
    others = [(shop / name).read_bytes() for name in ("plan_inputs.parquet", EXPLANATIONS_FILE)]
    assert first.count(b"\n") > 5
    ledger = pl.read_parquet(shop / "ledger.parquet")
    later = pl.DataFrame([sale("001", -1, "1", 500), sale("002", 0, "2", 9)], schema=ledger.schema)
    pl.concat([ledger, later]).sample(fraction=1, shuffle=True, seed=3).write_parquet(
        shop / "ledger.parquet"
    )
    refresh_plan(shop, as_of=AS_OF)
    assert (shop / "campaign_plan.csv").read_bytes() == first
    rerun = [(shop / name).read_bytes() for name in ("plan_inputs.parquet", EXPLANATIONS_FILE)]
    assert rerun == others


def test_codes_stay_text(shop: Path) -> None:
    """A code with leading zeros is unchanged."""
    refresh_plan(shop, as_of=AS_OF)
    codes = pl.read_csv(shop / "campaign_plan.csv", infer_schema=False)["StockCode"]
    assert all(len(code) == 3 for code in codes)


def test_float_customer_ids_are_matched(shop: Path) -> None:
    """`12.0` in the segments file is customer `12` of the ledger."""
    refresh_plan(shop, as_of=AS_OF)
    inputs = pl.read_parquet(shop / "plan_inputs.parquet")
    assert inputs["VIP Customers"].to_numpy().min() > 0.4


def test_result_has_every_setting_and_json_facts(shop: Path) -> None:
    """Each setting is an assumption of the manifest, with its unit and meaning."""
    done: list[tuple[int, int]] = []
    result = refresh_plan(shop, as_of=AS_OF, progress=lambda n, of: done.append((n, of)))
    customers = {"sure_buyer_from", "buying_anyway_prior"}
    named = {item.name for item in result.assumptions}
    assert named == set(PlanSettings.model_fields) | customers
    assert all(item.reason and item.unit for item in result.assumptions)
    json.dumps([result.facts, [asdict(item) for item in result.assumptions]])
    assert done[-1][0] == done[-1][1]


def test_setting_descriptions_match_the_catalogue() -> None:
    """The API describes a setting as the plan's assumptions do."""
    reasons = catalogue(ENGLISH)["names"]["assumption_reason"]
    for name, field in PlanSettings.model_fields.items():
        assert (field.description or "").startswith(reasons[name])


def test_empty_ledger_without_customers_gives_no_plan(product: Make, write_shop: Make) -> None:
    """With one product and no sales no response is known, and the plan says so."""
    staging = write_shop([product("A", 1, 40, Unit_Price=3.0, Unit_Cost=2.0)])
    result = refresh_plan(staging, as_of=AS_OF)
    assert result.rows["campaign_plan.csv"] == 0
    facts = cast("PlanFacts", result.facts["plan"])
    assert "prices hardly moved" in facts["advice"]


def test_columns_follow_the_contract(shop: Path) -> None:
    """The contract's columns are first; each expectation has its P10 and P90."""
    refresh_plan(shop, as_of=AS_OF)
    table = pl.read_csv(shop / "campaign_plan.csv", infer_schema_length=None)
    for name in ("Units", "Revenue", "Margin", "Stock_Cleared"):
        mean, low, high = (table[f"Expected_{name}{tail}"] for tail in ("", "_P10", "_P90"))
        assert (low <= mean + 0.01).all()
        assert (mean <= high + 0.01).all()
    assert table["P_Gain"].is_between(0, 1).all()
    assert {"Unit_Cost", "Cost_Source", "Reason", "Evidence"} <= set(table.columns)
    explanations = json.loads((shop / EXPLANATIONS_FILE).read_text())
    assert set(explanations) == set(table["StockCode"].cast(pl.String).str.zfill(3))


def test_balanced_stock_gives_an_empty_plan(product: Make, write_shop: Make) -> None:
    """A shop in balance gets a header and no rows."""
    staging = write_shop([product("A", 10, 12, Unit_Price=3.0, Unit_Cost=2.0)])
    assert refresh_plan(staging, as_of=AS_OF).rows["campaign_plan.csv"] == 0
    text = (staging / "campaign_plan.csv").read_text()
    assert text.startswith(
        "StockCode,Predicted_7d_Demand,Current_Stock,OverstockRatio,Objective,TargetCluster,Discount"
    )
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("inventory_state.csv", None, "inventory_state.csv is missing .*stock job"),
        ("inventory_state.csv", "", "inventory_state.csv is not a CSV table"),
        ("inventory_state.csv", "StockCode\nA\n", "lacks the column Predicted_7d_Demand"),
        ("customer_segments.csv", "Customer ID\n1\n", "lacks the column ClusterLabel"),
        ("ledger.parquet", None, "ledger.parquet is missing"),
    ],
)
def test_unusable_file_is_named(shop: Path, name: str, content: str | None, sentence: str) -> None:
    """A missing, empty or incomplete file is reported by name."""
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
def test_invalid_numbers_are_rejected(
    product: Make, write_shop: Make, row: dict[str, Any], sentence: str
) -> None:
    """Stock and demand must be numbers of 0 or more."""
    staging = write_shop([product("A", 1, 1) | row])
    with pytest.raises(InvalidInput, match=sentence):
        refresh_plan(staging, as_of=AS_OF)


def test_duplicate_code_is_rejected(product: Make, write_shop: Make) -> None:
    """Two rows for one product would give two campaigns."""
    staging = write_shop([product("A", 1, 1), product("A", 1, 9)])
    with pytest.raises(InvalidInput, match="twice"):
        refresh_plan(staging, as_of=AS_OF)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ladder": ()}, "start with 0"),
        ({"ladder": (5, 10)}, "start with 0"),
        ({"ladder": (0, 20, 10)}, "ascending order"),
        ({"ladder": (0, 110)}, "ascending order"),
        ({"margin_floor": 1.0}, "less than 1"),
        ({"max_campaigns": 0}, "greater than or equal to 1"),
        ({"discount_budget": 0}, "greater than 0"),
        ({"min_freed": 0}, "greater than 0"),
        ({"min_p_gain": 1.0}, "less than or equal to 0.999"),
        ({"colour": 3}, "Extra inputs"),
        ({"locked": ({"stock_code": "A", "exclude": True, "discount": 5},)}, "both a campaign"),
        ({"locked": ({"stock_code": "A"},)}, "needs a discount"),
        (
            {"locked": ({"stock_code": "A", "discount": 7},)},
            "a step of the ladder up to max_discount",
        ),
        (
            {"locked": ({"stock_code": "A", "exclude": True}, {"stock_code": "A", "discount": 5})},
            "A more than once",
        ),
        (
            {
                "max_campaigns": 1,
                "locked": ({"stock_code": "A", "discount": 5}, {"stock_code": "B", "discount": 5}),
            },
            "requires 2 campaigns, but max_campaigns is 1",
        ),
    ],
)
def test_invalid_setting_is_rejected_by_name(wrong: dict[str, Any], sentence: str) -> None:
    """A setting that makes no sense is rejected before planning."""
    with pytest.raises(ValidationError, match=sentence):
        PlanSettings(**wrong)
