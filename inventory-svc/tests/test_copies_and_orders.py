"""Copies and further units, orders whose ids come back, and who a customer is."""

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
    """The lines of an order."""
    at = f"2024-03-{day:0>2} {hour:0>2}:00:00"
    return [f"{number},{at},{code},{units},2,c{number}" for code in codes]


def file(*lines: str) -> str:
    """A file of these lines."""
    return HEADER + "\n".join(lines) + "\n"


def test_second_scan_is_a_second_unit(clean_text: Clean) -> None:
    """In a file whose quantity is 1 throughout, equal lines stay."""
    text = file(*order(1, 1, "A", "A", "B"), *order(2, 1, "A", "A"), *order(3, 2, "C"))
    done = clean_text(text, MAPPING)
    assert done.ledger["quantity"].sum() == 6
    assert done.reasons() == {}


def test_order_delivered_twice_is_kept_once(clean_text: Clean) -> None:
    """All its lines stand twice; an order with one line twice among others has further units."""
    whole = order(1, 1, "A", "B", units=2)
    text = file(*whole, *whole, *order(2, 1, "A", "B", "B", units=3), *order(3, 1, "C"))
    done = clean_text(text, MAPPING)
    assert done.reasons() == {"repeated_delivery": 2}
    assert done.ledger["quantity"].sum() == 4 + 9 + 1


def test_day_delivered_twice_is_kept_once(clean_text: Clean) -> None:
    """Nearly all of its lines stand twice."""
    day = [line for number in range(20) for line in order(number, 5, "A", "B", units=2)]
    done = clean_text(file(*day, *day, *order(99, 5, "C")), MAPPING)
    assert done.reasons() == {"repeated_delivery": 40}


def test_lines_that_differ_in_any_column_are_no_copies(clean_text: Clean) -> None:
    """Also in one that the mapping does not name."""
    lines = [f"{line},{at}" for at, line in enumerate(order(1, 1, "A", "A", units=2))]
    text = HEADER.replace("who", "who,discount") + "\n".join(lines) + "\n"
    assert clean_text(text, MAPPING).ledger["quantity"].sum() == 4


@pytest.mark.parametrize(("rule", "units"), [("drop", 4), ("keep", 6)])
def test_mapping_says_what_equal_lines_are(clean_text: Clean, rule: str, units: int) -> None:
    """Copies to drop, or further units to keep."""
    text = file(*order(1, 1, "A", "A", "B", units=2))
    done = clean_text(text, f'{MAPPING}[rows]\ncopies = "{rule}"\n')
    assert done.ledger["quantity"].sum() == units


def test_receipts_that_restart_each_day_and_store_are_orders_of_their_own(
    clean_text: Clean,
) -> None:
    """One number on two days and in two stores is four orders."""
    lines = [
        f"{line},{store}"
        for store in ("North", "South")
        for line in (*order(1, 1, "A", "B"), *order(1, 2, "A"))
    ]
    text = HEADER.replace("who", "who,branch") + "\n".join(lines) + "\n"
    done = clean_text(text, MAPPING + 'store_id = "branch"\n')
    assert done.quality["facts"]["orders"] == 4
    assert sorted(done.ledger["order_id"].unique()) == [
        "1 2024-03-01 North",
        "1 2024-03-01 South",
        "1 2024-03-02 North",
        "1 2024-03-02 South",
    ]


def test_order_over_midnight_is_one(clean_text: Clean) -> None:
    """Ids that do not come back keep their spelling, also where the clock passes twelve."""
    late = "7,2024-03-01 23:58:00,A,1,2,c", "7,2024-03-02 00:03:00,B,1,2,c"
    assert clean_text(file(*late), MAPPING).ledger["order_id"].unique().to_list() == ["7"]


def test_return_under_the_id_of_its_order_makes_no_second_order(clean_text: Clean) -> None:
    """Days later, it is netted as ever."""
    text = file(*order(7, 1, "A", units=3), "7,2024-03-09 10:00:00,A,-1,2,c7")
    done = clean_text(text, MAPPING)
    assert done.ledger.select("order_id", "returned_quantity").rows() == [("7", 1)]


@pytest.mark.parametrize(
    "who", ["JOSÉ@example.org", "jose\u0301@Example.org", " José@example.org ", "josé @example.org"]
)
def test_one_mailbox_is_one_customer(clean_text: Clean, who: str) -> None:
    """Whatever the case, however the accent is stored, and with blanks."""
    text = HEADER + f"1,2024-03-01,A,1,2,josé@example.org\n2,2024-03-02,A,1,2,{who}\n"
    assert clean_text(text, MAPPING).ledger["customer_id"].unique().to_list() == [
        "josé@example.org"
    ]


def test_other_ids_keep_their_case(clean_text: Clean) -> None:
    """`a7` and `A7` may be two cards."""
    text = HEADER + "1,2024-03-01,A,1,2,a7\n2,2024-03-02,A,1,2,A7\n"
    assert clean_text(text, MAPPING).quality["facts"]["customers"] == 2


@pytest.mark.parametrize(
    "who",
    ["Walk-in Customer", "GUEST", "Laufkunde", "Client de passage", "Consumidor final", "N/A"],
)
def test_word_for_nobody_is_nobody(clean_text: Clean, who: str) -> None:
    """The line is demand, and nobody to target."""
    text = HEADER + f"1,2024-03-01,A,1,2,c1\n2,2024-03-02,A,1,2,{who}\n"
    done = clean_text(text, MAPPING)
    assert (done.ledger.height, done.quality["facts"]["customers"]) == (2, 1)


def test_customer_with_a_tenth_of_all_orders_is_warned_of(clean_text: Clean) -> None:
    """Among fifty or more; the lines are kept, since the word may be a name."""
    many = [line for number in range(60) for line in order(number, 1, "A", units=2)]
    counter = [f"x{number},2024-03-02,A,1,2,Theke" for number in range(10)]
    done = clean_text(file(*many, *counter), MAPPING)
    assert done.defects()["dominant_customer"] == 10
    assert "dominant_customer" not in clean_text(file(*many, *counter[:5]), MAPPING).defects()
