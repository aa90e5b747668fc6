"""The ledger job: clean order lines and a product catalogue from the shop's raw sales file.

Writes `ledger.parquet`, `catalogue.parquet`, `products.json` and `data_quality.json`, and
`promotions.parquet` if the ledger comes with a promotions file. Equal ledgers give equal bytes,
whether read from CSV, Parquet or Excel, and lines dated on or after the as-of date change only
their own count in the report.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import polars as pl

from contract.snapshot_files import (
    CATALOGUE_FILE,
    LEDGER_FILE,
    NAMES_FILE,
    PROMOTIONS_FILE,
    QUALITY_FILE,
)
from fleet.clock import utc_now
from fleet.errors import InvalidInput
from fleet.jobs import JobResult, Progress, no_progress, write_json
from fleet.statements import statement
from inventory_svc.ledger.casting import canonical
from inventory_svc.ledger.catalogue import catalogue_frame, ledger_frame
from inventory_svc.ledger.cleaning import clean
from inventory_svc.ledger.dates import with_dates
from inventory_svc.ledger.layouts import MAPPING_OPTION
from inventory_svc.ledger.line_rules import apply_rules
from inventory_svc.ledger.names import most_frequent_names
from inventory_svc.ledger.product_records import all_fields, find_records, read_user_products
from inventory_svc.ledger.promotions import weekly_promotions
from inventory_svc.ledger.quality import quality_report
from inventory_svc.ledger.reading import RawLedger, read_ledger
from inventory_svc.ledger.reasons import included
from inventory_svc.ledger.stray_dates import AS_OF_OPTION, last_plausible_day
from inventory_svc.ledger.stray_lines import mark_stray_lines

STALE_DAYS = 14
_AS_OF_YEARS = (1900, 2200)
_STEPS = 6


@dataclass(frozen=True, kw_only=True)
class LedgerResult(JobResult):
    """The result of the ledger job.

    Attributes:
        as_of: First excluded day.
        first_day: Day of the first included line.
        last_day: Day of the last included line.
        source_layout: `online_retail`, `complete_journey` or `mapped`.
        lines_in: Lines in the source.
        lines_kept: Order lines written to `ledger.parquet`.
    """

    as_of: date
    first_day: date
    last_day: date
    source_layout: str
    lines_in: int
    lines_kept: int


def refresh_ledger(
    source: Path,
    staging: Path,
    *,
    as_of: date | None = None,
    mapping: Path | None = None,
    products: Path | None = None,
    today: date | None = None,
    records_needed: bool = True,
    progress: Progress = no_progress,
) -> LedgerResult:
    """Clean the ledger in `source` into the folder `staging`.

    Args:
        source: A CSV, Parquet or Excel file, or a folder with `transactions.parquet`.
        staging: Existing folder to write the files to.
        as_of: First day to exclude; by default the day after the ledger's last line, not counting
            stray dates (see `stray_dates`).
        mapping: Names the user's columns (see `mapping`).
        products: The user's product names and attributes, or product records (see
            `product_records`).
        today: Upper limit of plausible dates if `as_of` is not given; today in UTC by default.
        records_needed: Whether to refuse a layout that needs product records if there are none;
            otherwise every line counts as merchandise.
        progress: Called with the number of steps done.

    Raises:
        InvalidInput: the source can't be used; the message says why and what to do.
    """
    _refuse_as_of(as_of)
    raw = read_ledger(source, mapping)
    records = read_user_products(products, raw.mapping.products)
    progress(1, _STEPS)
    dated = with_dates(apply_rules(mark_stray_lines(raw), raw), raw)
    exclusion_reason = "on_or_after_as_of" if as_of else "implausible_date"
    as_of = as_of or _day_after_last(dated, raw, today)
    before_as_of = dated.filter(
        (pl.col("ordered_at") < datetime.combine(as_of, time())) | pl.col("ordered_at").is_null()
    )
    _refuse_stale(before_as_of, as_of, raw)
    progress(2, _STEPS)
    lines = canonical(before_as_of, raw)
    if raw.layout.needs_products and records_needed:
        product_records = find_records(raw.path.parent, raw.path.name, products)
        lines = _with_records(lines, product_records)
        records = _merged(records, product_records)
    elif raw.layout.needs_products:
        lines = _all_merchandise(lines)
    progress(3, _STEPS)
    lines = clean(lines, raw.layout)
    progress(4, _STEPS)
    later = {exclusion_reason: dated.height - before_as_of.height}
    result = _write(lines, records, raw, staging, as_of, later)
    if raw.layout.needs_products:
        _write_promotions(raw.path.parent, before_as_of, staging, as_of, result)
    progress(_STEPS, _STEPS)
    return result


def _day_after_last(dated: pl.DataFrame, raw: RawLedger, today: date | None) -> date:
    today = today or utc_now().date()
    last = last_plausible_day(dated["ordered_at"].dt.date(), today, raw.path.name)
    return last + timedelta(days=1)


def _refuse_as_of(as_of: date | None) -> None:
    first, last = _AS_OF_YEARS
    if as_of and not first <= as_of.year <= last:
        raise InvalidInput(
            statement("as_of_out_of_range", as_of=as_of, first=first, last=last), note=AS_OF_OPTION
        )


def _refuse_stale(lines: pl.DataFrame, as_of: date, raw: RawLedger) -> None:
    last = cast("datetime | None", lines["ordered_at"].max())
    if last is None:
        raise InvalidInput(
            statement("as_of_before_sales", file=raw.path.name, as_of=as_of), note=AS_OF_OPTION
        )
    if (as_of - last.date()).days > STALE_DAYS:
        raise InvalidInput(
            statement(
                "sales_end_early", file=raw.path.name, as_of=as_of, last=last, days=STALE_DAYS
            ),
            note=AS_OF_OPTION,
        )


def _with_records(lines: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    record_columns = records.select("stock_code", "department", "product_type", has_record=True)
    return lines.join(
        record_columns, on="stock_code", how="left", maintain_order="left"
    ).with_columns(pl.col("has_record").fill_null(value=False))


def _all_merchandise(lines: pl.DataFrame) -> pl.DataFrame:
    absent = pl.lit(None, pl.String)
    return lines.with_columns(department=absent, product_type=absent, has_record=pl.lit(value=True))


def _merged(user: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Product records, overridden by the user's file."""
    return user.join(all_fields(records), on="stock_code", how="full", coalesce=True).select(
        "stock_code",
        *[pl.coalesce(c, f"{c}_right").alias(c) for c in user.columns if c != "stock_code"],
    )


