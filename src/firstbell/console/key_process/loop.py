"""The key process: takes questions from a Unix socket, one at a time, and reads pages in children of its own.

One thread and no lock: what is signed in, kept and written down is changed here alone. A child that reads a
page is a fork; it is killed after a while, and what it leaves is nothing but an answer.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.district_sign_in import ProviderSaid, ProviderWork
from firstbell.console.key_process.download_service import DownloadWork
from firstbell.console.key_process.page_reader import KeptAnswer, PageRead
from firstbell.console.key_process.service import ConsoleService, PageWork, Work
from firstbell.console.messages import HEAD_BYTES, MAX_QUESTION_BYTES, Answer, Trouble, frame, read_question
from firstbell.crypto.derivation import remember_keys
from firstbell.processes.pool import WorkerLostError, fork_process

CHILDREN = 6
_CHILD_S = 120.0
_DOWNLOAD_S = 3600.0
_QUESTION_S = 5.0
_LOOK_S = 0.5
_PIPE_BYTES = 1 << 20


class _Result(msgspec.Struct):
    """What a child hands back. `said`: by the identity provider; `kept`: (words, answer) to keep.

    `derived`: (name, key) of repositories that it opened.
    """

    read: PageRead | None = None
    said: ProviderSaid | None = None
    derived: list[tuple[bytes, bytes]] = []
    kept: list[tuple[tuple[str, ...], KeptAnswer]] = []
    trouble: Trouble | None = None


@dataclass
class _Child:
    pid: int
    pipe: int
    link: socket.socket
    work: PageWork | ProviderWork
    until_s: float
    data: bytearray = field(default_factory=bytearray)


class KeyProcess:
    """Serves one listening socket until it is told to end.

    It loads what its children need, a module at a time, before it makes the first one: each is a fork of it,
    and would have to load that by itself.
    """

    def __init__(self, service: ConsoleService, listener: socket.socket) -> None:
        self._service = service
        self._listener = listener
        self._waiting: deque[tuple[socket.socket, Work]] = deque()
        self._children: dict[int, _Child] = {}
        self._downloads: dict[int, float] = {}
        self._selector = selectors.DefaultSelector()
        self._is_ending = False
        self._is_warming = True

    def end(self) -> None:
        """Stop soon; may be called by a signal's handler."""
        self._is_ending = True

    def serve(self, is_needed: Callable[[], bool]) -> None:
        """Answer until `end`, or until nobody needs it."""
        self._listener.settimeout(0)
        # each child would derive the keys of the same repositories: a quarter of a second for each
        remember_keys(self._service.keys)
        self._selector.register(self._listener, selectors.EVENT_READ)
        try:
            while not self._is_ending and is_needed():
                found = self._selector.select(0 if self._is_warming else _LOOK_S)
                if self._is_warming and (self._waiting or not found):
                    self._is_warming = next(self._service.warming, None) is not None
                for key, _ in found:
                    if key.fileobj is self._listener:
                        self._accept()
                    else:
                        self._take_output(self._children[key.fd])
                self._end_late()
                self._end_downloads()
                while self._waiting and self._may_begin():
                    self._begin(*self._waiting.popleft())
        finally:
            for child in list(self._children.values()):
                self._drop(child, kill=True)
            self._end_downloads(all_of_them=True)
            remember_keys(None)
            self._selector.close()

    def _may_begin(self) -> bool:
        return not self._is_warming and len(self._children) + len(self._downloads) < CHILDREN

    def _accept(self) -> None:
        try:
            link, _ = self._listener.accept()
        except OSError:
            return
        try:
            link.settimeout(_QUESTION_S)
            answer = self._answer(link)
        except (OSError, ValueError, msgspec.MsgspecError):
            link.close()  # whoever cannot ask is not answered
            return
        if isinstance(answer, Answer):
            _reply(link, answer)
        else:
            self._waiting.append((link, answer))

    def _answer(self, link: socket.socket) -> Answer | Work:
        question = read_question(_receive(link))
        try:
            return self._service.ask(question)
        except Error as error:
            return Answer(code=503, trouble=Trouble(str(error), error.hint))

    def _begin(self, link: socket.socket, work: Work) -> None:
        if isinstance(work, DownloadWork):
            self._begin_download(link, work)
            return
        read_end, write_end = os.pipe()
        pid = _fork_for(link)
        if pid == 0:
            os.close(read_end)
            _work(self._service, work, write_end)
        os.close(write_end)
        if pid is None:
            os.close(read_end)
            return
        os.set_blocking(read_end, False)
        self._children[read_end] = _Child(pid, read_end, link, work, monotonic_s() + _CHILD_S)
        self._selector.register(read_end, selectors.EVENT_READ)

    def _begin_download(self, link: socket.socket, work: DownloadWork) -> None:
        pid = _fork_for(link)
        if pid is None:
            return
        if pid == 0:
            _give_out(self._service, work, link)
        link.close()
        self._downloads[pid] = monotonic_s() + _DOWNLOAD_S

    def _end_downloads(self, *, all_of_them: bool = False) -> None:
        for pid, until_s in list(self._downloads.items()):
            if all_of_them or monotonic_s() > until_s:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            elif os.waitpid(pid, os.WNOHANG) == (0, 0):
                continue
            del self._downloads[pid]

    def _take_output(self, child: _Child) -> None:
        try:
            data = os.read(child.pipe, _PIPE_BYTES)
        except BlockingIOError:
            return
        if data:
            child.data += data
            return
        self._drop(child, kill=False)

    def _drop(self, child: _Child, *, kill: bool) -> None:
        self._selector.unregister(child.pipe)
        os.close(child.pipe)
        del self._children[child.pipe]
        if kill:
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        _reply(child.link, self._make_answer(child, was_killed=kill))

    def _make_answer(self, child: _Child, *, was_killed: bool) -> Answer:
        try:
            result = _results.decode(child.data)
        except msgspec.MsgspecError:
            result = _Result(trouble=_TOO_LONG if was_killed else _BROKE_OFF)
        self._service.keys.add(result.derived)
        if isinstance(child.work, ProviderWork):
            return self._service.district.take(
                child.work, result.said or ProviderSaid(trouble=result.trouble)
            )
        answer = child.work.answer
        if result.read is None:
            answer.code, answer.trouble = 503, result.trouble
            return answer
        return self._service.finish(child.work, result.read, dict(result.kept))

    def _end_late(self) -> None:
        for child in list(self._children.values()):
            if monotonic_s() > child.until_s:
                self._drop(child, kill=True)


