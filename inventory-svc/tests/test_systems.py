"""Exports of known systems, recognised by their columns, with or without a mapping."""

from pathlib import Path
from typing import Any

import pytest
from support.cleaned_ledgers import Clean, Cleaned
from support.workbooks import Cell, write_workbook

from inventory_svc.ledger.known_systems import find_system, systems

SHOPIFY = (
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Total,Discount Amount,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at\n"
)


def net(cleaned: Cleaned) -> tuple[float, float]:
    """Units and revenue net of returns."""
    left = cleaned.ledger["quantity"] - cleaned.ledger["returned_quantity"]
    return float(left.sum()), round(float((left * cleaned.ledger["unit_price"]).sum()), 2)


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.name)
def test_layout_is_complete(system: Any) -> None:
    """Each is found by its own headers and names every column a ledger needs."""
    found = find_system([*system.columns, "Something else"])
    assert found is not None
    assert found.name == system.name
    assert {"order_id", "stock_code", "ordered_at"} <= system.mapping.columns.keys()
    assert {"unit_price", "line_total"} & system.mapping.columns.keys()


def test_shopify_orders_sum_to_their_subtotals(clean_text: Clean) -> None:
    """An order's discount is spread over its lines; the first line has the status for all."""
    text = SHOPIFY + (
        "#1,a@x.org,paid,USD,9.00,5,14.00,1.00,2024-03-01 23:30:00 -0500,2,Mug,4.00,MUG,\n"
        "#1,a@x.org,,,,,,,2024-03-01 23:30:00 -0500,1,Cup,2.00,CUP,\n"
        "#2,b@x.org,refunded,USD,4.00,5,9.00,0,2024-03-02 10:00:00 -0500,1,Mug,4.00,MUG,\n"
        "#2,b@x.org,,,,,,,2024-03-02 10:00:00 -0500,1,Cup,2.00,CUP,\n"
        "#3,c@x.org,paid,USD,4.00,5,9.00,0,2024-03-03 10:00:00 -0500,1,Mug,4.00,MUG,2024-03-03\n"
        "#4,a@x.org,paid,USD,8.00,5,9.00,0,2024-03-04 10:00:00 -0500,1,Mug,4.00,MUG,\n"
        "#4,a@x.org,,,,,,,2024-03-04 10:00:00 -0500,1,Mug,4.00,MUG,\n"
    )
    cleaned = clean_text(text)
    assert cleaned.result.source_layout == "shopify_orders"
    assert net(cleaned) == (5, 17.0)
    assert cleaned.reasons() == {"not_a_sale": 3}
    assert str(cleaned.result.first_day) == "2024-03-01"
    assert cleaned.quality["facts"]["customers"] == 1


def test_mapping_of_a_known_layout_keeps_its_rules(clean_text: Clean) -> None:
    """A hand-made mapping of a known export still excludes cancelled orders."""
    text = SHOPIFY + (
        "#1,a@x.org,paid,USD,4.00,5,9.00,0,2024-03-01 10:00:00 -0500,1,Mug,4.00,MUG,\n"
        "#2,b@x.org,voided,USD,4.00,5,9.00,0,2024-03-02 10:00:00 -0500,1,Mug,4.00,MUG,\n"
    )
    mapping = (
        '[columns]\norder_id = "Name"\nstock_code = "Lineitem name"\n'
        'ordered_at = "Created at"\nquantity = "Lineitem quantity"\nunit_price = "Lineitem price"\n'
    )
    cleaned = clean_text(text, mapping)
    assert cleaned.reasons() == {"not_a_sale": 1}
    assert cleaned.ledger["stock_code"].to_list() == ["Mug"]


def test_square_items_are_read(clean_text: Clean) -> None:
    """Refunds, amounts with sign and currency, and a separate time column."""
    text = (
        "Date,Time,Item,Qty,SKU,Gross Sales,Discounts,Net Sales,Transaction ID,Event Type,"
        "Location,Customer ID\n"
        '03/14/2024,21:31:00,Rug,1.0,RUG,"$1,234.50",$0.00,"$1,234.50",T1,Payment,Main,c\n'
        "03/14/2024,21:31:00,Mug,2.0,MUG,$10.00,-$1.00,$9.00,T1,Payment,Main,c\n"
        "03/15/2024,09:00:00,Mug,-1.0,MUG,-$4.50,$0.00,-$4.50,T2,Refund,Main,c\n"
    )
    cleaned = clean_text(text)
    assert net(cleaned) == (2, 1239.0)
    assert str(cleaned.ledger["ordered_at"][0]) == "2024-03-14 21:31:00"


