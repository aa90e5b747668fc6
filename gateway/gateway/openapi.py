"""One OpenAPI document for everything the gateway answers, forwarded routes included.

The services' documents are merged by a build step into `openapi.json`, which is committed and
served: what the gateway says of its routes does not depend on which services are up.
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
# FastAPI's own words for a 422; the fleet answers all of them as problem documents.
_VALIDATION = {"$ref": f"{_COMPONENTS}schemas/HTTPValidationError"}
# What any forwarded route may also be answered with, by the gateway itself.
_OF_THE_GATEWAY: Json = {
    str(error.status): {
        "description": error.title,
        "content": {PROBLEM_JSON: {"schema": _PROBLEM}},
    }
    for error in (Unauthenticated, Forbidden, UpstreamUnavailable, DeadlineExceeded)
}


def own_document(app: FastAPI) -> Json:
    """The document of the gateway's own routes."""
    return get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )


@cache
def served_document() -> Json:
    """The merged document, as it was committed."""
    return orjson.loads(files("gateway").joinpath(FILE).read_bytes())


def merge(own: Json, upstreams: Mapping[str, Json]) -> Json:
    """The gateway's document, extended by the routes it forwards.

    Args:
        own: From `own_document`.
        upstreams: OpenAPI documents of the services by name, such as `inventory-svc`.

    Returns:
        A new document. A component of a service that has the name of another, different one is
        renamed after the service.

    Raises:
        ValueError: two operations share an id, or a reference points nowhere.
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
    """Components by the reference they are found under."""
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
    """New references for components with the name of one of ours but different content.

    One that looks equal is another one nevertheless if it points to such a component.
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
    """Those paths that the gateway passes on to this service."""
    prefixes = [row.prefix for row in FORWARDED if row.service == service]
    borders = tuple(f"{prefix}{border}" for prefix in prefixes for border in "/:")
    return {p: item for p, item in paths.items() if p in prefixes or p.startswith(borders)}


def _pointing(value: Any, renamed: Mapping[str, str]) -> Any:
    """A copy of `value` whose references (also a discriminator's) follow the renaming."""
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
    """References reached from the paths; what only dropped paths needed is left out."""
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
    """Errors under the media type they are sent with."""
    for operation in _operations(paths):
        for response in operation["responses"].values():
            content = response.get("content", {})
            if content.get("application/json", {}).get("schema") in (_PROBLEM, _VALIDATION):
                response["content"] = {PROBLEM_JSON: {"schema": _PROBLEM}}
    return paths
