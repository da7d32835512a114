"""A deadline for a whole exchange on a socket, whatever the other side does.

A timeout of each read is no limit: a server that sends a byte a second passes every one of them.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class ExchangeDeadline:
    """Ends the sockets it watches `seconds` after it began; a context manager.

    Whoever reads from them then finds the connection closed, and `passed` says why.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._watched: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._watched:
                each.close()
            self._watched.clear()

    def watch(self, wire: socket.socket) -> None:
        """Watch a connection, by a handle of our own: TLS may take the caller's over."""
        with self._lock:
            self._watched.append(wire.dup())
        if self.passed:
            self._end()

    def _end(self) -> None:
        self.passed = True
        with self._lock:
            for each in self._watched:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
