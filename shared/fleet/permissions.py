"""The role a route needs, according to the table in `contract.permissions`.

The gateway looks a request up by its path (`role_for`). A service looks up the route that will
respond (`role_of_route`), so a path can't be spelled to match different routes in the two.
"""

import re
from functools import cache
from typing import Final

from contract.permissions import INTERNAL, PERMISSIONS, Permission, Role

_PARAMETER: Final = re.compile(r"\{[^}]*\}")


def covers(row: Permission, method: str, path: str) -> bool:
    """Whether a row of the table matches a request."""
    return method in row.methods and _expression(row.pattern).fullmatch(path) is not None


def permission_for(method: str, path: str) -> Permission | None:
    """The first public row that matches the request, or None."""
    return next((row for row in PERMISSIONS if covers(row, method, path)), None)


def role_for(method: str, path: str) -> Role | None:
    """The role a request to the gateway needs; None if anyone may make it."""
    row = permission_for(method, path)
    return "admin" if row is None else row.role


@cache
def permission_of_route(method: str, template: str) -> Permission | None:
    """The row for a service's route, including internal ones, or None.

    Args:
        method: In upper case.
        template: The route's path as declared, e.g. `/v1/plan/{stock_code:path}/customers`.
    """
    path = _PARAMETER.sub("x", template)
    return next((row for row in INTERNAL + PERMISSIONS if covers(row, method, path)), None)


def role_of_route(method: str, template: str) -> Role | None:
    """The role a service's route needs; None if anyone may call it."""
    row = permission_of_route(method, template)
    return "admin" if row is None else row.role


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*")
    return re.compile(escaped.replace(r"\{below\}", "(?:[/:].*)?"), re.DOTALL)
