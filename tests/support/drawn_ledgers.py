"""Small ledgers drawn by hypothesis, and the ways in which shops write one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

FIELDS: Final = ("order", "at", "code", "units", "price", "customer", "name")
NAMES: Final = {
    "MUG-1": "Tasse groß",
    "00107": 'Tray 12" oak, small',
    "TÉ-3": "Thé; vert",
    "cup": "Cup",
    "4006381333931": "Pen",
}
_START: Final = datetime(2024, 1, 8, 8, 0)  # noqa: DTZ001 - the shop's wall clock


@dataclass(frozen=True)
class Sale:
    """One line of a ledger: units sold (below zero: returned), and the price of one."""

    order: str
    at: datetime
    code: str
    units: Decimal
    price: Decimal
    customer: str | None

    @property
    def name(self) -> str:
        """The product's name."""
        return NAMES[self.code]


_units = st.one_of(
    st.integers(1, 40).map(Decimal), st.sampled_from([Decimal("0.5"), Decimal("1.25")])
)
_prices = st.integers(5, 250_000).map(lambda cents: Decimal(cents) / 100)
_items = st.dictionaries(st.sampled_from([*NAMES]), st.tuples(_units, _prices), min_size=1)
_customers = st.sampled_from([None, "ann@example.org", "ben@example.org", "7@example.org"])
_minutes = st.integers(0, 50 * 24 * 60)


@st.composite
def ledgers(draw: st.DrawFn, *, most: int = 12) -> list[Sale]:
    """Orders of distinct products, in order of their time."""
    orders = draw(st.lists(st.tuples(_minutes, _customers, _items), min_size=2, max_size=most))
    return [
        Sale(f"B{1000 + number}", _START + timedelta(minutes=minutes), code, units, price, customer)
        for number, (minutes, customer, items) in enumerate(sorted(orders, key=lambda o: o[0]))
        for code, (units, price) in items.items()
    ]


def with_return(ledger: Sequence[Sale]) -> list[Sale]:
    """The ledger, and an order a day later in which its first line is returned."""
    first = ledger[0]
    back = replace(first, order="B9", at=first.at + timedelta(days=1), units=-first.units)
    return [*ledger, back]


def plain(number: Decimal) -> str:
    """`1234.5` as programs write it."""
    return f"{number.normalize():f}"


def english(number: Decimal) -> str:
    """`1,234.50`."""
    return f"{number:,.2f}"


def german(number: Decimal) -> str:
    """`1.234,50`."""
    return english(number).translate(str.maketrans(",.", ".,"))


def serial(at: datetime) -> str:
    """Excel's count of days."""
    day_zero = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
    return repr((at - day_zero) / timedelta(days=1))


def seconds(at: datetime) -> str:
    """Seconds since 1970, of a shop in UTC."""
    start = datetime(1970, 1, 1)  # noqa: DTZ001 - the same
    return str((at - start) // timedelta(seconds=1))


@dataclass(frozen=True)
class Style:
    """A way to write a ledger as text.

    Attributes:
        date: The text of a date.
        number: The text of a price; units have as few digits as they need.
        delimiter: Between fields.
        encoding: Python's name of it.
        above: Lines above the header row.
        newline: At the end of a line.
        formats: The mapping's `[format]`.
    """

    date: Callable[[datetime], str] = str
    number: Callable[[Decimal], str] = plain
    delimiter: str = ","
    encoding: str = "utf-8"
    above: tuple[str, ...] = ()
    newline: str = "\n"
    formats: dict[str, str] = field(default_factory=dict[str, str])

    def units(self, number: Decimal) -> str:
        """Units with this style's decimal mark."""
        return plain(number).replace(".", "," if self.number is german else ".")

    def cells(self, sale: Sale) -> list[str]:
        """The texts of a line, in the order of `FIELDS`."""
        return [
            sale.order,
            self.date(sale.at),
            sale.code,
            self.units(sale.units),
            self.number(sale.price),
            sale.customer or "",
            sale.name,
        ]

    def line(self, cells: Sequence[str]) -> str:
        """Cells joined to a line, quoted where necessary."""
        return self.delimiter.join(map(self._quoted, cells)) + self.newline

    def mapping(self) -> str:
        """The mapping file of this style."""
        formats = [f'{key} = "{text}"' for key, text in self.formats.items()]
        return MAPPING + "\n".join(["[format]", *formats, ""])

    def _quoted(self, cell: str) -> str:
        special = any(mark in cell for mark in (self.delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if special else cell


MAPPING: Final = """[columns]
order_id = "order"
ordered_at = "at"
stock_code = "code"
quantity = "units"
unit_price = "price"
customer_id = "customer"
name = "name"
"""
STYLES: Final = {
    "ISO dates": Style(),
    "German": Style(
        date=lambda at: f"{at:%d.%m.%Y %H:%M}",
        number=german,
        delimiter=";",
        encoding="cp1252",
        above=("Muster GmbH;;;;;;", "Umsätze 2024;;;;;;", ";;;;;;"),
        newline="\r\n",
        formats={"date": "%d.%m.%Y %H:%M", "decimal": ","},
    ),
    "UTF-16 with tabs": Style(
        date=lambda at: f"{at:%m/%d/%Y %I:%M %p}",
        number=english,
        delimiter="\t",
        encoding="utf-16",
        newline="\r\n",
        formats={"date": "%m/%d/%Y %I:%M %p"},
    ),
    "stated delimiter and offsets": Style(
        date=lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.000+02:00",
        delimiter=";",
        encoding="utf-8-sig",
        above=("sep=;",),
    ),
    "seconds since 1970": Style(date=seconds, delimiter="|"),
    "milliseconds since 1970": Style(date=lambda at: seconds(at) + "000", newline="\r"),
    "serial days": Style(date=serial, number=english),
    "month names": Style(date=lambda at: f"{at:%b %d, %Y %I:%M %p}", number=lambda n: f"${n:,.2f}"),
    "euros": Style(
        date=lambda at: f"{at:%y%m%d}".join(["20", f" {at:%H:%M}"]),
        number=lambda n: f"{german(n)}\u00a0€",
        delimiter="\t",
        formats={"decimal": ","},
    ),
}
