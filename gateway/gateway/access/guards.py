"""What a route asks of its caller."""

from collections.abc import Awaitable, Callable

from fleet.errors import Forbidden, Unauthenticated
from fleet.settings import Role
from gateway.access.callers import Caller
from gateway.resources import Res


def check(caller: Caller | None, needed: Role) -> Caller:
    """The caller, when they may do what takes the role `needed`.

    Raises:
        Unauthenticated: nobody is known to call.
        Forbidden: the caller's role is too low.
    """
    if caller is None:
        raise Unauthenticated(
            "Callers without a key have no role here. The operator can let them in by setting "
            "ANONYMOUS_ROLE, or bind the gateway to 127.0.0.1."
        )
    if not caller.may_act_as(needed):
        raise Forbidden(
            f"This takes the role {needed}, and callers without a key have the role {caller.role}. "
            "The operator can raise it with ANONYMOUS_ROLE."
        )
    return caller


def requires(needed: Role) -> Callable[[Res], Awaitable[Caller]]:
    """The FastAPI dependency that lets only callers with the role `needed` pass."""

    async def guard(resources: Res) -> Caller:
        return check(resources.keyless, needed)

    return guard
