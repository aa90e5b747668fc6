"""Dates as people write them, read without ever guessing between day and month.

A file has one order of day and month: every value must fit it. Within that order the time may be
missing, and seconds, fractions, `T` and `Z` may come and go. Where all values fit both orders and
would mean different days, the file is refused with a sentence instead of a guess.
"""

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.reading import RawLedger

_AM_PM = r"(?i)\s*([ap])\.?m\.?$"
_ORDERS = {
    "year-month-day": "%Y-%m-%d",
    "day-month-year": "%d-%m-%Y",
    "month-day-year": "%m-%d-%Y",
    "day-month-year (two digits)": "%d-%m-%y",
    "month-day-year (two digits)": "%m-%d-%y",
    "day-month name-year": "%d-%b-%Y",
    "yearmonthday": "%Y%m%d",
}
_SHAPES = {
    "%Y-%m-%d": r"^\d{4}-\d{1,2}-\d{1,2} ",
    "%d-%m-%Y": r"^\d{1,2}-\d{1,2}-\d{4} ",
    "%m-%d-%Y": r"^\d{1,2}-\d{1,2}-\d{4} ",
    "%d-%m-%y": r"^\d{1,2}-\d{1,2}-\d{2} ",
    "%m-%d-%y": r"^\d{1,2}-\d{1,2}-\d{2} ",
    "%d-%b-%Y": r"^\d{1,2}-[A-Za-z]{3}-\d{4} ",
    "%Y%m%d": r"^\d{8} ",
}
_FIRST_YEAR, _LAST_YEAR = 1900, 9999
_CELL = "%Y-%m-%d %H:%M:%S"
_FORMAT_HINT = 'A mapping file states the format: [format] date = "%d/%m/%Y %H:%M".'


def with_dates(raw: RawLedger) -> pl.DataFrame:
    """The ledger's lines with `ordered_at` as Datetime("us"), cut to whole seconds; blank is null.

    Raises:
        InvalidInput: a date does not parse (the sentence names the first line and the value), or
            day and month cannot be told apart.
    """
    column = raw.lines["ordered_at"]
    parsed = _stored(column, raw) if column.dtype != pl.String else _parsed_text(column, raw)
    # Fractions of a second survive Parquet but rarely a CSV: without them both are one ledger.
    return raw.lines.with_columns(parsed.dt.truncate("1s").alias("ordered_at"))


def _stored(column: pl.Series, raw: RawLedger) -> pl.Series:
    if column.dtype == pl.Null:
        return column.cast(pl.Datetime("us"))
    if column.dtype != pl.Date and not isinstance(column.dtype, pl.Datetime):
        raise InvalidInput(
            statement("dates_stored_otherwise", file=raw.path.name),
            note=f"They are stored as {column.dtype}.",
        )
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is not None:
        column = column.dt.replace_time_zone(None)  # the shop's own wall clock counts
    _refuse_other_ages(column, raw)
    return column.cast(pl.Datetime("us"))


def _refuse_other_ages(column: pl.Series, raw: RawLedger) -> None:
    """What a CSV could not say either, such as a year 1 that stands for no date at all."""
    outside = ~column.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)
    if outside.any():
        row = outside.arg_max() or 0
        raise InvalidInput(
            statement(
                "date_of_other_age",
                file=raw.path.name,
                year=int(column.dt.year()[row]),
                **raw.at(int(raw.lines["row"][row])),
            )
        )


def _parsed_text(column: pl.Series, raw: RawLedger) -> pl.Series:
    values = pl.DataFrame({"text": column.unique(maintain_order=True).drop_nulls()})
    if raw.date_format is not None:
        parsed = _by_format(values["text"], raw.date_format)
        if raw.sheets:  # date cells are dates, whatever the mapping says of texts
            parsed = parsed.fill_null(_by_format(values["text"], _CELL))
        note = f"The mapping file states {raw.date_format}."
        _refuse_unparsed(column, values["text"], parsed, raw, note)
    else:
        parsed = _by_order(column, values["text"], raw)
    looked_up = column.to_frame("text").join(
        values.with_columns(at=parsed), on="text", how="left", maintain_order="left"
    )
    return looked_up["at"]


def _by_format(text: pl.Series, date_format: str) -> pl.Series:
    try:
        return text.str.strip_chars().str.to_datetime(date_format, strict=False, time_unit="us")
    except pl.exceptions.PolarsError:
        raise InvalidInput(statement("date_format_unknown", text=date_format)) from None


def _by_order(column: pl.Series, text: pl.Series, raw: RawLedger) -> pl.Series:
    """The one order of day, month and year that all of `text` fits."""
    tidy = _tidy(text)
    readings = {order: _read(tidy, form) for order, form in _ORDERS.items()}
    fitting = {order: at for order, at in readings.items() if at.null_count() == 0}
    if not fitting:
        order, best = min(readings.items(), key=lambda item: item[1].null_count())
        note = f"Most lines are written {order}. {_FORMAT_HINT}"
        _refuse_unparsed(column, text, best, raw, note)
    orders = list(fitting)
    for other in orders[1:]:
        if not fitting[other].equals(fitting[orders[0]]):
            raise InvalidInput(
                statement("dates_ambiguous", file=raw.path.name, text=text[0]),
                note=f"They fit both {orders[0]} and {other}. {_FORMAT_HINT}",
            )
    return fitting[orders[0]]


def _tidy(text: pl.Series) -> pl.Series:
    """`3/4/2011T8:05Z`, `3.4.2011 8:05:00.000` and `3-4-2011 8:05` become `3-4-2011 8:05:00`."""
    return (
        text.str.strip_chars()
        .str.replace(r"(\d)T(\d)", "${1} ${2}")
        .str.replace(r"(Z|[+-]00:?00)$", "")
        .str.replace(r"(:\d{2})[.,]\d+", "${1}")
        .str.replace_all(r"[./]", "-")
        .str.replace(_AM_PM, " ${1}M")
        .str.replace(r"^([^: ]+)$", "${1} 00:00:00")
        .str.replace(r"^([^:]+:\d{2})( [AaPp]M)?$", "${1}:00${2}")
    )


def _read(tidy: pl.Series, form: str) -> pl.Series:
    fits = pl.col("text").str.contains(_SHAPES[form])
    noon = pl.col("text").str.contains(r"[APap]M$")
    text = pl.when(fits).then("text")
    at = (
        pl.when(noon)
        .then(text.str.to_datetime(f"{form} %I:%M:%S %p", strict=False, time_unit="us"))
        .otherwise(text.str.to_datetime(f"{form} %H:%M:%S", strict=False, time_unit="us"))
    )
    plausible = at.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)
    return tidy.to_frame("text").select(pl.when(plausible).then(at)).to_series()


def _refuse_unparsed(
    column: pl.Series, text: pl.Series, parsed: pl.Series, raw: RawLedger, note: str
) -> None:
    bad = text.filter(parsed.is_null())
    if bad.is_empty():
        return
    at = column.is_in(bad.implode()).arg_max()
    row = int(raw.lines["row"][at or 0])
    raise InvalidInput(
        statement("date_unreadable", file=raw.path.name, text=column[at or 0], **raw.at(row)),
        note=note,
    )
