"""What is known about earlier campaigns: dates, targets, offers and redemptions.

A folder with four tables, CSV or Parquet; dates are days, further columns are ignored:

    campaigns      campaign_id, starts_on, ends_on (the last day on which an offer could be taken)
    targets        campaign_id, customer_id
    offers         campaign_id, stock_code [, offer_id: products that share one offer]
    redemptions    customer_id, redeemed_on [, campaign_id, offer_id, stock_code]

A redemption without a campaign belongs to some other coupon: it counts as a habit, not as a label.
The Complete Journey's own tables beside its transactions are read as well.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from contract.ledgers import SALES_FILE
from fleet.errors import InvalidInput
from strategy_svc.inputs.staging_files import no_table

_TABLES = {
    "campaigns": ("campaign_id", "starts_on", "ends_on"),
    "targets": ("campaign_id", "customer_id"),
    "offers": ("campaign_id", "stock_code"),
    "redemptions": ("customer_id", "redeemed_on"),
}
_OPTIONAL = {"offers": ("offer_id",), "redemptions": ("campaign_id", "offer_id", "stock_code")}
_DAYS = ("starts_on", "ends_on", "redeemed_on")
_SUFFIXES = (".parquet", ".csv")
# The Complete Journey's file for each table, and its column for each of ours.
_SAMPLE = {
    "campaigns": (
        "campaign_descriptions",
        {"campaign_id": "campaign_id", "starts_on": "start_date", "ends_on": "end_date"},
    ),
    "targets": ("campaigns", {"campaign_id": "campaign_id", "customer_id": "household_id"}),
    "offers": (
        "coupons",
        {"campaign_id": "campaign_id", "stock_code": "product_id", "offer_id": "coupon_upc"},
    ),
    "redemptions": (
        "coupon_redemptions",
        {
            "customer_id": "household_id",
            "redeemed_on": "redemption_date",
            "campaign_id": "campaign_id",
            "offer_id": "coupon_upc",
        },
    ),
}


@dataclass(frozen=True)
class CampaignHistory:
    """Campaigns of the past; ids are text, days are dates.

    Attributes:
        campaigns: `campaign_id, starts_on, ends_on`, by start and id.
        targets: `campaign_id, customer_id`, without duplicates.
        offers: `campaign_id, offer_id, stock_code`, without duplicates.
        redemptions: `customer_id, redeemed_on, campaign_id, offer_id, stock_code`; the last three
            may be null.
    """

    campaigns: pl.DataFrame
    targets: pl.DataFrame
    offers: pl.DataFrame
    redemptions: pl.DataFrame

    def known_before(self, as_of: date) -> "CampaignHistory":
        """What was known on the morning of `as_of`: only what began or happened before that day."""
        begun = self.campaigns.filter(pl.col("starts_on") < as_of)
        ids = begun.select("campaign_id")
        return CampaignHistory(
            begun,
            self.targets.join(ids, on="campaign_id", how="semi", maintain_order="left"),
            self.offers.join(ids, on="campaign_id", how="semi", maintain_order="left"),
            self.redemptions.filter(pl.col("redeemed_on") < as_of),
        )

    def finished_before(self, day: date) -> list[str]:
        """Campaigns whose last day is before `day`."""
        return self.campaigns.filter(pl.col("ends_on") < day)["campaign_id"].to_list()


def find_history(folder: Path | None, ledger: Path) -> CampaignHistory | None:
    """The history in `folder`, or the Complete Journey's beside `ledger`, or None.

    Raises:
        InvalidInput: a table is missing, cannot be read, or contradicts itself.
    """
    if folder is not None:
        return read_history(folder)
    if ledger.is_file() and ledger.name != SALES_FILE:
        return None
    beside = ledger if ledger.is_dir() else ledger.parent
    names = (*(f"{name}.parquet" for name, _ in _SAMPLE.values()), SALES_FILE)
    return read_sample(beside) if all((beside / name).is_file() for name in names) else None


def read_history(folder: Path) -> CampaignHistory:
    """The four tables of `folder`.

    Raises:
        InvalidInput: a table is missing, cannot be read, or contradicts itself.
    """
    if not folder.is_dir():
        raise InvalidInput(f"--campaigns: {folder} must be a folder with {', '.join(_TABLES)}.")
    return _sound({name: _read(folder, name) for name in _TABLES})


def read_sample(folder: Path) -> CampaignHistory:
    """The Complete Journey's campaigns; every line paid with a coupon is a redemption too.

    Raises:
        InvalidInput: a table cannot be read.
    """
    tables: dict[str, pl.DataFrame] = {}
    for name, (file, columns) in _SAMPLE.items():
        table = _parquet(folder / f"{file}.parquet", list(columns.values()))
        tables[name] = table.select(pl.col(theirs).alias(ours) for ours, theirs in columns.items())
    used = (
        pl.scan_parquet(folder / SALES_FILE, glob=False)
        .filter(pl.col("coupon_disc") > 0)
        .select(
            customer_id=pl.col("household_id").cast(pl.String),
            redeemed_on=pl.col("transaction_timestamp").dt.date(),
            stock_code=pl.col("product_id").cast(pl.String),
        )
        .collect()
    )
    taken = tables["redemptions"].with_columns(
        pl.col("customer_id").cast(pl.String), pl.col("redeemed_on").cast(pl.Date)
    )
    tables["redemptions"] = pl.concat([taken, used], how="diagonal")
    return _sound(tables)


def _read(folder: Path, name: str) -> pl.DataFrame:
    fitting = (*_TABLES[name], *_OPTIONAL.get(name, ()))
    for suffix in _SUFFIXES:
        path = folder / f"{name}{suffix}"
        if path.is_file():
            table = _csv(path) if suffix == ".csv" else _parquet(path, None)
            missing = [column for column in _TABLES[name] if column not in table.columns]
            if missing:
                raise InvalidInput(f"{path.name} lacks the column {', '.join(missing)}.")
            return table.select(column for column in fitting if column in table.columns)
    raise InvalidInput(f"{folder} has no {name}.csv and no {name}.parquet.")


def _csv(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False, glob=False)
    except pl.exceptions.PolarsError as error:
        raise no_table(path, error) from None


def _parquet(path: Path, columns: list[str] | None) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, columns=columns, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InvalidInput(f"{path.name} cannot be read as a table: {error}.") from None


def _sound(tables: dict[str, pl.DataFrame]) -> CampaignHistory:
    typed = {name: _typed(table, name) for name, table in tables.items()}
    campaigns = typed["campaigns"].sort("starts_on", "campaign_id")
    if campaigns["campaign_id"].is_duplicated().any():
        raise InvalidInput("campaigns lists a campaign_id twice; one row per campaign.")
    if (campaigns["ends_on"] < campaigns["starts_on"]).any():
        raise InvalidInput("campaigns contains a campaign that ends before it starts.")
    offers = typed["offers"].with_columns(offer_id=pl.coalesce("offer_id", "stock_code"))
    return CampaignHistory(
        campaigns,
        typed["targets"].unique().sort("campaign_id", "customer_id"),
        offers.unique().sort("campaign_id", "offer_id", "stock_code"),
        _with_offers(typed["redemptions"], offers),
    )


def _typed(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Our columns in order; ids as text without a spreadsheet's `.0`, codes in upper case."""
    columns = (*_TABLES[name], *_OPTIONAL.get(name, ()))
    try:
        typed = table.select(
            _day(table, column) if column in _DAYS else _id(table, column) for column in columns
        )
    except pl.exceptions.PolarsError as error:
        problem = str(error).partition("\n")[0]
        raise InvalidInput(
            f"{name} contains an invalid date ({problem}). Write dates as 2011-09-30."
        ) from None
    if typed.select(_TABLES[name]).null_count().sum_horizontal().item():
        raise InvalidInput(f"{name} has empty cells; {', '.join(_TABLES[name])} are needed.")
    return typed


def _day(table: pl.DataFrame, column: str) -> pl.Expr:
    if table.schema[column] == pl.String:
        return pl.col(column).str.strip_chars().str.to_date("%Y-%m-%d")
    return pl.col(column).cast(pl.Date)


def _id(table: pl.DataFrame, column: str) -> pl.Expr:
    if column not in table.columns:
        return pl.lit(None, pl.String).alias(column)
    text = pl.col(column).cast(pl.String).str.strip_chars().replace("", None)
    if column == "customer_id":
        return text.str.strip_suffix(".0")
    return text.str.to_uppercase() if column == "stock_code" else text


def _with_offers(redemptions: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    """Fill in the offer of redemptions that name a campaign and product but no offer."""
    first = offers.unique(["campaign_id", "stock_code"], keep="first", maintain_order=True)
    joined = redemptions.join(
        first, on=["campaign_id", "stock_code"], how="left", suffix="_found", maintain_order="left"
    )
    return joined.with_columns(offer_id=pl.coalesce("offer_id", "offer_id_found")).select(
        "customer_id", "redeemed_on", "campaign_id", "offer_id", "stock_code"
    )
