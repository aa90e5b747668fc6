"""The stock job: uploaded counts, simulated stock, and the inventory status."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from fleet.errors import InvalidInput
from inventory_svc.stock.refresh import refresh_stock
from inventory_svc.stock.status import inventory_status
from inventory_svc.stock.stock_file import load_stock_file

AS_OF = date(2011, 4, 1)
Upload = Callable[..., Path]


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    """A staging folder with two products, 90 days of sales and a forecast."""
    days = [datetime(2011, 1, 1, 12) + timedelta(days=n) for n in range(90)]  # noqa: DTZ001 - the shop's wall clock
    pl.DataFrame(
        {
            "stock_code": ["00123"] * 90 + ["85123A"] * 90,
            "ordered_at": days * 2,
            "quantity": [4] * 90 + [1] * 90,
            "returned_quantity": [0] * 180,
            "unit_price": [2.0] * 90 + [10.0] * 89 + [0.0],
        }
    ).with_columns(pl.col("ordered_at").cast(pl.Datetime("us"))).write_parquet(
        tmp_path / "ledger.parquet"
    )
    pl.DataFrame(
        {
            "stock_code": ["00123", "85123A"],
            "unit_price": [2.0, 10.0],
            "shelf_price": [None, 12.0],
        }
    ).write_parquet(tmp_path / "catalogue.parquet")
    (tmp_path / "predicted_7d_demand.csv").write_text(
        "StockCode,Predicted_7d_Demand,Method\n00123,10.00,x\n85123A,0,x\n", encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Write a stock file."""

    def run(*lines: str) -> Path:
        path = tmp_path / "stock.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return run


def written_rows(staging: Path) -> dict[str, dict[str, str]]:
    """`inventory_state.csv` by code, everything as text."""
    with (staging / "inventory_state.csv").open(encoding="utf-8", newline="") as file:
        return {row["StockCode"]: row for row in csv.DictReader(file)}


def test_stock_without_a_count_is_simulated_and_labelled(staging: Path) -> None:
    """Every assumed number is labelled, and each assumption is listed once."""
    result = refresh_stock(staging, as_of=AS_OF)
    row = written_rows(staging)["85123A"]
    assert row["Stock_Source"] == "simulated"
    assert (row["Unit_Cost"], row["Cost_Source"]) == ("8.4", "assumed")
    assert (row["Lead_Time_Days"], row["Lead_Time_Source"]) == ("7", "assumed")
    assert row["Days_Of_Cover"] == ""
    names = {assumption.name for assumption in result.assumptions}
    assert {"unit_cost_share", "lead_time_days", "simulated_service_level"} <= names
    assert result.facts["stock_simulated"] == 2


def test_demand_is_copied_unchanged(staging: Path) -> None:
    """`10.00` remains `10.00`, and codes remain text."""
    refresh_stock(staging, as_of=AS_OF)
    assert written_rows(staging)["00123"]["Predicted_7d_Demand"] == "10.00"


def test_uploaded_count_is_used(staging: Path, upload: Upload) -> None:
    """Values from the file are used and labelled; products it omits are simulated."""
    path = upload("StockCode,Current_Stock,Unit_Cost,Lead_Time_Days", "00123,12,1.25,3", "X9,1,,")
    result = refresh_stock(staging, as_of=AS_OF, stock_file=path)
    row = written_rows(staging)["00123"]
    assert (row["Current_Stock"], row["Stock_Source"]) == ("12", "uploaded")
    assert (row["Unit_Cost"], row["Cost_Source"]) == ("1.25", "uploaded")
    assert (row["Lead_Time_Days"], row["Lead_Time_Source"]) == ("3", "uploaded")
    assert row["Days_Of_Cover"] == "8.4"
    assert written_rows(staging)["85123A"]["Stock_Source"] == "simulated"
    assert result.facts["stock_codes_not_in_catalogue"] == 1


