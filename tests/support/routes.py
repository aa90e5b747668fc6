"""A pytest plugin: what FastAPI works out of a route is shared by all apps of a test process.

FastAPI builds the validators of every route anew for each app that includes it, which takes longer
than most tests do. Our apps differ in their resources and never in a route's validators.
"""

import sys
from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Once the tests are there, and only if one of them loaded FastAPI."""
    if "fastapi.routing" in sys.modules:
        _share_route_contexts()


def _share_route_contexts() -> None:
    from fastapi.routing import APIRoute, _EffectiveRouteContext, _RouterIncludeContext  # noqa: PLC0415 - takes half a second  # pyright: ignore[reportPrivateUsage] - nothing public says what a route was worked out to

    build = _EffectiveRouteContext.from_api_route

    def from_api_route(
        *, original_route: APIRoute, include_context: _RouterIncludeContext
    ) -> _EffectiveRouteContext:
        # With the route, so that both are freed together.
        built: dict[Any, _EffectiveRouteContext] = original_route.__dict__.setdefault("_built", {})
        key = _key(include_context)
        if key not in built:
            built[key] = build(original_route=original_route, include_context=include_context)
        return built[key]

    _EffectiveRouteContext.from_api_route = from_api_route  # pyright: ignore[reportAttributeAccessIssue] - replaced on purpose


def _key(context: Any) -> tuple[object, ...]:
    return (
        context.prefix,
        tuple(context.tags),
        tuple(depends.dependency for depends in context.dependencies),
        tuple(context.responses),
        context.deprecated,
        context.include_in_schema,
        context.max_body_size,
    )
