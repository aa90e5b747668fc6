"""Extra content in exports: titles, totals, blank lines, other sheets; and text encodings."""

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


def sold(cleaned: Cleaned) -> dict[str, tuple[int, float]]:
    """Units and price by code."""
    columns = ("stock_code", "quantity", "unit_price")
    return {
        code: (units, price) for code, units, price in cleaned.ledger.select(columns).iter_rows()
    }


EXPECTED = {"TASSE": (2, 12.5), "KANNE": (1, 1240.0)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_encoding_is_detected(clean_text: Clean, encoding: str) -> None:
    """One file saved by different programs gives the same ledger, umlauts included."""
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    cleaned = clean_text(f"{mark}{HEADER}\n{LINES}", MAPPING, encoding=encoding)
    assert sold(cleaned) == EXPECTED
    assert cleaned.names["TASSE"] == "Tasse groß"


def test_tabs_and_a_stated_delimiter_are_read(clean_text: Clean) -> None:
    """A first line `sep=;` is a hint for Excel, not the header."""
    tabbed = f"{HEADER}\n{LINES}".replace(";", "\t")
    assert sold(clean_text(tabbed, MAPPING)) == EXPECTED
    assert sold(clean_text(f"sep=;\n{HEADER}\n{LINES}", MAPPING)) == EXPECTED


def test_header_is_found_below_titles(clean_text: Clean) -> None:
    """Titles, blank lines and a number may precede it; line numbers count from the top."""
    titles = "Muster GmbH;;;;;\nUmsatz 1. Quartal;;;;;\n;;;;;\n"
    assert sold(clean_text(f"{titles}{HEADER}\n{LINES}", MAPPING)) == EXPECTED
    invalid = LINES.replace("31.03.2024", "bald")
    with pytest.raises(InvalidInput, match="line 5: “bald”"):
        clean_text(f"{titles}{HEADER}\n{invalid}", MAPPING)


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
def test_total_line_is_not_a_sale(clean_text: Clean, total: str) -> None:
    """It is excluded with that reason, whatever column has its word."""
    cleaned = clean_text(f"{HEADER}\n{LINES}{total}\n", MAPPING)
    assert sold(cleaned) == EXPECTED
    assert cleaned.reasons() == {"total_line": 1}


def test_product_named_like_a_total_is_a_sale(clean_text: Clean) -> None:
    """A line with all the fields of a sale is one."""
    cleaned = clean_text(f"{HEADER}\n{LINES}3;31.03.2024;SET;Total clean spray;1;2,00\n", MAPPING)
    assert cleaned.ledger.height == 3


def test_repeated_header_is_not_a_sale(clean_text: Clean) -> None:
    """It occurs where two exports were pasted one below the other."""
    cleaned = clean_text(f"{HEADER}\n{LINES}{HEADER}\n" + LINES.replace("31.03", "30.03"), MAPPING)
    assert cleaned.reasons() == {"repeated_header": 1}
    assert cleaned.ledger.height == 4


@pytest.mark.parametrize("word", ["NULL", "--", "N/A", "\\N", "0000-00-00", "(null)"])
def test_null_markers_are_blank(clean_text: Clean, word: str) -> None:
    """Such a line is excluded for its missing product, not for unreadable cells."""
    cleaned = clean_text(f"{HEADER}\n{LINES}{';'.join([word] * 6)}\n", MAPPING)
    assert sold(cleaned) == EXPECTED
    assert cleaned.reasons() == {"missing_value": 1}


def test_exact_column_name_wins(clean_text: Clean) -> None:
    """`Preis` and `preis` are two columns; two columns named `Preis` are rejected."""
    lines = "".join(f"{line};9,99\n" for line in LINES.splitlines())
    assert sold(clean_text(f"{HEADER};preis\n{lines}", MAPPING)) == EXPECTED
    with pytest.raises(InvalidInput, match="the column Preis twice"):
        clean_text(f"{HEADER};Preis\n{lines}", MAPPING)


def test_names_are_stripped_of_markup_and_line_breaks(clean_text: Clean) -> None:
    """The HTML that web shops store is not part of a product's name."""
    text = HEADER + '\n1;31.03.2024;A;"<b>Mug</b> &quot;Tea &amp; you&quot;\nred";1;2,00\n'
    assert clean_text(text, MAPPING).names == {"A": 'Mug "Tea & you" red'}


def test_sheet_is_found_among_others(clean_file: Clean, tmp_path: Path) -> None:
    """The sheet with the mapping's columns is read, wherever it is and below titles too."""
    sheets: dict[str, list[list[Cell]]] = {
        "Dashboard": [["Umsatz", 25], ["Preis", "Menge"]],
        "Daten": [["Stand", "2024"], [], *CELLS],
    }
    book = write_workbook(tmp_path / "b.xlsx", sheets)
    (tmp_path / "m.toml").write_text(MAPPING)
    assert clean_file(book, mapping=tmp_path / "m.toml").ledger.height == 1
    invalid = [CELLS[0], [1, "2024-03-31", "TASSE", "Tasse", "viele", 12.5]]
    book = write_workbook(tmp_path / "b.xlsx", sheets | {"Daten": [["Stand"], *invalid]})
    with pytest.raises(InvalidInput, match="sheet Daten, row 3: “viele”"):
        clean_file(book, mapping=tmp_path / "m.toml")


def test_sheet_can_be_named(clean_file: Clean, tmp_path: Path) -> None:
    """The mapping chooses a sheet; for an unknown name, the error lists those there are."""
    other = [CELLS[0], [7, "2024-03-30", "ALT", "Alt", 1, 1]]
    book = write_workbook(
        tmp_path / "b.xlsx", {"2023": [*other, []], "Mehr": [["x"]], "2024": CELLS}
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING + '[format]\nsheet = "2025"\n')
    with pytest.raises(InvalidInput, match=r"no sheet 2025\. Its sheets are 2023, Mehr, 2024"):
        clean_file(book, mapping=mapping)


def test_missing_column_of_a_workbook_names_the_sheets(clean_file: Clean, tmp_path: Path) -> None:
    """The error says which sheet was read and which others there are."""
    header = [cell for cell in CELLS[0] if cell != "Preis"]
    book = write_workbook(tmp_path / "b.xlsx", {"Daten": [header, CELLS[1][:5]], "Notiz": [["x"]]})
    (tmp_path / "m.toml").write_text(MAPPING)
    with pytest.raises(InvalidInput, match=r"no column Preis.*Sheet read: Daten\. Others: Notiz\."):
        clean_file(book, mapping=tmp_path / "m.toml")


def test_one_column_per_day_is_rejected(clean_text: Clean) -> None:
    """The error recognises the layout that forecasting competitions use."""
    header = ",".join(["item", *[f"d_{day}" for day in range(1, 31)]])
    with pytest.raises(InvalidInput, match=r"each day\. Upload a file with one line per sale"):
        clean_text(f"{header}\nA{',1' * 30}\n")


def test_order_in_one_cell_is_rejected(clean_text: Clean) -> None:
    """No mapping can read a whole order from one cell, as some databases export it."""
    text = HEADER + '\n1;31.03.2024;"[{""sku"": ""A"", ""qty"": 2}]";x;1;2,00\n'
    with pytest.raises(InvalidInput, match="one cell holds a whole order"):
        clean_text(text, MAPPING)
