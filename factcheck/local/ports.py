"""Ports of the loopback interface."""

from __future__ import annotations

import errno
import socket

from factcheck.newsroom.errors import UserFacingError

# As many newsrooms as one machine may run side by side, and more.
TRIES = 100


def listen(first: int) -> socket.socket:
    """Return a socket that listens on `first` or, when that is taken, on the next free port.

    Raises UserFacingError.
    """
    for port in range(first, min(first + TRIES, 65536)):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            door.close()
            if error.errno == errno.EADDRINUSE:
                continue
            if error.errno in (errno.EACCES, errno.EPERM):
                raise UserFacingError(
                    f"Port {port} is not for this account: choose one above 1023 with --port."
                ) from error
            raise UserFacingError(
                f"Cannot listen on 127.0.0.1:{port} ({error.strerror}): choose another with --port."
            ) from error
        door.listen(128)
        return door
    raise UserFacingError(f"No port from {first} on is free: choose another with --port.")


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
