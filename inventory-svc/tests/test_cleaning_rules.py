"""Each cleaning rule, on the smallest ledger that shows it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from support.cleaned_ledgers import Clean

from fleet.sentences import name_of
from inventory_svc.ledger.quality import DEFECTS
from inventory_svc.ledger.reasons import REASONS

SALE = "1,A1,RED MUG,5,2011-03-01 10:00:00,2.50,7,France"


def test_every_row_is_included_or_excluded_for_one_reason(clean: Clean) -> None:
    """Rows in equal rows kept plus rows excluded per reason, and each reason has an example."""
    cleaned = clean([SALE, SALE, "2,POST,POSTAGE,1,2011-03-01 10:00:00,9,7,France"])
    quality = cleaned.quality
    assert quality["rows_in"] == 3
    assert quality["rows_kept"] + sum(e["rows"] for e in quality["set_aside"]) == 3
    assert cleaned.reasons() == {"duplicate_line": 1, "non_product": 1}
    assert quality["set_aside"][0]["example"]["row"] == 2
    assert [e["rows"] for e in quality["set_aside"] if e["reason"] == "other"] == [0]


@pytest.mark.parametrize("code", [*REASONS, *DEFECTS])
def test_every_reason_and_defect_has_a_text(code: str) -> None:
    """The catalogues describe each in English and German."""
    english, german = (name_of("defect", code, language) for language in ("en", "de"))
    assert len({code, english, german}) == 3


def test_report_entries_have_catalogue_texts(clean: Clean) -> None:
    """Each entry's text is the catalogue's text for its reason."""
    quality = clean([SALE, SALE, SALE.replace("A1", "a1").replace(",5,", ",6,")]).quality
    entries = quality["set_aside"] + quality["defects"]
    assert {e["reason"] for e in entries} >= {"duplicate_line", "code_written_otherwise"}
    assert [e["text"] for e in entries] == [name_of("defect", e["reason"]) for e in entries]


def test_exact_duplicate_within_an_order_is_dropped_once(clean: Clean) -> None:
    """Two equal lines become one; a line of the same product with other units is kept."""
    cleaned = clean([SALE, SALE, SALE.replace(",5,", ",6,")])
    assert sorted(cleaned.ledger["quantity"]) == [5, 6]
    assert cleaned.reasons() == {"duplicate_line": 1}


def test_day_exported_twice_is_counted_once(clean: Clean) -> None:
    """If nearly all lines of a day appear twice, the copies count as a repeated delivery."""
    day = [f"{n},A{n},MUG {n},1,2011-03-02 09:00:00,1.00,7,France" for n in range(20)]
    cleaned = clean([SALE, SALE, *day, *day, day[0]])
    assert cleaned.reasons() == {"repeated_delivery": 20, "duplicate_line": 2}
    assert cleaned.ledger.height == 21


def test_order_cancelled_within_a_day_is_not_demand(clean: Clean) -> None:
    """An order of 74,215 units cancelled minutes later counts neither as demand nor as a return."""
    cleaned = clean(
        [
            SALE,
            "2,A1,RED MUG,74215,2011-03-01 10:01:00,1.04,9,France",
            "C3,A1,RED MUG,-74215,2011-03-01 10:17:00,1.04,9,France",
        ]
    )
    assert cleaned.ledger["quantity"].to_list() == [5]
    assert cleaned.reasons() == {"cancelled_order": 1, "cancellation_netted": 1}


def test_two_cancellations_within_a_day_can_cancel_one_order(clean: Clean) -> None:
    """Cancelling four and then six of ten units on the same day cancels the order in full."""
    cleaned = clean(
        [
            SALE,
            "2,A1,RED MUG,10,2011-03-01 11:00:00,1,9,France",
            "C3,A1,RED MUG,-4,2011-03-01 12:00:00,1,9,France",
            "C4,A1,RED MUG,-6,2011-03-01 13:00:00,1,9,France",
        ]
    )
    assert cleaned.reasons() == {"cancelled_order": 1, "cancellation_netted": 2}


def test_later_return_does_not_reduce_demand(clean: Clean) -> None:
    """A return is matched to the customer's latest earlier order with enough units left."""
    cleaned = clean(
        [
            "1,A1,RED MUG,50,2011-03-01 10:00:00,1,9,France",
            "2,A1,RED MUG,20,2011-03-03 10:00:00,1,9,France",
            "3,A1,RED MUG,10,2011-03-05 10:00:00,1,9,France",
            "4,A1,RED MUG,90,2011-03-05 10:00:00,1,8,France",
            "C5,A1,RED MUG,-15,2011-03-09 10:00:00,1,9,France",
            "6,A1,RED MUG,99,2011-03-10 10:00:00,1,9,France",
        ]
    )
    assert dict(cleaned.ledger.select("order_id", "returned_quantity").iter_rows()) == {
        "1": 0,
        "2": 15,
        "3": 0,
        "4": 0,
        "6": 0,
    }
    assert cleaned.defects()["returned_later"] == 1


