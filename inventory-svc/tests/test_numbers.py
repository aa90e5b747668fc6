"""Numbers as people write them, read by column."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_svc.ledger.cells.numbers import Mark, decimal_marks, read_numbers


def read(*texts: str | None, stated: Mark | None = None) -> list[float | None]:
    """The numbers of a column that nothing is wrong with."""
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
def test_sign_currency_unit_and_spaces_are_understood(text: str, number: float) -> None:
    """What stands around a number does not change it."""
    assert read(text) == [number]


def test_decimal_mark_is_found_from_the_column() -> None:
    """One value that settles it is enough for those that fit two readings."""
    assert read("12.500", "7.25") == [12.5, 7.25]
    assert read("12.500", "1.234,50") == [12_500, 1234.5]
    assert read("12,500", "1,234.50") == [12_500, 1234.5]
    assert read("1.250", "3,5") == [1250, 3.5]
    assert read("1.027", "0.435") == [1.027, 0.435]


def test_one_point_zero_is_never_ten() -> None:
    """A stated decimal comma does not make a point that cannot separate thousands one that does."""
    assert read("1.0", "2.0", stated=",") == [1, 2]


def test_values_that_fit_two_readings_are_asked_about() -> None:
    """Where every value fits both, nothing is guessed; what a person states decides."""
    column = pl.Series(["12.500", "3.250"])
    assert read_numbers(column).ambiguous == "12.500"
    assert read("12.500", "3.250", stated=",") == [12_500, 3250]
    assert read("12.500", "3.250", stated=".") == [12.5, 3.25]


def test_other_columns_speak_where_a_column_is_silent() -> None:
    """No file uses a point in two roles; a point beside decimal commas proves nothing."""
    stock, cost = pl.Series(["20.435", "23.435"]), pl.Series(["7.5", "4.74"])
    found = read_numbers(stock, marks=decimal_marks([stock, cost]))
    assert (found.values.to_list(), found.ambiguous) == ([20.435, 23.435], None)
    amounts = read_numbers(pl.Series(["1,500"]), marks=decimal_marks([cost]))
    assert amounts.values.to_list() == [1500]
    assert read_numbers(stock, marks=decimal_marks([pl.Series(["7,5"])])).ambiguous


def test_grams_beside_kilograms_are_kilograms() -> None:
    """Two units of one column are one measure."""
    assert read("500 g", "1.5 kg") == [0.5, 1.5]


@pytest.mark.parametrize("text", ["many", "1.2.3", "0x10", "12 34", "2024-01-08", "5 of 6", "٣"])
def test_other_text_is_unreadable(text: str) -> None:
    """It is neither blank nor a number."""
    found = read_numbers(pl.Series([text]))
    assert (found.values.to_list(), found.unreadable.to_list()) == ([None], [True])


@pytest.mark.parametrize("text", ["", " ", "--", "NULL", "N/A", "\\N", "nan", "-"])
def test_words_for_nothing_are_blank(text: str) -> None:
    """They are no bad cells."""
    found = read_numbers(pl.Series([text]))
    assert (found.values.to_list(), found.unreadable.to_list()) == ([None], [False])


def styled(number: int, places: int, mark: str, group: str) -> str:
    """A number of hundredths or thousandths in a style."""
    whole, part = divmod(abs(number), 10**places)
    text = f"{whole:,}".replace(",", group) + (f"{mark}{part:0{places}}" if places else "")
    return f"-{text}" if number < 0 else text


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", ""), (".", "")]),
)
def test_any_style_means_the_same_amounts(cents: list[int], style: tuple[str, str]) -> None:
    """Amounts with two decimals come back as they are, whatever marks a column uses."""
    column = pl.Series([styled(number, 2, *style) for number in cents])
    found = read_numbers(column)
    assert found.ambiguous is None
    assert [round(value * 100) for value in found.values] == cents
