"""Checks that the caller may make a request. Plain ASGI middleware around every route."""

from typing import cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from contract.permissions import SAFE_METHODS, Role
from fleet.callers import ANONYMOUS, LOCAL, Caller, set_current_caller
from fleet.errors import Forbidden, SmartRetailError, Unauthenticated
from fleet.permissions import role_for
from fleet.problems import problem_response
from fleet.sentences import render
from fleet.statements import statement
from gateway.resources import Resources


class AccessControl:
    """Identifies the caller, checks their role, and sets the caller for calls to services."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or respond with the reason it is refused."""
        if scope["type"] == "http":
            needed = role_for(scope["method"], scope["path"])
            try:
                set_current_caller(None if needed is None else await self._caller(scope, needed))
            except SmartRetailError as error:
                await problem_response(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _caller(self, scope: Scope, needed: Role) -> Caller:
        resources = cast("Resources", scope["app"].state.resources)
        changes = scope["method"] not in SAFE_METHODS
        caller = await resources.identification.caller(
            Headers(scope=scope), needed, changes=changes
        )
        if caller is None:
            raise Unauthenticated(
                statement("sign_in_needed"),
                note="Sign in at /app/, or send your key as `Authorization: Bearer sr_…`. "
                "`smartretail keys create` creates one; ANONYMOUS_ROLE allows callers without one.",
            )
        if not caller.may_act_as(needed):
            wrong = statement("role_needed", needed=needed, role=caller.role)
            missing = {"field": "role", "needed": needed, "role": caller.role}
            raise Forbidden(
                wrong, note=_origin(caller), errors=[missing | {"message": render(wrong)}]
            )
        return caller


def _origin(caller: Caller) -> str:
    """A sentence on where the caller's role comes from."""
    if caller.name in {LOCAL, ANONYMOUS}:
        return "Callers without a key have the role that ANONYMOUS_ROLE gives them."
    return f"The key sent is that of {caller.name}."
