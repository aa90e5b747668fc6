"""Answers which customers a plan row is for."""

from dataclasses import replace

from fleet.frame_pages import page_of
from fleet.paging import Page, PageQuery
from fleet.snapshots import Loaded
from strategy_svc.plan.repository import PlanView
from strategy_svc.plan.service import plan_row
from strategy_svc.propensity.repository import read_customers
from strategy_svc.propensity.schemas import LikelyCustomer

SORTABLE = ("value", "propensity", "p_buy_anyway", "p_buy_with_offer", "customer_id")


def customers_page(
    loaded: Loaded[PlanView], stock_code: str, query: PageQuery, *, left_out: bool
) -> Page[LikelyCustomer]:
    """One page of a row's customers, most valuable first.

    Raises:
        NotFound: the plan has no such row, or the snapshot has no customers.
        InvalidInput: the sort field or cursor is invalid.
    """
    code = plan_row(loaded, stock_code).stock_code
    return page_of(
        read_customers(loaded.snapshot, code, left_out=left_out),
        replace(query, sort=query.sort or "-value"),
        into=Page[LikelyCustomer],
        key="customer_id",
        sortable=SORTABLE,
        snapshot=loaded.snapshot.id,
    )
