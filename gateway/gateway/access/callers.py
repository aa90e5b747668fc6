"""Who calls. Keys come here later; until then the bound address or ANONYMOUS_ROLE decides."""

from dataclasses import dataclass
from typing import get_args

from fleet.settings import Role, ServiceSettings

# Each may do all that those before it may.
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Caller:
    """Who calls, and what they may do."""

    name: str
    role: Role

    def may_act_as(self, needed: Role) -> bool:
        """Whether the caller's role includes `needed`."""
        return ROLES.index(self.role) >= ROLES.index(needed)


def keyless_caller(settings: ServiceSettings) -> Caller | None:
    """Who a caller without a key is: the role set by name, else on loopback the local admin."""
    if settings.anonymous_role is not None:
        return Caller("anonymous", settings.anonymous_role)
    return Caller("local", "admin") if settings.loopback_only else None
