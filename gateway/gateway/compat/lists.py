"""The contract's lists, as bytes, from the services that prepared them."""

from fastapi import Request, Response

from gateway.resources import Resources
from gateway.settings import ServiceName
from gateway.upstreams.passing import headers_for, passed_back


async def pass_list(
    request: Request, resources: Resources, service: ServiceName, path: str
) -> Response:
    """The list at `path` of `service`: its bytes, ETag, encoding and snapshot, or its 304.

    Raises:
        SmartRetailError: the service did not answer, or failed without saying why.
    """
    upstream = resources.upstreams[service]
    limit = resources.settings.forward_seconds
    answer = await upstream.call(request.method, path, limit=limit, headers=headers_for(request))
    return passed_back(answer, upstream, head=request.method == "HEAD")
