"""Merges the services' OpenAPI documents into the one that the gateway serves."""

import orjson
from starlette.types import Receive, Scope, Send

from gateway.main import create_app as create_gateway
from gateway.openapi import merge, own_document
from gateway.settings import Settings as GatewaySettings
from smartretail.in_process import InProcessTransport
from smartretail.services import SERVICES

_LAYOUT = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def merged_openapi() -> bytes:
    """The document for `gateway/openapi.json`, independent of the environment."""
    services = {member.name: member.create_default().openapi() for member in SERVICES}
    gateway = create_gateway(
        GatewaySettings.model_construct(),
        transports={name: InProcessTransport(_nobody) for name in services},
    )
    return orjson.dumps(merge(own_document(gateway), services), option=_LAYOUT)


async def _nobody(_: Scope, __: Receive, ___: Send) -> None:
    """A stand-in for a service; nothing is called while documents are generated."""
