"""How help is set: no option is broken at its hyphens, and a group tells the first sentence of each verb."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

import click

from firstbell.cli.environment import read_variable

# in place of a hyphen while lines are broken
_UNBROKEN = "\N{NON-BREAKING HYPHEN}"
# click's words for a number
_NUMBER = re.compile(r"\b(?:INTEGER|FLOAT)(?: RANGE)?\b")
# as click has them
_FEWEST_COLUMNS, _MOST_COLUMNS = 50, 80
# characters: longer than any sentence of help
WHOLE = 1000


class HelpText(click.HelpFormatter):
    """Breaks lines at spaces alone: `--keep-persistence` can be copied."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        wide = min(_measure_columns(), max_width or _MOST_COLUMNS) - 2
        super().__init__(indent_increment, width or max(wide, _FEWEST_COLUMNS), max_width)

    def write_text(self, text: str) -> None:
        """Text in paragraphs."""
        super().write_text(text.replace("-", _UNBROKEN))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms, and what they mean."""
        shown = [(_NUMBER.sub("N", term), told.replace("-", _UNBROKEN)) for term, told in rows]
        super().write_dl(shown, col_max, col_spacing)

    def getvalue(self) -> str:
        """The whole text."""
        return super().getvalue().replace(_UNBROKEN, "-")


def _measure_columns() -> int:
    """How wide the terminal is, as `shutil` tells it, which loads all sorts of compression."""
    told = read_variable("COLUMNS") or ""
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size().columns or _MOST_COLUMNS
    except OSError:  # it is closed, or no terminal
        return _MOST_COLUMNS


class VerbList(click.Group):
    """A group whose help tells the first sentence of each verb, however long it is."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs by name."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.list_lines(ctx)))

    def list_lines(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Each verb with its first sentence."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                yield name, command.get_short_help_str(WHOLE)
