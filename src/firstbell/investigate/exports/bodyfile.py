r"""The Sleuth Kit's bodyfile: a line each, its time as the modification time.

The name is `[kind] host:path message`. As dfImageTools does, a backslash, a pipe and control characters are
escaped (`\\`, `\|`, `\xNN`), and a time has a fraction; The Sleuth Kit's own tools would break at a pipe.
Source: wiki.sleuthkit.org "Body file"; log2timeline/dfimagetools, docs/sources/Bodyfile-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from firstbell.base.clock import NS_PER_S
from firstbell.base.pathtext import say_text
from firstbell.investigate.exports.outline import CaseOutline
from firstbell.record.timeline import TimelineLine

_ESCAPED = {ord("\\"): "\\\\", ord("|"): "\\|"}


def escape_name(text: str) -> str:
    """A name in which nothing ends the field or the line."""
    return say_text(text.translate(_ESCAPED))


def format_seconds(at_ns: int) -> str:
    """Seconds since the epoch, with a fraction where there is one."""
    second, fraction = divmod(abs(at_ns), NS_PER_S)
    sign = "-" if at_ns < 0 else ""
    return f"{sign}{second}.{fraction:09d}".rstrip("0") if fraction else f"{sign}{second}"


def write_bodyfile(out: BinaryIO, lines: Iterable[TimelineLine], _outline: CaseOutline) -> int:
    """A line each. Bytes of a path that are not UTF-8 stay what they are."""
    count = 0
    for line in lines:
        count += 1
        path = line.path.decode(errors="surrogateescape")
        place = f"{line.host}:{path} " if line.host or path else ""
        name = escape_name(f"[{line.kind.value}] {place}{line.message}")
        size = line.fields.get("size_bytes")
        text = f"0|{name}|0|----------|0|0|{size if isinstance(size, int) else 0}|0|"
        text += f"{format_seconds(line.time_ns)}|0|0\n"
        out.write(text.encode(errors="surrogateescape"))
    return count
