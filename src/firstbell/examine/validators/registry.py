"""Which type content is of and whether it holds: the way in to all validators.

A module of this package that has a table `FORMATS` is found by itself: a new type touches one file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.examine.validators import __name__ as package_name
from firstbell.examine.validators import __path__ as package_path
from firstbell.examine.validators.outcome import MOST_UNPACKED_BYTES, Format, Grade, Outcome, sound
from firstbell.examine.validators.text import promises_text, validate_text

# a backup that screens what it saves asks for types and marks, and checks nothing
if TYPE_CHECKING:
    from firstbell.examine.validators import check as checks
    from firstbell.examine.validators import fence
else:
    checks = defer("firstbell.examine.validators.check")
    fence = defer("firstbell.examine.validators.fence")

# archives inside archives are looked into so deep
_DEEPEST = 3
_MOST_MEMBERS = 100_000


def _load_formats() -> tuple[Format, ...]:
    found: list[Format] = []
    for info in sorted(pkgutil.iter_modules(package_path), key=lambda info: info.name):
        if info.name not in ("registry", "fence", "check", "checker"):
            module = importlib.import_module(f"{package_name}.{info.name}")
            found.extend(getattr(module, "FORMATS", ()))
    return tuple(found)


FORMATS = _load_formats()
_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
_BY_HEAD: dict[bytes, list[tuple[bytes, Format]]] = {}
_BY_OFFSET: list[tuple[int, bytes, Format]] = []
for _row in FORMATS:
    for _offset, _magic in _row.magics:
        if _offset == 0:
            _BY_HEAD.setdefault(_magic[:1], []).append((_magic, _row))
        else:
            _BY_OFFSET.append((_offset, _magic, _row))


def find_expected(path: bytes) -> Format | None:
    """The type a path's name promises by its last suffix, or by the one before an unknown last suffix."""
    parts = path.rsplit(b"/", 1)[-1].lower().split(b".")
    for part in parts[:0:-1][:2]:
        row = _BY_SUFFIX.get(b"." + part)
        if row is not None:
            return row
    return None


def may_be_fenced(path: bytes, size_bytes: int) -> bool:
    """Whether content of the type that a path's name promises, and so long, is checked in a child."""
    row = find_expected(path)
    return row is not None and row.fenced_from is not None and size_bytes >= row.fenced_from


def has_mark(data: bytes) -> bool:
    """Whether content begins as some known type does, marks of one or two bytes apart."""
    heads = _BY_HEAD.get(data[:1], ())
    return any(len(magic) > 2 and data.startswith(magic) for magic, _ in heads) or any(
        len(magic) > 2 and data.startswith(magic, offset) for offset, magic, _ in _BY_OFFSET
    )


def validate(data: bytes, path: bytes, *, depth: int = 0, folder: bytes | None = None) -> Outcome:
    """What the content is and whether it holds; the type that holds wins over types it only resembles.

    `depth`: how many archives it lies in. `folder`: of the outermost one; None: the path's own.
    """
    folder = path[: path.rfind(b"/") + 1] if folder is None else folder
    expected = find_expected(path)
    best: Outcome | None = None
    for is_certain, row in _find_candidates(data, expected):
        outcome = _run(row, data, depth, folder)
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
    for offset, magic, row in _BY_OFFSET:
        if row.name not in seen and data.startswith(magic, offset):
            seen.add(row.name)
            yield len(magic) > 2 and not row.is_weak, row
    if expected is not None and not expected.magics and expected.name not in seen:
        yield True, expected


def _run(row: Format, data: bytes, depth: int, folder: bytes) -> Outcome:
    if _is_fenced(row, data):
        outcome = fence.FENCE.check(row.check, row.name, data, folder=folder if row.is_plain else None)
    else:
        outcome = checks.run_check(row.check, row.name, data)
    if row.members is None or not outcome.holds or depth >= _DEEPEST:
        return outcome
    return _check_members(row, data, outcome, depth=depth, folder=folder)


def _is_fenced(row: Format, data: bytes) -> bool:
    if row.fenced_from is None or len(data) >= row.fenced_from:
        return row.fenced_from is not None
    return row.unpacks_to is not None and row.unpacks_to(data) >= MOST_UNPACKED_BYTES


def _check_members(row: Format, data: bytes, outcome: Outcome, *, depth: int, folder: bytes) -> Outcome:
    """An archive that does not pack is as good as what lies in it."""
    assert row.members is not None
    are_sound, count = True, 0
    for name, content in islice(row.members(data), _MOST_MEMBERS):
        inner = validate(content, name, depth=depth + 1, folder=folder)
        if inner.grade in (Grade.BROKEN, Grade.TORN):
            return Outcome(Grade.BROKEN, row.name, f"member {show(name)}: {inner.type}: {inner.detail}"[:200])
        are_sound, count = are_sound and inner.grade is Grade.SOUND, count + 1
    if are_sound and count:
        return sound(row.name, f"{outcome.detail}, all {count} members hold")
    return outcome


def show(name: bytes) -> str:
    """A name for a message."""
    return ascii(name.decode("utf-8", "replace"))[1:-1]
