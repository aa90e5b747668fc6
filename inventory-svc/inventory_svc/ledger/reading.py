"""Reading a ledger (CSV, Parquet, Excel) under our field names, with values still raw."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from contract.ledgers import SALES_FILE
from fleet.errors import InvalidInput
from fleet.file_kinds import PARQUET, starts_with
from fleet.sentences import render
from fleet.statements import statement
from inventory_svc.ledger.csv_file import csv_shape, line_number, read_text_columns
from inventory_svc.ledger.csv_records import CsvShape
from inventory_svc.ledger.file_limits import refuse_long_texts
from inventory_svc.ledger.header_row import TableHint
from inventory_svc.ledger.known_systems import find_system, ledger_hint
from inventory_svc.ledger.layouts import MAPPED, Layout, find_layout, plain
from inventory_svc.ledger.mapping import Mapping, header_of, read_mapping, resolve
from inventory_svc.ledger.row_words import INFORMATIVE_HEADERS
from inventory_svc.ledger.unsupported_shapes import refuse_days_in_columns, refuse_items_in_cells
from inventory_svc.ledger.workbook import Sheet, as_table, other_sheets, place_in, sheets_of

FILE_COLUMN = "file:"
"""Prefix of the columns that only rules refer to; the header follows."""
_DAMAGE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What polars raises for a damaged Parquet file."""
REST = "rest"
"""A hash of all unread columns, which distinguishes otherwise equal lines."""


@dataclass(frozen=True)
class RawLedger:
    """A ledger with raw values.

    Attributes:
        lines: `row` (UInt32, 1 = first line of data) and the layout's fields, as text from CSV and
            as stored from Parquet; also `file:HEADER` for each column that a rule refers to, and
            `rest` if equal lines aren't necessarily copies.
        layout: The layout, with its row rules.
        path: The file.
        shape: Format of the CSV; None for Parquet and Excel.
        mapping: Formats of values, as far as they are stated.
        headers: Our field → the file's header.
        sheets: The sheets read, if it is a workbook; stated formats don't apply to its cells.
    """

    lines: pl.DataFrame
    layout: Layout
    path: Path
    shape: CsvShape | None
    mapping: Mapping = field(default_factory=lambda: Mapping({}))
    headers: Table[str, str] = field(default_factory=dict[str, str])
    sheets: tuple[Sheet, ...] = ()

    def at(self, row: int) -> dict[str, str | int]:
        """Location of data row `row` (from 1): `line` of a CSV, else `row` (and `sheet`)."""
        if self.shape is None:
            return place_in(self.sheets, row)
        return {"line": line_number(self.path, self.shape, row)}


@dataclass(frozen=True)
class _Plan:
    """How to read a file: its layout, our field → header, and the formats of values."""

    layout: Layout
    columns: dict[str, str]
    mapping: Mapping

    def rule_headers(self, headers: Sequence[str], file: str) -> list[str]:
        """Headers of further columns that a rule refers to."""
        rules = self.layout.rules
        named = [
            header_of(name, headers, file, "A rule in the mapping refers to it.")
            for name in rules.columns()
        ]
        used = {*self.columns.values()}
        informative = [
            header
            for header in headers
            if rules.use_heuristics and plain(header) in INFORMATIVE_HEADERS
        ]
        return list(dict.fromkeys([*named, *(h for h in informative if h not in used)]))


def read_ledger(source: Path, mapping: Path | None) -> RawLedger:
    """Read `source` (a CSV, Parquet or Excel file, or a folder with `transactions.parquet`).

    Raises:
        InvalidInput: it is missing, empty, damaged, or lacks a column; the message says what to
            do.
    """
    path = source / SALES_FILE if source.is_dir() else source
    stated = read_mapping(mapping) if mapping else None
    with as_table(path, mapping_hint(stated)) as table:
        if starts_with(table) == PARQUET:
            return _read_parquet(table, path, stated)
    if path.suffix.lower() in {".parquet", ".pq"}:
        raise InvalidInput(statement("file_no_parquet", file=path.name))
    return _read_csv(path, stated)


def mapping_hint(mapping: Mapping | None) -> TableHint:
    """Column names that identify the header row and the sheet."""
    if mapping is None:
        return ledger_hint()
    return TableHint.columns([*mapping.columns.values()], mapping.sheet)


def headers_of(path: Path, hint: TableHint | None = None) -> list[str]:
    """Column names of a CSV, Parquet or Excel file, unchanged.

    Raises:
        InvalidInput: it is missing, empty or damaged.
    """
    hint = hint or ledger_hint()
    with as_table(path, hint) as table:
        if starts_with(table) == PARQUET:
            return parquet_headers(table)
        return csv_shape(table, hint)[1]


def read_parquet(
    path: Path, columns: Sequence[str] | None = None, rows: int | None = None
) -> pl.DataFrame:
    """Columns of a Parquet file, or of its first `rows`.

    Raises:
        InvalidInput: the file is truncated or damaged, or has too much text.
    """
    try:
        table = pl.read_parquet(
            path, columns=list(columns) if columns else None, n_rows=rows, glob=False
        )
    except _DAMAGE as error:
        raise _cut_off(path, error) from None
    refuse_long_texts(table, path.name)
    return _with_plain_texts(table)


def _with_plain_texts(table: pl.DataFrame) -> pl.DataFrame:
    """Categories and bytes as text, since both are only other ways to store it."""
    as_text = pl.col(pl.Categorical, pl.Enum).cast(pl.String)
    bytes_decoded = pl.col(pl.Binary).map_elements(
        lambda cell: cell.decode("utf-8", "replace"), return_dtype=pl.String
    )
    return table.with_columns(as_text, bytes_decoded)