def test_every_column_of_the_stock_file_is_optional(staging: Path, upload: Upload) -> None:
    """Pack, shelf life and supplier alone are used and labelled, while the stock is simulated."""
    path = upload("StockCode,Pack_Size,Shelf_Life_Days,Supplier", "00123,12,30,Kelly & Sons")
    result = refresh_stock(staging, as_of=AS_OF, stock_file=path)
    row, other = written_rows(staging)["00123"], written_rows(staging)["85123A"]
    assert (row["Pack_Size"], row["Pack_Source"]) == ("12", "uploaded")
    assert (row["Shelf_Life_Days"], row["Supplier"]) == ("30", "Kelly & Sons")
    assert (other["Pack_Size"], other["Pack_Source"]) == ("1", "assumed")
    assert (other["Shelf_Life_Days"], other["Supplier"]) == ("", "")
    assert row["Stock_Source"] == "simulated"
    assert int(row["Suggested_Order"]) % 12 == 0
    assert (result.facts["stock_uploaded"], result.facts["stock_simulated"]) == (0, 2)
    names = {assumption.name for assumption in result.assumptions}
    assert {"pack_size", "shelf_life_days", "service_level", "overstock_cover"} <= names


def test_spread_comes_from_the_forecast_or_is_assumed(staging: Path, upload: Upload) -> None:
    """A wider interval needs more safety stock; without an interval the spread is an assumption."""
    path = upload("StockCode,Current_Stock,Unit_Cost", "00123,2,", "85123A,500,2.5")
    safety: dict[str, float] = {}
    for name, interval in [("narrow", "9,10,11,A"), ("wide", "0,8,25,C"), ("none", ",,,none")]:
        (staging / "predicted_7d_demand.csv").write_text(
            "StockCode,Predicted_7d_Demand,Method,P10,P50,P90,Trust\n"
            f"00123,10,x,{interval}\n85123A,0,x,0,0,0,A\n",
            encoding="utf-8",
        )
        result = refresh_stock(staging, as_of=AS_OF, stock_file=path)
        row = written_rows(staging)["00123"]
        safety[name] = float(row["Safety_Stock"])
        assert row["Spread_Source"] == ("assumed" if name == "none" else "forecast")
        assumed = {assumption.name for assumption in result.assumptions}
        assert ("weekly_demand_dispersion" in assumed) == (name == "none")
        assert float(row["Stock_Out_Probability"]) > 0.5
        assert int(row["Suggested_Order"]) == int(row["Reorder_Point"]) - 2
    assert safety["narrow"] < safety["wide"]
    idle = written_rows(staging)["85123A"]
    assert (idle["Overstock_Units"], idle["Money_Bound"]) == ("500", "1250.0")


def test_stock_file_codes_are_matched_like_the_ledgers(staging: Path, upload: Upload) -> None:
    """A lower-case code with blanks is the same product; `12.0` is a whole number."""
    refresh_stock(
        staging, as_of=AS_OF, stock_file=upload("stockcode,Current Stock", " 85123a ,12.0")
    )
    assert written_rows(staging)["85123A"]["Current_Stock"] == "12"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("85123a,4", "line 3: Product 85123A appears twice"),
        ("00123,4,-1", "line 3: Unit_Cost: “-1” is not a number from 0"),
        ("00123,4,1,2.5", "line 3: Lead_Time_Days: “2.5” is not a whole number from 0 to 730"),
        ("00123,4,,,0", "line 3: Pack_Size: “0” is not a whole number from 1"),
        ("00123,4,,,,0", "line 3: Shelf_Life_Days: “0” is not a whole number from 1"),
        ("00123,4,,,,," + "x" * 201, "line 3: Supplier is longer than 200 characters"),
    ],
)
def test_invalid_row_is_reported_by_line(
    staging: Path, upload: Upload, line: str, expected: str
) -> None:
    """If no cell of a column is usable the file is rejected, and nothing is written."""
    header = "StockCode,Current_Stock,Unit_Cost,Lead_Time_Days,Pack_Size,Shelf_Life_Days,Supplier"
    path = upload(header, "85123A,1,,,,,", line + "," * (6 - line.count(",")))
    with pytest.raises(InvalidInput) as error:
        refresh_stock(staging, as_of=AS_OF, stock_file=path)
    assert expected in error.value.detail
    assert not (staging / "inventory_state.csv").exists()


