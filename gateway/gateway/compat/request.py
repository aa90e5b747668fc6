"""The body of `POST /generate-campaign`: one plan row, or a part of one."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from contract.copy_requests import MAX_VARIANTS, TONES
from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS
from fleet.errors import InvalidInput
from gateway.compat.normalization import SPELLINGS, NormalizedRequest, normalize

# Text is read as a number only where it can mean one thing: digits, a point, a percent sign.
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_MAX_NUMBER = 1e15


def _code(value: Any) -> Any:
    """An integer in JSON stands for its digits: codes are text, and some programs lose that."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < _MAX_NUMBER else ""
    if not isinstance(value, str):
        raise ValueError("give the code as text")  # noqa: TRY004 - pydantic reports ValueError only
    return _sound(value).strip()


def _sound(text: str) -> str:
    """JSON can hold halves of characters (lone surrogates), which nothing can store or send."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("give text of whole characters") from None
    return text


def _number(value: Any) -> float:
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("give a number")  # noqa: TRY004 - pydantic reports ValueError only
    if not abs(value) < _MAX_NUMBER:  # also true of NaN
        raise ValueError("give a number of at most 15 digits")
    return float(value)


def _percent(value: Any) -> float:
    return _number(value.strip().removesuffix("%") if isinstance(value, str) else value)


def _one_of(*allowed: str) -> BeforeValidator:
    def allowed_word(value: Any) -> str:
        if not isinstance(value, str) or value.strip() not in allowed:
            raise ValueError(f"give one of: {', '.join(allowed)}")
        return value.strip()

    return BeforeValidator(allowed_word)


def _description(value: Any) -> Any:
    """Blank counts as left out: the plan's name is better than none."""
    return (_sound(value).strip() or None) if isinstance(value, str) else value


class GenerateRequest(BaseModel):
    """What the caller sent; None is what they left out, and 0 is a value."""

    model_config = ConfigDict(frozen=True)

    stock_code: Annotated[str, BeforeValidator(_code), Field(min_length=1, max_length=200)]
    objective: Annotated[str, _one_of(*OBJECTIVES)] | None = None
    target_cluster: Annotated[str, _one_of(*SEGMENTS)] | None = None
    discount: Annotated[float, BeforeValidator(_percent), Field(ge=0, le=100)] | None = None
    current_stock: Annotated[float, BeforeValidator(_number)] | None = None
    predicted_7d_demand: Annotated[float, BeforeValidator(_number)] | None = None
    product_description: Annotated[
        Annotated[str, Field(max_length=500)] | None, BeforeValidator(_description)
    ] = None
    tone: Annotated[str, _one_of(*TONES)] | None = None
    language: Annotated[str, Field(min_length=2, max_length=35)] | None = None
    variants: Annotated[int, Field(ge=1, le=MAX_VARIANTS, strict=True)] = 1


def read_request(body: Mapping[str, Any]) -> tuple[GenerateRequest, NormalizedRequest]:
    """The body under our names, checked, and how the caller spelled it.

    Raises:
        InvalidInput: naming each field that cannot be used, in the caller's spelling.
    """
    normalized = normalize(body)
    try:
        return GenerateRequest.model_validate(normalized.values), normalized
    except ValidationError as error:
        fields = [_field(item["loc"], item, normalized) for item in error.errors(include_url=False)]
        detail = "; ".join(f"{field['field']}: {field['message']}" for field in fields)
        raise InvalidInput(f"{detail}.", errors=fields) from None


def _field(
    loc: tuple[int | str, ...], item: Mapping[str, Any], normalized: NormalizedRequest
) -> dict[str, str]:
    name = normalized.field_names[str(loc[0])]
    if item["type"] == "missing":
        return {
            "field": name,
            "message": "say which product the campaign is for",
            "kind": "missing",
        }
    reason = item.get("ctx", {}).get("error")
    return {"field": name, "message": str(reason or item["msg"]), "kind": item["type"]}


def _property(name: str) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "objective": {"type": "string", "enum": list(OBJECTIVES)},
        "target_cluster": {"type": "string", "enum": list(SEGMENTS)},
        "discount": {"type": "number", "minimum": 0, "maximum": 100, "description": "Percent"},
        "current_stock": {"type": "number"},
        "predicted_7d_demand": {"type": "number"},
        "tone": {
            "type": "string",
            "enum": list(TONES),
            "description": "Left out, the segment decides.",
        },
        "language": {
            "type": "string",
            "description": "BCP 47 tag; left out, the shop's own language.",
        },
        "variants": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_VARIANTS,
            "description": "How many texts; the first is the campaign's.",
        },
    }
    ways = SPELLINGS[name]
    also = f"Also read as {', '.join(ways[1:])}." if ways[1:] else ""
    kind = kinds.get(name, {"type": "string"})
    return kind | {"description": f"{kind.get('description', '')} {also}".strip()}


# What the OpenAPI document says of the body.
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "title": "PlanRow",
                    "type": "object",
                    "required": [SPELLINGS["stock_code"][0]],
                    "properties": {ways[0]: _property(name) for name, ways in SPELLINGS.items()},
                },
                "example": {
                    "StockCode": "22423",
                    "Objective": "Clear Stock",
                    "TargetCluster": "Regular Customers",
                    "Discount": 20,
                },
            }
        },
    }
}
