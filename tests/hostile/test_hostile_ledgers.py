"""Hostile ledgers give a sound snapshot that claims no more than is known."""

import json
import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from support.implausible_forecasts import implausible_forecasts
from support.ledgers import write_ledger
from support.sales import AS_OF, NOON, Sale, as_ledger, refreshed
from support.snapshot_contract import MODEL, contract_violations

HEADER = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
STRANGE_NAMES = [
    ("杯", "赤い, “マグ”"),
    ("ÅÄ 1/2", "чашка"),
    ("'; DROP", "<script>alert(1)</script>"),
    ("A\tB", "🦊🦊 CUP"),
    ("مرحبا", "كوب أحمر"),
    ("=CMD()", "=HYPERLINK(CUP)"),
    ("..%2F?X#Y", "CUP\u202eGNIDAELSIM"),
]


def make_orders(count: int, **sale: Callable[[int], object]) -> list[Sale]:
    """`count` orders, each field computed from the order's number."""
    return [
        Sale(order=str(500_000 + at), **{name: of(at) for name, of in sale.items()})  # pyright: ignore[reportArgumentType] - a field's type stands in Sale
        for at in range(count)
    ]


def code(at: int) -> str:
    return f"A{at % 20}"


def customer(at: int) -> str:
    return str(12_000 + at % 60)


def cancelled_later(count: int) -> Iterable[Sale]:
    for at in range(count):
        yield Sale(order=f"{at}", code=f"A{at}", units=3, ago=30)
        yield Sale(order=f"C{at}", code=f"A{at}", units=-3)


CASES: dict[str, list[Sale]] = {
    "one line": [Sale()],
    "five lines": make_orders(5, code=code, ago=float),
    "one product": make_orders(400, ago=lambda at: at % 200, customer=customer),
    "one customer": make_orders(400, code=code, ago=lambda at: at % 200),
    "nobody known": make_orders(400, code=code, ago=lambda at: at % 200, customer=lambda _: None),
    "one day": make_orders(400, code=code, customer=customer),
    "one minute a year": make_orders(6, code=code, ago=lambda at: 365.0 * at),
    "all sent back": list(cancelled_later(50)),
    "ten year gap": make_orders(
        600, code=code, ago=lambda at: at % 50 + 3650 * (at % 2), customer=customer
    ),
    "prices of 1e9": make_orders(
        600, code=code, ago=lambda at: at % 300, price=lambda _: 1e9, customer=customer
    ),
    "quantities of 1e6": make_orders(
        600, code=code, ago=lambda at: at % 300, units=lambda _: 10**6, customer=customer
    ),
    "one of 1e6 among ones": make_orders(
        600, code=code, ago=lambda at: at % 300, units=lambda at: 10**6 if at == 77 else 1
    ),
    "both at their largest": make_orders(
        600,
        code=code,
        ago=lambda at: at % 300,
        units=lambda _: 10**12,
        price=lambda _: 1e12,
        customer=customer,
    ),
    "almost for nothing": make_orders(
        300, code=code, ago=float, price=lambda _: 0.0001, customer=customer
    ),
    "strange names": [
        Sale(order=f"{at}", code=written, name=name, ago=at, customer=written)
        for at, (written, name) in enumerate(STRANGE_NAMES)
    ],
    "codes of one letter case apart": make_orders(
        100, code=lambda at: "aß" if at % 2 else "Ass", ago=float
    ),
}


def assert_sound(folder: Path) -> Path:
    """The folder, after checking that it keeps the contract and has plausible forecasts."""
    assert contract_violations(folder) == []
    assert implausible_forecasts(folder) == []
    return folder


def demand(folder: Path) -> pl.DataFrame:
    return pl.read_csv(
        folder / "predicted_7d_demand.csv", schema_overrides={"StockCode": pl.String}
    )


def excluded_rows(folder: Path) -> dict[str, int]:
    """Excluded rows, by reason."""
    report = json.loads((folder / "data_quality.json").read_text(encoding="utf-8"))
    return {entry["reason"]: entry["rows"] for entry in report["set_aside"] if entry["rows"]}


