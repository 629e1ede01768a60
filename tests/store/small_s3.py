"""A small S3 server that fails on wish. It believes every signature."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from firstbell.store import Store
from firstbell.store.credentials import Credentials
from firstbell.store.patience import Patience
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_factory import open_s3
from firstbell.store.s3_settings import S3Settings

KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "here"}
QUICK = Patience(tries=3, connect_s=2.0, read_s=5.0)


@dataclass
class Behaviour:
    """`lost_answers`: how many uploads arrive without an answer. `broken_reads`: how many reads end halfway.
    `refusal`: (status, S3's code) of every upload, or of the next `refusals`.
    `knows_conditions`: whether If-None-Match is known. `refused_headers`: those that an upload must not bear.
    """

    objects: dict[str, bytes] = field(default_factory=dict)
    lost_answers: int = 0
    broken_reads: int = 0
    refusal: tuple[int, str] | None = None
    refusals: int = 1 << 30
    knows_conditions: bool = True
    refused_headers: tuple[str, ...] = ()
    requests: list[str] = field(default_factory=list)


class SmallS3(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    behaviour: Behaviour

    def log_message(self, *_: object) -> None:
        """Nothing."""

    @property
    def key(self) -> str:
        return urlsplit(self.path).path

    def _answer(
        self, status: int, body: bytes = b"", *, code: str = "", size_bytes: int | None = None
    ) -> None:
        self.behaviour.requests.append(f"{self.command} {status}")
        if code:
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if size_bytes is None else size_bytes))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Wed, 01 Feb 2023 08:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def do_HEAD(self) -> None:
        if self.key in self.behaviour.objects:
            self._answer(200, size_bytes=len(self.behaviour.objects[self.key]))
        else:
            self._answer(404)

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "object-lock" in asked:
            self._answer(404, code="ObjectLockConfigurationNotFoundError")
        elif self.key not in self.behaviour.objects:
            self._answer(404, code="NoSuchKey")
        elif self.behaviour.broken_reads:
            self.behaviour.broken_reads -= 1
            data = self.behaviour.objects[self.key]
            self._answer(200, data[: len(data) // 2], size_bytes=len(data))
            self._hang_up()
        else:
            self._answer(200, self.behaviour.objects[self.key])

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.behaviour
        if behaviour.refusal and behaviour.refusals:
            behaviour.refusals -= 1
            self._answer(behaviour.refusal[0], code=behaviour.refusal[1])
        elif any(name in self.headers for name in behaviour.refused_headers):
            self._answer(400, code="InvalidArgument")
        elif self.headers["If-None-Match"] and not behaviour.knows_conditions:
            self._answer(501, code="NotImplemented")
        elif self.headers["If-None-Match"] and self.key in behaviour.objects:
            self._answer(412, code="PreconditionFailed")
        else:
            behaviour.objects[self.key] = data
            if behaviour.lost_answers:
                behaviour.lost_answers -= 1
                self._hang_up()
            else:
                self._answer(200)


@contextmanager
def run_small_s3(certificate: Path | None = None) -> Iterator[tuple[Behaviour, str]]:
    """Its behaviour and address, with TLS where a file with certificate and key is given."""
    behaviour = Behaviour()
    handler = type("Handler", (SmallS3,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield behaviour, f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}/bucket"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def connect(address: str, ca_file: Path | None = None, **aws: str) -> Store:
    """Our store at an address of a small server."""
    credentials = Credentials(ca_file=ca_file, aws=aws or KEYS)
    return open_s3(S3Address.parse(address), credentials, S3Settings(), patience=QUICK)
