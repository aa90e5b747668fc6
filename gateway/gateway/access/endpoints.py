"""Signing in and out over HTTP. The key is sent once, in the body; pages can't read the cookie."""

from fastapi import APIRouter, Request, Response

from fleet.errors import Conflict, DocumentsUnavailable, TooManyRequests, Unauthenticated
from fleet.problems import declare
from fleet.statements import statement
from gateway.access import service
from gateway.access.schemas import SessionAnswer, SignIn
from gateway.access.sessions import COOKIE
from gateway.resources import Res

router = APIRouter(prefix="/v1/session", tags=["access"])


@router.get("", operation_id="get_session", responses=declare(DocumentsUnavailable))
async def get_session(request: Request, response: Response, resources: Res) -> SessionAnswer:
    """Who the caller is and what they may do. An expired session is removed from the browser."""
    answer, over = await service.session_info(
        request.headers, resources.identification, resources.sessions
    )
    response.headers["Cache-Control"] = "no-store"
    if over and COOKIE in request.cookies:
        _drop_cookie(request, response)
    return answer


@router.post(
    "",
    operation_id="sign_in",
    responses=declare(Unauthenticated, Conflict, TooManyRequests, DocumentsUnavailable),
)
async def sign_in(
    request: Request, response: Response, resources: Res, body: SignIn
) -> SessionAnswer:
    """Sign in with a key; returns a session cookie and the token required for changes."""
    address = request.client.host if request.client else ""
    resources.throttle.refuse_too_many(address)
    try:
        answer, cookie = await service.signed_in(
            body.key.get_secret_value(), resources.identification, resources.sessions
        )
    except Unauthenticated:
        resources.throttle.failed(address)
        raise Unauthenticated(statement("key_unknown")) from None
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(resources.sessions.seconds),
        path="/",
        httponly=True,
        samesite="strict",
        secure=_over_https(request),
    )
    return answer


@router.delete("", operation_id="sign_out", status_code=204)
async def sign_out(request: Request, response: Response) -> None:
    """Sign out: the browser forgets its session."""
    _drop_cookie(request, response)


def _drop_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="strict", secure=_over_https(request)
    )


def _over_https(request: Request) -> bool:
    """Whether the browser uses TLS, to us or to the proxy in front of us."""
    origin = request.headers.get("origin", "")
    return request.url.scheme == "https" or origin.startswith("https://")
