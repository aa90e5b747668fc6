"""Reads a service's response to one of the gateway's own requests."""

from collections.abc import Mapping
from typing import TypeVar, cast

import orjson
from pydantic import BaseModel, ValidationError

from fleet.errors import (
    Conflict,
    DeadlineExceeded,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    SmartRetailError,
    UnusableAnswer,
    UpstreamUnavailable,
)
from fleet.statements import statement
from gateway.clients.service_client import ServiceClient
from gateway.clients.upstream import Answer, refusal_of

_REFUSALS: dict[int, type[SmartRetailError]] = {
    error.status: error
    for error in (
        NotFound,
        Conflict,
        PreconditionFailed,
        InvalidInput,
        UnusableAnswer,
        DeadlineExceeded,
    )
}
M = TypeVar("M", bound=BaseModel)


def unwrap(answer: Answer, client: ServiceClient) -> dict[str, object]:
    """The JSON object in a service's response.

    Raises:
        SmartRetailError: the service refused or failed; the class depends on the status.
        UpstreamUnavailable: the response is not a JSON object.
    """
    if not answer.ok:
        kind = _REFUSALS.get(answer.status, UpstreamUnavailable)
        raise refusal_of(answer, client.name, kind)
    try:
        found = answer.json()
    except orjson.JSONDecodeError:
        raise _garbled(client, "It is not JSON.") from None
    if not isinstance(found, dict):
        raise _garbled(client, "It is not a JSON object.")
    return cast("dict[str, object]", found)


def as_model(kind: type[M], found: Mapping[str, object], client: ServiceClient) -> M:
    """A service's response as one of our models.

    Raises:
        UpstreamUnavailable: fields are missing or have the wrong type.
    """
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        names = {".".join(map(str, item["loc"][:1])) for item in error.errors()}
        fields = ", ".join(sorted(names))
        raise _garbled(client, f"It has no usable {fields}.") from None


def unwrap_as(kind: type[M], answer: Answer, client: ServiceClient) -> M:
    """A service's response as one of our models.

    Raises:
        SmartRetailError: the service refused or failed.
        UpstreamUnavailable: the response does not match the model.
    """
    return as_model(kind, unwrap(answer, client), client)


def _garbled(client: ServiceClient, note: str) -> UpstreamUnavailable:
    return UpstreamUnavailable(statement("service_garbled", service=client.name), note=note)
