"""Collects what is known about each product from the files of the earlier jobs."""

from datetime import date
from pathlib import Path

import polars as pl

from strategy_svc.inputs.affinity import segment_shares
from strategy_svc.inputs.demand_trend import STEADY, demand_trend
from strategy_svc.inputs.plan_settings import PlanSettings
from strategy_svc.inputs.product_columns import COLUMNS
from strategy_svc.inputs.staging_files import (
    purchases_since,
    read_promotions,
    read_stock,
    scan_sales,
    with_catalogue_prices,
    with_categories,
    with_demand_range,
)
from strategy_svc.response.price_response import fit_response
from strategy_svc.response.product_responses import product_responses
from strategy_svc.response.weekly_panel import weekly_panel


def plan_inputs(
    staging: Path, segments: pl.DataFrame, as_of: date, settings: PlanSettings
) -> pl.DataFrame:
    """Everything known about each product, with the columns of `product_columns.COLUMNS`."""
    stock = with_catalogue_prices(read_stock(staging), staging)
    stock = with_demand_range(with_categories(stock, staging), staging)
    sales = scan_sales(staging, as_of)
    panel = weekly_panel(
        sales,
        stock.select("stock_code", "category"),
        read_promotions(staging),
        as_of=as_of,
        weeks=settings.history_weeks,
    )
    joined = (
        stock.join(_trend(sales, as_of, settings), on="stock_code", how="left")
        .join(_shares(sales, segments, stock, as_of, settings), on="stock_code", how="left")
        .join(product_responses(fit_response(panel), stock), on="stock_code", how="left")
        .with_columns(
            pl.col("trend").fill_null(STEADY), pl.col("recent_units", "prior_units").fill_null(0)
        )
        .sort("stock_code")
    )
    return joined.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _trend(sales: pl.LazyFrame, as_of: date, settings: PlanSettings) -> pl.DataFrame:
    return demand_trend(
        sales,
        as_of=as_of,
        days=settings.trend_days,
        change=settings.trend_change,
        z=settings.trend_z,
    )


def _shares(
    sales: pl.LazyFrame,
    segments: pl.DataFrame,
    stock: pl.DataFrame,
    as_of: date,
    settings: PlanSettings,
) -> pl.DataFrame:
    purchases = purchases_since(sales, as_of, settings.affinity_days)
    return segment_shares(
        purchases, segments, stock["stock_code"], prior_lines=settings.prior_buyers
    )
