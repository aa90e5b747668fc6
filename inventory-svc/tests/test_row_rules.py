"""Which lines count as sales: by the mapping, by unambiguous words, by blank columns."""

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


def export(*lines: str) -> str:
    """A CSV of lines given as `order,day of March,product,units,price,customer,note`."""
    return HEADER + "".join(
        f"{no},2024-03-{day:0>2},{rest}\n"
        for no, day, rest in (line.split(",", 2) for line in lines)
    )


def net(cleaned: Cleaned) -> tuple[float, float]:
    """Units and revenue net of returns."""
    left = cleaned.ledger["quantity"] - cleaned.ledger["returned_quantity"]
    return float(left.sum()), round(float((left * cleaned.ledger["unit_price"]).sum()), 2)


def test_mapping_decides_which_words_are_sales(clean_text: Clean) -> None:
    """`keep` names sales, `drop` everything else; case and blanks do not matter."""
    text = export("1,1,A,2,5,c,Paid", "2,1,A,1,5,c,Test", "3,1,A,4,5,c, paid ")
    chosen = clean_text(text, MAPPING + '[rows]\nkeep = {note = ["paid"]}\n')
    dropped = clean_text(text, MAPPING + '[rows]\ndrop = {note = ["test"]}\n')
    assert chosen.reasons() == dropped.reasons() == {"not_a_sale": 1}
    assert net(chosen) == net(dropped) == (6, 30)


def test_mapping_decides_which_words_are_returns(clean_text: Clean) -> None:
    """The word makes a line a return even if its quantity is positive."""
    text = export("1,1,A,3,5,c,sale", "2,2,A,1,5,c,back")
    cleaned = clean_text(text, MAPPING + '[rows]\nreturns = {note = ["back"]}\n')
    assert net(cleaned) == (2, 10)
    assert cleaned.reasons() == {"cancellation_netted": 1}


@pytest.mark.parametrize("word", ["cancelled", "Refunded", "storniert", "Annulée", "anulado"])
def test_cancelled_status_needs_no_rule(clean_text: Clean, word: str) -> None:
    """A cancelled order in a status column is not a sale, in any of the languages."""
    text = export("1,1,A,2,5,c,completed", f"2,1,A,1,5,c,{word}").replace("note", "Order status")
    cleaned = clean_text(text, MAPPING)
    assert cleaned.reasons() == {"not_a_sale": 1}
    assert net(cleaned) == (2, 10)


@pytest.mark.parametrize("word", ["Refund", "return", "Gutschrift", "Avoir", "devolución"])
def test_refund_type_needs_no_rule(clean_text: Clean, word: str) -> None:
    """A refund in a type column is a return, whatever its sign."""
    text = export("1,1,A,3,5,c,Sale", f"2,2,A,1,5,c,{word}").replace("note", "Type")
    assert net(clean_text(text, MAPPING)) == (2, 10)


def test_mapping_rule_overrides_detection(clean_text: Clean) -> None:
    """A mapping that keeps refunded orders is followed."""
    text = export("1,1,A,2,5,c,completed", "2,1,A,1,5,c,refunded").replace("note", "status")
    cleaned = clean_text(text, MAPPING + '[rows]\nkeep = {status = ["completed", "refunded"]}\n')
    assert net(cleaned) == (3, 15)


def test_by_order_applies_the_first_lines_status(clean_text: Clean) -> None:
    """With `by_order`, a blank status is that of the order's first line."""
    text = export("1,1,A,2,5,c,void", "1,1,B,1,5,c,", "2,1,A,1,5,c,ok")
    cleaned = clean_text(text, MAPPING + '[rows]\ndrop = {note = ["void"]}\nby_order = true\n')
    assert cleaned.reasons() == {"not_a_sale": 2}


