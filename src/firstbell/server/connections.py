"""uvicorn's connection with bounds: heads that are endless, slow or too many are cut off."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from firstbell.server.body_receiver import RECEIVER, BodyReceiver
from firstbell.server.connection_table import ConnectionTable, OpenConnection
from firstbell.server.file_sender import SENDER, FileSender
from firstbell.server.lines import STRANGERS, Lines

# where the state of a request holds what came of its body
PARTS = "parts"
# where it holds its connection
CONNECTION = "connection"
_WAITING_BYTES = 512 << 10
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: 24\r\nconnection: close\r\n\r\nthe request is too large"
)


class Parts:
    """What came of a body and was not taken yet, piece by piece. Belongs to the event loop."""

    def __init__(self) -> None:
        self.size_bytes = 0
        self._waiting: deque[bytes] = deque()

    def append(self, part: bytes) -> None:
        """Add what came."""
        self._waiting.append(part)
        self.size_bytes += len(part)

    def take(self) -> Iterator[bytes]:
        """What waits, the oldest first; each piece once."""
        while self._waiting:
            part = self._waiting.popleft()
            self.size_bytes -= len(part)
            yield part


class BoundedProtocol(HttpToolsProtocol):
    """One connection. `_head_bytes`: of the request that is being read, None in its body."""

    def __init__(self, table: ConnectionTable, opened: OpenConnection, *, lines: Lines, **named: Any) -> None:
        super().__init__(**named)
        self._lines = lines
        self._table = table
        self._limits = table.limits
        self._opened = opened
        self._head_bytes: int | None = 0
        self._is_oversized = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._stranger_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """It can be spoken on."""
        super().connection_made(transport)
        self._opened.close = transport.abort
        if not self._table.holds(self._opened):  # closed to make room, while TLS began
            transport.abort()
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """No longer counted."""
        self._table.forget(self._opened)
        self._stop_waiting()
        self._stop_stranger_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parsed, unless the head of the request is too large."""
        if self._head_bytes is not None:
            if self._head_timer is None:
                self._await_head()
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes is None or self._head_bytes <= self._limits.head_bytes:
            return
        self._refuse_head()

    def _refuse_head(self) -> None:
        if not self.transport.is_closing():
            self._tell("oversized head", status=431)
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        if self.parser.should_upgrade():
            raise httptools.HttpParserError("upgrades are not spoken here")
        # a head that came in one piece with its body was not counted while it came
        told_bytes = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        self._is_oversized = told_bytes > self._limits.head_bytes
        if self._is_oversized:
            raise httptools.HttpParserError("the head is too large")
        self._head_bytes = None
        self._stop_waiting()
        self._stop_stranger_timer()
        self._stranger_timer = self.loop.call_later(self._limits.stranger_request_s, self._give_up_stranger)
        super().on_headers_complete()
        self.scope["state"][CONNECTION] = self._opened
        if self.transport.get_extra_info("sslcontext") is None:
            self.scope["state"][SENDER] = FileSender(self.transport, self.cycle)
            if not self.expect_100_continue:
                self.scope["state"][RECEIVER] = BodyReceiver(self, self.transport)

    def on_body(self, body: bytes) -> None:
        """Parts are handed over as they came: joining them would cost as much as hashing them."""
        if self.cycle.response_complete:
            return
        parts: Parts = self.scope["state"].setdefault(PARTS, Parts())
        parts.append(body)
        if parts.size_bytes > _WAITING_BYTES:
            self.flow.pause_reading()
        self.cycle.message_event.set()

    def stop_parsing(self) -> list[bytes]:
        """Leave what is still to come of the body in the socket; what of it came already."""
        self.flow.pause_reading()
        parts: Parts | None = self.scope["state"].get(PARTS)
        return list(parts.take()) if parts is not None else []

    def end_body(self) -> None:
        """The body is over: the next byte in the socket belongs to the next request."""
        # the old parser still waits for what it was not shown
        self.parser = httptools.HttpRequestParser(self)
        self.on_message_complete()
        self.flow.resume_reading()

    def on_message_complete(self) -> None:
        """The next byte belongs to a new head."""
        super().on_message_complete()
        self._head_bytes = 0

    def on_response_complete(self) -> None:
        """A stranger does not keep the connection for long."""
        self._stop_stranger_timer()
        limits = self._limits
        self.timeout_keep_alive = limits.keep_alive_s if self._opened.host else limits.stranger_keep_alive_s
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """The answer to what is no request."""
        if self._is_oversized:
            self._refuse_head()
            return
        self._tell("no valid request", status=400)
        if getattr(self.cycle, "response_started", False):
            self.transport.close()
        else:
            super().send_400_response(msg)

    def _tell(self, problem: str, **fields: Any) -> None:
        address = self.client[0] if self.client else ""
        self._lines.tell_bounded(STRANGERS, "refused", address=address, problem=problem, **fields)

    def _await_head(self) -> None:
        wait_s = self._limits.head_s if self._opened.host else self._limits.stranger_head_s
        self._head_timer = self.loop.call_later(wait_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_stranger_timer(self) -> None:
        if self._stranger_timer is not None:
            self._stranger_timer.cancel()
            self._stranger_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if self._head_bytes is not None and not self.transport.is_closing():
            self._tell("no request in time")
            self.transport.abort()

    def _give_up_stranger(self) -> None:
        self._stranger_timer = None
        if not self._opened.host:
            self.transport.abort()
