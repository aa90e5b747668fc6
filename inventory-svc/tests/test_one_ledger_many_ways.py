"""One ledger, written by different programs, is one ledger."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from support.drawn_ledgers import Sale, ledgers, with_return
from support.ledger_exports import EXPORTS, SHOPIFY, Export

from inventory_svc.ledger.refresh import refresh_ledger

FILES = ("ledger.parquet", "catalogue.parquet", "products.json")


def cleaned(sales: Sequence[Sale], export: Export) -> dict[str, bytes]:
    """The files of the cleaned ledger."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, mapping = export(sales, folder)
        stated = folder / "mapping.toml" if mapping else None
        if stated and mapping:
            stated.write_text(mapping, encoding="utf-8")
        refresh_ledger(source, folder, mapping=stated)
        return {file: (folder / file).read_bytes() for file in FILES}


@settings(max_examples=6, derandomize=True)
@given(ledgers())
def test_every_way_to_write_a_ledger_gives_the_same_files(sales: list[Sale]) -> None:
    """Marks, dates, encodings, titles, formats and systems don't show in the cleaned ledger."""
    first = cleaned(with_return(sales), EXPORTS["ISO dates"])
    for name, export in EXPORTS.items():
        assert cleaned(with_return(sales), export) == first, name
    without_returns = cleaned(sales, EXPORTS["ISO dates"])
    assert cleaned(sales, SHOPIFY) == without_returns
