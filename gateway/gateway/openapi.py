"""One OpenAPI document for all routes of the gateway, including forwarded ones.

A build step merges the services' documents into `openapi.json`, which is committed and served, so
the document does not depend on which services are running.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from fleet.errors import DeadlineExceeded, Forbidden, Unauthenticated, UpstreamUnavailable
from fleet.problems import PROBLEM_JSON
from gateway.dashboard.section_schemas import type_sections
from gateway.dashboard.sections import SECTIONS
from gateway.forwarding.routes import FORWARDED, METHODS

Json = dict[str, Any]
FILE = "openapi.json"
_COMPONENTS = "#/components/"
_PROBLEM = {"$ref": f"{_COMPONENTS}schemas/Problem"}
# FastAPI's schemas for a 422; the fleet returns problem documents instead.
_VALIDATION = {"$ref": f"{_COMPONENTS}schemas/HTTPValidationError"}
# Errors that the gateway itself may return on any forwarded route.
_OF_THE_GATEWAY: Json = {
    str(error.status): {
        "description": error.title,
        "content": {PROBLEM_JSON: {"schema": _PROBLEM}},
    }
    for error in (Unauthenticated, Forbidden, UpstreamUnavailable, DeadlineExceeded)
}


def own_document(app: FastAPI) -> Json:
    """The OpenAPI document of the gateway's own routes."""
    return get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )


@cache
def served_document() -> Json:
    """The merged document, as committed."""
    return orjson.loads(files("gateway").joinpath(FILE).read_bytes())


def merge(own: Json, upstreams: Mapping[str, Json]) -> Json:
    """The gateway's document, extended with the routes it forwards.

    Args:
        own: From `own_document`.
        upstreams: OpenAPI documents of the services by name, such as `inventory-svc`.

    Returns:
        A new document. A service's component whose name is taken by a different component gets the
        service's name as a prefix.

    Raises:
        ValueError: two operations share an id, or a reference has no target.
    """
    paths, components = dict(own["paths"]), _named(own)
    for service, document in upstreams.items():
        theirs = _named(document)
        renamed = _clashes(components, theirs, service)
        components |= {renamed.get(name, name): _pointing(c, renamed) for name, c in theirs.items()}
        forwarded = _copy(_pointing(_forwarded(document["paths"], service), renamed))
        for operation in _operations(forwarded):
            operation["responses"] = _OF_THE_GATEWAY | operation["responses"]
        paths |= {p: item | paths.get(p, {}) for p, item in forwarded.items()}
    paths = _with_problems(_copy(paths))
    _refuse_shared_ids(paths)
    components = type_sections(paths, components, SECTIONS)
    used = _used(paths, components)
    return {**own, "paths": dict(sorted(paths.items())), "components": _by_kind(components, used)}


def _named(document: Json) -> Json:
    """Components by reference."""
    return {
        f"{_COMPONENTS}{kind}/{name}": component
        for kind, components in document.get("components", {}).items()
        for name, component in components.items()
    }


def _by_kind(components: Json, used: set[str]) -> Json:
    kinds: Json = {}
    for reference in sorted(used):
        kind, _, name = reference.removeprefix(_COMPONENTS).partition("/")
        kinds.setdefault(kind, {})[name] = components[reference]
    return kinds


def _clashes(ours: Json, theirs: Json, service: str) -> dict[str, str]:
    """New references for components that share a name with one of ours but differ in content.

    A component that looks equal still differs if it refers to such a component.
    """
    prefix = service.removesuffix("-svc").capitalize()
    shared = theirs.keys() & ours.keys()
    different = {name for name in shared if theirs[name] != ours[name]}
    while more := {n for n in shared - different if different & set(_references(theirs[n]))}:
        different |= more
    return {name: _prefixed(name, prefix) for name in different}


def _prefixed(reference: str, prefix: str) -> str:
    kind, _, name = reference.rpartition("/")
    return f"{kind}/{prefix}{name}"


def _forwarded(paths: Json, service: str) -> Json:
    """The paths that the gateway forwards to this service."""
    prefixes = [row.prefix for row in FORWARDED if row.service == service]
    borders = tuple(f"{prefix}{border}" for prefix in prefixes for border in "/:")
    return {p: item for p, item in paths.items() if p in prefixes or p.startswith(borders)}


def _pointing(value: Any, renamed: Mapping[str, str]) -> Any:
    """A copy of `value` with renamed references, including those of discriminators."""
    if isinstance(value, dict):
        return {key: _pointing(inner, renamed) for key, inner in cast("Json", value).items()}
    if isinstance(value, list):
        return [_pointing(inner, renamed) for inner in cast("list[Any]", value)]
    return renamed.get(value, value) if isinstance(value, str) else value


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(cast("Json", value).values())
    if isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _references(inner)
    elif isinstance(value, str) and value.startswith(_COMPONENTS):
        yield value


def _used(paths: Json, components: Json) -> set[str]:
    """References reachable from the paths; components used only by dropped paths are left out."""
    used: set[str] = set()
    ahead = set(_references(paths))
    while ahead:
        missing = ahead - components.keys()
        if missing:
            raise ValueError(f"these references point nowhere: {', '.join(sorted(missing))}")
        used |= ahead
        ahead = {r for name in ahead for r in _references(components[name])} - used
    return used


def _operations(paths: Json) -> Iterator[Json]:
    for item in paths.values():
        yield from (item[method.lower()] for method in METHODS if method.lower() in item)


def _refuse_shared_ids(paths: Json) -> None:
    ids = Counter(operation["operationId"] for operation in _operations(paths))
    shared = sorted(name for name, count in ids.items() if count > 1)
    if shared:
        raise ValueError(f"these operation ids are used more than once: {', '.join(shared)}")


def _copy(paths: Json) -> Json:
    return orjson.loads(orjson.dumps(paths))


def _with_problems(paths: Json) -> Json:
    """Error responses with the media type they are sent with."""
    for operation in _operations(paths):
        for response in operation["responses"].values():
            content = response.get("content", {})
            if content.get("application/json", {}).get("schema") in (_PROBLEM, _VALIDATION):
                response["content"] = {PROBLEM_JSON: {"schema": _PROBLEM}}
    return paths
