"""Signs callers in, and describes the current session."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from contract.permissions import ROLES
from fleet.callers import Caller
from fleet.errors import Conflict, DocumentsUnavailable, Unauthenticated
from fleet.permissions import role_for
from fleet.statements import statement
from gateway.access.identification import Identification, Identity
from gateway.access.schemas import RouteAccess, SessionAnswer
from gateway.access.sessions import Sessions

# Each action of the page with a request that performs it; its role is looked up in the permissions.
ACTIONS: Final[dict[str, tuple[str, str]]] = {
    "read": ("GET", "/v1/dashboard"),
    "classify_customer": ("POST", "/v1/customers:classify"),
    "simulate_plan": ("POST", "/v1/plan:simulate"),
    "plan_customers": ("GET", "/v1/plan/x/customers"),
    "dismiss": ("POST", "/v1/dismissals"),
    "generate": ("POST", "/generate-campaign"),
    "edit_campaign": ("PATCH", "/v1/campaigns/x"),
    "submit_campaign": ("POST", "/v1/campaigns/x:submit"),
    "approve_campaign": ("POST", "/v1/campaigns/x:approve"),
    "export_audience": ("GET", "/v1/campaigns/x/audience.csv"),
    "record_opt_out": ("PUT", "/v1/opt-outs/x"),
    "drop_opt_out": ("DELETE", "/v1/opt-outs/x"),
    "forget_customer": ("DELETE", "/v1/customers/x"),
    "upload": ("POST", "/v1/uploads"),
    "refresh": ("POST", "/v1/refreshes"),
    "restore_snapshot": ("POST", "/v1/snapshots/x:restore"),
}


async def session_info(
    headers: Mapping[str, str], identification: Identification, sessions: Sessions
) -> tuple[SessionAnswer, bool]:
    """The caller, and whether their session has expired and the browser should delete it.

    Raises:
        DocumentsUnavailable: a key or session was sent, but the store does not answer.
    """
    over = False
    try:
        identity = await identification.identify(headers)
    except Unauthenticated:
        over, identity = True, await identification.without_key(headers)
    answer = described(identity, sessions, sign_in=await _has_keys(identification))
    if answer.how == "anonymous" and answer.sign_in:
        answer.lowered_from = identification.lowered_from
    return answer, over


async def signed_in(
    text: str, identification: Identification, sessions: Sessions
) -> tuple[SessionAnswer, str]:
    """The response for the holder of this key, and their session cookie.

    Raises:
        Unauthenticated: it is not a valid key.
        Conflict: this installation has no keys.
        DocumentsUnavailable: the store does not answer.
    """
    if not await identification.has_keys():
        raise Conflict(
            statement("no_keys_here"), note="Create keys with `smartretail keys create`."
        )
    key = await identification.by_key(text)
    session, cookie = sessions.begin(key)
    return described(
        Identity("session", key.caller, (session, key)), sessions, sign_in=True
    ), cookie


def described(identity: Identity, sessions: Sessions, *, sign_in: bool) -> SessionAnswer:
    """The response that describes the caller to the page."""
    caller = identity.caller
    session = identity.session
    return SessionAnswer(
        how=identity.how,
        name=caller.name if caller else None,
        role=caller.role if caller else None,
        roles=[role for role in ROLES if caller and caller.may_act_as(role)],
        sign_in=sign_in,
        csrf_token=sessions.csrf_token(*session) if session else None,
        expires_at=datetime.fromtimestamp(session[0].until, UTC) if session else None,
        may={name: _may(caller, *request) for name, request in ACTIONS.items()},
    )


def _may(caller: Caller | None, method: str, path: str) -> RouteAccess:
    needs = role_for(method, path) or "viewer"
    return RouteAccess(allowed=caller is not None and caller.may_act_as(needs), needs=needs)


async def _has_keys(identification: Identification) -> bool:
    """Whether keys exist; assumed to be true if the store doesn't answer."""
    try:
        return await identification.has_keys()
    except DocumentsUnavailable:
        return True
