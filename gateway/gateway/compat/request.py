"""The body of `POST /generate-campaign`, one plan row or part of one: normalized, then checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from contract.copy_requests import MAX_VARIANTS, TONES
from contract.objectives import OBJECTIVES
from contract.segments import SEGMENTS
from fleet.errors import InvalidInput
from gateway.compat.schemas import SPELLINGS

# Text is read as a number only if unambiguous: digits, a decimal point, a percent sign.
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_MAX_NUMBER = 1e15


@dataclass(frozen=True)
class NormalizedRequest:
    """A request body under our names.

    Attributes:
        values: Values by our name; missing and null ones are left out.
        field_names: Our name → the caller's spelling, or the first spelling if the field was not
            sent.
    """

    values: dict[str, object]
    field_names: dict[str, str]


def normalize(body: Mapping[str, object]) -> NormalizedRequest:
    """The known fields of `body` under our names; unknown keys are ignored."""
    values: dict[str, object] = {}
    field_names = {name: ways[0] for name, ways in SPELLINGS.items()}
    for name, ways in SPELLINGS.items():
        used = next((way for way in ways if body.get(way) is not None), None)
        if used is not None:
            values[name], field_names[name] = body[used], used
    return NormalizedRequest(values, field_names)


def _code(value: object) -> object:
    """A JSON integer is read as its digits: codes are text, but some programs send numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < _MAX_NUMBER else ""
    if not isinstance(value, str):
        raise ValueError("give the code as text")  # noqa: TRY004 - pydantic only reports ValueError
    return _sound(value).strip()


def _sound(text: str) -> str:
    """Refuses lone surrogates, which JSON can contain but which can't be stored or sent."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("give valid Unicode text") from None
    return text


def _number(value: object) -> float:
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("give a number")  # noqa: TRY004 - pydantic only reports ValueError
    if not abs(value) < _MAX_NUMBER:  # also true of NaN
        raise ValueError("give a number of at most 15 digits")
    return float(value)


def _percent(value: object) -> float:
    return _number(value.strip().removesuffix("%") if isinstance(value, str) else value)


def _one_of(*allowed: str) -> BeforeValidator:
    def allowed_word(value: object) -> str:
        if not isinstance(value, str) or value.strip() not in allowed:
            raise ValueError(f"give one of: {', '.join(allowed)}")
        return value.strip()

    return BeforeValidator(allowed_word)


def _description(value: object) -> object:
    """A blank counts as missing, so that the plan's name is used."""
    return (_sound(value).strip() or None) if isinstance(value, str) else value


class GenerateRequest(BaseModel):
    """The caller's values; None means missing, and 0 is a value."""

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


def read_request(body: Mapping[str, object]) -> tuple[GenerateRequest, NormalizedRequest]:
    """The checked body under our names, and the field names the caller used.

    Raises:
        InvalidInput: naming each field that cannot be used, in the caller's spelling.
    """
    normalized = normalize(body)
    try:
        return GenerateRequest.model_validate(normalized.values), normalized
    except ValidationError as error:
        fields = [_field(item, normalized) for item in error.errors(include_url=False)]
        detail = "; ".join(f"{field['field']}: {field['message']}" for field in fields)
        raise InvalidInput(f"{detail}.", errors=fields) from None


def _field(item: ErrorDetails, normalized: NormalizedRequest) -> dict[str, str]:
    name = normalized.field_names[str(item["loc"][0])]
    if item["type"] == "missing":
        return {
            "field": name,
            "message": "required: the code of the product the campaign is for",
            "kind": "missing",
        }
    reason = item.get("ctx", {}).get("error")
    return {"field": name, "message": str(reason or item["msg"]), "kind": item["type"]}
