"""Which media type a caller prefers."""

_HTML, _JSON = "text/html", "application/json"


def prefers_html(accept: str) -> bool:
    """Whether `Accept` ranks HTML above JSON (RFC 9110, 12.5.1), as only browsers do.

    A range such as `*/*` covers both, so it is no preference.
    """
    return _quality(accept, _HTML) > _quality(accept, _JSON)


def _quality(accept: str, media_type: str) -> float:
    """The quality of `media_type` from the most specific range that covers it, otherwise 0."""
    found = (-1, 0.0)
    ranges = {media_type: 2, media_type.partition("/")[0] + "/*": 1, "*/*": 0}
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name in ranges:
            found = max(found, (ranges[name], _weight(parameters)))
    return found[1]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