_results = msgspec.msgpack.Decoder(_Result)
_TOO_LONG = Trouble(
    f"This took longer than {_CHILD_S:.0f} seconds and was stopped.", "run the command at the desk"
)
_BROKE_OFF = Trouble(
    "Reading this page broke off.", "load it again; if it breaks off again, run the command at the desk"
)


def _fork_for(link: socket.socket) -> int | None:
    """A child for a question; None where the machine has none to give now, which the asker is told."""
    try:
        return fork_process()
    except WorkerLostError as error:
        _reply(link, Answer(code=503, trouble=Trouble(str(error), error.hint)))
        return None


def _work(service: ConsoleService, work: PageWork | ProviderWork, pipe: int) -> None:
    """The whole life of a child."""
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        try:
            result = _carry_out(service, work)
        except Exception as error:  # noqa: BLE001  the edge of the process: a person gets one line
            result = _Result(
                trouble=Trouble(f"This page cannot be read: {type(error).__name__}: {error}", "")
            )
        with os.fdopen(pipe, "wb") as stream:
            stream.write(msgspec.msgpack.encode(result))
        sys.stderr.flush()
        status = 0
    finally:
        os._exit(status)


def _carry_out(service: ConsoleService, work: PageWork | ProviderWork) -> _Result:
    if isinstance(work, ProviderWork):
        return _Result(said=service.district.ask_provider(work))
    known = dict(service.keys.list_all())
    read, kept = service.read(work)
    derived = [(name, key) for name, key in service.keys.list_all() if name not in known]
    return _Result(read=read, derived=derived, kept=list(kept.items()))


def _give_out(service: ConsoleService, work: DownloadWork, link: socket.socket) -> None:
    """The whole life of a child that sends files."""
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        link.settimeout(_CHILD_S)
        # where the reader is gone, what came is not whole, and says so
        with contextlib.suppress(OSError):
            service.files.send(work, link)
    finally:
        os._exit(0)


def _receive(link: socket.socket) -> bytes:
    """Raises: OSError, ValueError for what is no question."""
    size = int.from_bytes(_receive_exactly(link, HEAD_BYTES), "little")
    if size > MAX_QUESTION_BYTES:
        raise ValueError(size)
    return _receive_exactly(link, size)


def _receive_exactly(link: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = link.recv(size - len(data))
        if not part:
            raise ValueError(size)
        data += part
    return bytes(data)


def _reply(link: socket.socket, answer: Answer) -> None:
    with link:
        try:
            link.settimeout(_QUESTION_S)
            link.sendall(frame(answer))
        except OSError:
            return  # the reader is gone


def bind(path: str) -> socket.socket:
    """A listening Unix socket that only this account reaches. Raises: ConsoleError."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        before = os.umask(0o177)
        try:
            listener.bind(path)
        finally:
            os.umask(before)
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise ConsoleError(f"{path}: {error.strerror}") from None
    return listener
