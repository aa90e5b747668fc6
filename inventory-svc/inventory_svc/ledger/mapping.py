"""The mapping file, in which a user names the columns of a ledger and says which lines count.

TOML or JSON. Only `columns` is required::

    [columns]
    order_id = "Receipt"          # one order = one value
    stock_code = "Article"
    ordered_at = "Sold at"
    quantity = "Pieces"           # negative = a return; optional from here on: one unit per line
    unit_price = "Price"          # or line_total = "Amount", for the whole line; without
                                  # prices, demand is forecast but no offer is planned
    line_discount = "Promotion"   # for the whole line, if the price is before it
    ordered_time = "Time"         # if the time has a column of its own
    customer_id = "Card"
    name = "Article text"
    store_id = "Branch"
    country = "Country"
    shelf_price = "List price"    # per unit, before discounts
    currency = "Currency"         # of the line's price

    [format]                      # optional
    date = "%d.%m.%Y %H:%M"       # format of ordered_at (strftime codes)
    decimal = ","                 # decimal mark, if values such as 12.500 are ambiguous
    time_zone = "Europe/Berlin"   # converts times in UTC to the shop's days
    sheet = "Sales"               # of a workbook

    [rows]                        # optional: which lines count
    keep = {Status = ["completed"]}      # only these are sales
    drop = {Status = ["cancelled"]}      # these aren't
    returns = {Type = ["Refund"]}        # these are returns, regardless of sign
    blank = ["Cancelled at"]             # columns that must be blank
    by_order = true                      # status and type of an order's first line hold for all
    fill_down = ["Receipt", "Sold at"]   # filled in on an order's first line only
    copies = "drop"                      # or "keep": lines equal in every column
    free_lines = "goods"                 # or "corrections": the meaning of price 0
    not_merchandise = ["SHIP", "Freight"]  # codes or names
    goods_total = "Subtotal"             # total of an order's goods after all discounts

    [currency]                    # optional: what amounts are converted to
    to = "EUR"
    rates = {USD = 0.92, JPY = 0.0061}

    [codes]                       # optional: old code = new code, one product
    "OLD-1" = "NEW-1"

    [stock]                       # optional: the columns of a stock file (see stock.stock_columns)
    stock_code = "Article"
    current_stock = "On the shelf"

    [products]                    # optional: those of a product file (see product_columns)
    stock_code = "Article"
    name = "Title"
"""

import json
import tomllib
import zoneinfo
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.numbers import Mark
from inventory_svc.ledger.layouts import MAPPED, ONLINE_RETAIL, header_values, plain
from inventory_svc.ledger.mapping_values import MappingFile
from inventory_svc.ledger.row_rules import RowRules, StatedRules

_FIELDS = {plain(field): field for field in MAPPED.spellings} | {
    plain(spelling): field
    for field, spellings in ONLINE_RETAIL.spellings.items()
    for spelling in spellings
}
_PRICES = frozenset({"unit_price", "line_total"})


