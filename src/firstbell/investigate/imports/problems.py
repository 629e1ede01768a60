"""What cannot be taken from an import, and why."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.base.errors import Error


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A line that was not taken. `line_number`: from 1; `why`: in a few words."""

    line_number: int
    why: str


class LineRefused(Exception):  # noqa: N818 - it never leaves this room
    """A line that does not hold, said to whoever reads the file."""


class UnknownImportError(Error):
    """A file of no format that is known; `found`: how it begins."""

    code = "investigate.import_format"

    def __init__(self, problem: str, found: str = "") -> None:
        super().__init__(
            f"{problem}{f': it begins with {found!r}' if found else ''}",
            hint="known are Timesketch CSV and JSONL (message, datetime, timestamp_desc), bodyfile, l2tcsv",
        )
        self.found = found
