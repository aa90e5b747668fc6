"""The plan on small shops, and the limits that managers can set."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest

from fleet.errors import InvalidInput
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_table import plan_inputs
from strategy_svc.inputs.staging_files import read_segments
from strategy_svc.optimizer.planned_campaigns import PlannedCampaign
from strategy_svc.optimizer.rules import rule_table
from strategy_svc.plan.planning import Planned, make_plan
from strategy_svc.wording.explanations import Wording
from strategy_svc.wording.statements import RowCode

Make = Callable[..., Any]
AS_OF = date(2011, 9, 9)
WORDING = Wording("GBP", customers_known=True)
LABELS = ("VIP Customers", "Regular Customers")


@pytest.fixture(name="shop", scope="module")
def _shop(product: Make, history: Make, write_shop: Make) -> Path:
    """Eight products with price changes and ample stock; half are price-elastic, half hardly."""
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    products = [product(f"S{n}", 40, 400, **own) for n in range(4)]
    products += [product(f"W{n}", 40, 400, **own) for n in range(4)]
    sales = [line for n in range(4) for line in history(f"S{n}", elasticity=4.0)]
    sales += [line for n in range(4) for line in history(f"W{n}", elasticity=0.3)]
    segments = {str(n): LABELS[n % 2] for n in range(10)}
    return write_shop(products, sales, segments=segments)


@pytest.fixture(name="inputs", scope="module")
def _inputs(shop: Path) -> pl.DataFrame:
    return plan_inputs(shop, read_segments(shop), AS_OF, PlanSettings())


def plan(inputs: pl.DataFrame, **settings: Any) -> Planned:
    return make_plan(inputs, PlanSettings(**settings), WORDING)


def test_only_elastic_products_are_discounted(inputs: pl.DataFrame) -> None:
    """The four price-elastic products get a campaign, the others none."""
    found = plan(inputs)
    assert {row.stock_code for row in found.rows} == {"S0", "S1", "S2", "S3"}
    assert all(row.discount > 0 for row in found.rows)
    assert all(row.objective == "Clear Stock" for row in found.rows)
    assert all(row.gain > 0 for row in found.rows)
    assert all(row.p_gain >= 0.8 for row in found.rows)


def test_numbers_in_explanations_match_the_plan(inputs: pl.DataFrame) -> None:
    """Sentence, facts and alternative quote the row's own discount, stock, gain and ranges."""
    for row in plan(inputs).rows:
        facts = row.explanation.facts
        assert len(facts) == 3
        assert f"{row.discount}% off" in row.reason
        assert f"{row.stock} in stock (simulated)" in row.reason
        chance = f"{row.p_gain:.0%}" if row.p_gain < 0.995 else "> 99%"
        assert f"chance that it pays on average {chance}" in row.reason
        assert 0 < row.p_gain < 1
        assert f"{row.target} ({row.target_share:.0%} of its sales)" in row.reason
        assert _money(row.gain) in row.reason
        assert f"{row.elasticity:.1f}% more units" in row.evidence == facts[1]
        assert _signed(row.margin) in facts[2]
        assert _signed(row.margin_p10) in facts[2]
        assert _signed(row.margin_p90) in facts[2]
        assert _money(row.discount_cost) in facts[2]
        best = row.explanation.next_best
        assert best.discount != row.discount
        assert best.gain == 0 or _signed(best.gain) in best.sentence
        floor = row.unit_price * (1 - row.discount / 100) * 0.95
        assert _money(floor) in row.explanation.what_would_change[0]


@pytest.mark.parametrize("strategy", ["optimum", "rules"])
def test_numbers_in_statements_match_the_plan(inputs: pl.DataFrame, strategy: str) -> None:
    """Statements that the page renders quote the row, as the English sentences do."""
    rows = plan(inputs, strategy=strategy).rows
    assert rows
    for row in rows:
        statements = row.explanation.statements
        assert statements is not None
        all_statements = [
            statements.reason,
            *statements.facts,
            statements.next_best,
            *statements.what_would_change,
        ]
        assert {entry.code for entry in all_statements} <= set(get_args(RowCode))
        for entry in all_statements[:4]:
            for name in set(entry.values) & set(vars(row)):
                assert entry.values[name] == pytest.approx(getattr(row, name), abs=1e-6), name
        english = [row.reason, *row.explanation.facts]
        english += [row.explanation.next_best.sentence]
        english += row.explanation.what_would_change
        assert len(english) == len(all_statements)
        assert not [text for text in english if re.search(r"-0(\.0+)?(?![\d.])", text)]
        for entry, sentence in zip(all_statements, english, strict=True):
            for name, value in entry.values.items():
                if isinstance(value, float | int) and not (name == "discount" and value == 0):
                    assert any(form in sentence for form in number_formats(value)), (
                        name,
                        value,
                        sentence,
                    )


