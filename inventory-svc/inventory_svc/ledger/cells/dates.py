"""Parsing a text column of dates without ever guessing between day and month.

A column has one order of day and month. Unambiguous formats may be mixed in: year first, months by
name, Excel day counts, seconds or milliseconds since 1970. Any of them may lack the time, and
seconds, fractions, `T`, offsets and AM/PM are optional.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from inventory_svc.ledger.cells.blanks import trimmed
from inventory_svc.ledger.cells.date_texts import FROM_CLOCK_ON, split_date_text

FIRST_YEAR, LAST_YEAR = 1900, 9999
Order = Literal["day-month-year", "month-day-year"]
_ORDERS: Final[dict[Order, tuple[str, str]]] = {
    "day-month-year": ("%d-%m-%Y", "%d-%m-%y"),
    "month-day-year": ("%m-%d-%Y", "%m-%d-%y"),
}
_ISO = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$"
_LONG_YEAR, _SHORT_YEAR = r"^\d{1,2}-\d{1,2}-\d{4}$", r"^\d{1,2}-\d{1,2}-\d{2}$"
_SERIAL = r"^[2-9]\d{4}(?:-\d+)?$"
SERIAL_DAYS = (20_000, 80_000)  # 1954 to 2119
_EPOCH = r"^1\d{9}(?:-\d+)?$|^1\d{12}$"
_TIME_CODES = ("%H", "%I", "%k", "%l", "%M", "%p", "%P", "%R", "%T", "%X", "%c", "%s", "%r")
_SWAPPED_AT_LEAST = 5
_MOST_SWAPPED_DAY = 12


@dataclass(frozen=True)
class DateColumn:
    """The parsed distinct texts of a column.

    Attributes:
        read: `value`, `at` (Datetime("us"), null where blank or unreadable) and `blank`.
        ambiguous: A text that fits both orders, if the column doesn't settle which one it uses.
        mixed: A text in the rarer order, if the column contradicts itself.
        swapped: Whether Excel has swapped day and month in the cells it recognised as dates.
    """

    read: pl.DataFrame
    ambiguous: str | None = None
    mixed: str | None = None
    swapped: bool = False


def read_dates(
    column: pl.Series, *, time_zone: str | None = None, cells: bool = False
) -> DateColumn:
    """Parse the texts of a column.

    Args:
        column: Text.
        time_zone: Converts instants (with an offset, or counted from 1970) to local days.
        cells: Whether the column comes from a workbook, whose date cells are written year first.
    """
    distinct = column.unique().drop_nulls().sort()
    if distinct.str.contains(_ISO).all():
        at = distinct.str.replace("T", " ").str.to_datetime(
            "%Y-%m-%d %H:%M:%S", strict=False, time_unit="us"
        )
        read = distinct.to_frame("value").with_columns(at=at)
        return DateColumn(_read(read.with_columns(at=_plausible(pl.col("at")))))
    parts = split_date_text(distinct).with_columns(*_unambiguous(time_zone))
    open_texts = parts.filter(pl.col("at").is_null() & pl.col("day").is_not_null())
    if open_texts.is_empty():
        return DateColumn(_read(parts))
    orders = open_texts.with_columns(
        **{name: _of_order(*forms, time_zone) for name, forms in _ORDERS.items()}
    )
    return _resolve_order(parts, orders, cells=cells)


def read_by_format(column: pl.Series, form: str, time_zone: str | None) -> DateColumn:
    """Parse the texts of a column by a strftime format.

    Raises:
        polars.exceptions.PolarsError: the format is invalid.
    """
    distinct = column.unique().drop_nulls().sort()
    parts = split_date_text(distinct)
    stripped = pl.col("value").str.strip_chars()
    zoned = "%z" in form or "%Z" in form
    if zoned:
        stripped = stripped.str.replace(r"\s*(?:Z|[A-Z]{2,5}|[+-]\d{2}(?::?\d{2})?)$", "")
        form = form.replace("%z", "").replace("%Z", "").strip()
    at = _plausible(_parsed(stripped, form))
    read = parts.with_columns(at=_in_zone(at, pl.col("offset"), time_zone))
    if read["at"].null_count() == read["day"].null_count():
        return DateColumn(_read(read))
    cells = read.with_columns(at=pl.coalesce("at", _iso_cell()))
    return DateColumn(_read(cells))


def _parsed(text: pl.Expr, form: str) -> pl.Expr:
    """The moment; a format without a time leaves the time, which may come from another column."""
    if any(code in form for code in _TIME_CODES):
        return text.str.to_datetime(form, strict=False, time_unit="us")
    day = text.str.replace(FROM_CLOCK_ON, "").str.strip_chars(" ,")
    at = day.str.to_datetime(form, strict=False, time_unit="us")
    return at + pl.duration(seconds="seconds", time_unit="us")


def _iso_cell() -> pl.Expr:
    """Date cells of a workbook, which the mapping's text format doesn't apply to."""
    at = pl.col("value").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    return _plausible(at)


def _read(parts: pl.DataFrame) -> pl.DataFrame:
    return parts.select("value", "at", blank=trimmed(pl.col("value")).is_null())


def _unambiguous(time_zone: str | None) -> list[pl.Expr]:
    """`at` of the texts that have only one reading."""
    day = pl.col("day")
    dated = pl.coalesce(
        pl.when(day.str.contains(r"^\d{4}-\d{1,2}-\d{1,2}$")).then(
            day.str.to_date("%Y-%m-%d", strict=False)
        ),
        pl.when(day.str.contains(r"^\d{8}$")).then(day.str.to_date("%Y%m%d", strict=False)),
    )
    written = _in_zone(_at(dated), pl.col("offset"), time_zone)
    number = pl.col("value").str.strip_chars().str.replace(",", ".").cast(pl.Float64, strict=False)
    return [pl.coalesce(written, _serial(day, number), _epoch(day, number, time_zone)).alias("at")]


def _serial(day: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Excel's day count since 30 December 1899, to the nearest second."""
    fits = day.str.contains(_SERIAL) & number.is_between(*SERIAL_DAYS)
    seconds = (number * 86_400).round().cast(pl.Int64, strict=False)
    start = pl.datetime(1899, 12, 30, time_unit="us")
    return pl.when(fits).then(start + pl.duration(seconds=seconds, time_unit="us"))


