"""The host named by a request, and whether the request comes directly from this machine."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_FORWARDED: Final = ("forwarded", "via", "x-real-ip")


def host_name(header: str) -> str:
    """The name in a Host header without its port; empty if there is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def origin_host(origin: str) -> str:
    """Host and port of an Origin header in the form of a Host header; empty if it has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def is_local(headers: Mapping[str, str]) -> bool:
    """Whether a request names a loopback host and was not forwarded by a proxy.

    A proxy that adds no headers looks like a local caller. Behind such a proxy, bind to an address
    other than loopback, or set ANONYMOUS_ROLE.
    """
    if host_name(headers.get("host", "")) not in LOOPBACK:
        return False
    names = [name.lower() for name in headers]
    return not any(name in _FORWARDED or name.startswith("x-forwarded-") for name in names)
