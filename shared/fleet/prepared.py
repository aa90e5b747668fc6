"""Large responses, serialised once per snapshot and served as bytes."""

import gzip
import hashlib
from dataclasses import dataclass

import orjson
from fastapi import Request, Response

SNAPSHOT_HEADER = "X-Snapshot"
_GZIP_LEVEL = 6
_WORTH_COMPRESSING = 1024


@dataclass(frozen=True)
class PreparedBody:
    """A response body in the encodings we offer.

    Attributes:
        identity: The uncompressed bytes.
        gzipped: The compressed bytes, or None if compression isn't worth it.
        digest: Digest of the content, from which each encoding's ETag is derived.
    """

    identity: bytes
    gzipped: bytes | None
    digest: str
    media_type: str = "application/json"

    @classmethod
    def of_json(cls, value: object) -> "PreparedBody":
        """Serialise `value` (dicts, lists, numbers, text; NaN becomes null)."""
        return cls.of_bytes(orjson.dumps(value))

    @classmethod
    def of_bytes(cls, body: bytes, media_type: str = "application/json") -> "PreparedBody":
        """Prepare serialised bytes; takes about 20 ms per MB, so use a thread."""
        small = len(body) < _WORTH_COMPRESSING
        compressed = None if small else gzip.compress(body, _GZIP_LEVEL, mtime=0)
        return cls(body, compressed, hashlib.sha256(body).hexdigest()[:24], media_type)


def prepared_response(request: Request, body: PreparedBody, *, snapshot_id: str | None) -> Response:
    """200 with the best encoding the caller accepts, or 304 if they already have it.

    `snapshot_id` is None for a response that does not come from a snapshot.
    """
    use_gzip = body.gzipped is not None and _accepts_gzip(
        request.headers.get("accept-encoding", "")
    )
    etag = f'"{body.digest}-gzip"' if use_gzip else f'"{body.digest}"'
    headers = {
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "no-cache",
    }
    if snapshot_id is not None:
        headers[SNAPSHOT_HEADER] = snapshot_id
    if _matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    content = body.gzipped if use_gzip and body.gzipped is not None else body.identity
    if use_gzip:
        headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(content))
        return Response(headers=headers, media_type=body.media_type)
    return Response(content, headers=headers, media_type=body.media_type)


def _accepts_gzip(header: str) -> bool:
    """Whether `Accept-Encoding` names gzip (or *) with a quality above 0 (RFC 9110, 12.5.3)."""
    qualities: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            qualities[name.strip()] = float(quality) if parameters else 1.0
        except ValueError:
            qualities[name.strip()] = 0.0
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def _matches(if_none_match: str | None, etag: str) -> bool:
    """Whether an ETag matches, by weak comparison (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    etags = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in etags or etag in etags
