"""The fence: children that parse what nobody trusts, and the supervisor that bounds and replaces them.

One child for each request: it is forked by a zygote (`zygote`), a program that was started afresh, has read
nothing, and has laid every layer of confinement on itself (`confinement`). The child gets one request, and
the descriptor of a document with it; it answers with bytes, and ends. So a child that crashes, hangs, asks
for too much or is taken over costs its own request and no other. What it answers is still told by somebody
whom nobody trusts: the caller decodes it by a schema. Only requests of which the caller names the company,
which hold nothing that has to be parsed, are answered by one child after the other, others of that company.

Protocol: docs/protocols/fence.md.
"""

from __future__ import annotations

import os
import select
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.processes import frames
from firstbell.processes.confinement import FenceLayer
from firstbell.processes.fenced_child import (
    Accept,
    ChildCall,
    FencedChild,
    FenceTask,
    Stopped,
    kill_child,
    measure_cpu_s,
    open_process,
)
from firstbell.processes.fenced_code import FencedCode, ProcessLimits
from firstbell.processes.pool import WorkerLostError
from firstbell.processes.zygote import ZygoteSetup
from firstbell.processes.zygote_link import StartPatience, ZygoteLink

__all__ = ["Accept", "ChildCall", "FencedCode", "ProcessFence", "ProcessLimits", "Stopped"]

_CHUNK_BYTES = 1 << 20
_POLL_MS = 200
# on a machine that is busy a child may wait far longer than it works
_WALL_PER_CPU = 12
_LAST = (frames.ANSWERED, frames.REFUSED, frames.OVER_MEMORY)
T = TypeVar("T")