def parquet_headers(path: Path) -> list[str]:
    """Column names of a Parquet file; raises like `read_parquet`."""
    try:
        return list(pl.read_parquet_schema(path))
    except _DAMAGE as error:
        raise _cut_off(path, error) from None


def _cut_off(path: Path, error: BaseException) -> InvalidInput:
    reason = str(error).split("\n", 1)[0].rstrip(".")
    return InvalidInput(
        statement("file_cut_off", file=path.name),
        note=f"It cannot be read as Parquet: {reason}.",
    )


def _read_parquet(table: Path, path: Path, mapping: Mapping | None) -> RawLedger:
    """Read `table`, which for a workbook at `path` is its converted content."""
    headers = parquet_headers(table)
    try:
        plan = _plan(headers, mapping, path.name)
    except InvalidInput as error:
        raise _with_sheets(error, table) from None
    rule_headers = plan.rule_headers(headers, path.name)
    rest = _compares_all(plan)
    names = headers if rest else list(dict.fromkeys([*plan.columns.values(), *rule_headers]))
    frame = read_parquet(table, names)
    lines = _lines(frame, {name: name for name in names}, plan, rule_headers, path.name, rest=rest)
    return replace(_raw(lines, plan, path, None), sheets=sheets_of(table))


def _with_sheets(error: InvalidInput, table: Path) -> InvalidInput:
    """The error, which for a workbook also names the sheet that was read and the others."""
    read, others = [sheet.name for sheet in sheets_of(table)], other_sheets(table)
    if not others or error.statement is None:
        return error
    note = error.detail.removeprefix(render(error.statement)).strip()
    sheets = f"Sheet read: {', '.join(read)}. Others: {', '.join(others)}."
    return InvalidInput(error.statement, note=f"{note} {sheets}".strip())


def _read_csv(path: Path, mapping: Mapping | None) -> RawLedger:
    shape, headers = csv_shape(path, mapping_hint(mapping))
    plan = _plan(headers, mapping, path.name)
    rule_headers = plan.rule_headers(headers, path.name)
    needed = {headers.index(header) for header in [*plan.columns.values(), *rule_headers]}
    rest = _compares_all(plan)
    positions = list(range(len(headers))) if rest else sorted(needed)
    frame = read_text_columns(path, shape, positions)
    names = {
        headers[at]: name for at, name in reversed([*zip(positions, frame.columns, strict=True)])
    }
    lines = _lines(frame, names, plan, rule_headers, path.name, rest=rest)
    return _raw(lines, plan, path, shape)


def _compares_all(plan: _Plan) -> bool:
    return plan.layout.rules.copies is None


def _lines(
    frame: pl.DataFrame,
    names: Table[str, str],
    plan: _Plan,
    rule_headers: Sequence[str],
    file: str,
    *,
    rest: bool,
) -> pl.DataFrame:
    """Our fields and the columns rules refer to; `names` maps headers to columns of `frame`."""
    fields = [pl.col(names[header]).alias(name) for name, header in plan.columns.items()]
    extras = [pl.col(names[header]).alias(FILE_COLUMN + header) for header in rule_headers]
    lines = frame.select(*fields, *extras)
    _refuse_other_types(lines, plan, file)
    refuse_items_in_cells(lines, file)
    if "quantity" not in plan.columns and "quantity" not in plan.layout.required():
        lines = lines.with_columns(quantity=pl.lit(1, pl.Int64))
    used = {names[header] for header in plan.columns.values()}
    others = [column for column in frame.columns if column not in used]
    if rest and others:
        lines = lines.with_columns(frame.select(pl.struct(others).hash()).to_series().alias(REST))
    return lines


def _refuse_other_types(lines: pl.DataFrame, plan: _Plan, file: str) -> None:
    """Refuse lists, structures and durations, which have no text."""
    for name, dtype in lines.schema.items():
        if dtype.is_nested() or isinstance(dtype, pl.Duration | pl.Object):
            column = plan.columns.get(name, name.removeprefix(FILE_COLUMN))
            raise InvalidInput(
                statement("column_stored_otherwise", file=file, column=column.strip()),
                note=f"Its type is {dtype}.",
            )


def _raw(lines: pl.DataFrame, plan: _Plan, path: Path, shape: CsvShape | None) -> RawLedger:
    if lines.is_empty():
        raise InvalidInput(statement("file_no_lines", file=path.name))
    return RawLedger(
        lines.with_row_index("row", offset=1),
        plan.layout,
        path,
        shape,
        plan.mapping,
        plan.columns,
    )


def _plan(headers: list[str], mapping: Mapping | None, file: str) -> _Plan:
    """Plan how to read the file: by a mapping, as a known system's export, or by its layout."""
    system = find_system(headers)
    if system is not None and (mapping is None or _agree(mapping, system.mapping)):
        known = system.mapping_for(headers)
        mapping = mapping.with_defaults(known) if mapping else known
    if mapping is None:
        refuse_days_in_columns(headers, file)
        layout, columns = find_layout(headers, file)
        return _Plan(layout, columns, Mapping({}))
    name = system.name if system else MAPPED.name
    layout = replace(MAPPED, name=name, rules=mapping.row_rules())
    return _Plan(layout, resolve(mapping, headers, file), mapping)


def _agree(mapping: Mapping, known: Mapping) -> bool:
    """Whether the mappings name the same column for most fields they share."""
    both = mapping.columns.keys() & known.columns.keys()
    same = [f for f in both if plain(mapping.columns[f]) == plain(known.columns[f])]
    return len(same) * 2 > len(both)
