"""What stands in exports beside the sales: titles, totals, blanks, other sheets; encodings."""

from pathlib import Path

import pytest
from support.cleaned_ledgers import Clean, Cleaned
from support.workbooks import Cell, write_workbook

from fleet.errors import InvalidInput

MAPPING = """[columns]
order_id = "Bon"
stock_code = "Artikel"
ordered_at = "Datum"
quantity = "Menge"
unit_price = "Preis"
name = "Text"
"""
HEADER = "Bon;Datum;Artikel;Text;Menge;Preis"
LINES = "1;31.03.2024;TASSE;Tasse groß;2;12,50\n2;31.03.2024;KANNE;Kanne;1;1.240,00\n"
CELLS: list[list[Cell]] = [
    ["Bon", "Datum", "Artikel", "Text", "Menge", "Preis"],
    [1, "2024-03-31", "TASSE", "Tasse", 2, 12.5],
]


def sold(done: Cleaned) -> dict[str, tuple[int, float]]:
    """Units and price by code."""
    columns = ("stock_code", "quantity", "unit_price")
    return {code: (units, price) for code, units, price in done.ledger.select(columns).iter_rows()}


GERMAN = {"TASSE": (2, 12.5), "KANNE": (1, 1240.0)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_distinguished(clean_text: Clean, encoding: str) -> None:
    """The same file as different programs save it is the same ledger, umlauts and all."""
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    done = clean_text(f"{mark}{HEADER}\n{LINES}", MAPPING, encoding=encoding)
    assert sold(done) == GERMAN
    assert done.names["TASSE"] == "Tasse groß"


def test_tabs_and_a_stated_delimiter_are_read(clean_text: Clean) -> None:
    """`sep=` in the first line is for Excel and no header."""
    tabbed = f"{HEADER}\n{LINES}".replace(";", "\t")
    assert sold(clean_text(tabbed, MAPPING)) == GERMAN
    assert sold(clean_text(f"sep=;\n{HEADER}\n{LINES}", MAPPING)) == GERMAN


def test_header_is_found_below_titles(clean_text: Clean) -> None:
    """Titles, blank lines and a number of the report stand above it; lines count from the top."""
    titles = "Muster GmbH;;;;;\nUmsatz 1. Quartal;;;;;\n;;;;;\n"
    assert sold(clean_text(f"{titles}{HEADER}\n{LINES}", MAPPING)) == GERMAN
    bad = LINES.replace("31.03.2024", "bald")
    with pytest.raises(InvalidInput, match="line 5: “bald”"):
        clean_text(f"{titles}{HEADER}\n{bad}", MAPPING)


@pytest.mark.parametrize(
    "total",
    [
        ";;;Summe;3;1.265,00",
        "Gesamt;;;;3;1.265,00",
        ";Total général;;;3;1.265,00",
        ";;TOTAL;;3;1.265,00",
        "Grand total:;;;;3;1.265,00",
        ";;;Razem: 3;3;1.265,00",
    ],
)
def test_total_line_is_no_sale(clean_text: Clean, total: str) -> None:
    """In whatever column its word stands, it is excluded as what it is."""
    done = clean_text(f"{HEADER}\n{LINES}{total}\n", MAPPING)
    assert sold(done) == GERMAN
    assert done.reasons() == {"total_line": 1}


def test_product_whose_name_begins_like_a_total_is_sold(clean_text: Clean) -> None:
    """A line with all that a sale has is one."""
    done = clean_text(f"{HEADER}\n{LINES}3;31.03.2024;SET;Total clean spray;1;2,00\n", MAPPING)
    assert done.ledger.height == 3


def test_repeated_header_is_no_sale(clean_text: Clean) -> None:
    """As where two exports were pasted one below the other."""
    done = clean_text(f"{HEADER}\n{LINES}{HEADER}\n" + LINES.replace("31.03", "30.03"), MAPPING)
    assert done.reasons() == {"repeated_header": 1}
    assert done.ledger.height == 4


@pytest.mark.parametrize("word", ["NULL", "--", "N/A", "\\N", "0000-00-00", "(null)"])
def test_words_for_nothing_are_blanks(clean_text: Clean, word: str) -> None:
    """A line without a product is excluded for that, not for a bad cell; the rest is read."""
    done = clean_text(f"{HEADER}\n{LINES}{';'.join([word] * 6)}\n", MAPPING)
    assert sold(done) == GERMAN
    assert done.reasons() == {"missing_value": 1}


def test_of_two_columns_alike_the_one_written_so_counts(clean_text: Clean) -> None:
    """`Preis` and `preis` are two columns; two of exactly that name are refused."""
    lines = "".join(f"{line};9,99\n" for line in LINES.splitlines())
    assert sold(clean_text(f"{HEADER};preis\n{lines}", MAPPING)) == GERMAN
    with pytest.raises(InvalidInput, match="the column Preis twice"):
        clean_text(f"{HEADER};Preis\n{lines}", MAPPING)


def test_names_lose_markup_and_line_breaks(clean_text: Clean) -> None:
    """What a web shop stores for its pages is no part of a name."""
    text = HEADER + '\n1;31.03.2024;A;"<b>Mug</b> &quot;Tea &amp; you&quot;\nred";1;2,00\n'
    assert clean_text(text, MAPPING).names == {"A": 'Mug "Tea & you" red'}


def test_sheet_is_found_behind_others(clean_file: Clean, tmp_path: Path) -> None:
    """The one with the columns of the mapping counts, wherever it stands, below its titles too."""
    sheets: dict[str, list[list[Cell]]] = {
        "Dashboard": [["Umsatz", 25], ["Preis", "Menge"]],
        "Daten": [["Stand", "2024"], [], *CELLS],
    }
    book = write_workbook(tmp_path / "b.xlsx", sheets)
    (tmp_path / "m.toml").write_text(MAPPING)
    assert clean_file(book, mapping=tmp_path / "m.toml").ledger.height == 1
    bad = [CELLS[0], [1, "2024-03-31", "TASSE", "Tasse", "viele", 12.5]]
    book = write_workbook(tmp_path / "b.xlsx", sheets | {"Daten": [["Stand"], *bad]})
    with pytest.raises(InvalidInput, match="sheet Daten, row 3: “viele”"):
        clean_file(book, mapping=tmp_path / "m.toml")


def test_sheet_may_be_named(clean_file: Clean, tmp_path: Path) -> None:
    """The mapping chooses a sheet; a name that is none is answered with those there are."""
    other = [CELLS[0], [7, "2024-03-30", "ALT", "Alt", 1, 1]]
    book = write_workbook(
        tmp_path / "b.xlsx", {"2023": [*other, []], "Mehr": [["x"]], "2024": CELLS}
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING + '[format]\nsheet = "2025"\n')
    with pytest.raises(InvalidInput, match=r"no sheet 2025\. Its sheets are 2023, Mehr, 2024"):
        clean_file(book, mapping=mapping)


def test_missing_column_of_a_workbook_names_the_sheets(clean_file: Clean, tmp_path: Path) -> None:
    """Which sheet was read, and which others there are."""
    header = [cell for cell in CELLS[0] if cell != "Preis"]
    book = write_workbook(tmp_path / "b.xlsx", {"Daten": [header, CELLS[1][:5]], "Notiz": [["x"]]})
    (tmp_path / "m.toml").write_text(MAPPING)
    with pytest.raises(InvalidInput, match=r"no column Preis.*Sheet read: Daten\. Others: Notiz\."):
        clean_file(book, mapping=tmp_path / "m.toml")


def test_days_in_columns_are_refused_by_name(clean_text: Clean) -> None:
    """A column a day, as competitions hand out sales, is no line per sale."""
    header = ",".join(["item", *[f"d_{day}" for day in range(1, 31)]])
    with pytest.raises(InvalidInput, match=r"each day\. Upload a file with one line per sale"):
        clean_text(f"{header}\nA{',1' * 30}\n")


def test_items_in_one_cell_are_refused_by_name(clean_text: Clean) -> None:
    """A whole order in one cell is what a database holds, and no mapping can cure it."""
    text = HEADER + '\n1;31.03.2024;"[{""sku"": ""A"", ""qty"": 2}]";x;1;2,00\n'
    with pytest.raises(InvalidInput, match="one cell holds a whole order"):
        clean_text(text, MAPPING)
