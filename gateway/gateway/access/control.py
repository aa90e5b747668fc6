"""Lets a request in when its caller may make it. Plain ASGI, around every route there is."""

from typing import cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from contract.permissions import Role, role_for
from fleet.callers import ANONYMOUS, LOCAL, Caller, set_current_caller
from fleet.errors import Forbidden, SmartRetailError, Unauthenticated
from fleet.middleware import SAFE_METHODS
from fleet.problems import problem_response
from fleet.statements import statement
from gateway.resources import Resources


class AccessControl:
    """Identifies the caller, checks the table, and passes on for whom the services are called."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
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
                "Sign in at /app/, or send your key as `Authorization: Bearer sr_…`. No key? Ask "
                "your administrator, who makes one with `smartretail keys create` or lets callers "
                "without a key in with ANONYMOUS_ROLE.",
                statement("sign_in_needed"),
            )
        if not caller.may_act_as(needed):
            sentence = f"This takes the role {needed}, and {_who(caller)}."
            missing = {"field": "role", "needed": needed, "given": caller.role}
            raise Forbidden(
                sentence,
                statement("role_needed", needed=needed, given=caller.role),
                errors=[missing | {"message": sentence}],
            )
        return caller


def _who(caller: Caller) -> str:
    if caller.name in {LOCAL, ANONYMOUS}:
        return (
            f"callers without a key have the role {caller.role}. Send a key that has it, or the "
            "operator can raise ANONYMOUS_ROLE"
        )
    return f"the key of {caller.name} has the role {caller.role}"