@pytest.mark.parametrize(
    ("cell", "stock", "note"),
    [
        ("-4", "0", "negative"),
        ("20.43", "20", "rounded_down"),
        ("1,250.50", "1250", "rounded_down"),
        ("1.250,50", "1250", "rounded_down"),
        ("", None, "blank"),
        ("N/A", None, "blank"),
        ("many", None, "unreadable"),
        ("inf", None, "unreadable"),
        ("12 pcs", "12", None),
    ],
)
def test_one_unusual_count_does_not_reject_the_file(
    staging: Path, upload: Upload, cell: str, stock: str | None, note: str | None
) -> None:
    """It is used as far as it can be read, simulated otherwise, and noted."""
    path = upload("StockCode;Current_Stock", "85123A;1", f"00123;{cell}")
    result = refresh_stock(staging, as_of=AS_OF, stock_file=path)
    row, other = written_rows(staging)["00123"], written_rows(staging)["85123A"]
    assert (other["Current_Stock"], other["Stock_Source"]) == ("1", "uploaded")
    assert row["Stock_Source"] == ("simulated" if stock is None else "uploaded")
    assert stock in {None, row["Current_Stock"]}
    assert result.facts["stock_file_notes"] == ({note: 1} if note else {})


def test_many_unreadable_counts_reject_the_file(staging: Path, upload: Upload) -> None:
    """With over twenty and over one in twenty, the error lists the first five by line."""
    lines = [f"A{at},{'few' if at < 21 else 5}" for at in range(100)]
    with pytest.raises(InvalidInput, match=r"has 21 rows.*line 2: Current_Stock: “few”.*16 more"):
        refresh_stock(staging, as_of=AS_OF, stock_file=upload("StockCode,Current_Stock", *lines))


def test_lines_per_location_are_summed(staging: Path, upload: Upload) -> None:
    """Weights are summed before they are rounded down; a repeated location is rejected."""
    path = upload("SKU,Location,On hand", "00123,North,1.6", "00123,South,2.6", "85123A,North,0")
    refresh_stock(staging, as_of=AS_OF, stock_file=path)
    assert written_rows(staging)["00123"]["Current_Stock"] == "4"
    assert load_stock_file(path).locations.rows() == [
        ("00123", "North", 1.6),
        ("00123", "South", 2.6),
        ("85123A", "North", 0.0),
    ]
    twice = upload("SKU,Location,On hand", "00123,North,1", "00123,North,2")
    with pytest.raises(InvalidInput, match="Product 00123 appears twice"):
        refresh_stock(staging, as_of=AS_OF, stock_file=twice)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (
            "Handle,Title,SKU,Location,Available (not editable),On hand (current)",
            "h,T,00123,Shop,7,12",
        ),
        ("Artikelnr.;Bezeichnung;Lagerbestand;EK-Preis", "00123;Tasse;12;1.234,50"),
        ("Référence;Désignation;Stock actuel", "00123;Tasse;12"),
        ("Codice;Descrizione;Giacenza", "00123;Tazza;12"),
        ("Artikelcode;Omschrijving;Voorraad", "00123;Mok;12"),
        ("Indeks;Nazwa;Stan magazynowy", "00123;Kubek;12"),
        ("Inventory 30 Nov;;\nItem code;Qty on hand;Supplier", "00123;12;Acme"),
    ],
)
def test_headers_of_other_systems_are_recognised(
    staging: Path, upload: Upload, header: str, line: str
) -> None:
    """In other languages, below titles, and among several columns of quantities."""
    refresh_stock(staging, as_of=AS_OF, stock_file=upload(header, line))
    assert written_rows(staging)["00123"]["Current_Stock"] == "12"


def test_mapping_names_the_columns_of_the_stock_file(
    staging: Path, upload: Upload, tmp_path: Path
) -> None:
    """For unknown headers, or to choose a different column."""
    mapping = tmp_path / "m.toml"
    ledger = ("order_id", "stock_code", "ordered_at", "quantity", "unit_price")
    columns = "\n".join(f'{name} = "{name}"' for name in ledger)
    stock = '[stock]\nstock_code = "Thing"\ncurrent_stock = "Back room"\n'
    mapping.write_text(f"[columns]\n{columns}\n{stock}")
    path = upload("Thing,Stock,Back room", "00123,1,12")
    refresh_stock(staging, as_of=AS_OF, stock_file=path, mapping=mapping)
    assert written_rows(staging)["00123"]["Current_Stock"] == "12"


