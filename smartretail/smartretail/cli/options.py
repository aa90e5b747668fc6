"""Options that several commands have, and where they write their notes."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

notes: Final = Console(stderr=True)
"""Where progress and tables go; results alone go to standard output."""
StateOption = Annotated[
    Path | None, typer.Option("--state", help="State folder; else STATE_URL, else var/state")
]
LedgerOption = Annotated[str, typer.Option(help="CSV, Parquet or Excel file, or `sample`")]
MappingOption = Annotated[Path | None, typer.Option(help="Names the ledger's columns")]
