"""A small server of Google Cloud Storage's XML interface, with which obstore speaks. It believes every token.

It is ours: no server of Google's own can be run here. Source: Cloud Storage, "XML API" reference.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_TIME = "Wed, 01 Feb 2023 08:00:00 GMT"
_PAGE = 30


@dataclass
class Bucket:
    """`objects`: by key. `lost_answers`: so many uploads get no answer. `refusal`: a status for all."""

    name: str = "school"
    objects: dict[str, bytes] = field(default_factory=dict)
    lost_answers: int = 0
    refusal: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class SmallGcs(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _answer(
        self, status: int, body: bytes = b"", *, size_bytes: int | None = None, code: str = ""
    ) -> None:
        if code:
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if size_bytes is None else size_bytes))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", _TIME)
        for name, value in self.more:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _prepare(self) -> str | None:
        """The key that is asked for; None where the answer is given already."""
        self.more: list[tuple[str, str]] = []
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bucket, _, key = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if self.bucket.refusal:
            self._answer(self.bucket.refusal, code="AccessDenied")
        elif bucket != self.bucket.name:
            self._answer(404, code="NoSuchBucket")
        else:
            return key
        return None

    def do_HEAD(self) -> None:
        key = self._prepare()
        if key is not None:
            found = self.bucket.objects.get(key)
            self._answer(404) if found is None else self._answer(200, size_bytes=len(found))

    def do_GET(self) -> None:
        key = self._prepare()
        if key is None:
            return
        if not key:
            self._list(parse_qs(urlsplit(self.path).query))
            return
        found = self.bucket.objects.get(key)
        span = _RANGE.fullmatch(self.headers.get("Range") or "")
        if found is None:
            self._answer(404, code="NoSuchKey")
        elif span:
            first, last = int(span[1]), min(int(span[2]), len(found) - 1)
            self.more = [("Content-Range", f"bytes {first}-{last}/{len(found)}")]
            self._answer(206, found[first : last + 1])
        else:
            self._answer(200, found)

    def _list(self, asked: dict[str, list[str]]) -> None:
        prefix = asked.get("prefix", [""])[0]
        after = asked.get("continuation-token", [""])[0]
        keys = sorted(key for key in self.bucket.objects if key.startswith(prefix) and key > after)
        page = keys[:_PAGE]
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.bucket.objects[key])}</Size>"
            "<LastModified>2023-02-01T08:00:00.000Z</LastModified><ETag>&quot;0&quot;</ETag></Contents>"
            for key in page
        )
        more = (
            f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if len(keys) > _PAGE else ""
        )
        self._answer(
            200, f"<?xml version='1.0'?><ListBucketResult>{contents}{more}</ListBucketResult>".encode()
        )

    def do_PUT(self) -> None:
        key = self._prepare()
        if key is None:
            return
        with self.bucket.lock:
            is_taken = key in self.bucket.objects
            if not (is_taken and self.headers.get("x-goog-if-generation-match") == "0"):
                self.bucket.objects[key] = self.body
                is_taken = False
        if is_taken:
            self._answer(412, code="PreconditionFailed")
        elif self.bucket.lost_answers:
            self.bucket.lost_answers -= 1
            self.close_connection = True
        else:
            self._answer(200)

    def do_DELETE(self) -> None:
        key = self._prepare()
        if key is not None:
            gone = self.bucket.objects.pop(key, None)
            self._answer(404, code="NoSuchKey") if gone is None else self._answer(204)


@contextmanager
def run_small_gcs() -> Iterator[tuple[Bucket, str]]:
    """The bucket that is served, and the server's address."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (SmallGcs,), {"bucket": bucket}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield bucket, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
