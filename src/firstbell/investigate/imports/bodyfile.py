r"""The Sleuth Kit's bodyfile, of version 3 and later.

`MD5|name|inode|mode_as_string|UID|GID|size|atime|mtime|ctime|crtime`, seconds since 1970, `#` before a
comment. The Sleuth Kit escapes nothing, so a pipe in a name is only found by counting from both ends;
dfImageTools writes `\|`, `\\` and `\xNN`, and fractions of seconds.
Source: wiki.sleuthkit.org "Body file"; log2timeline/dfimagetools, docs/sources/Bodyfile-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firstbell.investigate.imports.lines import ImportOrigin
from firstbell.investigate.imports.problems import ImportProblem, LineRefused
from firstbell.investigate.imports.text import TextLine, tidy
from firstbell.investigate.imports.times import parse_seconds
from firstbell.investigate.imports.timesketch import Report
from firstbell.record.timeline import LineKind, TimelineLine

FIELDS = 11
_AFTER_NAME = 9
_LETTERS = "MACB"
# in the order of MACB; in the file it is atime, mtime, ctime, crtime
_TIMES = (
    ("M", "Content Modification Time", -3),
    ("A", "Last Access Time", -4),
    ("C", "Metadata Modification Time", -2),
    ("B", "Creation Time", -1),
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_DELETED = re.compile(r" \(deleted(-realloc)?\)\Z")
_FILE_NAME = re.compile(r" \(\\?\$FILE_NAME\)\Z")
_COLUMNS = ("inode", "mode", "uid", "gid", "size")


def read_bodyfile(lines: Iterator[TextLine], origin: ImportOrigin, report: Report) -> Iterator[TimelineLine]:
    """The lines of a bodyfile: one for each different time of each file."""
    for number, text in lines:
        if text is None:
            report(ImportProblem(number, "it is too long"))
        elif text and not text.isspace() and not text.startswith("#"):
            try:
                yield from _make_lines(origin, number, text)
            except LineRefused as refusal:
                report(ImportProblem(number, str(refusal)))


def looks_like_bodyfile(text: str) -> bool:
    """Whether a line can be one of a bodyfile."""
    try:
        return bool(_find_times(_split(text)))
    except LineRefused:
        return False


def _split(text: str) -> list[str]:
    parts = text.split("|")
    if len(parts) < FIELDS:
        raise LineRefused(f"{len(parts)} fields between pipes, not {FIELDS}")
    return [parts[0], "|".join(parts[1:-_AFTER_NAME]), *parts[-_AFTER_NAME:]]


def _find_times(parts: list[str]) -> dict[int, list[tuple[str, str]]]:
    """Letters and descriptions by time."""
    found: dict[int, list[tuple[str, str]]] = {}
    for letter, description, at in _TIMES:
        at_ns = parse_seconds(parts[at].strip())
        if at_ns is not None:
            found.setdefault(at_ns, []).append((letter, description))
    if not found:
        raise LineRefused("none of its four times is set")
    return found


def _make_lines(origin: ImportOrigin, number: int, text: str) -> Iterator[TimelineLine]:
    parts = _split(text)
    times = _find_times(parts)
    name = unescape_name(parts[1])
    path, fields = _read_name(name, parts)
    for at_ns, named in times.items():
        letters = {letter for letter, _ in named}
        macb = "".join(letter if letter in letters else "." for letter in _LETTERS)
        yield TimelineLine(
            time_ns=at_ns,
            kind=LineKind.IMPORTED,
            message=f"{macb} {tidy(name)}",
            timestamp_desc="; ".join(description for _, description in named),
            path=path.encode(errors="surrogateescape"),
            source=origin.source,
            reference=f"import:{origin.import_id}:{number}",
            fields={**fields, "macb": macb},
        )


def _read_name(name: str, parts: list[str]) -> tuple[str, dict[str, Any]]:
    """The path in a name, and the columns beside it."""
    fields: dict[str, Any] = {}
    md5 = parts[0].strip().lower()
    if md5.strip("0"):
        fields["md5"] = tidy(md5)
    for column, value in zip(_COLUMNS, parts[2:7], strict=True):
        if value:
            fields[column] = int(value) if column == "size" and value.isdecimal() else tidy(value)
    path = _FILE_NAME.sub("", name)
    if _DELETED.search(path):
        path, fields["deleted"] = _DELETED.sub("", path), True
    if parts[3].rpartition("/")[2].startswith("l") and " -> " in path:
        path, _, target = path.partition(" -> ")
        fields["target"] = tidy(target)
    return path, fields


def unescape_name(text: str) -> str:
    """A name as it was before its writer escaped what would end it."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    for hexadecimal in match.groups()[:3]:
        if hexadecimal is not None:
            code = int(hexadecimal, 16)
            # not a character: it stays as it was written
            return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]
    return match[4] if match[4] in "\\|/:" else match[0]
