"""Small hand-made ledgers, cleaned by the real job."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.cleaned_ledgers import Clean, Cleaned

from inventory_svc.ledger.refresh import refresh_ledger

HEADER = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"


@pytest.fixture
def clean_file(tmp_path: Path) -> Clean:
    """Clean a ledger file and read back what the job wrote."""

    def run(source: Path, **options: Any) -> Cleaned:
        staging = tmp_path / "staging"
        staging.mkdir(exist_ok=True)
        result = refresh_ledger(source, staging, **options)
        return Cleaned(
            result=result,
            ledger=pl.read_parquet(staging / "ledger.parquet"),
            catalogue=pl.read_parquet(staging / "catalogue.parquet"),
            names=json.loads((staging / "products.json").read_text(encoding="utf-8")),
            quality=json.loads((staging / "data_quality.json").read_text(encoding="utf-8")),
        )

    return run


@pytest.fixture
def clean(tmp_path: Path, clean_file: Clean) -> Clean:
    """Clean Online Retail lines given as CSV text without their header."""

    def run(lines: Sequence[str], *, as_of: date | None = None) -> Cleaned:
        source = tmp_path / "ledger.csv"
        source.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return clean_file(source, as_of=as_of)

    return run


@pytest.fixture
def clean_text(tmp_path: Path, clean_file: Clean) -> Clean:
    """Clean a file given as text, with an optional mapping given as text."""

    def run(
        text: str, mapping: str | None = None, *, name: str = "export.csv", encoding: str = "utf-8"
    ) -> Cleaned:
        source = tmp_path / name
        source.write_bytes(text.encode(encoding))
        if mapping is None:
            return clean_file(source)
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        return clean_file(source, mapping=tmp_path / "mapping.toml")

    return run