def _epoch(day: pl.Expr, number: pl.Expr, time_zone: str | None) -> pl.Expr:
    milliseconds = pl.when(number < 1e11).then(number * 1000).otherwise(number)  # noqa: PLR2004 - the year 5138 in seconds, 1973 in milliseconds
    instant = (
        milliseconds.cast(pl.Int64, strict=False).cast(pl.Datetime("ms")).cast(pl.Datetime("us"))
    )
    return pl.when(day.str.contains(_EPOCH)).then(_in_zone(instant, pl.lit(0, pl.Int64), time_zone))


def _of_order(long: str, short: str, time_zone: str | None) -> pl.Expr:
    day = pl.col("day")
    dated = pl.coalesce(
        pl.when(day.str.contains(_LONG_YEAR)).then(day.str.to_date(long, strict=False)),
        pl.when(day.str.contains(_SHORT_YEAR)).then(day.str.to_date(short, strict=False)),
    )
    return _in_zone(_at(dated), pl.col("offset"), time_zone)


def _at(day: pl.Expr) -> pl.Expr:
    return _plausible(day).cast(pl.Datetime("us")) + pl.duration(seconds="seconds", time_unit="us")


def _plausible(at: pl.Expr) -> pl.Expr:
    """Null in a year such as 24 or 1, which stands for a missing or mistyped date."""
    return pl.when(at.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(at)


def _in_zone(at: pl.Expr, offset: pl.Expr, time_zone: str | None) -> pl.Expr:
    """Local time: without a named zone, an offset is ignored and the day stays as written."""
    if time_zone is None:
        return at
    instant = (at - pl.duration(minutes=offset)).dt.replace_time_zone("UTC")
    local = instant.dt.convert_time_zone(time_zone).dt.replace_time_zone(None)
    return pl.when(offset.is_null()).then(at).otherwise(local)


def _resolve_order(parts: pl.DataFrame, orders: pl.DataFrame, *, cells: bool) -> DateColumn:
    """`parts` parsed in the day-month order that most of `orders` fit."""
    first, second = _ORDERS
    alone = {
        first: orders.filter(pl.col(first).is_not_null() & pl.col(second).is_null()),
        second: orders.filter(pl.col(second).is_not_null() & pl.col(first).is_null()),
    }
    order: Order = max(_ORDERS, key=lambda name: alone[name].height)
    other = second if order == first else first
    either = orders.filter(pl.col(first) != pl.col(second))
    undecided = alone[order].is_empty() and not either.is_empty()
    read = parts.join(orders.select("value", chosen=order), on="value", how="left")
    read = read.with_columns(at=pl.coalesce("at", "chosen"))
    return DateColumn(
        _read(read),
        ambiguous=str(either["value"][0]) if undecided else None,
        mixed=str(alone[other]["value"][0]) if not alone[other].is_empty() else None,
        swapped=cells and either.is_empty() and _swapped(parts, alone[order]),
    )


def _swapped(parts: pl.DataFrame, texts: pl.DataFrame) -> bool:
    """Whether no date cell has a day above twelve while every text does.

    This happens when Excel opens a file with the wrong day-month order: dates that can be swapped
    become date cells, the others stay text.
    """
    cells = parts.filter(pl.col("value").str.contains(_ISO))["at"].drop_nulls()
    enough = cells.len() >= _SWAPPED_AT_LEAST and texts.height >= _SWAPPED_AT_LEAST
    return enough and bool((cells.dt.day() <= _MOST_SWAPPED_DAY).all())


def suggest_format(text: str, order: Order) -> str:
    """The strftime format of `text`, assuming this order of day and month."""
    found = re.match(r"\s*(\d+)(\D+)(\d+)(\D+)(\d+)(.*)", text)
    if not found:
        return "%d/%m/%Y" if order == "day-month-year" else "%m/%d/%Y"
    _, one, _, two, year, rest = found.groups()
    codes = ("%d", "%m") if order == "day-month-year" else ("%m", "%d")
    clock = re.sub(r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S", rest)
    clock = re.sub(r"\d{1,2}:\d{2}", "%H:%M", clock)
    if re.search(r"(?i)[ap]m", clock):
        clock = re.sub(r"(?i)[ap]m", "%p", clock).replace("%H", "%I")
    return f"{codes[0]}{one}{codes[1]}{two}{'%Y' if len(year) > 2 else '%y'}{clock}"  # noqa: PLR2004 - digits
