"""Recognising text in pictures, by tesseract: the supervisor runs it in a fence, when a child asks."""

from __future__ import annotations

import os
import re
import select
import shutil
from functools import lru_cache
from pathlib import Path

import msgspec

from firstbell.processes.programs import ProgramCall, ProgramRun
from firstbell.processes.zygote import FencedRequest

# less than a fenced child may be silent
SECONDS = 100.0
# the grey of paper and scanner is no text: by one threshold for a whole page two words in five are found,
# and in eight times the time (Sauvola's method; tesseract 5 has it)
_LOCALLY = ["-c", "thresholding_method=2"]
_LANGUAGES = ("eng", "spa")
_MEMORY_BYTES = 2 << 30
_FAILED = 255
_DATA = re.compile(r'"([^"]+)"')


class RecognitionQuestion(msgspec.Struct, array_like=True):
    """A picture whose text is asked for. `dpi`: its resolution, 0 where the picture may say."""

    picture: bytes
    dpi: int
    is_local: bool


@lru_cache(maxsize=1)
def find_recogniser() -> str | None:
    """The path of the program that recognises text; None where it is not installed."""
    found = shutil.which("tesseract")
    return os.path.realpath(found) if found is not None else None


class Recogniser:
    """Runs the program for fenced children. `program`: its path."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._options: list[str] | None = None
        self._readable = [str(Path(program).parent.parent / "share")]

    def start(self, question: bytes) -> ProgramRun:
        """A run of the program for one question. Raises: msgspec.DecodeError; OSError."""
        asked = msgspec.msgpack.decode(question, type=RecognitionQuestion)
        if self._options is None:
            self._options = self._choose_languages()
        resolution = ["--dpi", str(asked.dpi)] if asked.dpi > 0 else []
        method = _LOCALLY if asked.is_local else []
        return self._run("stdin", "stdout", *self._options, *resolution, *method, given=asked.picture)

    def _choose_languages(self) -> list[str]:
        """The options for the languages of letters home, of those that it has."""
        run = self._run("--list-langs", given=b"")
        ready = select.poll()  # `select` knows no descriptor beyond 1023
        ready.register(run, select.POLLIN)
        try:
            while (result := run.take()) is None:
                ready.poll(1000)
        finally:
            run.close()
        told = result[1:].decode("utf-8", "replace")
        self._readable += _DATA.findall(told)
        has = told.split()
        wanted = [name for name in _LANGUAGES if name in has]
        return ["-l", "+".join(wanted)] if wanted else []

    def _run(self, *words: str, given: bytes) -> ProgramRun:
        call = ProgramCall(
            self._program, list(words), self._readable, memory_bytes=_MEMORY_BYTES, seconds=SECONDS
        )
        return ProgramRun(call, given)


class AskedRecogniser:
    """In a child: asks the supervisor for the text in a picture."""

    def __init__(self, request: FencedRequest) -> None:
        self._request = request

    def recognise(self, picture: bytes, *, dpi: int, is_local: bool) -> bytes | None:
        """What it prints, nothing where it takes too long; None where it fails. Raises: OSError."""
        question = msgspec.msgpack.encode(RecognitionQuestion(picture, dpi, is_local))
        result = self._request.ask(question)
        if not result or result[0] == _FAILED:
            return b""
        return None if result[0] else result[1:]
