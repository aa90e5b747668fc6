"""Duplicate lines and extra units, order ids that are reused, and who a customer is."""

import pytest
from support.cleaned_ledgers import Clean

MAPPING = """[columns]
order_id = "no"
stock_code = "art"
ordered_at = "at"
quantity = "n"
unit_price = "p"
customer_id = "who"
"""
HEADER = "no,at,art,n,p,who\n"


def order(number: int, day: int, *codes: str, units: int = 1, hour: int = 9) -> list[str]:
    """The lines of one order."""
    at = f"2024-03-{day:0>2} {hour:0>2}:00:00"
    return [f"{number},{at},{code},{units},2,c{number}" for code in codes]


def export(*lines: str) -> str:
    """A CSV export of these lines."""
    return HEADER + "\n".join(lines) + "\n"


def test_equal_lines_of_quantity_1_are_separate_units(clean_text: Clean) -> None:
    """In a file whose quantity is always 1, equal lines are kept."""
    text = export(*order(1, 1, "A", "A", "B"), *order(2, 1, "A", "A"), *order(3, 2, "C"))
    cleaned = clean_text(text, MAPPING)
    assert cleaned.ledger["quantity"].sum() == 6
    assert cleaned.reasons() == {}


def test_order_exported_twice_is_kept_once(clean_text: Clean) -> None:
    """If all lines of an order appear twice it is a copy; a single repeated line is extra units."""
    repeated = order(1, 1, "A", "B", units=2)
    text = export(*repeated, *repeated, *order(2, 1, "A", "B", "B", units=3), *order(3, 1, "C"))
    cleaned = clean_text(text, MAPPING)
    assert cleaned.reasons() == {"repeated_delivery": 2}
    assert cleaned.ledger["quantity"].sum() == 4 + 9 + 1


def test_day_exported_twice_is_kept_once(clean_text: Clean) -> None:
    """Nearly all lines of the day appear twice."""
    day = [line for number in range(20) for line in order(number, 5, "A", "B", units=2)]
    cleaned = clean_text(export(*day, *day, *order(99, 5, "C")), MAPPING)
    assert cleaned.reasons() == {"repeated_delivery": 40}


def test_lines_that_differ_in_any_column_are_not_copies(clean_text: Clean) -> None:
    """This includes columns that the mapping does not name."""
    lines = [f"{line},{at}" for at, line in enumerate(order(1, 1, "A", "A", units=2))]
    text = HEADER.replace("who", "who,discount") + "\n".join(lines) + "\n"
    assert clean_text(text, MAPPING).ledger["quantity"].sum() == 4


@pytest.mark.parametrize(("rule", "units"), [("drop", 4), ("keep", 6)])
def test_mapping_decides_about_equal_lines(clean_text: Clean, rule: str, units: int) -> None:
    """Equal lines are copies to drop or extra units to keep, as the mapping says."""
    text = export(*order(1, 1, "A", "A", "B", units=2))
    cleaned = clean_text(text, f'{MAPPING}[rows]\ncopies = "{rule}"\n')
    assert cleaned.ledger["quantity"].sum() == units


def test_receipt_numbers_that_restart_are_separate_orders(
    clean_text: Clean,
) -> None:
    """One number on two days in two stores makes four orders."""
    lines = [
        f"{line},{store}"
        for store in ("North", "South")
        for line in (*order(1, 1, "A", "B"), *order(1, 2, "A"))
    ]
    text = HEADER.replace("who", "who,branch") + "\n".join(lines) + "\n"
    cleaned = clean_text(text, MAPPING + 'store_id = "branch"\n')
    assert cleaned.quality["facts"]["orders"] == 4
    assert sorted(cleaned.ledger["order_id"].unique()) == [
        "1 2024-03-01 North",
        "1 2024-03-01 South",
        "1 2024-03-02 North",
        "1 2024-03-02 South",
    ]


def test_order_across_midnight_is_one_order(clean_text: Clean) -> None:
    """Ids that are not reused are kept unchanged, even if the order passes midnight."""
    around_midnight = "7,2024-03-01 23:58:00,A,1,2,c", "7,2024-03-02 00:03:00,B,1,2,c"
    assert clean_text(export(*around_midnight), MAPPING).ledger["order_id"].unique().to_list() == [
        "7"
    ]


def test_return_with_its_orders_id_is_not_a_second_order(clean_text: Clean) -> None:
    """A return days later is netted like any other."""
    text = export(*order(7, 1, "A", units=3), "7,2024-03-09 10:00:00,A,-1,2,c7")
    cleaned = clean_text(text, MAPPING)
    assert cleaned.ledger.select("order_id", "returned_quantity").rows() == [("7", 1)]


@pytest.mark.parametrize(
    "who", ["JOSÉ@example.org", "jose\u0301@Example.org", " José@example.org ", "josé @example.org"]
)
def test_email_addresses_are_normalized(clean_text: Clean, who: str) -> None:
    """Case, the encoding of accents and surrounding blanks do not matter."""
    text = HEADER + f"1,2024-03-01,A,1,2,josé@example.org\n2,2024-03-02,A,1,2,{who}\n"
    assert clean_text(text, MAPPING).ledger["customer_id"].unique().to_list() == [
        "josé@example.org"
    ]


def test_other_customer_ids_are_case_sensitive(clean_text: Clean) -> None:
    """`a7` and `A7` may be two loyalty cards."""
    text = HEADER + "1,2024-03-01,A,1,2,a7\n2,2024-03-02,A,1,2,A7\n"
    assert clean_text(text, MAPPING).quality["facts"]["customers"] == 2


@pytest.mark.parametrize(
    "who",
    ["Walk-in Customer", "GUEST", "Laufkunde", "Client de passage", "Consumidor final", "N/A"],
)
def test_placeholder_customer_is_anonymous(clean_text: Clean, who: str) -> None:
    """The line is demand, but there is no customer to target."""
    text = HEADER + f"1,2024-03-01,A,1,2,c1\n2,2024-03-02,A,1,2,{who}\n"
    cleaned = clean_text(text, MAPPING)
    assert (cleaned.ledger.height, cleaned.quality["facts"]["customers"]) == (2, 1)


def test_customer_with_a_tenth_of_all_orders_is_a_warning(clean_text: Clean) -> None:
    """The lines are kept, since the word may be a name; fifty customers are the least."""
    many = [line for number in range(60) for line in order(number, 1, "A", units=2)]
    counter = [f"x{number},2024-03-02,A,1,2,Theke" for number in range(10)]
    cleaned = clean_text(export(*many, *counter), MAPPING)
    assert cleaned.defects()["dominant_customer"] == 10
    assert "dominant_customer" not in clean_text(export(*many, *counter[:5]), MAPPING).defects()
