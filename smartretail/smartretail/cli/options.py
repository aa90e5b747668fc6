"""Options shared by several commands, and the console for their progress."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

notes: Final = Console(stderr=True)
"""For progress and tables; only results go to standard output."""
StateOption = Annotated[
    Path | None,
    typer.Option("--state", help="State folder; default: STATE_URL, otherwise var/state"),
]
LedgerOption = Annotated[
    str, typer.Option(help="Sales ledger: a CSV, Parquet or Excel file, or `sample`")
]
MappingOption = Annotated[
    Path | None, typer.Option(help="TOML or JSON file that names the ledger's columns")
]
