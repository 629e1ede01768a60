r"""Lists of an outside firm: what was taken, read or staged, by path, pattern or hash, with when and how
known.

A text has one entry a line. A CSV has a header: `path` (or `file`, `name`, `glob`) or `hash` (or `sha256`,
`sha1`, `md5`), and where they are known `how` (or `action`), `when` (or `time`, `date`) and `source` (or
`known by`). Paths may be those of Windows: `\\server\share\a.txt` and `C:\a.txt` fit any path that ends in
their parts.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from firstbell.documents.text import decode, find_encoding
from firstbell.impact.scan.touches import ScopeError, Touch

_HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
_HEX = re.compile(r"[0-9a-fA-F]+\Z")
_ROOT = re.compile(r"\A(?:[A-Za-z]:)?/*")
_GLOB = re.compile(r"[*?\[]")
_PATH_COLUMNS = ("path", "file", "filename", "filepath", "glob", "pattern", "name")
_HASH_COLUMNS = ("hash", "sha256", "sha1", "md5", "digest")
_HOW_COLUMNS = ("how", "action", "what", "status", "state")
_WHEN_COLUMNS = ("when", "time", "date", "timestamp", "datetime")
_SOURCE_COLUMNS = ("source", "knownby", "howknown", "known", "by", "evidence")


class ListEntry(msgspec.Struct):
    """One line of a list. `text`: as it stands there. `is_met`: whether anything in scope fitted it."""

    text: str
    touch: Touch
    is_met: bool = False


class ScopeList(msgspec.Struct):
    """Entries by the end of a path, by pattern, and by hash."""

    name: str
    ends: dict[str, list[ListEntry]] = msgspec.field(default_factory=lambda: defaultdict(list))
    globs: list[ListEntry] = msgspec.field(default_factory=list)
    hashes: dict[str, ListEntry] = msgspec.field(default_factory=dict)

    def find(self, path: str) -> list[Touch]:
        """What the list says of a path."""
        parts = [part for part in path.split("/") if part]
        found = []
        for at in range(len(parts)):
            for entry in self.ends.get("/".join(parts[at:]).lower(), ()):
                entry.is_met = True
                found.append(entry.touch)
        for entry in self.globs:
            if _fits(path, entry.text):
                entry.is_met = True
                found.append(entry.touch)
        return found

    def find_digests(self, digests: Iterable[str]) -> list[Touch]:
        """What the list says of a content, by its hashes."""
        found = [self.hashes[digest] for digest in digests if digest in self.hashes]
        for entry in found:
            entry.is_met = True
        return [entry.touch for entry in found]

    @property
    def hash_kinds(self) -> list[str]:
        """Which hashes the list names."""
        return sorted({_HASHES[len(digest)] for digest in self.hashes})

    def list_unmet(self) -> Iterator[ListEntry]:
        """Entries that nothing fitted."""
        entries = [entry for group in self.ends.values() for entry in group]
        yield from (entry for entry in (*entries, *self.globs, *self.hashes.values()) if not entry.is_met)


def _fits(path: str, pattern: str) -> bool:
    path, pattern = path.lower(), pattern.lower()
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern.lstrip('/')}")


def load_scope_list(path: Path) -> ScopeList:
    """The list in a file. Raises: ScopeError when it cannot be read, or names nothing."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScopeError(
            f"scope list {path}: {error.strerror}", hint="--scope names a CSV or a text"
        ) from None
    encoding = find_encoding(data)
    if encoding is None:
        raise ScopeError(f"scope list {path} is not a text", hint="--scope takes a CSV or a text of paths")
    text = decode(data, encoding)
    scope = ScopeList(path.name)
    for entry in _read_entries(text, path.name):
        _take(scope, entry)
    if not (scope.ends or scope.globs or scope.hashes):
        raise ScopeError(f"scope list {path} names nothing", hint="one path, pattern or hash a line")
    return scope


def _read_entries(text: str, name: str) -> Iterator[ListEntry]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    head = lines[0] if lines else ""
    delimiter = max(",;\t", key=head.count)
    header = [
        re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in next(csv.reader([head], delimiter=delimiter), [])
    ]
    wanted = {*_PATH_COLUMNS, *_HASH_COLUMNS}
    if not wanted & set(header):
        for line in lines:
            yield ListEntry(line.strip().strip('"'), Touch("listed", "", name))
        return
    for cells in csv.reader(io.StringIO("\n".join(lines[1:])), delimiter=delimiter):
        row = dict(zip(header, map(str.strip, cells), strict=False))
        what = _pick(row, _HASH_COLUMNS) or _pick(row, _PATH_COLUMNS)
        if what:
            touch = Touch(
                _pick(row, _HOW_COLUMNS) or "listed",
                _pick(row, _WHEN_COLUMNS),
                _pick(row, _SOURCE_COLUMNS) or name,
            )
            yield ListEntry(what, touch)


def _pick(row: Mapping[str, str], columns: Iterable[str]) -> str:
    return next((row[column] for column in columns if row.get(column)), "")


def _take(scope: ScopeList, entry: ListEntry) -> None:
    text = entry.text
    if len(text) in _HASHES and _HEX.match(text):
        scope.hashes[text.lower()] = entry
        return
    plain = text.replace("\\", "/")
    if _GLOB.search(plain):
        entry.text = plain
        scope.globs.append(entry)
        return
    is_share = plain.startswith("//")
    parts = [part for part in _ROOT.sub("", plain, count=1).split("/") if part not in {"", "."}]
    if is_share and len(parts) > 2:
        parts = parts[2:]  # the server's and the share's name are not part of a backup's path
    if parts:
        scope.ends["/".join(parts).lower()].append(entry)
