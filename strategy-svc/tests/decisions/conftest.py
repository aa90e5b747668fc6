"""A shop with a plan of six products, and a running service."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.decision_client import CODES, FIRST_DAY, Make, wait_for_outcomes
from support.plan_client import Ask, publish, serving

from strategy_svc.main import create_app
from strategy_svc.plan.refresh import refresh_plan
from strategy_svc.settings import Settings


@pytest.fixture(name="staging")
def _staging(product: Make, history: Make, write_shop: Make) -> Path:
    """A shop whose plan advises a campaign for each of six products."""
    own = {"Unit_Price": 10.0, "Unit_Cost": 7.0}
    products = [product(code, 40, 400, **own) for code in CODES]
    sales = [line for code in CODES for line in history(code, elasticity=4.0)]
    staging = write_shop(products, sales, segments={str(n): "VIP Customers" for n in range(10)})
    refresh_plan(staging, as_of=FIRST_DAY, currency="GBP")
    return staging


@pytest.fixture(name="ask")
async def _ask(settings: Settings, staging: Path) -> AsyncIterator[Ask]:
    """The service over the shop's first snapshot, once its plan is recorded."""
    publish(Path(settings.state_url), staging, FIRST_DAY)
    async with serving(create_app(settings)) as ask:
        await wait_for_outcomes(ask, lambda found: len(found["plans"]) == 1)
        yield ask
