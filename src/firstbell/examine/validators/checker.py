"""What runs checks in the children of a fence: loaded by the zygote that forks them, and by nobody else.

It loads nothing of what supervises them: what a child holds it copies, and what it loads takes time.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable

import msgspec
from PIL import Image

from firstbell.examine.validators.check import run_check
from firstbell.examine.validators.check_messages import CheckAnswer, CheckRequest
from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import Validator
from firstbell.processes.held import load_held
from firstbell.processes.preload import load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

# what checks load when they first need it
_LIBRARIES = ("olefile", "sqlite3")
# what libraries load when they first need it: pictures of these kinds, and character sets. Content that names
# any other set is read by checks that load all of them (`load_late`).
_PICTURES = ("Jpeg", "Png", "Gif", "Bmp", "Tiff", "Webp", "Ico", "Ppm", "Mpo")
_CODECS = (
    *("ascii", "cp437", "cp1252", "iso8859_1", "latin_1", "utf_8"),
    *("utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"),
)


def begin_checks(setup: bytes) -> FencedAnswer:
    """What runs checks, in the zygote of a fence. `setup`: names of the modules that have them."""
    INFLATION.take_fast()
    names = msgspec.msgpack.decode(setup, type=list[str])
    for name in names:
        module = importlib.import_module(name)
        if hasattr(module, "load_late"):
            module.load_late()
    load_modules(_LIBRARIES)
    load_modules(f"PIL.{name}ImagePlugin" for name in _PICTURES)
    Image.preinit()
    load_modules(("PIL.ImageChops", *(f"encodings.{name}" for name in _CODECS)))
    checks = _Checks(names)
    decoder = msgspec.msgpack.Decoder(CheckRequest)

    def answer(request: FencedRequest) -> bytes:
        asked = decoder.decode(request.data)
        outcome = run_check(checks[asked.check], asked.name, load_held(request.descriptor))
        return msgspec.msgpack.encode(
            CheckAnswer(outcome.grade, outcome.type, outcome.detail, outcome.is_dense, outcome.filled)
        )

    return answer


class _Checks(dict[str, Validator]):
    """Checks by "module:function"; those of the formats are looked up before children are forked."""

    def __init__(self, modules: Iterable[str]) -> None:
        super().__init__()
        for name in modules:
            for row in getattr(sys.modules[name], "FORMATS", ()):
                key = f"{row.check.__module__}:{row.check.__qualname__}"
                self[key] = row.check

    def __missing__(self, key: str) -> Validator:
        module, _, function = key.partition(":")
        check: Validator = getattr(importlib.import_module(module), function)
        return check
