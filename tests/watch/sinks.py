"""Where alerts arrive in tests: a mail relay, a web server, a syslog receiver; each keeps what came."""

from __future__ import annotations

import base64
import email
import email.policy
import http.server
import json
import socket
import socketserver
import ssl
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any


@dataclass
class MailSink:
    """A relay. `refused`: recipients that it does not take; `is_down`: it answers every mail with 451."""

    tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    refused: set[str] = field(default_factory=set)
    is_down: bool = False
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    secured: int = 0

    @property
    def place(self) -> str:
        """As firstbell.toml names it."""
        return f"127.0.0.1:{self.port}"


class _MailTalk(socketserver.StreamRequestHandler):
    """One connection, after RFC 5321: enough of it for one client."""

    server: _MailServer

    def handle(self) -> None:
        sink = self.server.sink
        self._recipients: list[str] = []
        self._is_known = sink.login is None
        self._say("220 sink")
        while line := self.rfile.readline():
            words = line.decode().strip().split(" ")
            answer = getattr(self, f"_do_{words[0].lower()}", None)
            if answer is None:
                self._say("502 no")
            elif answer(words[1:], sink):
                return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())

    def _do_ehlo(self, words: list[str], sink: MailSink) -> None:
        is_plain = not isinstance(self.connection, ssl.SSLSocket)
        offers = ["STARTTLS"] if sink.tls is not None and is_plain else []
        offers += ["AUTH PLAIN"] if sink.login else []
        lines = ["sink", *offers]
        self._say(*[f"250-{line}" for line in lines[:-1]], f"250 {lines[-1]}")

    def _do_starttls(self, words: list[str], sink: MailSink) -> bool:
        self._say("220 go on")
        assert sink.tls is not None
        try:
            self.connection = sink.tls.wrap_socket(self.connection, server_side=True)
        except (OSError, ssl.SSLError):
            return True
        sink.secured += 1
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        return False

    def _do_auth(self, words: list[str], sink: MailSink) -> None:
        _, user, password = base64.b64decode(words[1]).decode().split("\0")
        self._is_known = (user, password) == sink.login
        self._say("235 welcome" if self._is_known else "535 who are you")

    def _do_mail(self, words: list[str], sink: MailSink) -> None:
        if sink.is_down:
            self._say("451 later")
        else:
            self._say("250 fine" if self._is_known else "530 who are you")

    def _do_rcpt(self, words: list[str], sink: MailSink) -> None:
        address = words[0].partition("<")[2].partition(">")[0]
        if address in sink.refused:
            self._say("550 nobody here")
        else:
            self._recipients.append(address)
            self._say("250 fine")

    def _do_data(self, words: list[str], sink: MailSink) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        parsed = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        sink.recipients.append(self._recipients)
        sink.mails.append(parsed)
        self._say("250 taken")

    def _do_rset(self, words: list[str], sink: MailSink) -> None:
        self._say("250 fine")

    def _do_quit(self, words: list[str], sink: MailSink) -> bool:
        self._say("221 bye")
        return True


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, sink: MailSink) -> None:
        self.sink = sink
        super().__init__(("127.0.0.1", sink.port), _MailTalk)


@contextmanager
def receiving_mail(sink: MailSink) -> Iterator[MailSink]:
    """The relay, listening."""
    with _serving(_MailServer(sink)) as port:
        sink.port = port
        yield sink


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class WebSink:
    """A web server. `status`: what it answers."""

    status: int = 200
    port: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where to post."""
        return f"http://127.0.0.1:{self.port}/hook?key=secret"


@contextmanager
def receiving_posts(sink: WebSink) -> Iterator[WebSink]:
    """The web server, listening."""

    class Talk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            # a topic of ntfy is posted to the server itself
            assert urllib.parse.urlsplit(self.path).path in {"/hook", "/"}
            sink.headers.append({name.lower(): value for name, value in self.headers.items()})
            if sink.status == 200:
                sink.posts.append(json.loads(body))
            self.send_response(sink.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with _serving(http.server.ThreadingHTTPServer(("127.0.0.1", sink.port), Talk)) as port:
        sink.port = port
        yield sink


@contextmanager
def receiving_datagrams(
    family: int = socket.AF_INET, address: Any = ("127.0.0.1", 0)
) -> Iterator[DatagramSink]:
    """A syslog receiver over UDP or a local socket."""
    with socket.socket(family, socket.SOCK_DGRAM) as receiver:
        receiver.bind(address)
        receiver.settimeout(0.05)
        sink = DatagramSink(receiver.getsockname())
        stop = threading.Event()
        thread = threading.Thread(target=_keep, args=(receiver, sink, stop), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            stop.set()
            thread.join()


@dataclass
class DatagramSink:
    """What a syslog receiver got."""

    address: Any
    frames: list[bytes] = field(default_factory=list)


def _keep(receiver: socket.socket, sink: DatagramSink, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            sink.frames.append(receiver.recv(65536))
        except TimeoutError:
            continue


@contextmanager
def receiving_stream(take: Callable[[bytes], None]) -> Iterator[int]:
    """A syslog receiver over TCP; `take` gets all bytes of each connection."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            take(self.rfile.read())

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)) as port:
        yield port
