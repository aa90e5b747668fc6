"""Requests and responses of signing in and out."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from contract.permissions import Role
from fleet.settings import AnonymousRole
from gateway.access.identification import How


class SignIn(BaseModel):
    """A key to sign in with."""

    model_config = ConfigDict(json_schema_extra={"example": {"key": "sr_0123456789ab_…"}})

    key: SecretStr = Field(max_length=200)


class RouteAccess(BaseModel):
    """Whether the caller may use a route, and which role is required."""

    allowed: bool
    needs: Role


class SessionAnswer(BaseModel):
    """Who the caller is and what they may do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "how": "session",
                "name": "Ada Lovelace",
                "role": "planner",
                "roles": ["viewer", "planner"],
                "lowered_from": None,
                "sign_in": True,
                "csrf_token": "b1N0…",
                "expires_at": "2026-11-23T06:00:00Z",
                "may": {"refresh": {"allowed": True, "needs": "planner"}},
            }
        }
    )

    how: How = Field(description="`local`: on loopback without keys; `nobody`: sign in")
    name: str | None
    role: Role | None
    roles: list[Role] = Field(description="The role and the roles it includes")
    lowered_from: AnonymousRole | None = Field(
        default=None,
        description="Role set by ANONYMOUS_ROLE, if callers without a key have a lower one because "
        "keys exist",
    )
    sign_in: bool = Field(description="Whether there are keys to sign in with")
    csrf_token: str | None = Field(
        description="Value for the header X-CSRF-Token; only in a session"
    )
    expires_at: datetime | None
    may: dict[str, RouteAccess]
