"""Figures as people read them: bytes, counts, durations, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def format_bytes(size_bytes: float) -> str:
    """Bytes in binary units, as restic writes them.

    >>> format_bytes(1_572_864)
    '1.500 MiB'
    """
    size = float(size_bytes)
    for unit in _UNITS:
        if size < 1024 or unit == _UNITS[-1]:
            return f"{int(size)} B" if unit == "B" else f"{size:.3f} {unit}"
        size /= 1024
    raise AssertionError("the last unit holds everything")


def format_count(count: int) -> str:
    """A count with commas.

    >>> format_count(12345)
    '12,345'
    """
    return f"{count:,}"


def format_duration(seconds: float) -> str:
    """A duration as `m:ss` or `h:mm:ss`.

    >>> format_duration(3723)
    '1:02:03'
    """
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def format_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: str = "") -> list[str]:
    """The lines of a table: header, rule, rows, rule. `right`: initials of the columns set to the right.

    A cell may hold several lines; the row takes as many.
    """
    cells = [[cell.split("\n") for cell in row] for row in rows]
    widths = [
        max([len(title), *(len(line) for row in cells for line in row[at])])
        for at, title in enumerate(header)
    ]
    flush_right = [title[:1] in right for title in header]

    def set_line(parts: Sequence[str]) -> str:
        placed = zip(parts, widths, flush_right, strict=True)
        return "  ".join(part.rjust(w) if right else part.ljust(w) for part, w, right in placed).rstrip()

    lines = [set_line(header)]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines.append(rule)
    for row in cells:
        height = max(len(cell) for cell in row)
        for at in range(height):
            lines.append(set_line([cell[at] if at < len(cell) else "" for cell in row]))
    lines.append(rule)
    return lines


def print_table(
    say: Callable[[str], None],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: str = "",
    none: str = "",
) -> None:
    """A table as `format_table` makes it; where it has no rows, the sentence `none`, if there is one.

    `say`: takes each line.
    """
    for line in [none] if none and not rows else format_table(header, rows, right=right):
        say(line)
