"""The mapping file: how a user tells us which of their columns is which.

TOML or JSON. Only `columns` must be there::

    [columns]
    order_id = "Receipt"          # one order = one value
    stock_code = "Article"
    ordered_at = "Sold at"
    quantity = "Pieces"           # negative = a return
    unit_price = "Price"          # or line_total = "Amount", what the whole line cost
    customer_id = "Card"          # from here on optional
    name = "Article text"
    store_id = "Branch"
    country = "Country"
    shelf_price = "List price"    # per unit, before discounts

    [format]                      # optional
    date = "%d.%m.%Y %H:%M"       # how ordered_at is written (strftime codes)
    decimal = ","                 # decimal mark of prices and quantities in a CSV
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.layouts import MAPPED, ONLINE_RETAIL, plain, shown

_FIELDS = {plain(field): field for field in MAPPED.spellings} | {
    plain(spelling): field
    for field, spellings in ONLINE_RETAIL.spellings.items()
    for spelling in spellings
}
_DECIMALS = (".", ",")


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says: our field → the user's column, and how values are written."""

    columns: dict[str, str]
    date_format: str | None = None
    decimal_comma: bool = False


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        InvalidInput: it is missing, is neither TOML nor JSON, or names a field that is none.
    """
    content = _parse(path)
    columns = _table(content, "columns", path)
    formats = _table(content, "format", path) if "format" in content else {}
    decimal = formats.get("decimal", ".")
    if decimal not in _DECIMALS:
        raise InvalidInput(
            statement("mapping_decimal", text=decimal),
            note=f'In {path.name}, format.decimal is "{decimal}".',
        )
    mapped = {_field(key, path): header for key, header in columns.items()}
    _require(mapped, path)
    return Mapping(mapped, formats.get("date"), decimal == ",")


def resolve(mapping: Mapping, headers: list[str], file: str) -> dict[str, str]:
    """Our field → the file's header, as the mapping says.

    Raises:
        InvalidInput: a column it names is not in the file.
    """
    by_plain = {plain(header): header for header in headers}
    for field, column in mapping.columns.items():
        if column not in headers and plain(column) not in by_plain:
            raise InvalidInput(
                statement("mapped_column_missing", file=file, column=column, **shown(headers)),
                note=f"The mapping names it for {field}.",
            )
    return {
        field: column if column in headers else by_plain[plain(column)]
        for field, column in mapping.columns.items()
    }


def _parse(path: Path) -> dict[str, Any]:
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
    return cast("dict[str, Any]", parsed)


def _table(content: dict[str, Any], key: str, path: Path) -> dict[str, str]:
    table = content.get(key)
    if not isinstance(table, dict):
        raise InvalidInput(
            statement("mapping_empty"),
            note=f"{path.name} has no table [{key}]. Write [columns] and below it lines such as "
            'stock_code = "Your column".',
        )
    for name, value in cast("dict[str, Any]", table).items():
        if not isinstance(value, str) or not value:
            raise InvalidInput(
                statement("mapping_no_column", field=name),
                note=f"In {path.name}, {key}.{name} must be text, the name of a column.",
            )
    return cast("dict[str, str]", table)


def _field(key: str, path: Path) -> str:
    if plain(key) not in _FIELDS:
        raise InvalidInput(
            statement("mapping_field_unknown", field=key),
            note=f"In {path.name}, the fields are {', '.join(MAPPED.spellings)}.",
        )
    return _FIELDS[plain(key)]


def _require(columns: dict[str, str], path: Path) -> None:
    missing = [field for field in MAPPED.required() if field not in columns]
    if "unit_price" not in columns and "line_total" not in columns:
        missing.append("unit_price (or line_total)")
    if missing:
        raise InvalidInput(
            statement("mapping_incomplete", missing=", ".join(missing)),
            note=f"{path.name} does not name the column of {', '.join(missing)}.",
        )
