"""Statements: a code and its values, which `fleet.sentences` renders as a sentence."""

from datetime import date
from typing import get_args

from pydantic import BaseModel, ConfigDict
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

_OF_PYDANTIC = frozenset[str](get_args(ErrorType))
FIELD_LIMITS = {
    "ge": "field_below",
    "gt": "field_not_above",
    "le": "field_above",
    "lt": "field_not_below",
    "multiple_of": "field_no_multiple",
    "min_length": "field_short",
    "max_length": "field_long",
}
Value = str | int | float | bool | None


class Statement(BaseModel):
    """An English sentence as a stable code with its values.

    Days are written as 2011-09-09, shares are fractions of 1, sizes are bytes.
    """

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"example": {"code": "product_unknown", "values": {"product": "X1"}}},
    )

    code: str
    values: dict[str, Value]


def statement(code: str, /, **values: Value | date) -> Statement:
    """A statement: `statement("product_unknown", product="X1")`.

    Its sentence is in `contract/sentences/` under its code.
    """
    plain = {
        name: value.isoformat()[:10] if isinstance(value, date) else value
        for name, value in values.items()
    }
    return Statement(code=code, values=plain)


def of_field(field: str, wrong: ErrorDetails) -> Statement:
    """The statement for a field error of pydantic, an entry of `ValidationError.errors()`.

    Our own checks raise a `PydanticCustomError` with the statement's code.
    """
    kind = wrong["type"]
    if kind not in _OF_PYDANTIC:
        return statement(kind, field=field)
    limits = wrong.get("ctx", {})
    for name, code in FIELD_LIMITS.items():
        if isinstance(limits.get(name), int | float):
            return statement(code, field=field, limit=limits[name])
    if kind == "missing":
        return statement("field_missing", field=field)
    return statement("field_wrong", field=field)
