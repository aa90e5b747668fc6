"""Small tables a user hands in beside the ledger, CSV or Parquet, as trimmed text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import said
from inventory_svc.ledger.csv_file import CsvShape, csv_shape, line_number, read_text_columns
from inventory_svc.ledger.layouts import named, plain, shown
from inventory_svc.ledger.reading import PARQUET, parquet_headers, read_parquet, starts_with


@dataclass(frozen=True)
class TextTable:
    """The wanted columns of a file, under our names; blank is null.

    Attributes:
        rows: All text, in the order of the file.
        path: Where it was read.
        shape: How the CSV is written; None for Parquet.
    """

    rows: pl.DataFrame
    path: Path
    shape: CsvShape | None

    def at(self, row: int) -> dict[str, int]:
        """Where data row `row` (from 1) stands: `line` of a CSV, as an editor counts, or `row`."""
        if self.shape is None:
            return {"row": row}
        return {"line": line_number(self.path, self.shape, row)}

    def place(self, row: int) -> str:
        """The same for a sentence: `line 17`, or `row 16` of a Parquet file."""
        return " ".join(f"{name} {number}" for name, number in self.at(row).items())


def read_text_table(path: Path, wanted: Mapping[str, str]) -> TextTable:
    """Columns of `path`.

    Args:
        path: A CSV or Parquet file.
        wanted: Header as people write it (case and blanks do not matter) → our name.

    Raises:
        InvalidInput: the file cannot be read, or has none of the columns.
    """
    shape = None
    if starts_with(path) == PARQUET:
        headers = parquet_headers(path)
        frame = read_parquet(path)
    else:
        shape, headers = csv_shape(path)
        frame = read_text_columns(path, shape, range(len(headers)))
    at = {plain(header): index for index, header in enumerate(headers)}
    found = {name: at[plain(header)] for header, name in wanted.items() if plain(header) in at}
    if not found:
        raise InvalidInput(
            f"{path.name} has none of the columns {', '.join(wanted)}; it has {named(headers)}.",
            said("table_unknown", file=path.name, wanted=", ".join(wanted), **shown(headers)),
        )
    trimmed = frame.select(
        frame.to_series(index).cast(pl.String).str.strip_chars().alias(name)
        for name, index in found.items()
    )
    return TextTable(trimmed.with_columns(pl.when(pl.all() != "").then(pl.all())), path, shape)
