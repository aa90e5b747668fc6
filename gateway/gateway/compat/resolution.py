"""From what the caller said to a whole question, by the plan and the catalogue."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS
from fleet.errors import InvalidInput, NotFound, SmartRetailError
from fleet.statements import statement
from fleet.upstream import Upstream
from gateway.compat.asked import Asked
from gateway.compat.question import Question
from gateway.compat.spellings import Spelled
from gateway.resources import Resources
from gateway.upstreams.answers import read_object

_ALLOWED = {
    "objective": ", ".join(OBJECTIVES),
    "target_cluster": ", ".join(SEGMENTS),
    "discount": "0 to 100",
}


@dataclass(frozen=True)
class LookedUp:
    """A row, or none; where that could not be told, why."""

    row: dict[str, Any] | None = None
    failure: SmartRetailError | None = None

    def value(self, name: str) -> Any:
        """The row's field, or None."""
        return None if self.row is None else self.row.get(name)


async def resolve(asked: Asked, spelled: Spelled, resources: Resources) -> Question:
    """The whole question; what the caller left out comes from the plan row.

    Raises:
        NotFound: the product is neither in the catalogue nor in the plan.
        InvalidInput: a field is missing that no plan row gives.
        SmartRetailError: a service that is needed to tell did not answer.
    """
    limit = resources.settings.forward_seconds
    plan, product = await asyncio.gather(
        _look_up(resources.upstreams["strategy-svc"], "/v1/plan", asked.stock_code, limit),
        _look_up(resources.upstreams["inventory-svc"], "/v1/products", asked.stock_code, limit),
    )
    code = _known_code(asked.stock_code, plan, product)
    names = (asked.product_description, plan.value("product_name"), product.value("product_name"))
    return Question(
        stock_code=code,
        product_name=next((name for name in names if name), code),
        objective=_filled("objective", asked, spelled, plan),
        target_cluster=_filled("target_cluster", asked, spelled, plan),
        discount=_as_written(_filled("discount", asked, spelled, plan)),
        tone=asked.tone,
        language=asked.language,
        variants=asked.variants,
    )


async def _look_up(upstream: Upstream, prefix: str, code: str, limit: float) -> LookedUp:
    if code in {".", ".."}:  # as a path these mean another place
        return LookedUp()
    try:
        answer = await upstream.call("GET", f"{prefix}/{quote(code, safe='')}", limit=limit)
        return LookedUp(row=read_object(answer, upstream))
    except NotFound:
        return LookedUp()
    except SmartRetailError as failure:
        return LookedUp(failure=failure)


def _as_written(percent: float) -> float:
    """20, not 20.0: as people write it."""
    return int(percent) if percent.is_integer() else percent


def _known_code(code: str, plan: LookedUp, product: LookedUp) -> str:
    """The code as the fleet spells it."""
    found = plan.value("stock_code") or product.value("stock_code")
    if isinstance(found, str):
        return found
    failure = plan.failure or product.failure
    if failure is not None:
        raise failure
    raise NotFound(
        f"No product has the code {code[:64]!r}: it is neither in the catalogue nor in the plan. "
        "GET /v1/products lists the catalogue.",
        statement("product_unknown", product=code[:64]),
    )


def _filled(name: str, asked: Asked, spelled: Spelled, plan: LookedUp) -> Any:
    said = getattr(asked, name)
    value = _planned(name, asked.stock_code, plan) if said is None else said
    if value is not None:
        return value
    if plan.failure is not None:
        raise plan.failure
    field = spelled.spelled[name]
    message = f"say it, for no row of the plan does ({_ALLOWED[name]})"
    raise InvalidInput(
        f"{field} is missing: {message}.",
        errors=[{"field": field, "message": message, "kind": "missing"}],
    )


def _planned(name: str, code: str, plan: LookedUp) -> Any:
    """What the plan row says, where that is usable: plans written by other tools are served too."""
    given = {"stock_code": code, name: plan.value(name)}
    try:
        return getattr(Asked.model_validate(given), name)
    except ValidationError:
        return None
