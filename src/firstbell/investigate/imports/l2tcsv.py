"""plaso's l2tcsv: 17 columns, which plaso writes without quotes, a comma in a cell as a space.

Source: log2timeline/plaso, plaso/output/l2t_csv.py and shared_dsv.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.investigate.imports.cells import CellRecord, Records
from firstbell.investigate.imports.lines import ImportOrigin
from firstbell.investigate.imports.problems import ImportProblem, LineRefused
from firstbell.investigate.imports.text import TextLine, tidy
from firstbell.investigate.imports.times import parse_date_and_time
from firstbell.investigate.imports.timesketch import Report
from firstbell.record.timeline import TimelineLine

COLUMNS = (
    "date",
    "time",
    "timezone",
    "MACB",
    "source",
    "sourcetype",
    "type",
    "user",
    "host",
    "short",
    "desc",
    "version",
    "filename",
    "inode",
    "notes",
    "format",
    "extra",
)
_TIMES = 3
_LEFT_OUT = frozenset({"desc", "type", "version"})


def read_l2tcsv(
    lines: Iterator[TextLine], origin: ImportOrigin, report: Report, *, is_quoted: bool
) -> Iterator[TimelineLine]:
    """The lines below the header. `is_quoted`: whether cells are quoted, which plaso itself does not."""
    quoted = Records(lines, ",", width=len(COLUMNS), report=report)
    for number, cells in quoted if is_quoted else _split(lines, report):
        try:
            yield _make_line(origin, number, cells)
        except LineRefused as refusal:
            report(ImportProblem(number, str(refusal)))
            quoted.reread()


def _split(lines: Iterator[TextLine], report: Report) -> Iterator[CellRecord]:
    """Records without quotes; one that does not come out at 17 cells is tried with quotes."""
    for line in lines:
        if line.text is None:
            report(ImportProblem(line.number, "it is too long"))
            continue
        cells = tidy(line.text).split(",")
        if len(cells) == len(COLUMNS):
            yield CellRecord(line.number, cells)
        elif '"' in line.text:
            yield from Records(iter([line]), ",", width=len(COLUMNS), report=report)
        elif line.text and not line.text.isspace():
            yield CellRecord(line.number, cells)


def _make_line(origin: ImportOrigin, number: int, cells: list[str]) -> TimelineLine:
    if len(cells) != len(COLUMNS):
        raise LineRefused(f"{len(cells)} cells, not {len(COLUMNS)}")
    values = dict(zip(COLUMNS, cells, strict=True))
    at_ns = parse_date_and_time(*cells[:_TIMES])
    fields = {
        name.lower(): cell
        for name, cell in zip(COLUMNS[_TIMES:], cells[_TIMES:], strict=True)
        if cell not in {"", "-"} and name not in _LEFT_OUT
    }
    return origin.make_line(
        number,
        at_ns,
        message=values["desc"] if values["desc"] not in {"", "-"} else values["short"],
        timestamp_desc=values["type"] if values["type"] not in {"", "-"} else "Event Time",
        fields=dict(fields),
    )