def _write(
    lines: pl.DataFrame,
    records: pl.DataFrame,
    raw: RawLedger,
    staging: Path,
    as_of: date,
    later: dict[str, int],
) -> LedgerResult:
    good = included(lines)
    names = most_frequent_names(good.filter(pl.col("part") | pl.col("unit_price").ne_missing(0)))
    if good.is_empty():
        raise InvalidInput(
            statement(
                "nothing_usable",
                file=raw.path.name,
                lines=lines.height,
                reason=_most_frequent_reason(lines),
            ),
            note=MAPPING_OPTION,
        )
    report = quality_report(lines, later, names, layout=raw.layout.name, as_of=as_of)
    ledger = ledger_frame(good)
    catalogue = catalogue_frame(ledger, names, records, as_of)
    _write_parquet(ledger, staging / LEDGER_FILE)
    _write_parquet(catalogue, staging / CATALOGUE_FILE)
    write_json(dict(catalogue.select("stock_code", "name").iter_rows()), staging / NAMES_FILE)
    write_json(report, staging / QUALITY_FILE)
    return LedgerResult(
        rows={
            LEDGER_FILE: ledger.height,
            CATALOGUE_FILE: catalogue.height,
            NAMES_FILE: catalogue.height,
        },
        facts={"products_named_by_user": records.height} if not raw.layout.needs_products else {},
        as_of=as_of,
        first_day=date.fromisoformat(report["facts"]["first_day"]),
        last_day=date.fromisoformat(report["facts"]["last_day"]),
        source_layout=raw.layout.name,
        lines_in=report["rows_in"],
        lines_kept=report["rows_kept"],
    )


def _write_promotions(
    folder: Path, lines: pl.DataFrame, staging: Path, as_of: date, result: LedgerResult
) -> None:
    codes = pl.read_parquet(staging / CATALOGUE_FILE, columns=["stock_code"])["stock_code"]
    promoted = weekly_promotions(folder, lines, codes, as_of)
    if promoted is not None:
        _write_parquet(promoted, staging / PROMOTIONS_FILE)
        result.rows[PROMOTIONS_FILE] = promoted.height


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame`; turns polars' ComputeError, e.g. for a full disk, into an OSError."""
    try:
        frame.write_parquet(path)
    except pl.exceptions.ComputeError as error:
        raise OSError(f"{path.name} cannot be written: {error}") from error


def _most_frequent_reason(lines: pl.DataFrame) -> str:
    counts = lines.group_by("reason").len().sort("len", "reason", descending=[True, False])
    return str(counts["reason"][0])
