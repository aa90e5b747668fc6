"""The contract's lists, as bytes, from the services that prepared them."""

from fastapi import Request, Response

from gateway.clients.service_client import ServiceClient
from gateway.forwarding.messages import request_headers, to_response


async def pass_list(request: Request, client: ServiceClient, path: str) -> Response:
    """The list at `path` of a service: its bytes, ETag, encoding and snapshot, or its 304.

    Raises:
        SmartRetailError: the service did not answer, or failed without saying why.
    """
    answer = await client.call(request.method, path, headers=request_headers(request))
    return to_response(answer, client.name, head=request.method == "HEAD")
