"""The role each route needs: one table for the gateway and every service.

`fleet.permissions` looks routes up in it. Routes not in the table need an admin.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["viewer", "planner", "approver", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Roles in ascending order; each may do everything the previous ones may."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Permission:
    """Requests by one of `methods` to a path like `pattern`.

    Attributes:
        role: The lowest role allowed; None: no sign-in needed.
        methods: In upper case.
        pattern: A path; `*` matches anything, `{below}` at the end matches nothing, or anything
            that begins with `/` or `:`.
    """

    role: Role | None
    methods: frozenset[str]
    pattern: str


def _rows(role: Role | None, methods: Iterable[str], *patterns: str) -> tuple[Permission, ...]:
    return tuple(Permission(role, frozenset(methods), pattern) for pattern in patterns)


PERMISSIONS: Final[tuple[Permission, ...]] = (
    # Routes without any of the shop's data.
    *_rows(None, SAFE_METHODS, "/", "/health/live", "/health/ready"),
    *_rows(None, SAFE_METHODS, "/docs{below}", "/redoc", "/openapi.json", "/app{below}"),
    # Signing in and out, and who the caller is.
    *_rows(None, {*SAFE_METHODS, "POST", "DELETE"}, "/v1/session"),
    *_rows("viewer", SAFE_METHODS, "/metrics"),
    # Contract routes.
    *_rows(
        "viewer", SAFE_METHODS, "/inventory", "/demand", "/campaign-plan", "/generated-campaigns"
    ),
    *_rows("planner", {"POST"}, "/generate-campaign"),
    # Campaigns. Audience files contain customers, so they are only for those who send campaigns.
    *_rows("planner", SAFE_METHODS, "/v1/campaigns/*/audience.csv", "/v1/plan/*/customers"),
    *_rows("approver", {"POST"}, "/v1/campaigns/*:approve"),
    *_rows(
        "planner",
        {"POST"},
        "/v1/campaigns/*:submit",
        "/v1/campaigns/*:return",
        "/v1/campaigns/*:schedule",
        "/v1/campaigns/*:sent",
        "/v1/campaigns/*:cancel",
        "/v1/campaigns/*:restore",
    ),
    *_rows("planner", {"PATCH"}, "/v1/campaigns/*"),
    # Customers and opt-outs.
    *_rows("planner", SAFE_METHODS, "/v1/opt-outs{below}"),
    *_rows("planner", {"PUT"}, "/v1/opt-outs/*"),
    *_rows("admin", {"DELETE"}, "/v1/opt-outs/*", "/v1/customers/*"),
    *_rows("viewer", {"POST"}, "/v1/customers:classify"),
    # Read-only requests that use POST because of their length.
    *_rows("viewer", {"POST"}, "/v1/claims:check", "/v1/plan:simulate"),
    # Decisions on the plan, and dismissals.
    *_rows("planner", {"POST"}, "/v1/decisions", "/v1/dismissals", "/v1/dismissals:undo"),
    # Copy.
    *_rows("planner", {"POST"}, "/v1/copy"),
    # Uploads, refreshes and snapshots.
    *_rows("planner", {*SAFE_METHODS, "POST", "PUT", "DELETE"}, "/v1/uploads{below}"),
    *_rows("planner", {"POST"}, "/v1/refreshes{below}"),
    *_rows("admin", {"POST"}, "/v1/snapshots/*:restore"),
    # All other read access.
    *_rows(
        "viewer",
        SAFE_METHODS,
        "/v1/dashboard",
        "/v1/inventory{below}",
        "/v1/products{below}",
        "/v1/data-quality",
        "/v1/snapshots",
        "/v1/refreshes{below}",
        "/v1/demand{below}",
        "/v1/segments{below}",
        "/v1/customers{below}",
        "/v1/plan{below}",
        "/v1/decisions{below}",
        "/v1/dismissals{below}",
        "/v1/copy/provider",
        "/v1/campaigns{below}",
        "/v1/holdout",
    ),
)

# Routes between the gateway and services, which the gateway never forwards. They need the role of
# the public route that calls them.
INTERNAL: Final[tuple[Permission, ...]] = (
    *_rows("approver", {"POST"}, "/internal/campaigns/*:approve"),
    *_rows("approver", {"PUT"}, "/internal/audiences/*"),
    *_rows("planner", {"PUT", "PATCH"}, "/internal/campaigns/*"),
    *_rows("planner", {"POST"}, "/internal/campaigns/*:restore"),
    *_rows("admin", {"DELETE"}, "/internal/customers/*"),
    *_rows("viewer", SAFE_METHODS, "/internal/campaigns/*/people"),
    *_rows("viewer", {"POST"}, "/internal/holdout:measure"),
    *_rows("viewer", SAFE_METHODS, "/internal/holdout", "/internal/plan/*/baseline-buyers"),
)
