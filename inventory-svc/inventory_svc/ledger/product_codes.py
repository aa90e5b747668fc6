"""One code per product, in the file's most common spelling."""

import polars as pl

from inventory_svc.ledger.reading import RawLedger
from inventory_svc.ledger.reasons import included


def join_histories(lines: pl.DataFrame, raw: RawLedger) -> pl.DataFrame:
    """Canonical lines with the mapping's old codes replaced by the new ones."""
    new_of = {old.strip().upper(): new.strip() for old, new in raw.mapping.codes.items()}
    if not new_of:
        return lines
    folded = {old: new.upper() for old, new in new_of.items()}
    return lines.with_columns(
        pl.col("stock_code").replace(folded),
        written_code=pl.when(pl.col("stock_code").is_in(list(new_of)))
        .then(pl.col("stock_code").replace(new_of))
        .otherwise("written_code"),
    )


def commonest_spellings(lines: pl.DataFrame) -> pl.DataFrame:
    """Included lines with each code's most common spelling; ties go to the first alphabetically."""
    good = included(lines)
    other = good.filter(pl.col("written_code") != pl.col("stock_code"))["stock_code"].unique()
    if other.is_empty():
        return lines
    counts = (
        good.filter(pl.col("stock_code").is_in(other.implode()))
        .group_by("stock_code", "written_code")
        .len("uses")
        .sort("stock_code", "uses", "written_code", descending=[False, True, False])
        .unique("stock_code", keep="first", maintain_order=True)
        .select("stock_code", spelling="written_code")
    )
    return (
        lines.join(counts, on="stock_code", how="left", maintain_order="left")
        .with_columns(stock_code=pl.coalesce("spelling", "stock_code"))
        .drop("spelling")
    )
