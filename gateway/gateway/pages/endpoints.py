"""The dashboard's files over HTTP. They contain no data, so loading them needs no role."""

from fastapi import APIRouter, Request, Response

from fleet.errors import NotFound
from fleet.prepared import prepared_response
from fleet.statements import statement
from gateway.pages.built import HASHED, INDEX, Pages
from gateway.resources import Res

router = APIRouter(prefix="/app", include_in_schema=False)
_FOREVER = "public, max-age=31536000, immutable"
# Scripts and styles are our own files; the component library writes its theme into a style element.
# Nothing is loaded from, sent to or framed by other sites.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@router.head("")
@router.get("")
@router.head("/{path:path}")
@router.get("/{path:path}")
async def page(request: Request, resources: Res, path: str = "") -> Response:
    """A file of the dashboard; for any other path index.html, which shows that page.

    Raises:
        NotFound: the dashboard was not built, or an asset of another version is asked for.
    """
    pages = resources.pages
    _require_file(pages, path)
    name = path if path in pages.files else INDEX
    response = prepared_response(request, pages.files[name], snapshot_id=None)
    response.headers.update(_HEADERS)
    if name.startswith(HASHED):
        response.headers["Cache-Control"] = _FOREVER
    return response


def _require_file(pages: Pages, path: str) -> None:
    if not pages.built:
        raise NotFound("The dashboard is not built yet. Run `make install`.")
    if path.startswith(HASHED) and path not in pages.files:
        raise NotFound(statement("page_outdated"))
