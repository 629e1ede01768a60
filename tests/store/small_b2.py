"""A small server of B2's `b2_authorize_account`, which tells where the S3 interface is. It knows one key.

It is ours: Backblaze has no server to run elsewhere. Source: B2 native API, b2_authorize_account, version 3.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class B2Account:
    """One application key. `bucket` and `prefix`: all that it reaches, None for everything.
    `answer`: (status, body) instead of the right one. `asked`: paths that were asked for.
    """

    s3_url: str
    key_id: str = "0045f0123456789000000000a"
    key: str = "K004secret"
    account: str = "5f0123456789"
    bucket: str | None = None
    prefix: str | None = None
    answer: tuple[int, bytes] | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        return {"B2_ACCOUNT_ID": self.key_id, "B2_ACCOUNT_KEY": self.key}

    def describe(self) -> bytes:
        storage = {
            "infoType": "storageApi",
            "apiUrl": "https://api004.backblazeb2.com",
            "s3ApiUrl": self.s3_url,
            "bucketId": None if self.bucket is None else "e73ede9c9c8412db49f60715",
            "bucketName": self.bucket,
            "namePrefix": self.prefix,
            "capabilities": ["listFiles", "readFiles", "writeFiles", "deleteFiles"],
        }
        told = {
            "accountId": self.account,
            "apiInfo": {"storageApi": storage},
            "authorizationToken": "4_token",
        }
        return json.dumps(told).encode()


class SmallB2(BaseHTTPRequestHandler):
    """One request."""

    account: B2Account

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self.account.asked.append(self.path)
        pair = base64.b64encode(f"{self.account.key_id}:{self.account.key}".encode()).decode()
        if self.account.answer:
            status, body = self.account.answer
        elif self.path != "/b2api/v3/b2_authorize_account":
            status, body = 404, b"{}"
        elif self.headers.get("Authorization") != f"Basic {pair}":
            status, body = 401, b'{"code": "bad_auth_token", "message": "", "status": 401}'
        else:
            status, body = 200, self.account.describe()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def run_small_b2(account: B2Account) -> Iterator[str]:
    """The server's address, for `-o b2.api`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (SmallB2,), {"account": account}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
