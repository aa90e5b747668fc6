"""Which lines count: by the mapping, by words that leave no doubt, by what is left blank."""

import pytest
from support.cleaned_ledgers import Clean, Cleaned

from fleet.errors import InvalidInput

MAPPING = """[columns]
order_id = "no"
stock_code = "art"
ordered_at = "at"
quantity = "n"
unit_price = "p"
customer_id = "who"
"""
HEADER = "no,at,art,n,p,who,note\n"


def file(*lines: str) -> str:
    """A file of lines `order,day of March,product,units,price,customer,note`."""
    return HEADER + "".join(
        f"{no},2024-03-{day:0>2},{rest}\n"
        for no, day, rest in (line.split(",", 2) for line in lines)
    )


def net(done: Cleaned) -> tuple[float, float]:
    """Units and revenue net of returns."""
    left = done.ledger["quantity"] - done.ledger["returned_quantity"]
    return float(left.sum()), round(float((left * done.ledger["unit_price"]).sum()), 2)


def test_mapping_says_which_words_count(clean_text: Clean) -> None:
    """`keep` names sales, `drop` what is none; case and blanks do not matter."""
    text = file("1,1,A,2,5,c,Paid", "2,1,A,1,5,c,Test", "3,1,A,4,5,c, paid ")
    chosen = clean_text(text, MAPPING + '[rows]\nkeep = {note = ["paid"]}\n')
    dropped = clean_text(text, MAPPING + '[rows]\ndrop = {note = ["test"]}\n')
    assert chosen.reasons() == dropped.reasons() == {"not_a_sale": 1}
    assert net(chosen) == net(dropped) == (6, 30)


def test_mapping_says_what_is_a_return(clean_text: Clean) -> None:
    """A word makes a line a return, though its quantity is above zero."""
    text = file("1,1,A,3,5,c,sale", "2,2,A,1,5,c,back")
    done = clean_text(text, MAPPING + '[rows]\nreturns = {note = ["back"]}\n')
    assert net(done) == (2, 10)
    assert done.reasons() == {"cancellation_netted": 1}


@pytest.mark.parametrize("word", ["cancelled", "Refunded", "storniert", "Annulée", "anulado"])
def test_state_that_leaves_no_doubt_needs_no_rule(clean_text: Clean, word: str) -> None:
    """In a column of states an order taken back is no sale, in any of the languages."""
    text = file("1,1,A,2,5,c,completed", f"2,1,A,1,5,c,{word}").replace("note", "Order status")
    done = clean_text(text, MAPPING)
    assert done.reasons() == {"not_a_sale": 1}
    assert net(done) == (2, 10)


@pytest.mark.parametrize("word", ["Refund", "return", "Gutschrift", "Avoir", "devolución"])
def test_kind_that_leaves_no_doubt_needs_no_rule(clean_text: Clean, word: str) -> None:
    """In a column of kinds a refund is a return, whatever its sign."""
    text = file("1,1,A,3,5,c,Sale", f"2,2,A,1,5,c,{word}").replace("note", "Type")
    assert net(clean_text(text, MAPPING)) == (2, 10)


def test_stated_rule_silences_the_guess(clean_text: Clean) -> None:
    """Who says that returned goods count is believed."""
    text = file("1,1,A,2,5,c,completed", "2,1,A,1,5,c,refunded").replace("note", "status")
    done = clean_text(text, MAPPING + '[rows]\nkeep = {status = ["completed", "refunded"]}\n')
    assert net(done) == (3, 15)


def test_first_line_of_an_order_speaks_for_all(clean_text: Clean) -> None:
    """With `by_order`, a blank state is that of the order's first line."""
    text = file("1,1,A,2,5,c,void", "1,1,B,1,5,c,", "2,1,A,1,5,c,ok")
    done = clean_text(text, MAPPING + '[rows]\ndrop = {note = ["void"]}\nby_order = true\n')
    assert done.reasons() == {"not_a_sale": 2}


def test_column_that_must_be_blank(clean_text: Clean) -> None:
    """A day on which an order was cancelled makes it none."""
    text = file("1,1,A,2,5,c,", "2,1,A,1,5,c,2024-03-02")
    assert net(clean_text(text, MAPPING + '[rows]\nblank = ["note"]\n')) == (2, 10)


