"""The dates of a ledger: when each line was sold, in the shop's local time."""

import polars as pl

from fleet.errors import InvalidInput
from fleet.statements import statement
from inventory_svc.ledger.cells.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateColumn,
    read_by_format,
    read_dates,
    suggest_format,
)
from inventory_svc.ledger.cells.distinct import VALUE
from inventory_svc.ledger.cells.times import clock_text, day_of_serial
from inventory_svc.ledger.reading import RawLedger
from inventory_svc.ledger.tolerance import is_too_many, refuse

_FORMAT_OPTION = "Set the format in a mapping file: [format] date = "


def with_dates(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """The lines with `ordered_at` as Datetime("us"), truncated to seconds; blank is null.

    Args:
        lines: As returned by `line_rules.apply_rules`.
        raw: The ledger they come from.

    Returns:
        Also `bad_field` and `bad_text`, which name the field and its text if a date is unreadable.

    Raises:
        InvalidInput: too many dates can't be read (the message names the first line and value), the
            order of day and month is ambiguous, or Excel has swapped them.
    """
    column = _with_time(lines)
    if column.dtype == pl.String or _counts(column):
        return _from_text(lines, _text(column), raw)
    at = _stored(column, raw)
    none = pl.lit(None, pl.String)
    # Fractions of a second survive Parquet but rarely a CSV: without them both are one ledger.
    return lines.with_columns(
        at.dt.truncate("1s").alias("ordered_at"), bad_field=none, bad_text=none
    )


def _counts(column: pl.Series) -> bool:
    """Whether dates are numbers: seconds since 1970, days since 1900, or 20240131."""
    return column.dtype.is_numeric()


def _text(column: pl.Series) -> pl.Series:
    """Dates as text; whole numbers without the `.0` they get in a column with gaps."""
    text = column.cast(pl.String)
    return text.str.replace(r"\.0+$", "") if column.dtype.is_float() else text


def _with_time(lines: pl.DataFrame) -> pl.Series:
    """The date column, joined with the time of day if that has a column of its own."""
    column = lines["ordered_at"]
    if "ordered_time" not in lines.columns:
        return column
    day = _text(column).str.strip_chars().str.replace(r"[ T]00:00:00(?:\.0+)?$", "")
    day = day.to_frame("value").select(pl.coalesce(day_of_serial(VALUE), VALUE)).to_series()
    clock = lines["ordered_time"].cast(pl.String).to_frame("value").select(clock_text(VALUE))
    clock = clock.to_series()
    both = pl.select(pl.concat_str([day, pl.lit(" "), clock])).to_series()
    timed = day.str.contains(":", literal=True) | clock.is_null()
    return day.zip_with(timed.fill_null(value=True), both).alias("ordered_at")


def _stored(column: pl.Series, raw: RawLedger) -> pl.Series:
    if column.dtype == pl.Null:
        return column.cast(pl.Datetime("us"))
    if column.dtype != pl.Date and not isinstance(column.dtype, pl.Datetime):
        raise InvalidInput(
            statement("dates_stored_otherwise", file=raw.path.name),
            note=f"They are stored as {column.dtype}.",
        )
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is not None:
        if raw.mapping.time_zone is not None:
            column = column.dt.convert_time_zone(raw.mapping.time_zone)
        column = column.dt.replace_time_zone(None)  # local time is what counts
    _refuse_implausible_years(column, raw)
    return column.cast(pl.Datetime("us"))


def _refuse_implausible_years(column: pl.Series, raw: RawLedger) -> None:
    """Refuse dates such as year 1, which some systems store for a missing date."""
    outside = ~column.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
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


def _from_text(lines: pl.DataFrame, column: pl.Series, raw: RawLedger) -> pl.DataFrame:
    counted = lines["verdict"].is_null()
    texts = column.zip_with(counted, pl.Series([None], dtype=pl.String))
    found = _read(texts, raw)
    _refuse_undecided(texts, found, raw)
    looked_up = texts.to_frame("value").join(
        found.read, on="value", how="left", maintain_order="left"
    )
    bad = looked_up["at"].is_null() & ~looked_up["blank"].fill_null(value=True)
    if bad.any():
        _refuse_unreadable(texts, bad, looked_up, raw)
    return lines.with_columns(
        looked_up["at"].alias("ordered_at"),
        bad_field=pl.when(bad).then(pl.lit("ordered_at")),
        bad_text=pl.when(bad).then(column),
    )


def _read(texts: pl.Series, raw: RawLedger) -> DateColumn:
    form, zone = raw.mapping.date_format, raw.mapping.time_zone
    read_alone = read_dates(texts, time_zone=zone, cells=bool(raw.sheets))
    if form is None or read_alone.swapped:
        return read_alone
    try:
        found = read_by_format(texts, form, zone)
    except pl.exceptions.PolarsError:
        raise InvalidInput(statement("date_format_unknown", text=form)) from None
    if read_alone.ambiguous is None and read_alone.mixed is None:
        # Unambiguous texts are parsed without the format, e.g. a day without a time.
        extra = read_alone.read.rename({"at": "alone"}).select("value", "alone")
        read = found.read.join(extra, on="value", how="left")
        agree = read.filter(pl.col("at") != pl.col("alone")).is_empty()
        if agree:
            read = read.with_columns(at=pl.coalesce("at", "alone"))
        return DateColumn(read.drop("alone"))
    return found


def _refuse_undecided(texts: pl.Series, found: DateColumn, raw: RawLedger) -> None:
    if found.swapped:
        day = found.read.drop_nulls("at").filter(pl.col("value").str.contains(r"^\d{4}-"))
        raise InvalidInput(
            statement("dates_swapped", file=raw.path.name, **_place(texts, day["value"][0], raw)),
            note="Open the original CSV with Data > From Text/CSV and choose the order of its "
            "dates, or upload the CSV itself.",
        )
    if found.ambiguous is not None:
        text = found.ambiguous
        first, second = (
            suggest_format(text, "day-month-year"),
            suggest_format(text, "month-day-year"),
        )
        raise InvalidInput(
            statement("dates_ambiguous", file=raw.path.name, text=text, **_place(texts, text, raw)),
            note="They fit both day-month-year and month-day-year. "
            f'{_FORMAT_OPTION}"{first}" or "{second}".',
        )
    if found.mixed is not None:
        text = found.mixed
        raise InvalidInput(
            statement("date_unreadable", file=raw.path.name, text=text, **_place(texts, text, raw)),
            note="Other lines have day and month swapped, so neither order can be trusted.",
        )


def _place(texts: pl.Series, text: str, raw: RawLedger) -> dict[str, str | int]:
    at = (texts == text).arg_max() or 0
    return raw.at(int(raw.lines["row"][at]))


def _refuse_unreadable(
    texts: pl.Series, bad: pl.Series, looked_up: pl.DataFrame, raw: RawLedger
) -> None:
    counted = texts.is_not_null()
    readable = int(looked_up["at"].is_not_null().sum())
    if not is_too_many(bad.filter(counted), readable):
        return
    text = str(texts.filter(bad)[0])
    form = raw.mapping.date_format
    note = f"The mapping file sets {form}." if form else f'{_FORMAT_OPTION}"{_hint(text)}".'
    sentence = statement(
        "date_unreadable", file=raw.path.name, text=text, **_place(texts, text, raw)
    )
    raise refuse(sentence, note, int(bad.sum()), texts.len())


def _hint(text: str) -> str:
    return suggest_format(text, "day-month-year")
