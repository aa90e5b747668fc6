"""Nothing on or after the as-of date has a part in any file, however it is forged.

Compared is the snapshot of a ledger that ends before the as-of date with that of a ledger that goes
on: every file but the manifest (which has a date of creation) and the data-quality report (which
counts the lines it was given).
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


def files(state: Path, ledger: Path, cut: date = CUT) -> dict[str, bytes]:
    """What a refresh as of `cut` writes, by name."""
    folder = refreshed(state, ledger, as_of=cut)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in COUNTED}


def as_they_were(ledger: pl.DataFrame) -> pl.DataFrame:
    """What was really sold later."""
    return after(ledger)


def shuffled(ledger: pl.DataFrame) -> pl.DataFrame:
    """The later lines, each with the day, price and units of another."""
    later = after(ledger)
    columns = ["InvoiceDate", "Price", "Quantity", "StockCode"]
    return later.with_columns(later[name].shuffle(seed=at) for at, name in enumerate(columns))


def sent_back(ledger: pl.DataFrame) -> pl.DataFrame:
    """Every order of the last weeks is cancelled on the as-of date, at midnight and later."""
    recent = before(ledger).filter(
        pl.col("InvoiceDate") >= moment(CUT - timedelta(days=60)), pl.col("Quantity") > 0
    )
    at = pl.lit(moment(CUT)) + pl.duration(minutes=pl.int_range(pl.len()) % 3 * 900)
    return recent.with_columns(
        Invoice="C" + pl.col("Invoice"), Quantity=-pl.col("Quantity"), InvoiceDate=at
    )


def delivered_again(ledger: pl.DataFrame) -> pl.DataFrame:
    """The last week before, twice more, under the dates of the weeks after."""
    week = before(ledger).filter(pl.col("InvoiceDate") >= moment(CUT - timedelta(days=7)))
    again = week.with_columns(pl.col("InvoiceDate") + pl.duration(days=7))
    return pl.concat([again, again, week.with_columns(InvoiceDate=pl.lit(moment(CUT)))])


def renamed(ledger: pl.DataFrame) -> pl.DataFrame:
    """Every product sold ten times more under another name, its code in another case."""
    codes = before(ledger).unique("StockCode", maintain_order=True)
    other = codes.with_columns(
        Description=pl.lit("ANOTHER NAME"),
        StockCode=pl.col("StockCode").str.to_lowercase(),
        InvoiceDate=pl.lit(moment(CUT + timedelta(days=1))),
    )
    return pl.concat([other.with_columns(Invoice=pl.lit(f"9{at}")) for at in range(10)])


def enormous(ledger: pl.DataFrame) -> pl.DataFrame:
    """Known customers buy a million of everything at a billion each, and strangers new products."""
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
    """Later lines without a price, a code, an order, a customer."""
    later = after(ledger)
    missing = [
        later.with_columns(pl.lit(None, later.schema[name]).alias(name))
        for name in ("Price", "StockCode", "Invoice", "Customer ID", "Quantity")
    ]
    return pl.concat([*missing, later.with_columns(Price=pl.lit(float("nan")))])


FORGERIES: tuple[Forge, ...] = (
    as_they_were,
    shuffled,
    sent_back,
    delivered_again,
    renamed,
    enormous,
    garbage,
)


@pytest.fixture(scope="module")
def unforged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the small ledger cut at the as-of date."""
    folder = tmp_path_factory.mktemp("unforged")
    ledger = write_ledger(before(small_ledger()), folder / "ledger.parquet")
    return files(folder / "state", ledger)


@pytest.mark.parametrize("forge", FORGERIES)
def test_no_forgery_of_the_future_changes_a_file(
    forge: Forge, unforged: dict[str, bytes], tmp_path: Path
) -> None:
    """Each way to forge what comes later leaves every file the same to the byte."""
    ledger, later = small_ledger(), forge(small_ledger())
    assert later.height > 80
    assert later["InvoiceDate"].min() >= moment(CUT)  # pyright: ignore[reportOperatorIssue] - a datetime
    forged = pl.concat([later, before(ledger)]).sample(fraction=1, shuffle=True, seed=3)
    found = files(tmp_path / "state", write_ledger(forged, tmp_path / "ledger.parquet"))
    assert set(found) >= CONTRACT
    assert [name for name in unforged if found.get(name) != unforged[name]] == []
    assert set(found) == set(unforged)


@pytest.mark.parametrize("forge", [sent_back, renamed, enormous])
def test_the_same_lines_a_day_before_do_change_files(
    forge: Forge, unforged: dict[str, bytes], tmp_path: Path
) -> None:
    """What is forged matters: dated the day before, it shows in what it is about."""
    ledger = small_ledger()
    earlier = forge(ledger).with_columns(InvoiceDate=pl.lit(moment(CUT) - timedelta(minutes=1)))
    forged = write_ledger(pl.concat([before(ledger), earlier]), tmp_path / "ledger.parquet")
    found = files(tmp_path / "state", forged)
    about = {"sent_back": "customer_segments.csv", "renamed": "products.json"}
    name = about.get(forge.__name__, "predicted_7d_demand.csv")
    assert found[name] != unforged[name]


def long_ledger() -> pl.DataFrame:
    """200 products in 66 weeks, four of them after the as-of date; steady, seasonal and rare."""
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


def modelled(demand: bytes) -> int:
    """Products whose forecast is the model's."""
    return demand.decode().count(f",{MODEL},")


def test_no_forgery_reaches_the_model(tmp_path: Path) -> None:
    """62 weeks of 200 products, where the model decides: all forgeries at once change nothing."""
    ledger = long_ledger()
    assert NOON.date() - CUT == timedelta(days=27)
    honest = files(tmp_path / "honest", write_ledger(before(ledger), tmp_path / "honest.parquet"))
    everything = pl.concat([before(ledger), *(forge(ledger) for forge in FORGERIES)])
    forged = files(
        tmp_path / "forged",
        write_ledger(everything.sample(fraction=1, shuffle=True, seed=5), tmp_path / "f.parquet"),
    )
    assert modelled(honest["predicted_7d_demand.csv"]) > 150
    assert set(forged) == set(honest) >= CONTRACT
    assert [name for name in honest if forged[name] != honest[name]] == []


def test_no_forgery_reaches_the_model_of_the_sample(tmp_path: Path) -> None:
    """The sample's 120 most sold products as of 2017-08-11: later weeks forged, the same bytes."""
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
        found.append(files(folder / "state", folder, cut))
    honest, forged_files = found
    assert later.height > 5_000
    assert modelled(honest["predicted_7d_demand.csv"]) > 100
    assert [name for name in honest if forged_files[name] != honest[name]] == []
