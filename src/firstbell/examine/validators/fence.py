"""Checks that unpack or lean on a library run in fenced children, which may do nothing but answer.

A child has no network, opens no file, starts no process and holds no key (`firstbell.processes`); content
goes in by its descriptor, the outcome comes out by a schema. Content that makes a decoder hang, crash or eat
memory, or that takes it over, costs its own outcome and no other: as a rule a check has a child of its own.

Where a snapshot is examined (`share`), plain checks of its contents share two children. What the first one
says is believed only where content holds; the rest is asked again of one that meets contents of this folder
alone. One check in 32, which nobody can foresee, is asked again of a child of its own, and where that
says otherwise, or a shared child fails, all of them are (decision 0041).

One zygote forks them all (`checker`), with the libraries that read documents and pictures.
Limits: where no fenced process can be started, nothing is checked, and the outcomes say so.
"""

from __future__ import annotations

import atexit
import os
import pkgutil
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from firstbell.examine.validators import __name__ as package_name
from firstbell.examine.validators import __path__ as package_path
from firstbell.examine.validators.check_messages import CheckAnswer, CheckRequest
from firstbell.examine.validators.outcome import Grade, Outcome, Validator
from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.held import make_sealed
from firstbell.processes.pool import WorkerLostError

_MOST_MEMORY_BYTES = 4 << 30
_LIMIT_S = 20.0
_LIMIT_S_PER_MIB = 2.0
_MOST_ANSWER_BYTES = 16 << 20  # the members of a large archive, with their hashes
_LONGEST_TYPE, _LONGEST_FILLED = 64, 2000
# how many checks a shared child runs before another takes its place, and one in how many is audited
_SHARED_CHECKS, _AUDITED_ONE_IN = 200, 32
# for all contents of a snapshot, and for those of one folder
_COMPANIES = 2
# checks of its modules are known to what forks the children, but for those of some, which it loads when asked
_ROOM = package_name.rpartition(".")[0]
_LATE = frozenset((f"{_ROOM}.mail_sketches",))
_OTHERS = tuple(f"{_ROOM}.{name}" for name in ("archive_members", "document_sketches", "picture_sketches"))
# what is no check, or runs them
_NOT_CHECKS = frozenset(("registry", "fence", "checker"))
# by name: the supervisor loads none of it
_BEGIN = f"{package_name}.checker:begin_checks"
_MISBEHAVED = "the process that checked it did not answer as it should"


class SharedChildError(Exception):
    """A child that several contents share failed, or said what a child of its own does not say.

    Whatever such children said is to be forgotten, and asked again without `Fence.share`.
    """