def test_ambiguous_decimal_mark_is_rejected(staging: Path, upload: Upload) -> None:
    """`20.435` alone may be twenty thousand; beside a cost of `7.5` it is twenty."""
    with pytest.raises(InvalidInput, match=r"line 2: choose .*“20\.435”.*either way"):
        refresh_stock(staging, as_of=AS_OF, stock_file=upload("SKU,Stock", "00123,20.435"))
    refresh_stock(staging, as_of=AS_OF, stock_file=upload("SKU,Stock,Cost", "00123,20.435,7.5"))
    assert written_rows(staging)["00123"]["Current_Stock"] == "20"


def test_stock_file_of_another_shop_is_rejected(staging: Path, upload: Upload) -> None:
    """An error explains that no code is known, or that the code or stock column is missing."""
    with pytest.raises(InvalidInput, match="none of its 1 codes"):
        refresh_stock(staging, as_of=AS_OF, stock_file=upload("StockCode,Current_Stock", "X,1"))
    with pytest.raises(InvalidInput, match="Besides StockCode it can have Current_Stock"):
        refresh_stock(staging, as_of=AS_OF, stock_file=upload("StockCode,Shelf", "X,1"))
    with pytest.raises(InvalidInput, match="Add the column StockCode"):
        refresh_stock(staging, as_of=AS_OF, stock_file=upload("Colour,Current_Stock", "X,1"))


def test_second_run_writes_the_same_bytes(staging: Path) -> None:
    """The simulation uses no random numbers."""
    refresh_stock(staging, as_of=AS_OF)
    first = (staging / "inventory_state.csv").read_bytes()
    refresh_stock(staging, as_of=AS_OF)
    assert (staging / "inventory_state.csv").read_bytes() == first


def test_free_lines_do_not_affect_the_simulation(staging: Path) -> None:
    """Removing a product's free line changes nothing."""
    refresh_stock(staging, as_of=AS_OF)
    first = (staging / "inventory_state.csv").read_bytes()
    ledger = pl.read_parquet(staging / "ledger.parquet").filter(pl.col("unit_price") > 0)
    ledger.write_parquet(staging / "ledger.parquet")
    refresh_stock(staging, as_of=AS_OF)
    assert (staging / "inventory_state.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("stock", "demand", "status"),
    [
        (15, 10.0, "HEALTHY"),
        (16, 10.0, "OVERSTOCKED"),
        (8, 10.0, "HEALTHY"),
        (7, 10.0, "UNDERSTOCKED"),
        (0, 0.0, "HEALTHY"),
        (1, 0.0, "OVERSTOCKED"),
        (0, 0.01, "UNDERSTOCKED"),
    ],
)
def test_status_follows_the_rule_exactly(stock: int, demand: float, status: str) -> None:
    """Above 1.5 x demand or below 0.8 x demand; the limits themselves are healthy."""
    frame = pl.DataFrame({"s": [stock], "d": [demand]})
    assert frame.select(inventory_status(pl.col("s"), pl.col("d"))).item() == status


def test_simulation_ignores_lines_from_the_as_of_date(staging: Path) -> None:
    """Sales on the as-of date do not change the stock."""
    refresh_stock(staging, as_of=AS_OF)
    first: Any = written_rows(staging)
    ledger = pl.read_parquet(staging / "ledger.parquet")
    later = ledger.head(1).with_columns(
        ordered_at=pl.lit(datetime(2011, 4, 1)).cast(pl.Datetime("us")),  # noqa: DTZ001 - as above
        quantity=pl.lit(1000, pl.Int64),
    )
    pl.concat([ledger, later]).write_parquet(staging / "ledger.parquet")
    refresh_stock(staging, as_of=AS_OF)
    assert written_rows(staging) == first
