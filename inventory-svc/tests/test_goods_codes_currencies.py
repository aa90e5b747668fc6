"""What is no merchandise, what a code is, and one currency at a time."""

import polars as pl
import pytest
from support.cleaned_ledgers import Clean

from fleet.errors import InvalidInput

MAPPING = """[columns]
order_id = "no"
stock_code = "art"
name = "text"
ordered_at = "at"
quantity = "n"
unit_price = "p"
"""
HEADER = "no,at,art,text,n,p\n"
MUG = "1,2024-03-01,A1,Mug,2,5\n"


@pytest.mark.parametrize(
    "name",
    [
        "Shipping",
        "Versandkosten DE",
        "Frais de port",
        "Gastos de envío",
        "Spese di spedizione",
        "Verzendkosten",
        "Tip",
        "Trinkgeld",
        "Gift card $50",
        "Gutschein 25 EUR",
        "Pfand 0.25",
        "Rounding difference",
        "Service charge 10%",
        "Freight - express",
        "Statiegeld",
        "Carte cadeau",
    ],
)
def test_services_are_no_merchandise(clean_text: Clean, name: str) -> None:
    """In six languages, with an amount or a carrier behind the word."""
    done = clean_text(f"{HEADER}{MUG}1,2024-03-01,X9,{name},1,4.9\n", MAPPING)
    assert done.reasons() == {"non_product": 1}


@pytest.mark.parametrize(
    "name",
    [
        "Gift card holder",
        "Tip pen",
        "Shipping box large",
        "Versandkarton",
        "Deposit safe",
        "Tips & Tricks book",
    ],
)
def test_goods_named_like_services_are_sold(clean_text: Clean, name: str) -> None:
    """What follows the word makes it another thing."""
    assert clean_text(f"{HEADER}{MUG}1,2024-03-01,X9,{name},1,4.9\n", MAPPING).ledger.height == 2


def test_mapping_lists_what_is_no_merchandise(clean_text: Clean) -> None:
    """By code or by name, in any case."""
    text = f"{HEADER}{MUG}1,2024-03-01,X9,Wrapping,1,2\n1,2024-03-01,eco,Climate fee,1,1\n"
    done = clean_text(text, MAPPING + '[rows]\nnot_merchandise = ["wrapping", "ECO"]\n')
    assert done.reasons() == {"non_product": 2}


def test_shortened_codes_are_refused_by_name(clean_text: Clean) -> None:
    """Digits that Excel has dropped cannot be guessed, and products would run together."""
    text = HEADER + "1,2024-03-01,5.01234E+12,Mug,2,5\n1,2024-03-01,5.01235E+12,Cup,2,5\n"
    with pytest.raises(InvalidInput, match=r"line 2: Excel has .* “5.01234E\+12” in column art"):
        clean_text(text, MAPPING)


def test_old_and_new_codes_are_one_product(clean_text: Clean) -> None:
    """The mapping joins two histories; case does not matter for matching."""
    text = HEADER + "1,2024-03-01,old-1,Mug,2,5\n2,2024-03-02,NEW-1,Mug,3,5\n"
    done = clean_text(text, MAPPING + '[codes]\n"OLD-1" = "NEW-1"\n')
    assert done.catalogue.select("stock_code", "units_56d").rows() == [("NEW-1", 5)]


TWO = "1,2024-03-01,A1,Mug,2,5,EUR\n2,2024-03-02,A1,Mug,1,800,JPY\n"
WITH_CURRENCY = HEADER.replace("n,p", "n,p,Currency")


def test_two_currencies_are_refused(clean_text: Clean) -> None:
    """Named by their codes with how many lines have each, with the column mapped or not."""
    for more in ("", 'currency = "Currency"\n'):
        with pytest.raises(InvalidInput, match="EUR: 1, JPY: 1"):
            clean_text(WITH_CURRENCY + TWO, MAPPING + more)


def test_two_signs_in_the_prices_are_two_currencies(clean_text: Clean) -> None:
    """`€5` and `$6` are no one sum, while a sign on some prices alone is no other currency."""
    signs = HEADER + "1,2024-03-01,A1,Mug,2,€5\n2,2024-03-02,A1,Mug,1,$6\n"
    with pytest.raises(InvalidInput, match="EUR: 1, USD: 1"):
        clean_text(signs, MAPPING)
    assert clean_text(signs.replace("$6", "6"), MAPPING).ledger["unit_price"].to_list() == [5, 6]


def test_rates_of_the_mapping_convert(clean_text: Clean) -> None:
    """Into the currency it names; a currency without a rate is refused."""
    rates = '[currency]\nto = "EUR"\nrates = {JPY = 0.00625}\n'
    done = clean_text(WITH_CURRENCY + TWO, MAPPING + rates)
    assert done.ledger["unit_price"].to_list() == [5.0, 5.0]
    with pytest.raises(InvalidInput, match="several currencies"):
        clean_text(WITH_CURRENCY + TWO, MAPPING + '[currency]\nto = "EUR"\n')


def test_lines_that_are_no_sales_bring_no_currency(clean_text: Clean) -> None:
    """A cancelled order in another currency does not refuse the file."""
    text = WITH_CURRENCY.replace("Currency", "Currency,status") + TWO.replace(
        "EUR", "EUR,paid"
    ).replace("JPY", "JPY,cancelled")
    assert clean_text(text, MAPPING).ledger.height == 1


def test_weights_are_quantities_and_exact(clean_text: Clean) -> None:
    """Kilograms to the gram sum without an error of binary fractions."""
    lines = "".join(f"{at},2024-03-01,A1,Cheese,0.1,10\n" for at in range(1, 4))
    done = clean_text(HEADER + lines + "9,2024-03-02,A1,Cheese,0.435,10\n", MAPPING)
    assert str(done.ledger["quantity"].sum()) == "0.735"
    assert done.ledger.schema["quantity"] == pl.Decimal(18, 3)
    assert done.quality["facts"]["units"] == 0.735
    assert done.quality["facts"]["revenue_net"] == 7.35
    assert done.catalogue["units_56d"].to_list() == [0.735]


def test_whole_units_stay_whole_numbers(clean_text: Clean) -> None:
    """`2.0` is two, and a ledger of pieces is stored as before."""
    done = clean_text(HEADER + MUG.replace(",2,", ",2.0,"), MAPPING)
    assert done.ledger.schema["quantity"] == pl.Int64