def number_formats(value: float) -> list[str]:
    """How a sentence may write a number: as money, signed, as a share, with one decimal or none."""
    written = [f"{value:z,.0f}", f"{value:z,.1f}", f"{value:g}"]
    return [_money(value), _signed(value), f"{value:z.0%}", f"{value:+z.0%}", *written]


def test_advice_is_a_statement(inputs: pl.DataFrame) -> None:
    """For a plan, an empty plan and a ledger without price changes, with their numbers."""
    found = plan(inputs)
    values = found.advice_statement.values
    assert found.advice_statement.code == "advice_campaigns"
    assert (values["campaigns"], values["products"]) == (len(found.rows), found.found.table.height)
    assert values["gain"] == pytest.approx(sum(row.gain for row in found.rows))
    silent = plan(inputs, min_gain=1e6).advice_statement
    assert (silent.code, silent.values["min_gain"]) == ("advice_none", 1e6)


def test_stated_thresholds_change_the_advice(inputs: pl.DataFrame) -> None:
    """Past the stated unit cost or stock, the campaign is no longer advised."""
    for row in plan(inputs).rows:
        dearest, least_stock = (
            float(re.findall(r"\d[\d,]*\.?\d*", sentence)[0].replace(",", ""))
            for sentence in row.explanation.what_would_change
        )
        assert not is_still_advised(inputs, row, unit_cost=dearest + 0.01)
        assert is_still_advised(inputs, row, stock=int(least_stock) + 60)
        assert not is_still_advised(inputs, row, stock=int(least_stock))


def is_still_advised(inputs: pl.DataFrame, row: PlannedCampaign, **facts: float) -> bool:
    """Whether the same discount still clears stock of the product, given `facts`."""
    this = pl.col("stock_code") == row.stock_code
    changed = inputs.with_columns(
        pl.when(this)
        .then(pl.lit(value))
        .otherwise(pl.col(name))
        .cast(inputs.schema[name])
        .alias(name)
        for name, value in facts.items()
    )
    locked = ({"stock_code": row.stock_code, "discount": row.discount},)
    try:
        found = plan(changed, locked=locked).rows
    except InvalidInput:
        return False
    return any(
        other.objective == row.objective and other.stock_cleared > 0
        for other in found
        if other.stock_code == row.stock_code
    )


def _money(amount: float) -> str:
    return f"GBP {amount:z,.{0 if abs(amount) >= 100 else 2}f}"


def _signed(amount: float) -> str:
    return f"GBP {amount:+z,.{0 if abs(amount) >= 100 else 2}f}"


def test_ranges_contain_their_means(inputs: pl.DataFrame) -> None:
    """P10 is below the expectation and P90 above it, for each of the four outcomes."""
    for row in plan(inputs).rows:
        for name in ("units", "revenue", "margin", "stock_cleared"):
            assert getattr(row, f"{name}_p10") <= getattr(row, name) + 0.01
            assert getattr(row, name) <= getattr(row, f"{name}_p90") + 0.01


def test_same_input_gives_the_same_plan(inputs: pl.DataFrame) -> None:
    """Planning twice, or from shuffled rows that are sorted again, gives the same plan."""
    first = plan(inputs)
    shuffled = inputs.sample(fraction=1, shuffle=True, seed=4).sort("stock_code")
    assert plan(shuffled).rows == plan(inputs).rows == first.rows


def test_empty_plan_is_reported(inputs: pl.DataFrame) -> None:
    """If no offer pays off the plan is empty, and the advice says so."""
    found = plan(inputs, min_gain=1e6)
    assert found.rows == []
    assert "at least GBP 1,000,000.00" in found.advice


def test_constant_prices_give_no_plan(product: Make, sale: Make, write_shop: Make) -> None:
    """A shop whose prices never changed gets no plan and the reason; one product can be a test."""
    staging = write_shop(
        [product("A", 10, 100, Unit_Price=3.0, Unit_Cost=1.0)],
        [sale("A", days, None) for days in range(1, 200)],
    )
    inputs = plan_inputs(staging, read_segments(staging), AS_OF, PlanSettings())
    found = plan(inputs)
    assert found.rows == []
    assert "prices hardly moved" in found.advice


def test_limits_are_kept(inputs: pl.DataFrame) -> None:
    """Number, contacts, budget, deepest discount and margin floor are each kept if set."""
    assert len(plan(inputs, max_campaigns=2).rows) == 2
    per_segment = plan(inputs, max_per_customer=1).rows
    assert len(per_segment) == len({row.target for row in per_segment}) == 2
    free = plan(inputs).rows
    budget = sum(row.discount_cost for row in free) / 2
    assert 0 < sum(row.discount_cost for row in plan(inputs, discount_budget=budget).rows) <= budget
    assert all(row.discount <= 5 for row in plan(inputs, max_discount=5).rows)
    assert all(row.discount <= 10 for row in plan(inputs, margin_floor=0.2).rows)


