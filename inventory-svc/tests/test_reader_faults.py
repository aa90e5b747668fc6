"""Files with one fault each, and how the reader handles them."""

from pathlib import Path

import polars as pl
import pytest
from support.cleaned_ledgers import Clean, Cleaned
from support.drawn_ledgers import MAPPING
from support.workbooks import write_workbook

from fleet.errors import InvalidInput

HEADER = "order,at,code,units,price,customer,name\n"


def line(order: int = 1, **cells: str) -> str:
    """A line of sales: two mugs at 5.60."""
    put = {"at": "2024-01-08 10:16:00", "code": "MUG", "units": "2", "price": "5.60"} | cells
    ends = (put.get("customer", "ann"), put.get("name", "Mug"))
    return ",".join([str(order), put["at"], put["code"], put["units"], put["price"], *ends]) + "\n"


def sums(done: Cleaned) -> tuple[float, float]:
    """Units and revenue."""
    facts = done.quality["facts"]
    return facts["units"], facts["revenue_net"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (line(1) + line(2, code='"MUG') + line(3) + line(4), "line 3"),
        (line(1) + line(2, code='"A') + line(3, code='"B') + line(4), "line 3"),
        (line(1) + line(2, at='"2024') + line(3, at='01-08"') + line(4), "line 3"),
    ],
)
def test_stray_quote_never_swallows_lines(clean_text: Clean, text: str, place: str) -> None:
    """An unclosed quote, or one closed in a later line, is rejected with its line number."""
    with pytest.raises(InvalidInput, match=f"{place}: check quotes"):
        clean_text(HEADER + text, MAPPING)


def test_stray_quote_in_last_field_is_read_as_text(clean_text: Clean) -> None:
    """All fields of the line are clear, so this line and those below are read."""
    assert sums(clean_text(HEADER + line(1, name='"12 inch') + line(2), MAPPING)) == (4, 22.4)


def test_quoted_field_may_span_lines(clean_text: Clean) -> None:
    """An address or a name may contain a line feed and a delimiter."""
    text = HEADER + line(1, name='"Mug, red\nlarge"') + line(2)
    assert sums(clean_text(text, MAPPING)) == (4, 22.4)


def test_short_line_is_excluded(clean_text: Clean) -> None:
    """Which of its fields is missing is unknown, so none is mistaken for another."""
    done = clean_text(HEADER + line(1) + "2,2024-01-08,MUG,5.60,9.50,ann\n", MAPPING)
    assert sums(done) == (2, 11.2)
    assert done.reasons() == {"missing_value": 1}


def test_trailing_empty_fields_may_be_omitted(clean_text: Clean) -> None:
    """If many lines omit them, only the last fields are missing."""
    short = "".join(f"{at},2024-01-08 10:16:00,MUG,2,5.60\n" for at in range(2, 30))
    assert sums(clean_text(HEADER + line(1) + short, MAPPING))[0] == 58
    with pytest.raises(InvalidInput, match="line 3: check quotes"):
        clean_text(HEADER + line(1, name="") + short, MAPPING)


def test_trailing_delimiters_are_ignored(clean_text: Clean) -> None:
    """A line may end with delimiters that the header doesn't have."""
    assert sums(clean_text(HEADER + line(1).strip() + ",,\n" + line(2), MAPPING)) == (4, 22.4)


def test_carriage_returns_end_lines(clean_text: Clean) -> None:
    """Some old programs end lines with a carriage return only."""
    text = (HEADER + line(1) + line(2)).replace("\n", "\r")
    assert sums(clean_text(text, MAPPING)) == (4, 22.4)


