"""Previews a file with the refresh's own readers; runs in a child process."""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from contract.child_tasks import PreviewEnded, PreviewTask
from contract.ledgers import COMPLETE_JOURNEY
from contract.snapshot_files import QUALITY_FILE
from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET, starts_with
from fleet.sentences import name_of
from inventory_svc.ledger.header_row import TableHint
from inventory_svc.ledger.known_systems import find_system
from inventory_svc.ledger.layouts import closest_layout
from inventory_svc.ledger.mapping import read_mapping, resolve
from inventory_svc.ledger.product_columns import PRODUCT_SPELLINGS, RECORD_SPELLINGS
from inventory_svc.ledger.product_records import are_records, read_user_products
from inventory_svc.ledger.reading import headers_of, mapping_hint
from inventory_svc.ledger.refresh import refresh_ledger
from inventory_svc.ledger.text_table import Spellings, find_columns, table_hint
from inventory_svc.ledger.workbook import as_table, sheets_of
from inventory_svc.stock.stock_columns import STOCK_SPELLINGS
from inventory_svc.stock.stock_file import load_stock_file
from refresh_svc.uploads.schemas import (
    RECORDS,
    BadLine,
    Column,
    ExcludedLines,
    MissingInput,
    Preview,
    SheetRead,
)
from smartretail.tasks.file_beginning import Beginning, beginning_of, first_rows

Found = dict[str, object]
"""Some fields of a `Preview`, by name."""


def preview(task: PreviewTask) -> PreviewEnded:
    """The preview of the task's file; see `uploads.schemas.Preview`."""
    file = Path(task.file)
    mapping = Path(task.mapping) if task.mapping else None
    found: Found = {}
    try:
        hint = _hint(task.kind, mapping)
        with as_table(file, hint) as table, tempfile.TemporaryDirectory() as folder:
            found |= _sheets(table)
            found |= {"first_rows": first_rows(table, hint)}
            found |= _columns(task.kind, headers_of(table, hint), mapping, file.name)
            part = beginning_of(table, Path(folder), hint)
            found |= {"sampled": part.sampled, "share_looked_at": part.share}
            found |= _READERS[task.kind](part, mapping, Path(folder))
    except InvalidInput as error:
        found |= {"problem": error.detail, "problem_statement": error.statement}
        found |= {"errors": [BadLine.model_validate(entry) for entry in error.errors or []]}
    return PreviewEnded(preview=Preview.model_validate(found).model_dump(mode="json"))


def _hint(kind: str, mapping: Path | None) -> TableHint:
    """How to recognise the header row and the sheet of such a file."""
    if kind == "sales":
        return mapping_hint(read_mapping(mapping) if mapping else None)
    tables = [_TABLES[kind]] + ([_TABLES[RECORDS]] if kind == "products" else [])
    return TableHint(tuple(group for table in tables for group in table_hint(table).groups))


def _sheets(table: Path) -> Found:
    """The sheets that are read, if it is a workbook."""
    read = sheets_of(table) if starts_with(table) == PARQUET else ()
    return {"sheets": [SheetRead(name=sheet.name, rows=sheet.rows) for sheet in read]}


def _columns(kind: str, headers: list[str], mapping: Path | None, file: str) -> Found:
    """How each column is used, even if a missing column makes the file unreadable."""
    missing: list[str] = []
    if kind != "sales":
        layout = RECORDS if kind == "products" and are_records(headers) else kind
        by_field = find_columns(headers, _TABLES[layout], None, file)
        lacking = _NEEDED[layout].difference(by_field)
        missing = [spelled[0] for field, spelled in _TABLES[layout].items() if field in lacking]
        known = {header: field for field, header in by_field.items()}
    elif mapping is None and (system := find_system(headers)):
        by_field = resolve(system.mapping_for(headers), headers, file)
        known = {header: field for field, header in by_field.items()}
        layout = system.name
    elif mapping is None:
        closest, by_field, missing = closest_layout(headers)
        known = {header: field for field, header in by_field.items()}
        layout = closest.name if by_field else None
    else:
        by_field = resolve(read_mapping(mapping), headers, file)
        known = {header: field for field, header in by_field.items()}
        layout = "mapped"
    columns = [Column(header=header.strip(), field=known.get(header)) for header in headers]
    return {"layout": layout, "columns": columns, "missing": missing}


_TABLES: Mapping[str, Spellings] = {
    "stock": STOCK_SPELLINGS,
    "products": PRODUCT_SPELLINGS,
    RECORDS: RECORD_SPELLINGS,
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "stock": frozenset({"stock_code"}),
    "products": frozenset({"stock_code", "name"}),
    RECORDS: frozenset(RECORD_SPELLINGS),
}
# The Complete Journey's separate files, and what is missing without them.
_LACKING = ("products", "promotions", "campaigns")


def _sales(part: Beginning, mapping: Path | None, folder: Path) -> Found:
    """How the ledger job reads the file, from its report."""
    staging = folder / "staging"
    staging.mkdir()
    refresh_ledger(part.path, staging, mapping=mapping, records_needed=False)
    report = json.loads((staging / QUALITY_FILE).read_bytes())
    facts = ("first_day", "last_day", "products", "customers", "orders")
    return {
        "rows": report["rows_in"],
        "rows_kept": report["rows_kept"],
        "set_aside": [entry for entry in report["set_aside"] if entry["rows"]],
        "lacks": _lacking(report["source_layout"]),
        **{name: report["facts"][name] for name in facts},
    }


def _lacking(layout: str) -> list[MissingInput]:
    if layout != COMPLETE_JOURNEY:
        return []
    return [MissingInput(file=file, text=name_of("lacking", file)) for file in _LACKING]


def _stock(part: Beginning, _: Path | None, __: Path) -> Found:
    stock = load_stock_file(part.path)
    return _table(stock.rows, stock.lines, part)


def _products(part: Beginning, _: Path | None, __: Path) -> Found:
    read = read_user_products(part.path)
    return _table(read, read.height, part)


def _table(read: pl.DataFrame, included: int, part: Beginning) -> Found:
    """The preview of a table; it excludes lines without a code."""
    without = part.rows - included
    excluded = ExcludedLines(
        reason="missing_value",
        text=name_of("defect", "missing_value"),
        rows=without,
        percent=round(100 * without / max(part.rows, 1), 4),
    )
    return {
        "rows": part.rows,
        "rows_kept": included,
        "products": read.height,
        "set_aside": [excluded] if without else [],
    }


_READERS: Mapping[str, Callable[[Beginning, Path | None, Path], Found]] = {
    "sales": _sales,
    "stock": _stock,
    "products": _products,
}
