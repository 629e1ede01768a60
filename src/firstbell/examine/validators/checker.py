"""What runs checks in the children of a fence: loaded by the zygote that forks them, and by nobody else.

It loads nothing of what supervises them: what a child holds it copies, and what it loads takes time.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable

import msgspec

from firstbell.examine.validators import __name__ as package_name
from firstbell.examine.validators import __path__ as package_path
from firstbell.examine.validators.check import run_check
from firstbell.examine.validators.check_messages import CheckAnswer, CheckRequest
from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import Validator
from firstbell.processes.held import load_held
from firstbell.processes.preload import load_codecs, load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

# the room's own checks beside the validators, and what their libraries load when they first need it
_ROOM = package_name.rpartition(".")[0]
_OTHERS = (*(f"{_ROOM}.{name}" for name in ("archive_members", "document_sketches", "picture_sketches")),)
# what runs in the supervisor
_NOT_CHECKS = frozenset(("registry", "fence"))
_LATE = (
    "email.message",
    "email.parser",
    "email._encoded_words",
    *(
        f"PIL.{name}ImagePlugin"
        for name in ("Jpeg", "Png", "Gif", "Bmp", "Tiff", "Webp", "Ico", "Ppm", "Mpo")
    ),
)


def begin_checks(setup: bytes) -> FencedAnswer:
    """What runs checks, in the zygote of a fence. `setup`: names of modules that have checks, too."""
    load_codecs()
    INFLATION.take_fast()
    for name in (*_list_validators(), *_OTHERS, *msgspec.msgpack.decode(setup, type=list[str])):
        importlib.import_module(name)
    load_modules(_LATE)
    checks = _Checks()
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

    def __init__(self) -> None:
        super().__init__()
        for name in _list_validators():
            for row in getattr(sys.modules[name], "FORMATS", ()):
                key = f"{row.check.__module__}:{row.check.__qualname__}"
                self[key] = row.check

    def __missing__(self, key: str) -> Validator:
        module, _, function = key.partition(":")
        check: Validator = getattr(importlib.import_module(module), function)
        return check


def _list_validators() -> Iterable[str]:
    names = [info.name for info in pkgutil.iter_modules(package_path)]
    return [f"{package_name}.{name}" for name in names if name not in _NOT_CHECKS]
