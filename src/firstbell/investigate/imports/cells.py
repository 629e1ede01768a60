"""The cells of CSV, record by record; a quote that never ends costs its own line, not the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from firstbell.investigate.imports.problems import ImportProblem
from firstbell.investigate.imports.text import TextLine, tidy

# a quoted cell goes over so many lines at most
_MOST_LINES = 500


class CellRecord(NamedTuple):
    """The cells of one record; `number`: of the line it begins on."""

    number: int
    cells: list[str]


class Records:
    """The records of lines of CSV, in order; what does not hold goes to `report`.

    `width`: how many cells a record that goes over several lines must have to be believed.
    """

    def __init__(
        self,
        lines: Iterator[TextLine],
        delimiter: str,
        *,
        width: int,
        report: Callable[[ImportProblem], None],
    ) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._report = report
        self._again: deque[TextLine] = deque()
        self._further: list[TextLine] = []

    def __iter__(self) -> Iterator[CellRecord]:
        while (line := self._take()) is not None:
            if line.text is None:
                self._report(ImportProblem(line.number, "it is too long"))
            elif '"' not in line.text:
                self._further = []
                if line.text:
                    yield CellRecord(line.number, tidy(line.text).split(self._delimiter))
            elif (cells := self._read_quoted(line)) is not None:
                yield CellRecord(line.number, cells)

    def reread(self) -> None:
        """Take the lines of the record given last, but for its first, as records of their own.

        For a record that turned out not to hold: a stray quote may have joined what does not belong together.
        """
        self._again.extendleft(reversed(self._further))
        self._further = []

    def _take(self) -> TextLine | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _read_quoted(self, first: TextLine) -> list[str] | None:
        taken: list[TextLine] = []

        def feed() -> Iterator[str]:
            more = chain([first], iter(self._take, None))
            for line in more:
                taken.append(line)
                if line.text is None or len(taken) > _MOST_LINES:
                    return
                yield tidy(line.text) + "\n"

        why = ""
        try:
            cells = next(csv.reader(feed(), delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration) as error:
            cells, why = [], f"its quotes do not hold ({error})"
        if not why and len(taken) > 1 and len(cells) != self._width:
            why = f"a quoted cell goes on to line {taken[-1].number}, and gives {len(cells)} cells"
        self._further = taken[1:]
        if why:
            self._report(ImportProblem(first.number, why))
            self.reread()
            return None
        return cells
