r"""The form of a document without what is filled in: its headers, its labels. Those of one form are read
alike, so that what a reviewer says of one of them holds for the others.

>>> one, other = TableLayout(), TableLayout()
>>> one.take_text("Student: Ada Olson\nGrade: 4"); other.take_text("Student: Ben Roe\nGrade: 5")
>>> one.name() == other.name() != ""
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from firstbell.impact.people.folded_text import compose, fold

_LABEL = re.compile(r"(?m)^[ \t]*([^\W\d][^\n:]{1,48}):")
_MOST_PARTS = 40
_FEWEST_LABELS = 2


@dataclass
class TableLayout:
    """Collects the parts of one document's form."""

    headers: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def take_header(self, header: Sequence[str]) -> None:
        """The headers of a table."""
        if any(header) and len(self.headers) < _MOST_PARTS:
            self.headers.append("|".join(_plain(cell) for cell in header if cell))

    def take_text(self, text: str) -> None:
        """The labels of a text."""
        if len(self.labels) < _MOST_PARTS:
            self.labels += [_plain(label) for label in _LABEL.findall(text[:8000])][:_MOST_PARTS]

    def name(self) -> str:
        """What names the form; "" where the document has none."""
        if self.headers:
            parts = ["table", *self.headers[:_MOST_PARTS]]
        elif len(set(self.labels)) >= _FEWEST_LABELS:
            parts = ["form", *dict.fromkeys(self.labels[:_MOST_PARTS])]
        else:
            return ""
        return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _plain(label: str) -> str:
    return " ".join(fold(compose(label)).decode().split())