def test_large_return_is_spread_over_latest_orders(clean: Clean) -> None:
    """If no single order has enough units left, the latest orders are used up one by one."""
    cleaned = clean(
        [
            "1,A1,RED MUG,10,2011-03-01 10:00:00,1,9,France",
            "2,A1,RED MUG,10,2011-03-03 10:00:00,1,9,France",
            "C3,A1,RED MUG,-15,2011-03-09 10:00:00,1,9,France",
        ]
    )
    assert cleaned.ledger["returned_quantity"].to_list() == [5, 10]


def test_return_without_a_matching_order_is_excluded(clean: Clean) -> None:
    """Orders that are another customer's, later or too small do not match a return."""
    cleaned = clean(
        [
            "1,A1,RED MUG,10,2011-03-01 10:00:00,1,8,France",
            "C2,A1,RED MUG,-10,2011-03-02 10:00:00,1,9,France",
            "3,A1,RED MUG,10,2011-03-03 10:00:00,1,9,France",
            "C4,A1,RED MUG,-11,2011-03-04 10:00:00,1,9,France",
        ]
    )
    assert cleaned.reasons() == {"return_without_order": 2}
    assert cleaned.ledger["returned_quantity"].to_list() == [0, 0]


def test_anonymous_cancellation_needs_an_identical_sale(clean: Clean) -> None:
    """Without a customer, only a sale of equal units and price within a day matches."""
    cleaned = clean(
        [
            "1,A1,RED MUG,10,2011-03-01 10:00:00,1,,France",
            "2,A1,RED MUG,30,2011-03-01 10:00:00,1,,France",
            "C3,A1,RED MUG,-10,2011-03-01 12:00:00,1,,France",
            "C4,A1,RED MUG,-30,2011-03-03 12:00:00,1,,France",
        ]
    )
    assert cleaned.ledger["order_id"].to_list() == ["2"]
    assert cleaned.reasons() == {
        "cancellation_netted": 1,
        "return_without_order": 1,
        "cancelled_order": 1,
    }


def test_cancellation_on_the_as_of_date_is_ignored(clean: Clean) -> None:
    """Returns on the as-of date or later change nothing."""
    lines = [SALE, "C2,A1,RED MUG,-5,2011-03-02 00:00:00,2.50,7,France"]
    cleaned = clean(lines, as_of=date(2011, 3, 2))
    assert cleaned.ledger["returned_quantity"].to_list() == [0]
    assert cleaned.reasons() == {"on_or_after_as_of": 1}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("POST", "POSTAGE"),
        ("dot", "DOTCOM POSTAGE"),
        ("M", "Manual"),
        ("D", "Discount"),
        ("S", "SAMPLES"),
        ("B", "Adjust bad debt"),
        ("C2", "CARRIAGE"),
        ("BANK CHARGES", "Bank Charges"),
        ("AMAZONFEE", "AMAZON FEE"),
        ("CRUK", "CRUK Commission"),
        ("PADS", "PADS TO MATCH ALL CUSHIONS"),
        ("ADJUST2", "Adjustment"),
        ("TEST001", "This is a test product."),
        ("gift_0001_30", "Dotcomgiftshop Gift Voucher"),
        ("22016", "Dotcomgiftshop Gift Voucher £100.00"),
    ],
)
def test_non_products_are_excluded(clean: Clean, code: str, name: str) -> None:
    """Postage, fees, vouchers, samples, tests and manual entries are not merchandise."""
    cleaned = clean([SALE, f"2,{code},{name},1,2011-03-01 10:00:00,9.00,7,France"])
    assert cleaned.reasons() == {"non_product": 1}


