"""A way between two programs that a test can shut: connections go through it, or nowhere."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE_BYTES = 65536


class Relay:
    """Listens on loopback and passes on to `target`, which may be changed meanwhile."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.is_open = True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._pairs: set[socket.socket] = set()
        self._guard = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """End what goes through it, and let nothing through from now on."""
        with self._guard:
            self.is_open = False
            pairs, self._pairs = self._pairs, set()
        for each in pairs:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def reopen(self) -> None:
        """Let things through again."""
        self.is_open = True

    def turn_to(self, target: int) -> None:
        """End what goes through it, and pass on to another port from now on."""
        self.shut()
        self.target = target
        self.reopen()

    def close(self) -> None:
        """End it."""
        self.shut()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._guard:
                if self.is_open:
                    self._pairs |= {near, far}
                else:
                    near.close()
                    far.close()
                    continue
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_PIECE_BYTES):
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        with self._guard:
            self._pairs.discard(source)
        source.close()


@contextmanager
def relaying(target: int) -> Iterator[Relay]:
    relay = Relay(target)
    try:
        yield relay
    finally:
        relay.close()
