"""What shows that the words of a kind tell it, and what looks like them and tells nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KindExamples:
    """Examples of one kind, one to a line. `said`: sentences and cells that tell it; `unsaid`: near ones that
    do not.

    `headers` and `titles`: of columns, and of files, sheets and folders, that tell it; `other_headers` and
    `other_titles`: near ones that do not. `codes`: what stands in cells and says it by itself.
    """

    kind: str
    said: str = ""
    unsaid: str = ""
    headers: str = ""
    other_headers: str = ""
    titles: str = ""
    other_titles: str = ""
    codes: str = ""


def list_lines(block: str) -> list[str]:
    """The examples of a block."""
    return [line for line in map(str.strip, block.splitlines()) if line]
