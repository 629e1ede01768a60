"""A mail server for tests: takes messages, notes them, and can be told to refuse or to hang up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Inbox:
    """What came. `refuse`: recipient -> answer; `busy`: how many messages are put off first."""

    port: int = 0
    messages: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    busy: int = 0


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        inbox: Inbox = self.server.inbox  # type: ignore[attr-defined]
        self._say("220 test")
        to = ""
        while line := self.rfile.readline():
            verb = line.decode("latin-1").strip()
            upper = verb.upper()
            if upper.startswith(("EHLO", "HELO")):
                self._say("250 test")
            elif upper.startswith("RCPT"):
                to = verb.partition("<")[2].rstrip(">")
                self._say(inbox.refuse.get(to, "250 ok"))
            elif upper == "DATA":
                self._take(inbox, to)
            elif upper == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, inbox: Inbox, to: str) -> None:
        self._say("354 go on")
        lines = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        else:
            return
        if inbox.busy:
            inbox.busy -= 1
            self._say("451 later")
            return
        inbox.messages.append((to, b"".join(lines)))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error."""


@contextmanager
def serve_mail() -> Iterator[Inbox]:
    """A server on a port of its own, and what comes to it."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        inbox = Inbox(server.server_address[1])
        server.inbox = inbox  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield inbox
        finally:
            server.shutdown()
            thread.join()
