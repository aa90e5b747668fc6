"""Completes a normalized request from the plan and the catalogue.

The completed request's digest shows whether the same was requested before.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import orjson
from pydantic import ValidationError

from contract.campaign_ids import campaign_id_of
from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS
from fleet.errors import InvalidInput, NotFound, SmartRetailError
from fleet.statements import statement
from gateway.clients.answers import unwrap
from gateway.clients.inventory import InventoryClient
from gateway.clients.service_client import ServiceClient
from gateway.clients.strategy import StrategyClient
from gateway.clients.upstream import Answer
from gateway.compat.request import GenerateRequest, NormalizedRequest

T = TypeVar("T")
# Fields taken from the plan row if the caller leaves them out, and their allowed values.
_ALLOWED: Final = {
    "objective": ", ".join(OBJECTIVES),
    "target_cluster": ", ".join(SEGMENTS),
    "discount": "0 to 100",
}


@dataclass(frozen=True)
class ResolvedRequest:
    """One campaign to write copy for.

    Attributes:
        stock_code: In the catalogue's spelling.
        product_name: The name shown to customers.
        objective: One of the contract's six.
        target_cluster: One of the contract's five segments.
        discount: Percent, 0 to 100.
        tone: None: chosen by segment.
        language: BCP 47; None means the shop's language.
        variants: Number of texts.
    """

    stock_code: str
    product_name: str
    objective: str
    target_cluster: str
    discount: float
    tone: str | None = None
    language: str | None = None
    variants: int = 1

    @property
    def campaign_id(self) -> str:
        """The id under which the campaign is stored."""
        return campaign_id_of(self.stock_code, self.target_cluster)

    @property
    def style(self) -> dict[str, str | int]:
        """Requested properties of the copy beyond the contract, under genai-svc's names."""
        style: dict[str, str | int] = {"variants": self.variants} if self.variants > 1 else {}
        style |= {} if self.tone is None else {"tone": self.tone}
        return style | ({} if self.language is None else {"language": self.language})

    @property
    def digest(self) -> str:
        """Equal for equal requests. Leaves out stock and demand, which don't affect the copy."""
        parts: list[object] = [
            self.stock_code,
            self.product_name,
            self.objective,
            self.target_cluster,
            float(self.discount),
        ]
        if self.style:  # left out if not requested, so that digests of older campaigns stay valid
            parts.append(self.style)
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()


@dataclass(frozen=True)
class Lookup:
    """A row, or None with the reason if the lookup failed."""

    row: Mapping[str, object] | None = None
    failure: SmartRetailError | None = None

    def value(self, name: str) -> object:
        """The row's field, or None."""
        return None if self.row is None else self.row.get(name)


async def resolve(
    request: GenerateRequest,
    normalized: NormalizedRequest,
    strategy: StrategyClient,
    inventory: InventoryClient,
) -> ResolvedRequest:
    """The complete request; missing values come from the plan row.

    Raises:
        NotFound: the product is neither in the catalogue nor in the plan.
        InvalidInput: a field is missing from both the request and the plan.
        SmartRetailError: a required service did not answer.
    """
    code = request.stock_code
    if code in {".", ".."}:  # these would change the path of the request
        plan = product = Lookup()
    else:
        plan, product = await asyncio.gather(
            _look_up(strategy, strategy.plan_row(code)),
            _look_up(inventory, inventory.product(code)),
        )
    code = _known_code(code, plan, product)
    planned, fields = _planned(request.stock_code, plan), normalized.field_names
    names = (request.product_description, plan.value("product_name"), product.value("product_name"))
    return ResolvedRequest(
        stock_code=code,
        product_name=next((name for name in names if name and isinstance(name, str)), code),
        objective=_filled("objective", request.objective, planned.objective, fields, plan),
        target_cluster=_filled(
            "target_cluster", request.target_cluster, planned.target_cluster, fields, plan
        ),
        discount=_as_written(_filled("discount", request.discount, planned.discount, fields, plan)),
        tone=request.tone,
        language=request.language,
        variants=request.variants,
    )


async def _look_up(client: ServiceClient, call: Awaitable[Answer]) -> Lookup:
    try:
        return Lookup(row=unwrap(await call, client))
    except NotFound:
        return Lookup()
    except SmartRetailError as failure:
        return Lookup(failure=failure)


def _as_written(percent: float) -> float:
    """A whole percentage as an integer: 20, not 20.0."""
    return int(percent) if percent.is_integer() else percent


def _known_code(code: str, plan: Lookup, product: Lookup) -> str:
    """The product code in the catalogue's spelling."""
    found = plan.value("stock_code") or product.value("stock_code")
    if isinstance(found, str):
        return found
    failure = plan.failure or product.failure
    if failure is not None:
        raise failure
    raise NotFound(
        statement("product_unknown", product=code[:64]),
        note="It is neither in the catalogue nor in the plan; "
        "GET /v1/products lists the catalogue.",
    )


def _filled(
    name: str, own: T | None, planned: T | None, fields: Mapping[str, str], plan: Lookup
) -> T:
    """The caller's value, otherwise the plan's.

    Raises:
        InvalidInput: neither exists.
        SmartRetailError: the caller sent none, and the plan did not answer.
    """
    value = planned if own is None else own
    if value is not None:
        return value
    if plan.failure is not None:
        raise plan.failure
    field = fields[name]
    message = f"{_gap(name, plan)}. Allowed values: {_ALLOWED[name]}"
    raise InvalidInput(
        f"{field} is required: {message}.",
        errors=[{"field": field, "message": message, "kind": "missing"}],
    )


def _gap(name: str, plan: Lookup) -> str:
    """Why the plan can't give this field."""
    if plan.row is None:
        return "the plan has no row for this product"
    return f"the plan's row for this product has no valid {name.replace('_', ' ')}"


def _planned(code: str, plan: Lookup) -> GenerateRequest:
    """The plan row's value if usable; plans written by other tools may contain anything."""
    row = {"stock_code": code} | {name: plan.value(name) for name in _ALLOWED}
    try:
        return GenerateRequest.model_validate(row)
    except ValidationError as error:
        unusable = {item["loc"][0] for item in error.errors()}
        usable = {name: value for name, value in row.items() if name not in unusable}
        return GenerateRequest.model_validate(usable)
