"""Which type content is of and whether it holds: the way in to all validators.

A module of this package that has a table `FORMATS` is found by itself: a new type touches one file.
"""

from __future__ import annotations

import importlib
import lzma
import pkgutil
import sqlite3
import struct
import zlib
from collections.abc import Iterator

import zstandard

from firstbell.examine.validators import __name__ as package_name
from firstbell.examine.validators import __path__ as package_path
from firstbell.examine.validators.outcome import Format, Grade, MalformedError, Outcome, TornError
from firstbell.examine.validators.text import promises_text, validate_text

# what decoders raise on malformed input; anything else is a fault of ours and must be seen
MALFORMED = (
    ValueError,
    LookupError,
    ArithmeticError,
    OSError,
    EOFError,
    TypeError,
    AttributeError,
    SyntaxError,
    AssertionError,
    RuntimeError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    sqlite3.Error,
)


def _load_formats() -> tuple[Format, ...]:
    found: list[Format] = []
    for info in sorted(pkgutil.iter_modules(package_path), key=lambda info: info.name):
        if info.name != "registry":
            module = importlib.import_module(f"{package_name}.{info.name}")
            found.extend(getattr(module, "FORMATS", ()))
    return tuple(found)


FORMATS = _load_formats()
_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
_BY_HEAD: dict[bytes, list[tuple[bytes, Format]]] = {}
_BY_PLACE: list[tuple[int, bytes, Format]] = []
for _row in FORMATS:
    for _offset, _magic in _row.magics:
        if _offset == 0:
            _BY_HEAD.setdefault(_magic[:1], []).append((_magic, _row))
        else:
            _BY_PLACE.append((_offset, _magic, _row))


def find_expected(path: bytes) -> Format | None:
    """The type a path's name promises by its last suffix, or by the one before an unknown last suffix."""
    parts = path.rsplit(b"/", 1)[-1].lower().split(b".")
    for part in parts[:0:-1][:2]:
        row = _BY_SUFFIX.get(b"." + part)
        if row is not None:
            return row
    return None


def has_mark(data: bytes) -> bool:
    """Whether content begins as some known type does, marks of one or two bytes apart."""
    heads = _BY_HEAD.get(data[:1], ())
    return any(len(magic) > 2 and data.startswith(magic) for magic, _ in heads) or any(
        len(magic) > 2 and data.startswith(magic, offset) for offset, magic, _ in _BY_PLACE
    )


def validate(data: bytes, path: bytes) -> Outcome:
    """What the content is and whether it holds; the type that holds wins over types it only resembles."""
    expected = find_expected(path)
    best: Outcome | None = None
    for is_certain, row in _find_candidates(data, expected):
        outcome = _run(row, data)
        if outcome.holds:
            return outcome
        # a mark of one or two bytes is met by chance: it says nothing about content that does not hold
        if (is_certain or row is expected) and (best is None or best.grade is Grade.BROKEN):
            best = outcome
    text = validate_text(data)
    # what contradicts its mark is no 8-bit text either: that guess is the weaker one
    if text.grade is Grade.SOUND or (text.holds and best is None):
        return text
    if best is not None:
        return best
    promised = expected.name if expected is not None and expected.is_strict else ""
    if expected is None and promises_text(path):
        promised = "text"
    return Outcome(Grade.NONE, "", "no known type", expected=promised)


def _find_candidates(data: bytes, expected: Format | None) -> Iterator[tuple[bool, Format]]:
    seen: set[str] = set()
    for magic, row in _BY_HEAD.get(data[:1], ()):
        if row.name not in seen and data.startswith(magic):
            seen.add(row.name)
            yield len(magic) > 2 and not row.is_weak, row
    for offset, magic, row in _BY_PLACE:
        if row.name not in seen and data.startswith(magic, offset):
            seen.add(row.name)
            yield len(magic) > 2 and not row.is_weak, row
    if expected is not None and not expected.magics and expected.name not in seen:
        yield True, expected


def _run(row: Format, data: bytes) -> Outcome:
    try:
        return row.check(data)
    except TornError as error:
        return Outcome(Grade.TORN, row.name, str(error))
    except MalformedError as error:
        return Outcome(Grade.BROKEN, row.name, str(error))
    except RecursionError:
        return Outcome(Grade.BROKEN, row.name, "nested too deep")
    except MALFORMED as error:
        return Outcome(Grade.BROKEN, row.name, f"{type(error).__name__}: {error}"[:120])
