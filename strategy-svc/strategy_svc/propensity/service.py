"""Answering who a row of the plan is for."""

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
    """One page of the customers a row is for, those of most value first.

    Raises:
        NotFound: the plan holds no such row, or the snapshot tells no customers.
        InvalidInput: an unknown sort field or a foreign cursor.
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
