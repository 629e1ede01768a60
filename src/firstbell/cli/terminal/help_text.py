"""How help is set: no option is broken at its hyphens, and a group tells the first sentence of each verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

# in place of a hyphen while lines are broken
_UNBROKEN = "\N{NON-BREAKING HYPHEN}"
# click's words for a number
_NUMBER = re.compile(r"\b(?:INTEGER|FLOAT)(?: RANGE)?\b")
# characters: longer than any sentence of help
WHOLE = 1000


class HelpText(click.HelpFormatter):
    """Breaks lines at spaces alone: `--keep-persistence` can be copied."""

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
