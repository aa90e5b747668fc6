"""No test reaches the network: a connection or a look-up that leaves this machine is refused.

Python imports a module of this name by itself when it starts. Its folder stands on PYTHONPATH while
tests run, so that the commands and servers that tests start are guarded too.
"""

import ipaddress
import os
import sys
from pathlib import Path
from typing import cast

LOG = "NETWORK_GUARD_LOG"
"""Names the file that attempts are written to, a line each."""
_LOCAL_NAMES = {"", "localhost", "0.0.0.0", "::"}  # noqa: S104 - as a destination it is loopback
_CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname"}


class NetworkUse(OSError):
    """A test used the network."""


def is_local(host: object) -> bool:
    """Whether this is the machine itself; servers listen on None."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("idna")
    if not isinstance(host, str) or host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    host: object = None
    if event in _CONNECTIONS:
        host = _host_of(arguments[1])
    elif event in _LOOKUPS:
        host = arguments[0]
    else:
        return
    if is_local(host) or (event in _LOOKUPS and _is_address(host)):
        return
    if log := os.environ.get(LOG):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{event} {host!r} by {' '.join(sys.argv)}\n")
    raise NetworkUse(f"tests stay on this machine: {event} {host!r}")


def _host_of(address: object) -> object:
    """The host of an address; a path, which is a local socket, has none."""
    return cast("tuple[object, ...]", address)[0] if isinstance(address, tuple) else None


def _is_address(host: object) -> bool:
    """Whether this is an address, which needs no look-up."""
    try:
        return bool(ipaddress.ip_address(str(host)))
    except ValueError:
        return False


sys.addaudithook(_refuse_network)