FIRST_LINE_ONLY = (
    HEADER + "1,2024-03-01,A,2,5,c,\n,,B,1,7,,\n,,C,3,1,,\n2,2024-03-02,A,1,5,d,\n,,B,1,7,,\n"
)


def test_order_is_filled_down_where_the_file_shows_it(clean_text: Clean) -> None:
    """Lines with goods and nothing of an order belong to the order above, and it is said."""
    done = clean_text(FIRST_LINE_ONLY, MAPPING)
    lines = done.ledger.sort("order_id", "stock_code").select("order_id", "customer_id")
    assert lines.rows() == [("1", "c"), ("1", "c"), ("1", "c"), ("2", "d"), ("2", "d")]
    assert done.defects()["filled_down"] == 3
    stated = clean_text(FIRST_LINE_ONLY, MAPPING + '[rows]\nfill_down = ["no", "at", "who"]\n')
    assert stated.ledger.equals(done.ledger)


def test_gap_is_not_filled(clean_text: Clean) -> None:
    """A line that lacks its date alone is a gap: no day is made up for it."""
    text = HEADER + "1,2024-03-01,A,2,5,c,\n2,,B,1,7,d,\n3,,B,1,7,d,\n"
    assert clean_text(text, MAPPING).reasons() == {"missing_value": 2}


def test_quantity_may_be_left_out(clean_text: Clean) -> None:
    """Without a column of quantities a line is one unit."""
    mapping = MAPPING.replace('quantity = "n"\n', "")
    assert net(clean_text(file("1,1,A,2,5,c,", "2,1,A,9,5,c,"), mapping)) == (2, 10)


def test_return_may_have_a_line_total_below_zero(clean_text: Clean) -> None:
    """Quantity and total below zero, the quantity alone, or the total alone: all are returns."""
    mapping = MAPPING.replace('unit_price = "p"', 'line_total = "p"')
    for back in ("-1,-5", "-1,5", "1,-5"):
        done = clean_text(file("1,1,A,3,15,c,", f"2,2,A,{back},c,"), mapping)
        assert net(done) == (2, 10), back


def test_discount_line_is_spread_over_its_order(clean_text: Clean) -> None:
    """The goods of the order sum to what was paid, and the list price stays."""
    for discount in ("PROMO,1,-3", "RABATT,-1,3"):
        text = file("1,1,A,2,5,c,", "1,1,B,1,20,c,", f"1,1,{discount},c,", "2,1,A,1,5,c,")
        done = clean_text(text, MAPPING)
        assert net(done) == (4, 32.0), discount
        assert done.reasons() == {"discount": 1}
        prices = done.ledger.filter(order_id="1").sort("stock_code")
        assert prices["unit_price"].to_list() == [4.5, 18.0]
        assert prices["shelf_price"].to_list() == [5.0, 20.0]


def test_parts_of_a_set_left_the_shelf(clean_text: Clean) -> None:
    """At price 0 below a paid line they are kept; a layout may say that price 0 is a correction."""
    mapping = MAPPING + 'name = "note"\n'
    text = file("1,1,SET,1,45,c,Tea set", "1,1,CUP,2,0,c,Cup", "2,1,A,1,5,c,Mug")
    done = clean_text(text, mapping)
    assert done.defects()["part_of_set"] == 1
    assert dict(done.ledger.select("stock_code", "quantity").iter_rows())["CUP"] == 2
    corrected = clean_text(text, mapping + '[rows]\nfree_lines = "corrections"\n')
    assert corrected.reasons() == {"stock_adjustment": 1}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ('keep = {Nope = ["x"]}', "no column Nope"),
        ('keepp = {note = ["x"]}', "must be one of keep, drop"),
        ('copies = "maybe"', "must be drop or keep"),
        ("blank = [3]", "must be a list of texts"),
        ('by_order = "yes"', "rows.by_order"),
    ],
)
def test_wrong_rule_is_explained(clean_text: Clean, rules: str, expected: str) -> None:
    """Each mistake has its own sentence."""
    with pytest.raises(InvalidInput, match=expected):
        clean_text(file("1,1,A,2,5,c,"), f"{MAPPING}[rows]\n{rules}\n")
