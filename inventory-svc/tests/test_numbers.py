"""Numbers as people write them, interpreted per column."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_svc.ledger.cells.numbers import Mark, decimal_marks, read_numbers


def read(*texts: str | None, stated: Mark | None = None) -> list[float | None]:
    """The numbers of a column in which every cell is readable."""
    found = read_numbers(pl.Series(texts, dtype=pl.String), stated=stated)
    assert found.ambiguous is None
    assert not found.unreadable.any()
    return found.values.to_list()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(3)", -3),
        ("3-", -3),
        ("\u22123", -3),
        ("-$12.50", -12.5),
        ("$-12.50", -12.5),
        ("($12.50)", -12.5),
        ("12.50 EUR", 12.5),
        ("CHF 12.50", 12.5),
        ("0,90 €", 0.9),
        ("12,5 zł", 12.5),
        ("1\u202f500,25", 1500.25),
        ("1\u00a0500,25 €", 1500.25),
        ("1'500.25", 1500.25),
        ("1.234.567", 1_234_567),
        ("1,23,456.50", 123_456.5),
        ("2 pcs", 2),
        ("3 Stk.", 3),
        ("0.435 kg", 0.435),
        ("1.0", 1),
        ("1.5E+03", 1500),
        (".5", 0.5),
    ],
)
def test_signs_currencies_units_and_spaces_are_parsed(text: str, number: float) -> None:
    """Text around a number does not change it."""
    assert read(text) == [number]


def test_decimal_mark_is_inferred_from_the_column() -> None:
    """One unambiguous value decides for the ambiguous ones."""
    assert read("12.500", "7.25") == [12.5, 7.25]
    assert read("12.500", "1.234,50") == [12_500, 1234.5]
    assert read("12,500", "1,234.50") == [12_500, 1234.5]
    assert read("1.250", "3,5") == [1250, 3.5]
    assert read("1.027", "0.435") == [1.027, 0.435]


def test_one_point_zero_is_never_ten() -> None:
    """With a stated decimal comma, `1.0` still cannot be a thousands separator."""
    assert read("1.0", "2.0", stated=",") == [1, 2]


def test_ambiguous_column_is_reported() -> None:
    """If every value has two readings, none is guessed; a stated mark decides."""
    column = pl.Series(["12.500", "3.250"])
    assert read_numbers(column).ambiguous == "12.500"
    assert read("12.500", "3.250", stated=",") == [12_500, 3250]
    assert read("12.500", "3.250", stated=".") == [12.5, 3.25]


def test_other_columns_decide_an_ambiguous_column() -> None:
    """A file uses a point in one role only; a point beside decimal commas proves nothing."""
    stock, cost = pl.Series(["20.435", "23.435"]), pl.Series(["7.5", "4.74"])
    found = read_numbers(stock, marks=decimal_marks([stock, cost]))
    assert (found.values.to_list(), found.ambiguous) == ([20.435, 23.435], None)
    amounts = read_numbers(pl.Series(["1,500"]), marks=decimal_marks([cost]))
    assert amounts.values.to_list() == [1500]
    assert read_numbers(stock, marks=decimal_marks([pl.Series(["7,5"])])).ambiguous


def test_grams_are_converted_beside_kilograms() -> None:
    """Two units in one column are converted to one."""
    assert read("500 g", "1.5 kg") == [0.5, 1.5]


@pytest.mark.parametrize("text", ["many", "1.2.3", "0x10", "12 34", "2024-01-08", "5 of 6", "٣"])
def test_other_text_is_unreadable(text: str) -> None:
    """It counts neither as blank nor as a number."""
    found = read_numbers(pl.Series([text]))
    assert (found.values.to_list(), found.unreadable.to_list()) == ([None], [True])


@pytest.mark.parametrize("text", ["", " ", "--", "NULL", "N/A", "\\N", "nan", "-"])
def test_null_markers_are_blank(text: str) -> None:
    """They do not count as unreadable cells."""
    found = read_numbers(pl.Series([text]))
    assert (found.values.to_list(), found.unreadable.to_list()) == ([None], [False])


def formatted(number: int, places: int, mark: str, group: str) -> str:
    """A number of hundredths or thousandths in a given style."""
    integer, part = divmod(abs(number), 10**places)
    text = f"{integer:,}".replace(",", group) + (f"{mark}{part:0{places}}" if places else "")
    return f"-{text}" if number < 0 else text


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", ""), (".", "")]),
)
def test_all_number_styles_give_the_same_amounts(cents: list[int], style: tuple[str, str]) -> None:
    """Amounts with two decimals are read exactly, whatever marks the column uses."""
    column = pl.Series([formatted(number, 2, *style) for number in cents])
    found = read_numbers(column)
    assert found.ambiguous is None
    assert [round(value * 100) for value in found.values] == cents
