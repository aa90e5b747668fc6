"""No file depends on data of the as-of date or later, however it is forged.

The snapshot of a ledger that ends before the as-of date is compared with that of a ledger that goes
on: every file but the manifest (which has a date of creation) and the data-quality report (which
counts the lines).
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest
from support.ledgers import small_ledger, write_ledger
from support.sales import NOON, Sale, as_ledger, refreshed
from support.snapshot_contract import MODEL

from smartretail.jobs.sample import sample_ledger

CUT = date(2011, 8, 12)
CONTRACT = {
    "products.json",
    "predicted_7d_demand.csv",
    "inventory_state.csv",
    "customer_segments.csv",
    "campaign_plan.csv",
}
COUNTED = {"manifest.json", "data_quality.json"}
Forge = Callable[[pl.DataFrame], pl.DataFrame]


def moment(day: date) -> datetime:
    return datetime.combine(day, time())


def before(ledger: pl.DataFrame, at: str = "InvoiceDate", cut: date = CUT) -> pl.DataFrame:
    return ledger.filter(pl.col(at) < moment(cut))


def after(ledger: pl.DataFrame, at: str = "InvoiceDate", cut: date = CUT) -> pl.DataFrame:
    return ledger.filter(pl.col(at) >= moment(cut))


def refresh_files(state: Path, ledger: Path, cut: date = CUT) -> dict[str, bytes]:
    """The files that a refresh as of `cut` writes, by name."""
    folder = refreshed(state, ledger, as_of=cut)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in COUNTED}


def unchanged(ledger: pl.DataFrame) -> pl.DataFrame:
    """The actual later lines."""
    return after(ledger)


def shuffled(ledger: pl.DataFrame) -> pl.DataFrame:
    """The later lines, each with the day, price and units of another one."""
    later = after(ledger)
    columns = ["InvoiceDate", "Price", "Quantity", "StockCode"]
    return later.with_columns(later[name].shuffle(seed=at) for at, name in enumerate(columns))


def cancelled_later(ledger: pl.DataFrame) -> pl.DataFrame:
    """Every order of the last weeks is cancelled on the as-of date, at midnight and later."""
    recent = before(ledger).filter(
        pl.col("InvoiceDate") >= moment(CUT - timedelta(days=60)), pl.col("Quantity") > 0
    )
    at = pl.lit(moment(CUT)) + pl.duration(minutes=pl.int_range(pl.len()) % 3 * 900)
    return recent.with_columns(
        Invoice="C" + pl.col("Invoice"), Quantity=-pl.col("Quantity"), InvoiceDate=at
    )


def repeated_later(ledger: pl.DataFrame) -> pl.DataFrame:
    """The last week before the as-of date, twice more, dated in the weeks after."""
    week = before(ledger).filter(pl.col("InvoiceDate") >= moment(CUT - timedelta(days=7)))
    repeated = week.with_columns(pl.col("InvoiceDate") + pl.duration(days=7))
    return pl.concat([repeated, repeated, week.with_columns(InvoiceDate=pl.lit(moment(CUT)))])


def renamed_later(ledger: pl.DataFrame) -> pl.DataFrame:
    """Every product sold ten times more, with another name and its code in another case."""
    codes = before(ledger).unique("StockCode", maintain_order=True)
    other = codes.with_columns(
        Description=pl.lit("ANOTHER NAME"),
        StockCode=pl.col("StockCode").str.to_lowercase(),
        InvoiceDate=pl.lit(moment(CUT + timedelta(days=1))),
    )
    return pl.concat([other.with_columns(Invoice=pl.lit(f"9{at}")) for at in range(10)])


def enormous(ledger: pl.DataFrame) -> pl.DataFrame:
    """Known customers buy a million of everything at a billion each, and new ones new products."""
    later = after(ledger)
    return pl.concat(
        [
            later.with_columns(Quantity=pl.lit(10**6, pl.Int64), Price=pl.lit(1e9)),
            later.with_columns(
                pl.lit("999").alias("Customer ID"), StockCode="NEW" + pl.col("StockCode")
            ),
        ]
    )


def garbage(ledger: pl.DataFrame) -> pl.DataFrame:
    """Later lines without a price, code, order or customer."""
    later = after(ledger)
    missing = [
        later.with_columns(pl.lit(None, later.schema[name]).alias(name))
        for name in ("Price", "StockCode", "Invoice", "Customer ID", "Quantity")
    ]
    return pl.concat([*missing, later.with_columns(Price=pl.lit(float("nan")))])


FORGERIES: tuple[Forge, ...] = (
    unchanged,
    shuffled,
    cancelled_later,
    repeated_later,
    renamed_later,
    enormous,
    garbage,
)


@pytest.fixture(scope="module")
def unforged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the small ledger cut at the as-of date."""
    folder = tmp_path_factory.mktemp("unforged")
    ledger = write_ledger(before(small_ledger()), folder / "ledger.parquet")
    return refresh_files(folder / "state", ledger)


