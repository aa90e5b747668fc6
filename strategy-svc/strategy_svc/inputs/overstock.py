"""How much stock exceeds the weeks of cover a shop wants (weeks of cover = stock / demand)."""

import polars as pl


def overstock_ratio(stock: pl.Expr, demand: pl.Expr) -> pl.Expr:
    """Stock over 7-day demand, that is weeks of cover, to 4 decimals; null where demand is 0."""
    return pl.when(demand > 0).then((stock / demand).round(4))


def excess_units(stock: pl.Expr, demand: pl.Expr, cover_weeks: float) -> pl.Expr:
    """Whole units beyond `cover_weeks` of 7-day `demand`; all of the stock where demand is 0."""
    return (stock - (demand * cover_weeks).ceil()).clip(lower_bound=0).cast(pl.Int64)