class ProcessFence:
    """A number of fenced children. Used by one thread; a context manager, which ends them."""

    def __init__(self, code: FencedCode, *, count: int = 1, limits: ProcessLimits | None = None) -> None:
        self._code = code
        self._count = count
        self._limits = limits or ProcessLimits()
        self._link: ZygoteLink | None = None
        self._children: dict[int, FencedChild] = {}
        self._calls: dict[int, FencedChild] = {}
        self._poll = select.poll()
        self._waiting: deque[FenceTask] = deque()
        self._patience = StartPatience(self._limits.patience_s)
        self.restarts = 0

    def __enter__(self) -> ProcessFence:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children; what is not answered never is."""
        for child in list(self._children.values()):
            self._drop(child)
        self._waiting.clear()
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def start(self) -> None:
        """Begin to put the fence up, without waiting for it. Raises: WorkerLostError."""
        self._start()

    def list_layers(self) -> list[FenceLayer]:
        """Which layers hold here. Raises: WorkerLostError when the fence cannot be put up."""
        return self._try(ZygoteLink.wait)

    def measure_peak_bytes(self) -> int:
        """The most memory that a child has had, with what it shares with all; counted when it has ended."""
        return self._link.measure_peak_bytes() if self._link is not None else 0

    def submit(
        self,
        request: bytes,
        accept: Accept,
        *,
        descriptor: int = -1,
        extra_s: float = 0.0,
        company: str = "",
    ) -> None:
        """Have a request answered; `accept` is called here or in a later call, with bytes or a Stopped.

        `descriptor`: of the document, which stays open until `accept` is called. `extra_s`: what this one may
        take beyond the limit. `company`: a child answers it that has answered nothing, or others of this
        company; "": a child of its own. Waits while every child has enough to do.

        Raises: WorkerLostError when no child can be started.
        """
        size_bytes = os.fstat(descriptor).st_size if descriptor >= 0 else len(request)
        self._start()
        limits = self._limits
        limit_s = limits.seconds + limits.seconds_per_mib * size_bytes / (1 << 20) + extra_s
        self._waiting.append(FenceTask(request, accept, descriptor, size_bytes, limit_s, company))
        self._hand_out()
        self._take(0)
        while len(self._waiting) > self._count:
            self._take(_POLL_MS)

    def join(self) -> None:
        """Wait until every request is answered. Raises: as `submit`."""
        while self._waiting or any(child.task for child in self._children.values()):
            self._take(_POLL_MS)

    def ask(self, request: bytes, *, descriptor: int = -1, company: str = "") -> bytes:
        """The answer to one request. Raises: Stopped; as `submit`."""
        answers: list[bytes | Stopped] = []
        self.submit(request, answers.append, descriptor=descriptor, company=company)
        while not answers:
            self._take(_POLL_MS)
        if isinstance(answers[0], Stopped):
            raise answers[0]
        return answers[0]

    def _start(self) -> ZygoteLink:
        if self._link is not None and not self._link.is_ours:
            # this process is a fork of the one that started it, which goes on talking to those children
            for child in self._children.values():
                child.stream.close()
            self._link.close()
            self._link = None
            self._children.clear()
            self._calls.clear()
            self._waiting.clear()
            self._poll = select.poll()
        elif self._link is not None and not self._link.is_running():
            self._leave()
        code = self._code
        while self._link is None:
            try:
                self._link = ZygoteLink(_make_setup(code, self._limits), code.expressions)
            except WorkerLostError as error:
                self._patience.wait(error)
        return self._link

    def _leave(self) -> None:
        """Do without a zygote that is lost. Who works goes with it; their requests are given again."""
        for child in [one for one in self._children.values() if one.task is None]:
            self._drop(child)
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _try(self, ask: Callable[[ZygoteLink], T]) -> T:
        """What a zygote gives. One that is lost before is replaced, for as long as the limits allow.

        Raises: WorkerLostError.
        """
        while True:
            link = self._start()
            try:
                return ask(link)
            except WorkerLostError as error:
                if link.is_hopeless:
                    raise
                self._leave()
                self._patience.wait(error)

    def _stock(self) -> None:
        """Have children ready for what comes next: each is forked while others work."""
        fresh = sum(child.task is None and not child.answered for child in self._children.values())
        while fresh < self._count:
            child = self._try(lambda link: FencedChild(link.fork(), link))
            self._children[child.stream.fileno()] = child
            self._poll.register(child.stream.fileno(), select.POLLIN)
            fresh += 1

    def _hand_out(self) -> None:
        busy = sum(child.task is not None for child in self._children.values())
        while self._waiting and busy < self._count:
            task = self._waiting.popleft()
            self._give(self._choose(task), task)
            busy += 1
        self._stock()

    def _choose(self, task: FenceTask) -> FencedChild:
        """A child for a task: one that has answered others of its company, else a fresh one."""
        self._stock()
        idle = [one for one in self._children.values() if one.task is None]
        known = [one for one in idle if one.answered and one.company == task.company]
        if task.company and known:
            return known[0]
        return next(one for one in idle if not one.answered)

    def dismiss(self) -> None:
        """End the children that wait for others of a company."""
        for child in self._list_kept():
            self._drop(child)

    def _list_kept(self) -> list[FencedChild]:
        """Children that have answered and have nothing to do, the one that waits longest first."""
        kept = [one for one in self._children.values() if one.answered and one.task is None]
        return sorted(kept, key=lambda child: child.began_s)

    def _give(self, child: FencedChild, task: FenceTask) -> None:
        child.task, child.company = task, task.company
        child.spent_s = measure_cpu_s(child.pid) if child.answered else 0.0
        child.began_s = child.heard_s = monotonic_s()
        head = frames.REQUEST.pack(task.size_bytes, len(task.request))
        with suppress(OSError):  # it is gone: that is seen when its answer is read
            if task.descriptor >= 0:
                sent = socket.send_fds(child.stream, [head], [task.descriptor])
                head = head[sent:]
            self._send(child, head + task.request)

    def _send(self, child: FencedChild, data: bytes) -> None:
        child.outgoing += data
        self._push(child)

    def _push(self, child: FencedChild) -> None:
        """Send what a child takes now; a child that reads nothing holds up nobody."""
        with suppress(BlockingIOError, ConnectionError):
            while child.outgoing:
                del child.outgoing[: child.stream.send(child.outgoing[:_CHUNK_BYTES])]
        events = select.POLLIN | (select.POLLOUT if child.outgoing else 0)
        self._poll.modify(child.stream.fileno(), events)

    def _take(self, timeout_ms: int) -> None:
        for number, event in self._poll.poll(timeout_ms):
            if number in self._calls:
                self._advance(self._calls[number])
            elif (child := self._children.get(number)) is not None:
                if event & select.POLLOUT:
                    self._push(child)
                if event & ~select.POLLOUT:
                    self._read(child)
        for child in list(self._children.values()):
            if child.task is not None and (problem := self._find_overdue(child, child.task)):
                self._lose(child, problem)
        self._hand_out()

    def _find_overdue(self, child: FencedChild, task: FenceTask) -> str:
        now_s = monotonic_s()
        if child.call is not None:
            if child.call.is_overdue():
                self._advance(child)
            child.heard_s = now_s
        silent_s = self._limits.silent_s
        if silent_s and now_s - child.heard_s > silent_s:
            return f"came no further for {silent_s:.0f} s and was stopped"
        passed_s = now_s - child.began_s
        if passed_s <= task.limit_s:
            return ""
        if passed_s > task.limit_s * _WALL_PER_CPU or measure_cpu_s(child.pid) - child.spent_s > task.limit_s:
            return f"took longer than {task.limit_s:.0f} s and was stopped"
        return ""

    def _read(self, child: FencedChild) -> None:
        try:
            data = child.stream.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._end(child)
            return
        child.heard_s = monotonic_s()
        child.incoming += data
        while len(child.incoming) >= frames.HEAD.size:
            kind, length = frames.HEAD.unpack_from(child.incoming)
            if length > self._limits.answer_bytes:
                self._lose(child, f"produced more than {self._limits.answer_bytes >> 20} MiB")
                return
            end = frames.HEAD.size + length
            if len(child.incoming) < end:
                return
            body = bytes(memoryview(child.incoming)[frames.HEAD.size : end])
            del child.incoming[:end]
            if not self._hear(child, kind, body):
                return

    def _hear(self, child: FencedChild, kind: int, body: bytes) -> bool:
        """Take in what a child says; whether it may say more."""
        if child.pid == 0 and kind == frames.READY and len(body) == frames.PID.size:
            (child.pid,) = frames.PID.unpack(body)
            child.handle = open_process(child.pid)
            self._patience.forget()
        elif child.task is None or child.pid == 0:
            self._lose(child, "crashed the process that was reading it")
            return False
        elif kind in _LAST:
            self._finish(child, kind, body)
            return False
        elif kind == frames.ASKED and self._code.calls is not None and child.call is None:
            return self._begin_call(child, body)
        elif kind != frames.ALIVE:
            self._lose(child, "crashed the process that was reading it")
            return False
        return True

    def _begin_call(self, child: FencedChild, question: bytes) -> bool:
        assert self._code.calls is not None
        try:
            child.call = self._code.calls(question)
        except (OSError, msgspec.MsgspecError):
            self._lose(child, "crashed the process that read it")
            return False
        self._calls[child.call.fileno()] = child
        self._poll.register(child.call.fileno(), select.POLLIN)
        return True

    def _advance(self, child: FencedChild) -> None:
        call = child.call
        if call is None or (result := call.take()) is None:
            return
        self._forget_call(child)
        self._send(child, frames.REPLY.pack(len(result)) + result)

    def _forget_call(self, child: FencedChild) -> None:
        call, child.call = child.call, None
        if call is not None:
            self._poll.unregister(call.fileno())
            del self._calls[call.fileno()]
            call.close()

    def _finish(self, child: FencedChild, kind: int, body: bytes) -> None:
        task, child.task = child.task, None
        child.answered += 1
        is_kept = task is not None and bool(task.company) and kind == frames.ANSWERED and not child.incoming
        if not is_kept or child.answered >= self._code.requests:
            self._drop(child)
        for one in self._list_kept()[: -self._code.companies * self._count]:
            self._drop(one)
        self._hand_out()
        if task is None:
            return
        if kind == frames.ANSWERED:
            task.accept(body)
        elif kind == frames.OVER_MEMORY:
            stopped = Stopped(f"needs more than {self._limits.memory_bytes >> 20} MiB of memory")
            stopped.needs_memory = True
            task.accept(stopped)
        else:
            told = body[:_CHUNK_BYTES].decode(errors="replace")[:400]
            stopped = Stopped(f"cannot be read ({told})")
            stopped.is_refusal = True
            task.accept(stopped)

    def _end(self, child: FencedChild) -> None:
        """A child is gone. Where it had not begun, or went with its zygote, its request is not to blame."""
        if child.pid and child.task and (child.link.is_running() or child.task.is_again):
            self._lose(child, "crashed the process that was reading it")
            return
        task, child.task = child.task, None
        self._drop(child)
        if task is not None:
            task.is_again = task.is_again or bool(child.pid)
            self._waiting.appendleft(task)
        if not child.pid:
            self._patience.wait(WorkerLostError("no process that reads documents can be started"))

    def _lose(self, child: FencedChild, problem: str) -> None:
        task, child.task = child.task, None
        self._drop(child)
        if task is not None:
            self.restarts += 1
            task.accept(Stopped(problem))

    def _drop(self, child: FencedChild) -> None:
        self._forget_call(child)
        self._children.pop(child.stream.fileno(), None)
        self._poll.unregister(child.stream.fileno())
        kill_child(child)
        child.stream.close()


def _make_setup(code: FencedCode, limits: ProcessLimits) -> ZygoteSetup:
    kept = code.expressions.load() if code.expressions is not None else None
    memory_bytes = limits.memory_bytes
    return ZygoteSetup(
        code.begin, code.setup, memory_bytes, code.opens_own, code.requests, kept, code.prepare
    )
