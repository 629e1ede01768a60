"""HTTP/2 over the standard input and output of a program, as `rclone serve restic --stdio` speaks it.

One connection, many requests under way: a thread of its own reads the frames and hands each answer to whoever
waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import IO

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import h2.settings

from firstbell import __version__
from firstbell.store.errors import UnreachableServerError
from firstbell.store.http import HttpReply
from firstbell.store.programs import PipeProgram

_READ_BYTES = 256 << 10
# what may be on the way to us before we have taken it: as long as a pack
_WINDOW_BYTES = 16 << 20
_MAX_UNDER_WAY = 32
# a server begins with its settings (RFC 9113, 3.4); the library would wait for the end of any other frame
_FRAME_HEAD_BYTES, _TYPE_AT, _SETTINGS = 9, 3, 4
_END_S = 5.0


@dataclass(slots=True)
class _Exchange:
    """A request that is under way."""

    reply: Future[HttpReply] = field(default_factory=Future)
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)


class _Frames:
    """The state of the connection, which the thread that reads shares."""

    def __init__(self, program: PipeProgram) -> None:
        self.lock = threading.Lock()
        self.broken = ""
        self.ended = threading.Event()
        self._stdin = program.stdin
        self._exchanges: dict[int, _Exchange] = {}
        configuration = h2.config.H2Configuration(client_side=True, header_encoding="utf-8")
        self._connection = h2.connection.H2Connection(configuration)

    def greet(self) -> None:
        """Send the preface. Raises: OSError."""
        with self.lock:
            self._connection.initiate_connection()
            self._connection.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW_BYTES})
            self._connection.increment_flow_control_window(_WINDOW_BYTES)
            self._flush()

    def send(self, headers: Sequence[tuple[str, str]]) -> _Exchange:
        """Send a request without a body. Raises: OSError, ProtocolError."""
        exchange = _Exchange()
        with self.lock:
            if self.ended.is_set():
                raise OSError(self.broken)
            stream_id = self._connection.get_next_available_stream_id()
            self._exchanges[stream_id] = exchange
            self._connection.send_headers(stream_id, headers, end_stream=True)
            self._flush()
        return exchange

    def take(self, data: bytes) -> None:
        """What came from the other side. Raises: OSError, ProtocolError."""
        with self.lock:
            for event in self._connection.receive_data(data):
                self._take_event(event)
            self._flush()

    def _take_event(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.ConnectionTerminated):
            raise EOFError("the program has ended the connection")
        exchange = self._exchanges.get(getattr(event, "stream_id", None) or 0)
        if isinstance(event, h2.events.DataReceived):
            self._connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        if exchange is None:
            return
        if isinstance(event, h2.events.ResponseReceived):
            named = {str(name): str(value) for name, value in event.headers}
            exchange.status = int(named.pop(":status", "0"))
            exchange.headers = named
        elif isinstance(event, h2.events.DataReceived):
            exchange.body += event.data
        elif isinstance(event, h2.events.StreamEnded):
            reply = HttpReply(exchange.status, "", bytes(exchange.body), exchange.headers)
            self._exchanges.pop(event.stream_id).reply.set_result(reply)
        elif isinstance(event, h2.events.StreamReset):
            broken = UnreachableServerError("the program broke off its answer")
            self._exchanges.pop(event.stream_id).reply.set_exception(broken)

    def give_up(self, why: str) -> None:
        """Nothing comes any more: everybody who waits is told."""
        with self.lock:
            self.broken = why
            left, self._exchanges = list(self._exchanges.values()), {}
        self.ended.set()
        for exchange in left:
            exchange.reply.set_exception(UnreachableServerError(why))

    def _flush(self) -> None:
        data = self._connection.data_to_send()
        if data:
            self._stdin.write(data)
            self._stdin.flush()


class Http2Pipe:
    """Sends requests to a program. Thread-safe."""

    def __init__(self, command: Sequence[str], url: str, *, hint: str, read_s: float) -> None:
        """`read_s`: how long nothing may come. Raises: UnreachableServerError."""
        self._url, self._hint, self._read_s = url, hint, read_s
        self._program = PipeProgram(command, url, hint=hint)
        self._frames = _Frames(self._program)
        self._places = threading.Semaphore(_MAX_UNDER_WAY)
        threading.Thread(
            target=_read_frames, args=(self._program.stdout, self._frames), name="http2", daemon=True
        ).start()
        try:
            self._frames.greet()
        except OSError:
            raise self._explain() from None

    def request(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpReply:
        """The answer, whatever its status. No request here has a body: nothing is written by this way.

        Raises: UnreachableServerError.
        """
        if body is not None:
            raise ValueError("a request by this way has no body")
        path = "/" + url.split("://", 1)[-1].partition("/")[2]
        named = {"user-agent": f"firstbell/{__version__}", **(headers or {})}
        fields = [(":method", method), (":scheme", "http"), (":authority", "localhost"), (":path", path)]
        fields += [(name.lower(), value) for name, value in named.items()]
        if self._frames.ended.is_set():
            raise self._explain()
        with self._places:
            try:
                return self._wait(self._frames.send(fields))
            except (OSError, h2.exceptions.ProtocolError):
                raise self._explain() from None
            except UnreachableServerError as error:
                raise self._explain(str(error)) from None

    def _wait(self, exchange: _Exchange) -> HttpReply:
        """The answer, for as long as something of it comes. Raises: UnreachableServerError."""
        seen = -1
        while True:
            try:
                return exchange.reply.result(self._read_s)
            except TimeoutError:
                if len(exchange.body) == seen:
                    raise UnreachableServerError(f"no answer within {self._read_s:.0f} s") from None
                seen = len(exchange.body)

    def _explain(self, problem: str = "") -> UnreachableServerError:
        # what could not be sent: the reader is about to learn that the program has ended
        if self._frames.ended.wait(0 if problem else _END_S):
            self._program.close()
            problem = self._program.explain_end(self._frames.broken)
        told = problem or "it does not answer"
        return UnreachableServerError(f"{self._url} cannot be reached: {told}", hint=self._hint)

    def close(self) -> None:
        """End the program."""
        self._program.close()


def _read_frames(stdout: IO[bytes], frames: _Frames) -> None:
    """Hand on what comes, until nothing does any more."""
    why = ""
    try:
        with stdout:
            head = stdout.read(_FRAME_HEAD_BYTES)
            if len(head) == _FRAME_HEAD_BYTES and head[_TYPE_AT] != _SETTINGS:
                raise EOFError("what it says is no HTTP/2; does its shell print something at log-in?")
            frames.take(head)
            while data := stdout.read1(_READ_BYTES):  # type: ignore[attr-defined]
                frames.take(data)
    except (OSError, EOFError, h2.exceptions.ProtocolError) as error:
        why = str(error)
    finally:
        frames.give_up(why)