@pytest.mark.parametrize("code", ["85123A", "DCGS0058", "SP1002", "15056BL", "00123", "C2X", "MUG"])
def test_unusual_codes_of_real_products_are_included(clean: Clean, code: str) -> None:
    """Only whole codes are matched, so products whose codes resemble a fee's are kept."""
    cleaned = clean([f"2,{code},GREEN MUG,1,2011-03-01 10:00:00,9.00,7,France"])
    assert cleaned.catalogue["stock_code"].to_list() == [code]


def test_stock_adjustments_are_excluded(clean: Clean) -> None:
    """Unpriced units that are added or removed under a remark or no name are not orders."""
    cleaned = clean(
        [
            SALE,
            "2,A1,damaged,-40,2011-03-01 10:00:00,0,,France",
            "3,A1,found,40,2011-03-01 10:00:00,0,,France",
            "4,A1,,40,2011-03-01 10:00:00,0,,France",
        ]
    )
    assert cleaned.reasons() == {"stock_adjustment": 3}


def test_free_line_of_a_sold_product_is_included(clean: Clean) -> None:
    """A gift under the product's own name is kept in the ledger at price 0 and counted."""
    cleaned = clean([SALE, "2,A1,red mug,3,2011-03-01 10:00:00,0,7,France"])
    assert cleaned.ledger["unit_price"].to_list() == [2.5, 0.0]
    assert cleaned.defects()["free_line"] == 1
    assert cleaned.catalogue["units_56d"].to_list() == [5]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,A1,RED MUG,1,2011-03-01 10:00:00,-9,7,France", "negative_price"),
        ("2,A1,RED MUG,0,2011-03-01 10:00:00,1,7,France", "zero_quantity"),
        ("2,A1,RED MUG,0.0004,2011-03-01 10:00:00,1,7,France", "zero_quantity"),
        ("2,A1,RED MUG,many,2011-03-01 10:00:00,1,7,France", "unreadable_value"),
        ("2,A1,RED MUG,1,some day,1,7,France", "unreadable_value"),
        ("2,A1,RED MUG,1,2011-03-01 10:00:00,inf,7,France", "other"),
        ("2,A1,RED MUG,1,2011-03-01 10:00:00,,7,France", "missing_value"),
        ("2,A1,RED MUG,,2011-03-01 10:00:00,1,7,France", "missing_value"),
        ("2,,RED MUG,1,2011-03-01 10:00:00,1,7,France", "missing_value"),
        ("2,A1,RED MUG,1,,1,7,France", "missing_value"),
        (",A1,RED MUG,1,2011-03-01 10:00:00,1,7,France", "missing_value"),
    ],
)
def test_unusable_line_is_excluded_with_its_reason(clean: Clean, line: str, reason: str) -> None:
    """One unusable line is excluded with its own reason; the rest is included."""
    cleaned = clean([SALE, line])
    assert cleaned.reasons() == {reason: 1}
    assert cleaned.ledger.height == 1


def test_codes_ignore_case_and_remain_text(clean: Clean) -> None:
    """`85123a ` and `85123A` are one product, and leading zeros survive."""
    cleaned = clean(
        [
            "1,85123a ,MUG,1,2011-03-01 10:00:00,1,7,France",
            "2,85123A,MUG,1,2011-03-01 10:00:00,1,7,France",
            "3,00123,CUP,1,2011-03-01 10:00:00,1,7,France",
        ]
    )
    assert cleaned.catalogue["stock_code"].to_list() == ["00123", "85123A"]
    assert cleaned.defects()["code_written_otherwise"] == 1


