"""What is merchandise, what a product code is, and one currency per ledger."""

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
def test_services_are_not_merchandise(clean_text: Clean, name: str) -> None:
    """In six languages, with an amount or a carrier after the word."""
    cleaned = clean_text(f"{HEADER}{MUG}1,2024-03-01,X9,{name},1,4.9\n", MAPPING)
    assert cleaned.reasons() == {"non_product": 1}


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
def test_products_named_like_services_are_merchandise(clean_text: Clean, name: str) -> None:
    """The words that follow make it a product."""
    assert clean_text(f"{HEADER}{MUG}1,2024-03-01,X9,{name},1,4.9\n", MAPPING).ledger.height == 2


def test_mapping_lists_non_merchandise(clean_text: Clean) -> None:
    """By code or by name, ignoring case."""
    text = f"{HEADER}{MUG}1,2024-03-01,X9,Wrapping,1,2\n1,2024-03-01,eco,Climate fee,1,1\n"
    cleaned = clean_text(text, MAPPING + '[rows]\nnot_merchandise = ["wrapping", "ECO"]\n')
    assert cleaned.reasons() == {"non_product": 2}


def test_codes_in_scientific_notation_are_rejected(clean_text: Clean) -> None:
    """The digits Excel dropped cannot be recovered, and products would be merged."""
    text = HEADER + "1,2024-03-01,5.01234E+12,Mug,2,5\n1,2024-03-01,5.01235E+12,Cup,2,5\n"
    with pytest.raises(InvalidInput, match=r"line 2: Excel has .* “5.01234E\+12” in column art"):
        clean_text(text, MAPPING)


def test_replaced_codes_are_one_product(clean_text: Clean) -> None:
    """The mapping joins the two histories, ignoring case."""
    text = HEADER + "1,2024-03-01,old-1,Mug,2,5\n2,2024-03-02,NEW-1,Mug,3,5\n"
    cleaned = clean_text(text, MAPPING + '[codes]\n"OLD-1" = "NEW-1"\n')
    assert cleaned.catalogue.select("stock_code", "units_56d").rows() == [("NEW-1", 5)]


TWO = "1,2024-03-01,A1,Mug,2,5,EUR\n2,2024-03-02,A1,Mug,1,800,JPY\n"
WITH_CURRENCY = HEADER.replace("n,p", "n,p,Currency")


def test_two_currencies_are_rejected(clean_text: Clean) -> None:
    """The error gives the number of lines per currency, whether or not the column is mapped."""
    for more in ("", 'currency = "Currency"\n'):
        with pytest.raises(InvalidInput, match="EUR: 1, JPY: 1"):
            clean_text(WITH_CURRENCY + TWO, MAPPING + more)


def test_two_currency_signs_are_two_currencies(clean_text: Clean) -> None:
    """`€5` and `$6` cannot be added; a sign on only some prices is not a second currency."""
    signs = HEADER + "1,2024-03-01,A1,Mug,2,€5\n2,2024-03-02,A1,Mug,1,$6\n"
    with pytest.raises(InvalidInput, match="EUR: 1, USD: 1"):
        clean_text(signs, MAPPING)
    assert clean_text(signs.replace("$6", "6"), MAPPING).ledger["unit_price"].to_list() == [5, 6]


def test_exchange_rates_of_the_mapping_are_applied(clean_text: Clean) -> None:
    """Prices are converted to the mapping's currency; a currency without a rate is rejected."""
    rates = '[currency]\nto = "EUR"\nrates = {JPY = 0.00625}\n'
    cleaned = clean_text(WITH_CURRENCY + TWO, MAPPING + rates)
    assert cleaned.ledger["unit_price"].to_list() == [5.0, 5.0]
    with pytest.raises(InvalidInput, match="several currencies"):
        clean_text(WITH_CURRENCY + TWO, MAPPING + '[currency]\nto = "EUR"\n')


def test_excluded_lines_do_not_count_as_a_currency(clean_text: Clean) -> None:
    """A cancelled order in another currency does not reject the file."""
    text = WITH_CURRENCY.replace("Currency", "Currency,status") + TWO.replace(
        "EUR", "EUR,paid"
    ).replace("JPY", "JPY,cancelled")
    assert clean_text(text, MAPPING).ledger.height == 1


def test_weights_are_summed_exactly(clean_text: Clean) -> None:
    """Kilograms with three decimals add up without binary rounding errors."""
    lines = "".join(f"{at},2024-03-01,A1,Cheese,0.1,10\n" for at in range(1, 4))
    cleaned = clean_text(HEADER + lines + "9,2024-03-02,A1,Cheese,0.435,10\n", MAPPING)
    assert str(cleaned.ledger["quantity"].sum()) == "0.735"
    assert cleaned.ledger.schema["quantity"] == pl.Decimal(18, 3)
    assert cleaned.quality["facts"]["units"] == 0.735
    assert cleaned.quality["facts"]["revenue_net"] == 7.35
    assert cleaned.catalogue["units_56d"].to_list() == [0.735]


def test_whole_quantities_are_stored_as_integers(clean_text: Clean) -> None:
    """`2.0` is stored as 2."""
    cleaned = clean_text(HEADER + MUG.replace(",2,", ",2.0,"), MAPPING)
    assert cleaned.ledger.schema["quantity"] == pl.Int64