def test_one_campaign_per_category(inputs: pl.DataFrame) -> None:
    """Products of one category replace each other: one campaign is enough."""
    same = inputs.with_columns(category=pl.lit("LAMPS"))
    assert len(plan(same).rows) == 1
    assert len(plan(same, max_per_category=3).rows) == 3
    assert len(plan(same, max_per_category=None).rows) == 4


def test_clearance_target_sells_below_cost_only_if_allowed(inputs: pl.DataFrame) -> None:
    """A target clears more, at a loss if needed, but below cost only if the floor allows it."""
    free = sum(row.stock_cleared * 7 for row in plan(inputs).rows)
    cleared = plan(inputs, min_freed=free * 1.2, offer_scope="segment").rows
    assert sum(row.stock_cleared * 7 for row in cleared) >= free * 1.2 - 1
    assert all(row.discount <= 25 for row in cleared)
    with pytest.raises(InvalidInput, match="min_freed"):
        plan(inputs, min_freed=1e6)
    below = plan(inputs, min_freed=free * 1.2, margin_floor=-1.0).rows
    assert sum(row.stock_cleared * 7 for row in below) >= free * 1.2 - 1


def test_locks_are_kept(inputs: pl.DataFrame) -> None:
    """A locked discount and segment stay, an excluded product goes, the rest is replanned."""
    locked = (
        {"stock_code": "W0", "discount": 15, "target_cluster": "VIP Customers"},
        {"stock_code": "S0", "exclude": True},
    )
    rows = {row.stock_code: row for row in plan(inputs, locked=locked).rows}
    assert (rows["W0"].discount, rows["W0"].target) == (15, "VIP Customers")
    assert "S0" not in rows
    assert {"S1", "S2", "S3"} < set(rows)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"margin_floor": 0.9}, "Lower the margin floor: even at full price.*90%.*`margin_floor`"),
        ({"locked": ({"stock_code": "NOPE", "discount": 5},)}, "catalogue: NOPE.*`locked`"),
        ({"locked": ({"stock_code": "S0", "discount": 50},)}, "S0: 50% off breaks.*`locked`"),
        (
            {"discount_budget": 0.01, "locked": ({"stock_code": "W0", "discount": 20},)},
            "relax min_freed",
        ),
    ],
)
def test_settings_that_contradict_products_are_rejected(
    inputs: pl.DataFrame, settings: dict[str, Any], sentence: str
) -> None:
    """A floor above the price, an impossible lock and a budget that is too small are named."""
    with pytest.raises(InvalidInput, match=sentence):
        plan(inputs, **settings)


def test_understocked_product_cannot_be_locked(inputs: pl.DataFrame) -> None:
    """A campaign for missing stock is rejected with the reason."""
    low = inputs.with_columns(status=pl.lit("UNDERSTOCKED"))
    with pytest.raises(InvalidInput, match="stock is too low"):
        plan(low, locked=({"stock_code": "S0", "discount": 5},))
    assert plan(low).rows == []


def test_rule_table_baseline(inputs: pl.DataFrame) -> None:
    """Ten weeks of stock at 40 a week: 30 % for new customers, and one campaign per product."""
    table = rule_table(inputs)
    assert table.height == 8
    assert set(table["objective"]) == {"Customer Acquisition"}
    assert set(table["discount"]) == {30}
    rows = plan(inputs, strategy="rules", offer_scope="everyone").rows
    assert len(rows) == len({row.stock_code for row in rows})


@pytest.mark.parametrize(
    ("demand", "stock", "expected"),
    [
        (20.0, 60, ("Clear Stock", "At-Risk Customers", 60)),
        (20.0, 45, ("Clear Stock", "At-Risk Customers", 50)),
        (20.0, 35, ("Clear Stock", "At-Risk Customers", 40)),
        (30.0, 61, ("Customer Acquisition", "New Customers", 30)),
        (30.0, 50, ("Customer Acquisition", "New Customers", 20)),
        (30.0, 45, ("Maximize Profit", "VIP Customers", 5)),
        (20.0, 30, None),
        (9.0, 90, None),
        (10.0, 14, None),
    ],
)
def test_each_threshold_of_the_rule_table(
    inputs: pl.DataFrame, demand: float, stock: int, expected: tuple[str, str, int] | None
) -> None:
    """The table's thresholds, from both sides."""
    one = inputs.head(1).with_columns(demand=pl.lit(demand), stock=pl.lit(stock))
    rows = rule_table(one).select("objective", "target", "discount").rows()
    assert rows == ([expected] if expected else [])