def test_line_with_a_value_in_a_blank_column_is_excluded(clean_text: Clean) -> None:
    """An order with a cancellation date is not a sale."""
    text = export("1,1,A,2,5,c,", "2,1,A,1,5,c,2024-03-02")
    assert net(clean_text(text, MAPPING + '[rows]\nblank = ["note"]\n')) == (2, 10)


FIRST_LINE_ONLY = (
    HEADER + "1,2024-03-01,A,2,5,c,\n,,B,1,7,,\n,,C,3,1,,\n2,2024-03-02,A,1,5,d,\n,,B,1,7,,\n"
)


def test_order_fields_are_filled_down(clean_text: Clean) -> None:
    """Lines without order fields belong to the order above, and the report counts them."""
    cleaned = clean_text(FIRST_LINE_ONLY, MAPPING)
    lines = cleaned.ledger.sort("order_id", "stock_code").select("order_id", "customer_id")
    assert lines.rows() == [("1", "c"), ("1", "c"), ("1", "c"), ("2", "d"), ("2", "d")]
    assert cleaned.defects()["filled_down"] == 3
    stated = clean_text(FIRST_LINE_ONLY, MAPPING + '[rows]\nfill_down = ["no", "at", "who"]\n')
    assert stated.ledger.equals(cleaned.ledger)


def test_single_missing_field_is_not_filled_down(clean_text: Clean) -> None:
    """A line that lacks only its date is excluded: no date is invented for it."""
    text = HEADER + "1,2024-03-01,A,2,5,c,\n2,,B,1,7,d,\n3,,B,1,7,d,\n"
    assert clean_text(text, MAPPING).reasons() == {"missing_value": 2}


def test_quantity_column_is_optional(clean_text: Clean) -> None:
    """Without a quantity column each line is one unit."""
    mapping = MAPPING.replace('quantity = "n"\n', "")
    assert net(clean_text(export("1,1,A,2,5,c,", "2,1,A,9,5,c,"), mapping)) == (2, 10)


def test_negative_line_total_is_a_return(clean_text: Clean) -> None:
    """Negative quantity and total, quantity alone, or total alone: all are returns."""
    mapping = MAPPING.replace('unit_price = "p"', 'line_total = "p"')
    for back in ("-1,-5", "-1,5", "1,-5"):
        cleaned = clean_text(export("1,1,A,3,15,c,", f"2,2,A,{back},c,"), mapping)
        assert net(cleaned) == (2, 10), back


def test_discount_line_is_spread_over_its_order(clean_text: Clean) -> None:
    """The order's products sum to the amount paid, and the list price is unchanged."""
    for discount in ("PROMO,1,-3", "RABATT,-1,3"):
        text = export("1,1,A,2,5,c,", "1,1,B,1,20,c,", f"1,1,{discount},c,", "2,1,A,1,5,c,")
        cleaned = clean_text(text, MAPPING)
        assert net(cleaned) == (4, 32.0), discount
        assert cleaned.reasons() == {"discount": 1}
        prices = cleaned.ledger.filter(order_id="1").sort("stock_code")
        assert prices["unit_price"].to_list() == [4.5, 18.0]
        assert prices["shelf_price"].to_list() == [5.0, 20.0]


def test_parts_of_a_set_are_kept(clean_text: Clean) -> None:
    """At price 0 below a paid line they count; a layout may define price 0 as a correction."""
    mapping = MAPPING + 'name = "note"\n'
    text = export("1,1,SET,1,45,c,Tea set", "1,1,CUP,2,0,c,Cup", "2,1,A,1,5,c,Mug")
    cleaned = clean_text(text, mapping)
    assert cleaned.defects()["part_of_set"] == 1
    assert dict(cleaned.ledger.select("stock_code", "quantity").iter_rows())["CUP"] == 2
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
def test_invalid_rule_is_explained(clean_text: Clean, rules: str, expected: str) -> None:
    """Each mistake has its own message."""
    with pytest.raises(InvalidInput, match=expected):
        clean_text(export("1,1,A,2,5,c,"), f"{MAPPING}[rows]\n{rules}\n")
