"""The columns of each table: heading, field, and how a value of it is shown."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import msgspec


class PageColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind`: text, sentence, time, size, number, list, yes, must, code, state, progress, entry, line,
    told.

    `sentence`: a text of the program, its times by the district's clocks.

    `entry`, `line`: a kind of entry, or of a line of a timeline, in words.

    `told`: a whole entry in a sentence.

    `link`: where its value `{}` leads.

    `number` and `size` stand at the right. `sorts`: whether the heading orders the rows.
    """

    title: str
    field: str
    kind: str = "text"
    link: str = ""
    sorts: bool = True


def _load_columns() -> dict[str, tuple[PageColumn, ...]]:
    """Those of columns.toml, by table."""
    told = tomllib.loads(files(__package__).joinpath("columns.toml").read_text())
    return {
        table: tuple(msgspec.convert({"title": title, **one}, PageColumn) for title, one in columns.items())
        for table, columns in told.items()
    }


COLUMNS = _load_columns()
