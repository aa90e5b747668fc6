"""Small tables a user hands in beside the ledger, CSV or Parquet, as trimmed text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fleet.errors import InvalidInput
from inventory_svc.ledger.csv_file import CsvShape, csv_shape, line_number, read_text_columns
from inventory_svc.ledger.layouts import named, plain
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

    def place(self, row: int) -> str:
        """Where row `row` (1 = first line of data) stands in the file."""
        if self.shape is None:
            return f"row {row}"
        return f"line {line_number(self.path, self.shape, row)}"


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
            f"{path.name} has none of the columns {', '.join(wanted)}; it has {named(headers)}."
        )
    trimmed = frame.select(
        frame.to_series(index).cast(pl.String).str.strip_chars().alias(name)
        for name, index in found.items()
    )
    return TextTable(trimmed.with_columns(pl.when(pl.all() != "").then(pl.all())), path, shape)
