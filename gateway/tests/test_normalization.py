"""Valid and invalid spellings of the `POST /generate-campaign` body."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.fake_services import FakeFleet

from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS
from fleet.errors import InvalidInput
from gateway.compat.request import read_request
from gateway.compat.schemas import SPELLINGS

# As CONTRACTS.md lists them, in its order.
CONTRACT = {
    "stock_code": ["StockCode", "stock_code"],
    "objective": ["Objective", "objective"],
    "target_cluster": ["TargetCluster", "Target_Cluster", "target_cluster"],
    "discount": ["Discount", "discount"],
    "current_stock": ["Current_Stock", "CurrentStock", "current_stock"],
    "predicted_7d_demand": ["Predicted_7d_Demand", "Predicted_Demand", "predicted_demand"],
    "product_description": [
        "ProductDescription", "Description", "ProductName", "product_description",
    ],
}  # fmt: skip
# Not in the contract: the style of the copy.
STYLE = {"tone": ["tone"], "language": ["language"], "variants": ["variants"]}
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "stock_code": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20),
    "objective": st.sampled_from(OBJECTIVES),
    "target_cluster": st.sampled_from(SEGMENTS),
    "discount": st.floats(0, 100, allow_subnormal=False),
    "current_stock": st.integers(-1000, 10**9),
    "predicted_7d_demand": st.floats(0, 1e9),
    "product_description": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40),
}
UNKNOWN = st.text(max_size=12).filter(
    lambda key: all(key not in ways for ways in (CONTRACT | STYLE).values())
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body with each field under any of its spellings, and its normalized values."""
    body = draw(st.dictionaries(UNKNOWN, st.none() | st.integers() | st.text(), max_size=4))
    meant: dict[str, Any] = {}
    for name, ways in CONTRACT.items():
        values = draw(st.lists(st.none() | GOOD[name], min_size=len(ways), max_size=len(ways)))
        if name == "stock_code" and all(value is None for value in values):
            values[-1] = draw(GOOD[name])
        shown = draw(st.lists(st.booleans(), min_size=len(ways), max_size=len(ways)))
        for way, value, show in zip(ways, values, shown, strict=True):
            if show or (name == "stock_code" and value is not None):
                body[way] = value
        meant[name] = next((body[way] for way in ways if body.get(way) is not None), None)
    keys = draw(st.permutations(list(body)))
    return {key: body[key] for key in keys}, meant


def test_spellings_match_the_contract() -> None:
    """The contract's spellings are read in its order, and no others except for the style."""
    assert {name: list(ways) for name, ways in SPELLINGS.items()} == CONTRACT | STYLE


# Without this, only a slow machine would make these tests fail.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(bodies())
def test_first_non_null_spelling_is_used(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """The contract's order decides, whatever the order of keys and whatever else is present."""
    body, meant = made
    normalized, _ = read_request(body)
    assert normalized.model_dump() == meant | {"tone": None, "language": None, "variants": 1}


@UNHURRIED
@given(
    st.sampled_from(sorted(CONTRACT)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(CONTRACT[name]))
    ),
    st.booleans()
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
    | st.sampled_from([float("nan"), float("inf"), -float("inf"), 10**400, "\ud800"]),
)
def test_wrong_type_names_the_field_as_spelled(field: tuple[str, str], value: Any) -> None:
    """Lists, objects, booleans and non-JSON numbers are rejected in any field, by name."""
    name, way = field
    body: dict[str, Any] = {"StockCode": "1", way: value}
    if name == "stock_code":
        body = {way: value}
    with pytest.raises(InvalidInput) as refused:
        read_request(body)
    assert [error["field"] for error in refused.value.errors or ()] == [way]
    assert way in refused.value.detail


@pytest.mark.parametrize("way", [*CONTRACT["stock_code"], *CONTRACT["product_description"]])
def test_lone_surrogates_are_rejected(way: str) -> None:
    """A lone surrogate, which JSON allows but nothing can store, is rejected by name."""
    with pytest.raises(InvalidInput, match=f"{way}: give valid Unicode text"):
        read_request({"stock_code": "1", way: "a\ud800"})


@pytest.mark.parametrize(
    ("text", "number"),
    [("20", 20), (" 20 ", 20), ("20%", 20), ("12.5 %", 12.5), ("0", 0), ("+5", 5), (100, 100)],
)
def test_unambiguous_numeric_text_is_parsed(text: Any, number: float) -> None:
    """Digits with a point and a percent sign are a discount; so is 0."""
    assert read_request({"StockCode": "1", "discount": text})[0].discount == number


@pytest.mark.parametrize(
    "text", ["20,5", "1e1", "twenty", "", "0x10", "1_000", "nan", "٢٠", "20%%", "20 percent", "-"]
)
def test_ambiguous_numeric_text_is_rejected(text: str) -> None:
    """Text with more than one reading is rejected by name."""
    with pytest.raises(InvalidInput, match=r"^discount: give a number"):
        read_request({"StockCode": "1", "discount": text})


@pytest.mark.parametrize("value", [-0.1, 100.1, "101%", -5])
def test_discount_out_of_range_is_rejected(value: Any) -> None:
    """A discount below 0 or above 100 is rejected by name."""
    with pytest.raises(InvalidInput, match=r"^Discount: .*(0|100)"):
        read_request({"StockCode": "1", "Discount": value})


@pytest.mark.parametrize(
    ("field", "allowed"), [("Objective", OBJECTIVES), ("Target_Cluster", SEGMENTS)]
)
def test_unknown_values_list_the_allowed_ones(field: str, allowed: tuple[str, ...]) -> None:
    """An unknown objective or segment is rejected with the list of allowed values."""
    with pytest.raises(InvalidInput) as refused:
        read_request({"StockCode": "1", field: "Everyone"})
    assert refused.value.detail.startswith(f"{field}: give one of: ")
    assert all(word in refused.value.detail for word in allowed)


@pytest.mark.parametrize("body", [{}, {"StockCode": None}, {"StockCode": "  "}, {"stock_code": ""}])
def test_stock_code_is_required(body: dict[str, Any]) -> None:
    """A request without a stock code is rejected."""
    with pytest.raises(InvalidInput, match=r"(?i)^stock_?code: "):
        read_request(body)


def test_all_invalid_fields_are_named_together() -> None:
    """One response names every invalid field."""
    with pytest.raises(InvalidInput) as refused:
        read_request({"StockCode": [], "discount": "x", "CurrentStock": "y"})
    named = {error["field"] for error in refused.value.errors or ()}
    assert named == {"StockCode", "discount", "CurrentStock"}


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (b"", {422}),
        (b"{", {422}),
        (b"[]", {422}),
        (b'"text"', {422}),
        (b"null", {422}),
        (b"\xff\xfe", {400, 422}),
        (b'{"StockCode":"\\ud800"}', {422}),
        (b'{"StockCode":NaN}', {422}),
        (b'{"StockCode":"1","Discount":1e999}', {422}),
        (b'{"StockCode":' + b"9" * 5000 + b"}", {400, 422}),
        (b'{"StockCode":' + b"[" * 100_000 + b"}", {400, 422}),
        (json.dumps({"StockCode": "x" * 201}).encode(), {422}),
        (json.dumps({"StockCode": "x" * 2_000_000}).encode(), {413}),
    ],
)
async def test_any_body_gets_a_4xx(
    client: httpx.AsyncClient, fleet: FakeFleet, sent: bytes, statuses: set[int]
) -> None:
    """Any invalid body is a 4xx problem document, and no service is called."""
    answer = await client.post(
        "/generate-campaign", content=sent, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert all(not service.received for service in fleet.services.values())
