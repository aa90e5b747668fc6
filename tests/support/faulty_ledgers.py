"""Ledgers with faults, as files, and which of their lines may be read as what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Final, Literal, get_args

from hypothesis import strategies as st

from support.drawn_ledgers import FIELDS, STYLES, Sale, Style, ledgers, with_return

Value = tuple[float, float]
"""Units and price."""
Key = tuple[str, str]
"""Order and code."""
_UNREADABLE: Final = (
    "abc", "12,3,4", "#REF!", "1.2.3.4", "2x3", "?", "1e400", "inf", "NaN", "--", "0x1F", "5%",
    "1..5", "1 2", "٣", "=A1*2", "TRUE", "9" * 400,
)  # fmt: skip
_NO_DATE: Final = (
    "soon", "2024-02-30 10:00:00", "0024-01-08 10:00:00", "2024-13-01", "31.02.2024", "0", "-1",
    "99999999", "2999-01-01 00:00:00", "0000-00-00", "24:61", "2024-01-08 25:00:00 x",
)  # fmt: skip
_HARMLESS: Final = ("x" * 70_000, "", "  ", "a\u0000".strip("\0"), "=1+1", "\u200bZoë", "N/A", "''")
_ROUNDING: Final = 2e-6
Fault = Literal[
    "units", "price", "date", "blank", "name", "short", "long", "blank line", "header", "total",
    "copy", "quote", "stray quote", "other mark", "spaces", "long blank",
]  # fmt: skip
FileFault = Literal["none", "cut", "zero", "bytes", "twice", "pasted", "no end"]
_FILE_FAULTS: Final[list[FileFault]] = ["none"] * 6
_FILE_FAULTS.extend(get_args(FileFault))


@dataclass
class Faulty:
    """A file with faults.

    Attributes:
        content: Its bytes.
        mapping: Its mapping file.
        rows: Records below the header; None if a fault makes their number unknown.
        sound: Lines without a fault: they are included as what they are.
        touched: What lines with a fault may be read as, if they are included.
        may_differ: Lines whose order, product or values a fault may have changed to others.
    """

    content: bytes
    mapping: str
    rows: int | None
    sound: dict[Key, Value] = field(default_factory=dict[Key, Value])
    touched: dict[Key, set[Value]] = field(default_factory=dict[Key, set[Value]])
    may_differ: int = 0


@st.composite
def faulty_files(draw: st.DrawFn) -> Faulty:
    """A ledger in one of the styles with up to four faults in its lines, and one in the file."""
    style = STYLES[draw(st.sampled_from([*STYLES]))]
    sales = draw(ledgers(most=8))
    sales = draw(st.sampled_from([sales, with_return(sales)]))
    kinds: st.SearchStrategy[Fault] = st.sampled_from(get_args(Fault))
    places = st.tuples(st.integers(0, len(sales) - 1), kinds, st.integers(0, 1000))
    faults = draw(st.lists(places, max_size=4))
    lines, file = _lines(style, sales, faults)
    _allow_netting(file, sales)
    kind = draw(st.sampled_from(_FILE_FAULTS))
    return _with_file_fault(style, lines, file, kind, draw(st.integers(0, 1000)))


def _lines(
    style: Style, sales: Sequence[Sale], faults: Sequence[tuple[int, Fault, int]]
) -> tuple[list[str], Faulty]:
    file = Faulty(b"", style.mapping(), 0)
    lines: list[str] = []
    for at, sale in enumerate(sales):
        key, value = (sale.order, sale.code.upper()), (float(sale.units), float(sale.price))
        found: list[tuple[Fault, int]] = [
            (fault, choice) for place, fault, choice in faults if place == at
        ]
        if not found:
            file.sound[key] = value
            lines.append(style.line(style.cells(sale)))
            continue
        cells, allowed, written = style.cells(sale), {value}, [""]
        for fault, choice in found:
            cells, allowed = _cell_fault(style, sale, cells, allowed, fault, choice)
        for fault, choice in found:
            written = _line_fault(style, cells, fault, choice, written)
        file.may_differ += any(fault in {"blank", "stray quote"} for fault, _ in found)
        file.touched[key] = allowed
        lines += [style.line(cells), *written[1:]] if written[0] == "" else written
    return lines, file


def _allow_netting(file: Faulty, sales: Sequence[Sale]) -> None:
    """A return is netted against a sale of its customer and product, which may go with it."""
    for back in (sale for sale in sales if sale.units < 0):
        file.sound.pop((back.order, back.code.upper()), None)
        file.touched[back.order, back.code.upper()] = set()
        for sale in sales:
            key = (sale.order, sale.code.upper())
            if (sale.code, sale.customer) == (back.code, back.customer) and key in file.sound:
                file.touched[key] = {file.sound.pop(key)}


def _cell_fault(
    style: Style, sale: Sale, cells: list[str], allowed: set[Value], fault: Fault, choice: int
) -> tuple[list[str], set[Value]]:
    """The cells with a fault in one of them, and what the line may then be read as."""
    put = dict(enumerate(cells))
    match fault:
        case "units" | "price":
            put[3 if fault == "units" else 4] = _UNREADABLE[choice % len(_UNREADABLE)]
            allowed = set()
        case "date":
            put[1] = _NO_DATE[choice % len(_NO_DATE)]
            allowed = allowed if put[1] == "24:61" else set()
        case "blank":
            put[choice % 5] = ("", "NULL", "#NAME?")[choice % 3]
            allowed = set()
        case "name":
            put[6] = _HARMLESS[choice % len(_HARMLESS)]
        case "quote":
            put[6] = ('12" ruler', 'a "big" mug', "it's", '"quoted"', "two\nlines")[choice % 5]
        case "other mark" if cells[4] == style.cells(sale)[4]:
            other = str(sale.price)
            put[4] = other.replace(".", ",") if style.number.__name__ != "german" else other
        case "spaces":
            put = {at: f" {cell}\u00a0" for at, cell in put.items()}
        case _:
            pass
    return [put[at] for at in range(len(cells))], allowed


def _line_fault(
    style: Style, cells: list[str], fault: Fault, choice: int, written: list[str]
) -> list[str]:
    """The texts written in place of the line; a blank first one stands for the line itself."""
    at = choice % 7
    raw = ['"' * (place == at) + cell for place, cell in enumerate(cells)]
    instead: dict[Fault, str] = {
        "short": style.line(cells[: 1 + choice % 6]),
        "long": style.line([*cells, "extra"]),
        "long blank": style.line([*cells, "", ""]),
        "stray quote": style.delimiter.join(raw) + style.newline,
    }
    below: dict[Fault, str] = {
        "blank line": style.newline,
        "header": style.line(FIELDS),
        "total": style.line(["Total", "", "", "99", "999", "", ""]),
        "copy": style.line(cells),
    }
    if fault in instead:
        return [instead[fault]]
    return [*written, below[fault]] if fault in below else written


def _with_file_fault(
    style: Style, lines: list[str], file: Faulty, kind: FileFault, choice: int
) -> Faulty:
    above = "".join(line + style.newline for line in style.above)
    header = style.line([*FIELDS, "price"]) if kind == "twice" else style.line(FIELDS)
    body = [line[: -len(style.newline)] + style.delimiter + "1" + style.newline for line in lines]
    text = above + header + "".join(body if kind == "twice" else lines)
    text = text[: -len(style.newline)] if kind == "no end" else text
    content = text.encode(style.encoding, "replace")
    file.content, file.rows = content, None
    if kind in {"none", "no end"}:
        file.rows = len(lines)
    elif kind == "cut":
        _cut(file, choice)
    elif kind == "zero":
        at = len(content) * choice // 1001
        file.content = content[:at] + b"\0" + content[at:]
        _touch_all(file)
    elif kind == "bytes":
        at = len(content) * choice // 1001
        file.content = content[:at] + b"\xff\xfe\x81" + content[at + 1 :]
        _touch_all(file)
    elif kind == "pasted":
        file.content = (
            content + header.encode(style.encoding) + lines[0].encode("cp1252", "replace")
        )
        _touch_all(file)
    return file


def _cut(file: Faulty, choice: int) -> None:
    """The last line may lack the end of a number, which no reader can notice."""
    file.content = file.content[: len(file.content) * choice // 1001]
    _touch_all(file)


def _touch_all(file: Faulty) -> None:
    """Lines may be missing or damaged; those included are what they were, but for one or two."""
    file.touched |= {key: {value} for key, value in file.sound.items()}
    file.sound = {}
    file.may_differ += 2


def is_one_of(file: Faulty, key: Key, value: Value) -> bool:
    """Whether an included line has units and price that it may have."""
    allowed = {file.sound[key]} if key in file.sound else file.touched.get(key, set[Value]())
    return any(isclose(value[0], one[0]) and abs(value[1] - one[1]) < _ROUNDING for one in allowed)
