"""The host a request names, and whether it comes directly from this machine."""

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
    """Host and port of an Origin header, as a Host header writes them; empty where it has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def is_local(headers: Mapping[str, str]) -> bool:
    """Whether a request names a loopback host and no proxy has forwarded it.

    A proxy that hides itself looks like a local caller; bind to another address than
    loopback, or set ANONYMOUS_ROLE, where one stands in front.
    """
    if host_name(headers.get("host", "")) not in LOOPBACK:
        return False
    names = [name.lower() for name in headers]
    return not any(name in _FORWARDED or name.startswith("x-forwarded-") for name in names)
