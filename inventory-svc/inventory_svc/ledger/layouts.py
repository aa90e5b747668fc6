"""The known ledger layouts, and recognising a file's layout by its column names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contract import ledgers
from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.row_rules import RowRules

MAPPING_OPTION = "On the command line, name the columns in a mapping file (--mapping)."
_MANY_COLUMNS = 12


@dataclass(frozen=True)
class Layout:
    """The columns and rules of one kind of ledger.

    Attributes:
        name: Its name in the manifest and the data-quality report.
        spellings: Our field name → the column's spellings; messages use the first one.
        optional: Fields that may be absent.
        cancel_prefix: First letter of the order ids of cancellations, or None.
        needs_products: Whether merchandise can only be recognised with a product file.
        rules: Which lines count.
    """

    name: str
    spellings: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    cancel_prefix: str | None = None
    needs_products: bool = False
    rules: RowRules = field(default_factory=RowRules)

    def required(self) -> list[str]:
        """Mandatory fields, in order."""
        return [name for name in self.spellings if name not in self.optional]


# Both data sets have one line per product and order, so equal lines are copies. Online Retail II
# records stock corrections at price 0. Order ids are unique.
_AS_DELIVERED = RowRules(
    copies="drop", free_lines="corrections", order_ids_repeat=False, use_heuristics=False
)
ONLINE_RETAIL = Layout(
    name="online_retail",
    spellings={
        "order_id": ("Invoice", "InvoiceNo"),
        "stock_code": ("StockCode",),
        "name": ("Description",),
        "quantity": ("Quantity",),
        "ordered_at": ("InvoiceDate",),
        "unit_price": ("Price", "UnitPrice"),
        "customer_id": ("Customer ID", "CustomerID"),
        "country": ("Country",),
    },
    optional=frozenset({"name", "country"}),
    cancel_prefix="C",
    rules=_AS_DELIVERED,
)
COMPLETE_JOURNEY = Layout(
    name=ledgers.COMPLETE_JOURNEY,
    spellings={
        "order_id": ("basket_id",),
        "stock_code": ("product_id",),
        "quantity": ("quantity",),
        "ordered_at": ("transaction_timestamp",),
        "line_total": ("sales_value",),
        "retail_disc": ("retail_disc",),
        "coupon_match_disc": ("coupon_match_disc",),
        "customer_id": ("household_id",),
        "store_id": ("store_id",),
        "week": ("week",),
    },
    optional=frozenset({"week"}),
    needs_products=True,
    rules=_AS_DELIVERED,
)
MAPPED = Layout(
    name="mapped",
    spellings={
        "order_id": ("order_id",),
        "stock_code": ("stock_code",),
        "name": ("name",),
        "quantity": ("quantity",),
        "ordered_at": ("ordered_at",),
        "unit_price": ("unit_price",),
        "line_total": ("line_total",),
        "line_discount": ("line_discount",),
        "shelf_price": ("shelf_price",),
        "customer_id": ("customer_id",),
        "store_id": ("store_id",),
        "country": ("country",),
        "ordered_time": ("ordered_time",),
        "currency": ("currency",),
    },
    optional=frozenset(
        {
            "quantity",
            "name",
            "unit_price",
            "line_total",
            "line_discount",
            "shelf_price",
            "customer_id",
            "store_id",
            "country",
            "ordered_time",
            "currency",
        }
    ),
)
LAYOUTS = (ONLINE_RETAIL, COMPLETE_JOURNEY)


def plain(header: str) -> str:
    """A header without case, whitespace and punctuation: `Customer ID` equals `CustomerID`."""
    return re.sub(r"[\W_]+", "", header.removeprefix("\ufeff")).casefold()


def find_layout(headers: Sequence[str], file: str) -> tuple[Layout, dict[str, str]]:
    """The layout with these columns, and our field name → the file's header.

    Raises:
        InvalidInput: a column is missing or occurs twice, or the layout is unknown.
    """
    _unique(headers, file)
    layout, columns, missing = closest_layout(headers)
    if len(columns) * 2 < len(layout.spellings):
        raise InvalidInput(
            statement("layout_unknown", file=file, **header_values(headers)), note=MAPPING_OPTION
        )
    if missing:
        raise InvalidInput(
            statement(
                "columns_missing", file=file, missing=", ".join(missing), **header_values(headers)
            ),
            note=MAPPING_OPTION,
        )
    return layout, columns


def closest_layout(headers: Sequence[str]) -> tuple[Layout, dict[str, str], list[str]]:
    """The layout that fits best, our field → the file's header, and the missing columns.

    The file isn't necessarily readable: `find_layout` decides that.
    """
    by_plain: dict[str, str] = {}
    for header in headers:
        by_plain.setdefault(plain(header), header)
    found = {layout.name: _matches(layout, by_plain) for layout in LAYOUTS}
    layout = max(LAYOUTS, key=lambda layout: len(found[layout.name]) / len(layout.spellings))
    columns = found[layout.name]
    missing = [layout.spellings[field][0] for field in layout.required() if field not in columns]
    return layout, columns, missing


def header_values(headers: Sequence[str]) -> dict[str, str | int]:
    """Values for a statement: `columns`, the first dozen, and how many `more` there are."""
    first = ", ".join(header.strip() or "?" for header in headers[:_MANY_COLUMNS])
    return {"columns": first, "more": max(0, len(headers) - _MANY_COLUMNS)}


def _matches(layout: Layout, by_plain: Mapping[str, str]) -> dict[str, str]:
    return {
        field: by_plain[plain(spelling)]
        for field, spellings in layout.spellings.items()
        for spelling in spellings
        if plain(spelling) in by_plain
    }


def _unique(headers: Sequence[str], file: str) -> None:
    recognized = {
        plain(s) for layout in LAYOUTS for group in layout.spellings.values() for s in group
    }
    by_plain: dict[str, str] = {}
    for header in headers:
        if by_plain.setdefault(plain(header), header) != header or headers.count(header) > 1:
            _refuse_twice(header, file, recognized)


def _refuse_twice(header: str, file: str, recognized: set[str]) -> None:
    if plain(header) in recognized:
        raise InvalidInput(statement("column_twice", file=file, column=header.strip()))
