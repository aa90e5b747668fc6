"""One ledger, exported by different programs, gives the same contract files."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support import smartretail
from support.drawn_ledgers import NAMES, Sale
from support.ledger_exports import EXPORTS, SHOPIFY

pytestmark = pytest.mark.long

FILES = (
    "products.json",
    "predicted_7d_demand.csv",
    "inventory_state.csv",
    "customer_segments.csv",
    "campaign_plan.csv",
)
WAYS = ("German", "UTF-16 with tabs", "workbook", "Square")


def shop_ledger() -> list[Sale]:
    """Thirty weeks of a shop with five products and forty customers."""
    choice = random.Random(7)  # noqa: S311 - a ledger, not a secret
    start = datetime(2024, 1, 8, 8, 0)  # noqa: DTZ001 - the shop's wall clock
    sales: list[Sale] = []
    for number in range(1500):
        at = start + timedelta(minutes=number * 200 + choice.randrange(100))
        customer = f"c{choice.randrange(40)}@example.org"
        for code in choice.sample([*NAMES], choice.choice([1, 1, 2])):
            price = Decimal(len(code) * 199) / 100
            units = Decimal(choice.randint(1, 6))
            sales.append(Sale(f"B{1000 + number}", at, code, units, price, customer))
    return sales


def contract_files(name: str, folder: Path) -> dict[str, bytes]:
    """The files that a refresh of the ledger in this format writes."""
    folder.mkdir()
    export = SHOPIFY if name == "Shopify" else EXPORTS[name]
    source, mapping = export(shop_ledger(), folder)
    stated = folder / "mapping.toml"
    stated.write_text(mapping or "", encoding="utf-8")
    options = ("--mapping", stated) if mapping else ()
    ended = smartretail(
        "refresh", "--ledger", source, "--state", folder / "state", *options, cwd=folder
    )
    assert ended.code == 0, ended.err
    snapshot = folder / "state" / "snapshots" / ended.out.strip()
    return {file: (snapshot / file).read_bytes() for file in FILES}


@pytest.fixture(scope="module")
def plain_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files written for the ledger as a plain CSV file."""
    return contract_files("ISO dates", tmp_path_factory.mktemp("ways") / "plain")


@pytest.mark.parametrize("name", [*WAYS, "Shopify"])
def test_file_format_does_not_change_the_output(
    plain_files: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    """Forecasts, stock, segments and plan are byte-identical for every format."""
    assert contract_files(name, tmp_path / "way") == plain_files
