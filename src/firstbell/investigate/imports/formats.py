"""Which format a file has, by its content, and its lines."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from firstbell.investigate.imports.bodyfile import looks_like_bodyfile, read_bodyfile
from firstbell.investigate.imports.l2tcsv import COLUMNS, read_l2tcsv
from firstbell.investigate.imports.lines import ImportOrigin
from firstbell.investigate.imports.problems import ImportProblem, UnknownImportError
from firstbell.investigate.imports.text import TextLine, read_lines, tidy
from firstbell.investigate.imports.timesketch import MANDATORY, read_csv, read_jsonl
from firstbell.record.timeline import TimelineLine

NAMES = ("auto", "timesketch", "bodyfile", "l2tcsv")
MOST_PROBLEMS = 1000
_SHOWN_CHARACTERS = 60
_DELIMITERS = ",;\t"
# so many lines may be comments, blank, or broken, before it is given up
_MOST_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class _Shape:
    """A format, and what its header says."""

    format: str
    header: tuple[str, ...] = ()
    delimiter: str = ","
    is_quoted: bool = False


class Import:
    """The lines of one file, read once, as a stream; what does not hold is kept as problems, the rest taken.

    `format`: timesketch-csv, timesketch-jsonl, bodyfile or l2tcsv. After reading: `lines_taken` (a line of
    a bodyfile gives several), `problem_count`, and the first thousand of the `problems`.
    """

    def __init__(
        self,
        lines: Iterator[TextLine],
        shape: _Shape,
        origin: ImportOrigin,
        *,
        on_problem: Callable[[ImportProblem], None] | None,
    ) -> None:
        self.format = shape.format
        self.lines_read = 0
        self.lines_taken = 0
        self.problem_count = 0
        self.problems: list[ImportProblem] = []
        self._lines = lines
        self._shape = shape
        self._origin = origin
        self._on_problem = on_problem

    def __iter__(self) -> Iterator[TimelineLine]:
        for line in self._read(self._count()):
            self.lines_taken += 1
            yield line

    def _count(self) -> Iterator[TextLine]:
        for line in self._lines:
            self.lines_read = line.number
            yield line

    def _read(self, lines: Iterator[TextLine]) -> Iterator[TimelineLine]:
        shape, report = self._shape, self._report
        if shape.format == "timesketch-jsonl":
            return read_jsonl(lines, self._origin, report)
        if shape.format == "bodyfile":
            return read_bodyfile(lines, self._origin, report)
        if shape.format == "l2tcsv":
            return read_l2tcsv(lines, self._origin, report, is_quoted=shape.is_quoted)
        header = list(shape.header)
        return read_csv(lines, self._origin, report, header=header, delimiter=shape.delimiter)

    def _report(self, problem: ImportProblem) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        if self._on_problem is not None:
            self._on_problem(problem)


def open_import(
    stream: BinaryIO,
    import_id: str,
    *,
    format: str = "auto",  # noqa: A002 - the name it has on the command line
    source: str = "",
    on_problem: Callable[[ImportProblem], None] | None = None,
) -> Import:
    """The import that a seekable stream holds.

    `import_id`: what references name it by, best the hash of the file. `format`: one of NAMES. `source`: who
    the lines are said to be from, else the format. `on_problem` is called for every problem.

    Raises: UnknownImportError.
    """
    if format not in NAMES:
        raise UnknownImportError(f"no import format is called {format!r}")
    lines = read_lines(stream)
    shape, rest = _tell_shape(lines)
    if format not in {"auto", shape.format, shape.format.partition("-")[0]}:
        raise UnknownImportError(f"the file is {shape.format}, not {format}")
    return Import(rest, shape, ImportOrigin(import_id, source or shape.format), on_problem=on_problem)


def _tell_shape(lines: Iterator[TextLine]) -> tuple[_Shape, Iterator[TextLine]]:
    """The shape, and the lines of the import: those looked at go along, but for a header."""
    seen: list[TextLine] = []
    for line in lines:
        text = (line.text or "").strip()
        is_first = not any((earlier.text or "").strip() for earlier in seen)
        if is_first and (shape := _read_header(text)) is not None:
            return _look_for_quotes(shape, text, lines)
        seen.append(line)
        if text.startswith("{") and any(f'"{name}"' in text for name in (*MANDATORY, "timestamp")):
            return _Shape("timesketch-jsonl"), chain(seen, lines)
        if looks_like_bodyfile(text):
            return _Shape("bodyfile"), chain(seen, lines)
        if len(seen) >= _MOST_LOOKED_AT:
            break
    begin = next((line.text for line in seen if line.text and not line.text.isspace()), "")
    if not begin:
        raise UnknownImportError("the file is empty")
    raise UnknownImportError("the file is of no format that is known", tidy(begin)[:_SHOWN_CHARACTERS])


def _read_header(text: str) -> _Shape | None:
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([tidy(text)], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        header = tuple(cell.strip() for cell in cells)
        if header == COLUMNS and delimiter == ",":
            return _Shape("l2tcsv", header, is_quoted='"' in text)
        if set(MANDATORY) <= set(header):
            return _Shape("timesketch-csv", header, delimiter)
    return None


def _look_for_quotes(
    shape: _Shape, header: str, lines: Iterator[TextLine]
) -> tuple[_Shape, Iterator[TextLine]]:
    """Whether the first record of l2tcsv is quoted from its first cell on."""
    if shape.format != "l2tcsv" or '"' in header:
        return shape, lines
    first = next(lines, None)
    if first is None:
        return shape, lines
    is_quoted = (first.text or "").startswith('"')
    return _Shape(shape.format, shape.header, is_quoted=is_quoted), chain([first], lines)
