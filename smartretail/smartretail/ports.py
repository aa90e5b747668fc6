"""Checks whether an address is free to listen on, and which service uses it if not."""

import contextlib
import http.client
import socket

from pydantic import ValidationError

from fleet.service import HealthAnswer

_SECONDS = 2.0


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on `host`:`port` now.

    Raises:
        OSError: the host has no address here.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(address)
            return True
    return False


def service_at(host: str, port: int) -> str | None:
    """The name of our service that answers there, or None."""
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/health/live")
        return HealthAnswer.model_validate_json(connection.getresponse().read()).service
    except (OSError, http.client.HTTPException, ValidationError):
        return None
    finally:
        connection.close()