@pytest.mark.parametrize("forge", FORGERIES)
def test_forged_future_changes_no_file(
    forge: Forge, unforged: dict[str, bytes], tmp_path: Path
) -> None:
    """Each kind of forgery leaves every file the same, byte for byte."""
    ledger, later = small_ledger(), forge(small_ledger())
    assert later.height > 80
    assert later["InvoiceDate"].min() >= moment(CUT)  # pyright: ignore[reportOperatorIssue] - a datetime
    forged = pl.concat([later, before(ledger)]).sample(fraction=1, shuffle=True, seed=3)
    found = refresh_files(tmp_path / "state", write_ledger(forged, tmp_path / "ledger.parquet"))
    assert set(found) >= CONTRACT
    assert [name for name in unforged if found.get(name) != unforged[name]] == []
    assert set(found) == set(unforged)


@pytest.mark.parametrize("forge", [cancelled_later, renamed_later, enormous])
def test_same_lines_before_the_date_change_files(
    forge: Forge, unforged: dict[str, bytes], tmp_path: Path
) -> None:
    """Dated the day before, the forged lines do change the file they concern."""
    ledger = small_ledger()
    earlier = forge(ledger).with_columns(InvoiceDate=pl.lit(moment(CUT) - timedelta(minutes=1)))
    forged = write_ledger(pl.concat([before(ledger), earlier]), tmp_path / "ledger.parquet")
    found = refresh_files(tmp_path / "state", forged)
    about = {"cancelled_later": "customer_segments.csv", "renamed_later": "products.json"}
    name = about.get(forge.__name__, "predicted_7d_demand.csv")
    assert found[name] != unforged[name]


def long_ledger() -> pl.DataFrame:
    """200 products in 66 weeks, four of them after the as-of date: steady, seasonal and rare."""
    draw = random.Random(4)  # noqa: S311 - a made-up shop, no secret
    sales = [
        Sale(
            order=str(500_000 + at // 3),
            code=f"{20_000 + int(200 * draw.random() ** 2)}",
            name=f"{draw.choice(['RED', 'BLUE', 'CHRISTMAS'])} MUG",
            units=draw.randint(1, 12),
            ago=draw.randrange(66 * 7),
            price=round(1 + 9 * draw.random(), 2),
            customer=str(12_000 + draw.randrange(400)) if at % 5 else None,
        )
        for at in range(14_000)
    ]
    return as_ledger(sales)


def model_forecasts(demand: bytes) -> int:
    """Products whose forecast is the model's."""
    return demand.decode().count(f",{MODEL},")


def test_forged_future_does_not_reach_the_model(tmp_path: Path) -> None:
    """62 weeks of 200 products, forecast by the model: all forgeries together change nothing."""
    ledger = long_ledger()
    assert NOON.date() - CUT == timedelta(days=27)
    honest = refresh_files(
        tmp_path / "honest", write_ledger(before(ledger), tmp_path / "honest.parquet")
    )
    everything = pl.concat([before(ledger), *(forge(ledger) for forge in FORGERIES)])
    forged = refresh_files(
        tmp_path / "forged",
        write_ledger(everything.sample(fraction=1, shuffle=True, seed=5), tmp_path / "f.parquet"),
    )
    assert model_forecasts(honest["predicted_7d_demand.csv"]) > 150
    assert set(forged) == set(honest) >= CONTRACT
    assert [name for name in honest if forged[name] != honest[name]] == []


def test_forged_future_does_not_reach_the_samples_model(tmp_path: Path) -> None:
    """The sample's 120 top products as of 2017-08-11: forged later weeks give the same bytes."""
    source, cut, at = sample_ledger().parent, date(2017, 8, 11), "transaction_timestamp"
    lines = pl.read_parquet(source / "transactions.parquet")
    sold = lines.group_by("product_id").len().sort("len", "product_id", descending=True)
    lines = lines.join(sold.head(120), on="product_id", how="semi")
    lines = lines.with_columns(pl.col(at).dt.replace_time_zone(None))
    later = after(lines, at, cut)
    forged = later.with_columns(
        pl.col("quantity") * 1000,
        later["sales_value"].shuffle(seed=1),
        later["product_id"].shuffle(seed=2),
        later["household_id"].shuffle(seed=3),
    )
    found: list[dict[str, bytes]] = []
    for name, parts in {"honest": [before(lines, at, cut)], "forged": [lines, forged]}.items():
        folder = tmp_path / name
        folder.mkdir()
        pl.concat(parts).write_parquet(folder / "transactions.parquet")
        (folder / "products.parquet").write_bytes((source / "products.parquet").read_bytes())
        found.append(refresh_files(folder / "state", folder, cut))
    honest, forged_files = found
    assert later.height > 5_000
    assert model_forecasts(honest["predicted_7d_demand.csv"]) > 100
    assert [name for name in honest if forged_files[name] != honest[name]] == []