@dataclass(frozen=True)
class Mapping:
    """The content of a mapping file.

    Attributes:
        columns: Our field → the user's column.
        date_format: Format of `ordered_at`, in strftime codes.
        decimal: The decimal mark of ambiguous values.
        time_zone: Converts instants to the shop's days.
        sheet: The sheet of a workbook.
        rules: The stated row rules, by the fields of `RowRules`.
        rates: Units of `currency` for one of each other currency.
        currency: The currency amounts are converted to.
        codes: Old code → new code.
        stock: Our field → the column of a stock file.
        products: Our field → the column of a product file.
    """

    columns: dict[str, str]
    date_format: str | None = None
    decimal: Mark | None = None
    time_zone: str | None = None
    sheet: str | None = None
    rules: StatedRules = field(default_factory=StatedRules)
    currency: str | None = None
    rates: Table[str, float] = field(default_factory=dict[str, float])
    codes: Table[str, str] = field(default_factory=dict[str, str])
    stock: Table[str, str] | None = None
    products: Table[str, str] | None = None

    def row_rules(self) -> RowRules:
        """The row rules, with defaults for those not stated."""
        return RowRules(**self.rules)

    def with_defaults(self, defaults: "Mapping") -> "Mapping":
        """This mapping, with `defaults` for what it doesn't state."""
        columns = defaults.columns
        if _PRICES & self.columns.keys():
            columns = {name: header for name, header in columns.items() if name not in _PRICES}
        return replace(
            self,
            columns=columns | self.columns,
            date_format=self.date_format or defaults.date_format,
            decimal=self.decimal or defaults.decimal,
            time_zone=self.time_zone or defaults.time_zone,
            rules={**defaults.rules, **self.rules},
        )


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        InvalidInput: it is missing, is neither TOML nor JSON, or names an unknown field.
    """
    content = MappingFile(path.name, _parse(path))
    mapping = mapping_of(content)
    _require(mapping.columns, path.name)
    return mapping


def mapping_of(content: MappingFile) -> Mapping:
    """The mapping stated by a mapping or layout file.

    Raises:
        InvalidInput: a value is invalid.
    """
    columns = content.texts("columns")
    formats = content.texts("format") if content.has("format") else {}
    currency = content.table("currency")
    return Mapping(
        {_field(key, content.name): header for key, header in columns.items()},
        formats.get("date"),
        content.decimal(formats.get("decimal")),
        _time_zone(formats.get("time_zone")),
        formats.get("sheet"),
        content.rules(),
        content.text("to", currency),
        content.numbers("rates", currency),
        content.texts("codes") if content.has("codes") else {},
        content.texts("stock") if content.has("stock") else None,
        content.texts("products") if content.has("products") else None,
    )


def resolve(mapping: Mapping, headers: Sequence[str], file: str) -> dict[str, str]:
    """Our field → the file's header, as the mapping states.

    Raises:
        InvalidInput: a column it names is not in the file, or occurs twice.
    """
    return {
        field: mapped_header(field, column, headers, file)
        for field, column in mapping.columns.items()
    }


def mapped_header(field: str, column: str, headers: Sequence[str], file: str) -> str:
    """The header that a mapping names for `field`; raises like `header_of`."""
    return header_of(column, headers, file, f"The mapping names it for {field}.")


def header_of(column: str, headers: Sequence[str], file: str, note: str) -> str:
    """The header equal to `column`, or else one that differs only in case and punctuation.

    Raises:
        InvalidInput: there is none, or there are two that fit equally well.
    """
    same = [header for header in headers if header.strip() == column.strip()]
    if len(same) > 1:
        raise InvalidInput(statement("column_twice", file=file, column=column))
    if column in headers:
        return column
    alike = [header for header in headers if plain(header) == plain(column)]
    if not alike:
        raise InvalidInput(
            statement("mapped_column_missing", file=file, column=column, **header_values(headers)),
            note=note,
        )
    if len(alike) > 1:
        raise InvalidInput(statement("column_twice", file=file, column=column))
    return alike[0]


def _time_zone(name: str | None) -> str | None:
    if name is not None:
        try:
            zoneinfo.ZoneInfo(name)
        except (ValueError, zoneinfo.ZoneInfoNotFoundError, OSError):
            raise InvalidInput(statement("time_zone_unknown", text=name)) from None
    return name


def _parse(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InvalidInput(f"There is no mapping file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The mapping file {path} cannot be read: {error}.") from None
    try:
        parsed = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as error:
        raise InvalidInput(f"{path.name} is neither TOML nor JSON: {error}.") from None
    return cast("dict[str, object]", parsed)


def _field(key: str, name: str) -> str:
    if plain(key) not in _FIELDS:
        raise InvalidInput(
            statement("mapping_field_unknown", field=key),
            note=f"In {name}, the fields are {', '.join(MAPPED.spellings)}.",
        )
    return _FIELDS[plain(key)]


def _require(columns: Table[str, str], name: str) -> None:
    missing = [field for field in MAPPED.required() if field not in columns]
    if missing:
        raise InvalidInput(
            statement("mapping_incomplete", missing=", ".join(missing)),
            note=f"{name} does not name the column of {', '.join(missing)}.",
        )