class Fence:
    """Children that run checks. May be used by several threads, one check at a time.

    `audited_one_in`: of so many checks by a shared child one is run by a child of its own, too.
    """

    def __init__(
        self,
        *,
        limit_s: float = _LIMIT_S,
        most_memory_bytes: int = _MOST_MEMORY_BYTES,
        most_answer_bytes: int = _MOST_ANSWER_BYTES,
        audited_one_in: int = _AUDITED_ONE_IN,
    ) -> None:
        self._limits = ProcessLimits(most_memory_bytes, limit_s, _LIMIT_S_PER_MIB, most_answer_bytes)
        self._audited_one_in = audited_one_in
        self._lock = threading.Lock()
        self._sharing = threading.local()
        self._fence: ProcessFence | None = None
        self._modules: set[str] = set()
        self._decoder = msgspec.msgpack.Decoder(CheckAnswer)

    def add_checks(self, module: str, *, needs: Iterable[str] = ()) -> None:
        """This module has checks, too: what forks the children loads it, and what its checks import when they
        run, since a child can load nothing. `load_late` of such a module is called there, where it has one.
        """
        wanted = {module, *needs} - self._modules
        if wanted:
            self._modules |= wanted
            if self._fence is not None:
                self._fence.close()
                self._fence = None

    def start(self) -> None:
        """Begin to start what forks the children, where it does not run yet, without waiting for it."""
        with self._lock, suppress(OSError, WorkerLostError):  # told by the check that needs it
            self._open().start()

    @contextmanager
    def share(self) -> Iterator[None]:
        """Within it, in this thread, plain checks of contents of one snapshot of one host share children.

        Checks raise SharedChildError where that went wrong.
        """
        self._sharing.name, self._sharing.folders = secrets.token_hex(8), set()
        try:
            yield
        finally:
            self._sharing.name = ""
            with self._lock:
                if self._fence is not None:
                    self._fence.dismiss()

    @contextmanager
    def compare(self) -> Iterator[None]:
        """Within it, in this thread, checks share a child: of two versions of one file, and nothing else.

        What is told of both depends on both: whoever can write either of them can spoil the comparison.
        """
        self._sharing.file = f"file {secrets.token_hex(8)}"
        try:
            yield
        finally:
            self._sharing.file = ""
            with self._lock:
                if self._fence is not None:
                    self._fence.dismiss()

    def check(self, check: Validator, name: str, data: bytes, *, folder: bytes | None = None) -> Outcome:
        """What the check says of the content, UNCHECKED where it did not come to an end.

        `folder`: where the content lies, for a plain check; None: its child meets no other content.
        Raises: SharedChildError, within `share` alone.
        """
        company = getattr(self._sharing, "name", "")
        if folder is None or not company:
            return self._run(check, name, data, company=getattr(self._sharing, "file", ""))
        self._sharing.folders.add(folder)
        outcome = self._run_shared(check, name, data, company=company)
        if secrets.randbelow(self._audited_one_in) == 0 and self._run(check, name, data) != outcome:
            raise SharedChildError
        if (outcome.holds and not outcome.filled) or len(self._sharing.folders) == 1:
            return outcome
        return self._run_shared(check, name, data, company=f"{company} {folder.hex()}")

    def _run_shared(self, check: Validator, name: str, data: bytes, *, company: str) -> Outcome:
        """Raises: SharedChildError."""
        outcome = self._run(check, name, data, company=company)
        if outcome.grade is Grade.UNCHECKED:
            raise SharedChildError
        return outcome

    def _run(self, check: Validator, name: str, data: bytes, *, company: str = "") -> Outcome:
        request = msgspec.msgpack.encode(CheckRequest(f"{check.__module__}:{check.__qualname__}", name))
        with self._lock:
            try:
                answer = self._ask(check.__module__, request, data, company=company)
            except Stopped as stopped:
                return Outcome(Grade.UNCHECKED, name, _explain(stopped))
            except (OSError, WorkerLostError) as error:
                return Outcome(Grade.UNCHECKED, name, f"it was not checked: {error}"[:300])
        try:
            told = self._decoder.decode(answer)
        except msgspec.DecodeError:
            return Outcome(Grade.UNCHECKED, name, _MISBEHAVED)
        if not _is_sane(told):
            return Outcome(Grade.UNCHECKED, name, _MISBEHAVED)
        return Outcome(told.grade, told.type, told.detail, told.is_dense, filled=told.filled)

    def _ask(self, module: str, request: bytes, data: bytes, *, company: str) -> bytes:
        """Raises: Stopped, OSError, WorkerLostError."""
        if module in _LATE or not module.startswith(f"{_ROOM}."):
            self.add_checks(module)
        fence = self._open()
        descriptor = make_sealed(data)
        try:
            return fence.ask(request, descriptor=descriptor, company=company)
        finally:
            os.close(descriptor)

    def _open(self) -> ProcessFence:
        if self._fence is None:
            setup = msgspec.msgpack.encode([*_list_modules(), *sorted(self._modules)])
            code = FencedCode(_BEGIN, setup, requests=_SHARED_CHECKS, companies=_COMPANIES)
            self._fence = ProcessFence(code, limits=self._limits)
        return self._fence

    def stop(self) -> None:
        """End the processes; the next check starts others."""
        with self._lock:
            if self._fence is not None:
                self._fence.close()
            self._fence = None


def _list_modules() -> list[str]:
    """The modules of the validators, and of the room's other checks."""
    found = (info.name for info in pkgutil.iter_modules(package_path))
    return [*(f"{package_name}.{name}" for name in found if name not in _NOT_CHECKS), *_OTHERS]


def _explain(stopped: Stopped) -> str:
    if stopped.needs_memory:
        return "checking it needs more memory than a check may take"
    if stopped.is_refusal or "crashed" in str(stopped):
        return "checking it crashed the process that did"
    return f"checking it {stopped}"


def _is_sane(told: CheckAnswer) -> bool:
    """Whether it may be shown: a child may have been taken over."""
    words = told.type + told.filled
    return (
        len(told.type) <= _LONGEST_TYPE
        and len(told.filled) <= _LONGEST_FILLED
        and all(character.isprintable() for character in words)
    )


FENCE = Fence()
atexit.register(FENCE.stop)