@pytest.mark.parametrize("case", CASES)
def test_hostile_ledger_gives_a_sound_snapshot(case: str, tmp_path: Path) -> None:
    """The snapshot keeps the contract, and unproven forecasts are not graded."""
    ledger = write_ledger(as_ledger(CASES[case]), tmp_path / "ledger.csv")
    folder = assert_sound(refreshed(tmp_path / "state", ledger))
    table = demand(folder)
    assert set(table["Trust"]) == {"none"}
    assert MODEL not in set(table["Method"])
    assert json.loads((folder / "manifest.json").read_text())["as_of"] == AS_OF.isoformat()


def test_model_of_extreme_values_is_sound(tmp_path: Path) -> None:
    """Units of 1 to a million at prices of a cent to a billion, long enough for the model."""
    draw = random.Random(1)  # noqa: S311 - a made-up shop, no secret
    sales = [
        Sale(
            order=f"{at}",
            code=f"A{draw.randrange(100)}",
            ago=draw.randrange(200),
            units=draw.choice([1, 2, 10**6]),
            price=draw.choice([0.01, 1.0, 1e9]),
            customer=str(draw.randrange(300)),
        )
        for at in range(6_000)
    ]
    ledger = write_ledger(as_ledger(sales), tmp_path / "ledger.parquet")
    table = demand(assert_sound(refreshed(tmp_path / "state", ledger)))
    assert set(table["Method"]) == {MODEL}
    by_luck = table["Trust"].is_in(["A", "B"]).sum() / table.height
    assert by_luck <= 0.05, "nothing here can be foreseen"


@pytest.mark.parametrize("year", [2099, 9999])
def test_line_in_the_future_changes_nothing(year: int, tmp_path: Path) -> None:
    """A stray line in the future is counted in the report and changes no other file."""
    sales = make_orders(300, code=code, ago=lambda at: at % 50, customer=customer)
    future = Sale(order="9", ago=(NOON.date() - date(year, 12, 31)).days)
    found: list[dict[str, bytes]] = []
    for name, lines in (("without", sales), ("with", [*sales, future])):
        ledger = write_ledger(as_ledger(lines), tmp_path / f"{name}.csv")
        folder = assert_sound(refreshed(tmp_path / name, ledger))
        found.append(
            {
                path.name: path.read_bytes()
                for path in folder.iterdir()
                if path.name not in {"manifest.json", "data_quality.json"}
            }
        )
        assert excluded_rows(folder).get("implausible_date", 0) == (name == "with")
    assert found[0] == found[1]


def test_names_in_any_script_are_kept(tmp_path: Path) -> None:
    """Codes and names are unchanged, but for trimming and letter case."""
    ledger = write_ledger(as_ledger(CASES["strange names"]), tmp_path / "ledger.csv")
    folder = refreshed(tmp_path / "state", ledger)
    names = json.loads((folder / "products.json").read_text(encoding="utf-8"))
    assert names == dict(STRANGE_NAMES)


def test_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    """A CSV with a byte-order mark gives the same snapshot as one without."""
    found: list[bytes] = []
    for encoding in ("utf-8", "utf-8-sig"):
        ledger = tmp_path / f"{encoding}.csv"
        line = f"1,A1,MUG,2,{NOON:%Y-%m-%d %H:%M:%S},2.5,7,UK"
        ledger.write_text(f"{HEADER}\n{line}\n", encoding=encoding)
        folder = assert_sound(refreshed(tmp_path / encoding, ledger))
        found.append((folder / "inventory_state.csv").read_bytes())
    assert found[0] == found[1]


def test_lines_after_a_long_closure_count(tmp_path: Path) -> None:
    """A quarter of the lines after a ten-year gap is a shop, not a stray date."""
    sales = make_orders(400, code=code, ago=lambda at: at % 40 + (0 if at % 4 == 0 else 3650))
    ledger = write_ledger(as_ledger(sales), tmp_path / "ledger.csv")
    folder = assert_sound(refreshed(tmp_path / "state", ledger))
    facts = json.loads((folder / "data_quality.json").read_text())["facts"]
    assert date.fromisoformat(facts["last_day"]) == AS_OF - timedelta(days=1)
    assert demand(folder)["Predicted_7d_Demand"].sum() > 0