@pytest.mark.parametrize("stray", ["ü".encode()[:1], "ü".encode("cp1252")])
def test_stray_byte_does_not_affect_other_text(
    clean_file: Clean, tmp_path: Path, stray: bytes
) -> None:
    """A truncated character or a line in Windows-1252 leaves all other text readable."""
    text = (HEADER + line(1, code="TÜTE", name="Größe")).encode() + line(2, code="TÜTE").encode()
    source, mapping = tmp_path / "export.csv", tmp_path / "mapping.toml"
    source.write_bytes(text.rstrip() + stray + b"\n")
    mapping.write_text(MAPPING)
    assert clean_file(source, mapping=mapping).names == {"TÜTE": "Größe"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_null_byte_is_rejected(clean_text: Clean, encoding: str) -> None:
    """A null byte is rejected in any encoding."""
    with pytest.raises(InvalidInput, match="isn't a text file"):
        clean_text(HEADER + line(1, name="groß") + line(2, name="a\0b"), MAPPING, encoding=encoding)


@pytest.mark.parametrize(
    ("first", "formats"),
    [("2024-01-08 10:16:00", ""), ("08.01.2024 10:16", '[format]\ndate = "%d.%m.%Y %H:%M"\n')],
)
def test_year_24_is_excluded_as_unreadable(clean_text: Clean, first: str, formats: str) -> None:
    """A date in the year 24 doesn't extend the history by two thousand years, in any format."""
    text = HEADER + line(1, at=first) + line(2, at="0024-01-08 10:16:00")
    done = clean_text(text, MAPPING + formats)
    assert done.reasons() == {"unreadable_value": 1}
    assert str(done.result.first_day) == "2024-01-08"


@pytest.mark.parametrize("code", ["#NAME?", "#NUM!", "#NULL!"])
def test_formula_error_counts_as_missing(clean_text: Clean, code: str) -> None:
    """The error code of a formula is not taken for a product code."""
    done = clean_text(HEADER + line(1) + line(2, code=code), MAPPING)
    assert done.reasons() == {"missing_value": 1}


@pytest.mark.parametrize("other", ['"3,5"', '"1.234,50"'])
def test_mixed_decimal_marks_are_rejected_unless_mapped(clean_text: Clean, other: str) -> None:
    """With both marks as decimal marks, `1.250` has two readings, unless the mapping states one."""
    text = HEADER + line(1, price="2.5") + line(2, price=other) + line(3, price="1.250")
    with pytest.raises(InvalidInput, match="choose whether the decimal mark"):
        clean_text(text, MAPPING)
    assert clean_text(text, f'{MAPPING}[format]\ndecimal = "."').ledger["unit_price"][-1] == 1.25


def test_unreadable_discount_excludes_its_line(clean_text: Clean) -> None:
    """An unreadable discount is not read as no discount."""
    lines = [line(1).strip() + ",1.20\n", line(2).strip() + ",a fifth\n"]
    text = HEADER.strip() + ",off\n" + "".join(lines)
    done = clean_text(text, f'{MAPPING}line_discount = "off"\n')
    assert sums(done) == (2, 10.0)
    assert done.reasons() == {"unreadable_value": 1}


def test_unreadable_order_total_excludes_the_order(clean_text: Clean) -> None:
    """The discount of all lines of the order is unknown."""
    rows = [
        line(1).strip() + ",11.20\n",
        line(2).strip() + ",???\n",
        line(2, code="CUP").strip() + ",\n",
    ]
    text = HEADER.strip() + ",subtotal\n" + "".join(rows)
    done = clean_text(text, f'{MAPPING}[rows]\ngoods_total = "subtotal"\n')
    assert sums(done) == (2, 11.2)
    assert done.reasons() == {"unreadable_value": 2}


def test_total_equal_to_its_lines_gives_no_discount(clean_text: Clean) -> None:
    """Floating-point rounding doesn't create a list price, in this order or in others."""
    rows = [line(1, units="3", price="12.35").strip() + ",37.05\n", line(2).strip() + ",11.20\n"]
    text = HEADER.strip() + ",subtotal\n" + "".join(rows)
    done = clean_text(text, f'{MAPPING}[rows]\ngoods_total = "subtotal"\n')
    assert done.ledger["shelf_price"].null_count() == 2


@pytest.mark.parametrize(
    ("day", "clock", "format_of_days"),
    [
        ("45299", "10:16", None),
        ("45299", "0.427777778", None),
        ("2024-01-08", "10.16", None),
        ("2024-01-08", "10h16", None),
        ("2024-01-08", "1016", None),
        ("2024-01-08", "10.16 am", None),
        ("20240108", "10:16:00", None),
        ("08/01/2024", "10:16", "%d/%m/%Y"),
        ("01/08/24", "10:16 AM", "%m/%d/%y"),
    ],
)
def test_time_in_a_separate_column_is_read(
    clean_text: Clean, day: str, clock: str, format_of_days: str | None
) -> None:
    """It is added to dates in any format, also if the mapping states only a date format."""
    text = f"{HEADER.strip()},clock\n" + line(1, at=day).strip() + f",{clock}\n"
    formats = f'\n[format]\ndate = "{format_of_days}"\n' if format_of_days else ""
    done = clean_text(text, f'{MAPPING}ordered_time = "clock"\n{formats}')
    assert str(done.ledger["ordered_at"][0]) == "2024-01-08 10:16:00"


def test_duplicate_column_in_a_workbook_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """As in a CSV file, it is unclear which column is meant."""
    rows = [[*HEADER.strip().split(","), "price"], [1, "2024-01-08", "MUG", 2, 5.6, "a", "Mug", 9]]
    book = write_workbook(tmp_path / "l.xlsx", {"Sales": rows})
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with pytest.raises(InvalidInput, match="the column price twice"):
        clean_file(book, mapping=tmp_path / "mapping.toml")


PARQUET = pl.DataFrame(
    {"order": [1, 2], "at": ["2024-01-08", "2024-01-09"], "code": ["A", "B"], "units": [1, 2]}
).with_columns(price=pl.lit(2.5), customer=pl.lit("ann"), name=pl.lit("Mug"))


@pytest.mark.parametrize(
    "column",
    [
        pl.col("code").cast(pl.Categorical),
        pl.col("code").cast(pl.Binary),
        pl.lit(b"\xff").alias("customer"),
        pl.col("units").cast(pl.String).cast(pl.Categorical),
        pl.col("at").cast(pl.Categorical),
        pl.lit(20240108.0).alias("at"),
    ],
)
def test_parquet_types_that_store_text_are_read(
    clean_file: Clean, tmp_path: Path, column: pl.Expr
) -> None:
    """Categories, bytes and whole numbers with `.0` are read."""
    PARQUET.with_columns(column).write_parquet(tmp_path / "l.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    done = clean_file(tmp_path / "l.parquet", mapping=tmp_path / "mapping.toml")
    assert sums(done) == (3, 7.5)


@pytest.mark.parametrize(
    "column", [pl.concat_list("code").alias("code"), pl.duration(days=1).alias("customer")]
)
def test_lists_and_durations_are_rejected(
    clean_file: Clean, tmp_path: Path, column: pl.Expr
) -> None:
    """They can't be read as text, and the error names the column."""
    PARQUET.with_columns(column).write_parquet(tmp_path / "l.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with pytest.raises(InvalidInput, match="store the column"):
        clean_file(tmp_path / "l.parquet", mapping=tmp_path / "mapping.toml")


def test_archive_with_a_damaged_member_is_rejected(clean_file: Clean, tmp_path: Path) -> None:
    """A member that ends too early, or is marked as encrypted, counts as damaged."""
    rows = [HEADER.strip().split(","), [1, "2024-01-08", "MUG", 2, 5.6, "ann", "Mug"]]
    content = write_workbook(tmp_path / "l.xlsx", {"Sales": rows}).read_bytes()
    at = content.rindex(b"PK\x01\x02")
    for flags, size in ((b"\x01", content[at + 20 : at + 24]), (b"\x00", b"\xff\xff\x00\x00")):
        broken = content[: at + 8] + flags + content[at + 9 : at + 20] + size + content[at + 24 :]
        (tmp_path / "broken.xlsx").write_bytes(broken)
        with pytest.raises(InvalidInput):
            clean_file(tmp_path / "broken.xlsx")


def test_panic_of_the_parquet_reader_is_reported_as_damage(
    clean_file: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some damaged files make polars raise a panic, which is not an Exception."""

    def panic(*_: object, **__: object) -> None:
        raise pl.exceptions.PanicException("a page lies behind the end")

    PARQUET.write_parquet(tmp_path / "l.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    monkeypatch.setattr(pl, "read_parquet", panic)
    with pytest.raises(InvalidInput, match="incomplete or damaged"):
        clean_file(tmp_path / "l.parquet", mapping=tmp_path / "mapping.toml")
