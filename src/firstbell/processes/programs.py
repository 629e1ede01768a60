"""A program of others (a recogniser of text) that is run for a fenced child, in a fence of its own.

It is started by a fresh Python that lays the layers on and then becomes the program: no environment, no
network, files to read only where it needs them, limits on memory and time. Its input is a file in memory that
nobody can change, its output is bounded.
"""

from __future__ import annotations

import os
import sys

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.processes.confinement import confine_program
from firstbell.processes.held import make_sealed
from firstbell.processes.zygote_link import start_python

_CHUNK_BYTES = 1 << 20


class ProgramCall(msgspec.Struct, frozen=True, array_like=True):
    """A program by its path, its words, the paths it may read besides the system's, and what it may take."""

    program: str
    words: list[str]
    readable: list[str] = []
    memory_bytes: int = 1 << 30
    seconds: float = 100.0
    output_bytes: int = 16 << 20


class ProgramRun:
    """One run of a program, begun at once: an `ChildCall`. Its result: its exit status (1 byte), its output.

    Nothing but 255 where it could not be run, took too long or said too much. Raises: OSError.
    """

    def __init__(self, call: ProgramCall, given: bytes) -> None:
        self._call = call
        self._output, theirs = os.pipe()
        os.set_blocking(self._output, False)
        number = make_sealed(given)
        try:
            told = msgspec.json.encode(call).decode()
            self._process = start_python("programs:become", told, stream=number, output=theirs)
        except OSError:
            os.close(self._output)
            raise
        finally:
            os.close(number)
            os.close(theirs)
        self._data = bytearray()
        self._began_s = monotonic_s()

    def fileno(self) -> int:
        """Its output."""
        return self._output

    def is_overdue(self) -> bool:
        """See `ChildCall`."""
        return monotonic_s() - self._began_s > self._call.seconds

    def take(self) -> bytes | None:
        """See `ChildCall`."""
        while len(self._data) <= self._call.output_bytes and not self.is_overdue():
            try:
                more = os.read(self._output, _CHUNK_BYTES)
            except BlockingIOError:
                return None
            if not more:
                return bytes([self._process.wait() & 255]) + bytes(self._data)
            self._data += more
        return b"\xff"

    def close(self) -> None:
        """See `ChildCall`."""
        os.close(self._output)
        self._process.kill()
        self._process.wait()


def become() -> None:
    """In a fresh process: lay the layers on, and become the program that the last word names."""
    call = msgspec.json.decode(sys.argv[1], type=ProgramCall)
    confine_program(call.readable, call.program, call.memory_bytes)
    os.execve(call.program, [call.program, *call.words], {})