def test_ebay_fees_and_payouts_are_not_sales(clean_text: Clean) -> None:
    """Fees, holds and payouts are excluded."""
    text = (
        "Transaction date,Type,Order number,Buyer username,Item ID,Item title,Custom label,"
        "Quantity,Item subtotal,Net amount\n"
        '"Mar 1, 2024",Order,1,ann,39,Mug,MUG,2,11.20,10.00\n'
        '"Mar 1, 2024",Other fee,1,ann,39,--,--,--,--,-1.66\n'
        '"Mar 1, 2024",Hold,1,ann,39,Mug,MUG,2,11.20,0\n'
        '"Mar 2, 2024",Payout,--,--,--,--,--,--,--,-20.00\n'
        '"Mar 3, 2024",Refund,1,ann,39,Mug,MUG,1,-5.60,-5.60\n'
    )
    cleaned = clean_text(text)
    assert net(cleaned) == (1, 5.6)
    assert cleaned.reasons() == {"not_a_sale": 3, "cancellation_netted": 1}


def test_odoo_order_fields_are_on_the_first_line(clean_file: Clean, tmp_path: Path) -> None:
    """The lines below it belong to the same order."""
    rows: list[list[Cell]] = [
        [
            "Order Reference",
            "Order Date",
            "Customer",
            "Order Lines/Product/Internal Reference",
            "Order Lines/Product/Name",
            "Order Lines/Quantity",
            "Order Lines/Unit Price",
        ],
        ["S1", "2024-03-01 10:00:00", "Ann", "MUG", "Mug", 2, 5.5],
        [None, None, None, "CUP", "Cup", 1, 2],
        ["S2", "2024-03-02 10:00:00", "Ben", "MUG", "Mug", 1, 5.5],
    ]
    cleaned = clean_file(write_workbook(tmp_path / "sale.order.xlsx", {"Sheet": rows}))
    assert cleaned.ledger.select("order_id", "customer_id", "stock_code").rows() == [
        ("S1", "Ann", "CUP"),
        ("S1", "Ann", "MUG"),
        ("S2", "Ben", "MUG"),
    ]


def test_amazon_promotions_are_deducted(clean_text: Clean) -> None:
    """Prices are per line and before promotions; cancelled items are not sales."""
    text = (
        "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\titem-status\tquantity\t"
        "currency\titem-price\titem-promotion-discount\tship-country\n"
        "1\t2024-03-01T23:30:00-08:00\tShipped\tMug\tMUG\tShipped\t2\tUSD\t20.00\t5.00\tUS\n"
        "1\t2024-03-01T23:30:00-08:00\tShipped\tCup\tCUP\tCancelled\t1\tUSD\t\t\tUS\n"
        "2\t2024-03-02T10:00:00-08:00\tCancelled\tMug\tMUG\tCancelled\t1\tUSD\t\t\tUS\n"
        "3\t2024-03-03T10:00:00-08:00\tShipped\tMug\tMUG\tShipped\t1\tUSD\t10.00\t\tUS\n"
    )
    cleaned = clean_text(text)
    assert cleaned.result.source_layout == "amazon_all_orders"
    assert net(cleaned) == (3, 25.0)
    assert cleaned.reasons() == {"not_a_sale": 2}
    assert cleaned.ledger["shelf_price"].to_list() == [10.0, 10.0]
    assert str(cleaned.result.first_day) == "2024-03-01"


@pytest.mark.parametrize(("discount", "revenue"), [("-5.00", 15.0), ("5.00", 15.0), ("", 20.0)])
def test_mapped_discount_lowers_the_price(clean_text: Clean, discount: str, revenue: float) -> None:
    """A line's discount is subtracted from its price, whatever its sign."""
    text = (
        "order,day,article,pieces,price,off\n"
        f"1,2024-03-01,MUG,2,10.00,{discount}\n"
        "2,2024-03-02,CUP,1,1.00,0\n"
    )
    mapping = (
        '[columns]\norder_id = "order"\nstock_code = "article"\nordered_at = "day"\n'
        'quantity = "pieces"\nunit_price = "price"\nline_discount = "off"\n'
    )
    assert net(clean_text(text, mapping)) == (3, revenue + 1)
