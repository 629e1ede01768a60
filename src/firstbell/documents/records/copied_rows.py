r"""Rows that a dump of PostgreSQL copies in: a statement with the names of the columns, the rows below it
with tabs between their cells, and a line that ends them.

Source: PostgreSQL documentation, COPY, text format.

>>> list(read_copied("COPY a.b (no, nm) FROM stdin;\n7\tAda\n8\t\\N\n\\.\n"))
[('a.b', [['no', 'nm'], ['7', 'Ada'], ['8', '']])]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COPY = re.compile(r"(?im)^copy\s+([\w.\"]{1,128})\s*\(([^()]{1,4000})\)\s+from\s+stdin\b[^\n;]*;[ \t]*\r?\n")
_NULL, _END = "\\N", "\\."
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\n", "b": "", "f": "", "v": " "}


def read_copied(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """(name of the table, its rows, header first) for each such statement; rows of another width are left
    out.
    """
    for match in _COPY.finditer(text):
        columns = [one.strip(' "\r\n\t') for one in match[2].split(",")]
        rows = [columns]
        for line in text[match.end() :].splitlines():
            if line == _END:
                break
            cells = ["" if cell == _NULL else _ESCAPE.sub(_spell, cell) for cell in line.split("\t")]
            if len(cells) == len(columns):
                rows.append(cells)
        yield match[1].replace('"', ""), rows


def _spell(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])