def test_most_frequent_name_is_chosen(clean: Clean) -> None:
    """Remarks never name a product, however frequent; without a name the code is used."""
    remarks = ["?", "damaged", "wrongly sold sets", "sold as set on dotcom", "found", "check"]
    lines = [f"{n},A1,{r},1,2011-03-01 10:00:00,1,7,France" for n, r in enumerate(remarks * 3)]
    lines += [
        "90,A1,  RED   MUG ,1,2011-03-01 10:00:00,1,7,France",
        "91,A1,RED MUG,1,2011-03-01 10:00:00,1,7,France",
        "92,A1,MUG RED,1,2011-03-01 10:00:00,1,7,France",
        "93,A2,?,1,2011-03-01 10:00:00,1,7,France",
    ]
    cleaned = clean(lines)
    assert cleaned.names == {"A1": "RED MUG", "A2": "A2"}
    assert cleaned.defects()["name_differs"] == len(remarks) * 3 + 1


def test_anonymous_lines_are_demand(clean: Clean) -> None:
    """Lines without a customer are kept, and the id `12346.0` is read as `12346`."""
    cleaned = clean(
        [
            "1,A1,RED MUG,1,2011-03-01 10:00:00,1,,France",
            "2,A1,RED MUG,1,2011-03-01 10:00:00,1,nan,France",
            "3,A1,RED MUG,1,2011-03-01 10:00:00,1,12346.0,France",
        ]
    )
    assert cleaned.ledger["customer_id"].to_list() == [None, None, "12346"]
    assert cleaned.defects()["no_customer"] == 2


def test_closed_weekdays_are_reported(clean: Clean) -> None:
    """A shop that is closed on Saturdays is recognised, and its closed days are counted."""
    days = [d for d in range(1, 29) if date(2011, 3, d).isoweekday() != 6]
    cleaned = clean([f"{d},A1,MUG,1,2011-03-{d:02} 10:00:00,1,7,France" for d in days])
    facts = cleaned.quality["facts"]
    assert facts["closed_on"] == ["Saturday"]
    assert (facts["trading_days"], facts["closed_days"]) == (24, 4)


def test_catalogue_has_price_units_and_dates(clean: Clean) -> None:
    """Median price over the 56 days to the last sale; units and revenue of the last 56 days."""
    cleaned = clean(
        [
            "1,A1,MUG,1,2010-12-01 10:00:00,100,7,France",
            "2,A1,MUG,2,2011-02-20 10:00:00,3,7,France",
            "3,A1,MUG,3,2011-02-21 10:00:00,4,7,France",
            "4,A1,MUG,4,2011-02-22 10:00:00,9,7,France",
            "5,B1,CUP,1,2011-04-30 10:00:00,1,7,France",
        ],
        as_of=date(2011, 5, 1),
    )
    mug = cleaned.catalogue.row(0, named=True)
    assert mug["unit_price"] == 4
    assert mug["first_sold_at"] == datetime(2010, 12, 1, 10)  # noqa: DTZ001 - the shop's wall clock
    assert mug["last_sold_at"] == datetime(2011, 2, 22, 10)  # noqa: DTZ001 - the same
    assert (mug["units_56d"], mug["revenue_56d"]) == (0, 0)
    assert cleaned.catalogue.row(1, named=True)["revenue_56d"] == 1


def test_recent_revenue_is_gross_and_net(clean: Clean) -> None:
    """The last 28 days report revenue as ordered and revenue net of returns."""
    cleaned = clean(
        [
            "1,A1,MUG,10,2011-03-01 10:00:00,2,7,France",
            "C2,A1,MUG,-4,2011-03-20 10:00:00,2,7,France",
            "3,A1,MUG,1,2011-01-01 10:00:00,2,7,France",
        ]
    )
    assert cleaned.quality["facts"]["last_28_days"] == {
        "orders": 1,
        "units": 10,
        "revenue": 20.0,
        "revenue_net": 12.0,
    }


def test_product_only_given_away_is_not_in_the_catalogue(clean_file: Clean, tmp_path: Path) -> None:
    """A product without a paid line, alone or in a paid order, has no price and no demand."""
    source = tmp_path / "mapped.csv"
    source.write_text("no,art,at,n,p\n1,A,2011-03-01,1,2\n2,B,2011-03-01,1,0\n", encoding="utf-8")
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[columns]\norder_id="no"\nstock_code="art"\nordered_at="at"\nquantity="n"\nunit_price="p"',
        encoding="utf-8",
    )
    cleaned = clean_file(source, mapping=mapping)
    assert cleaned.reasons() == {"never_sold": 1}
    assert cleaned.catalogue["stock_code"].to_list() == ["A"]
