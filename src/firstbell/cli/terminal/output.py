"""What a command says: data on stdout, everything else on stderr; text or one JSON object a line."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.base.pathtext import say_lines, say_path, say_text, show_path
from firstbell.cli.environment import is_dumb

if TYPE_CHECKING:
    import msgspec

    from firstbell.base.progress import Progress
else:
    msgspec = defer("msgspec")  # which help does without

_TIME = re.compile(r"\dT\d")
# in JSON a path stands as text
json_path = show_path
# a hostile file name must not steer the terminal: control characters are shown, not sent
text_path, escape_text, show_controls = say_path, say_text, say_lines


def render_json(message: Mapping[str, Any]) -> str:
    """One JSON object on one line."""
    return msgspec.json.encode(message).decode()


def show_times(text: str) -> str:
    """The text with its moments as the district's clocks show them; as it is where no zone can be told.

    The zone is looked up only where there is a moment: every command would wait for it.
    """
    if not _TIME.search(text):
        return text
    from firstbell.cli.times import show_times_in

    try:
        return show_times_in(text)
    except Error:
        return text  # a desk that cannot be read is told of by whatever needs it


class Output:
    """Says what a command has to say. With `json` text is dropped, without it messages are."""

    def __init__(self, *, json: bool = False, quiet: bool = False, verbosity: int = 0) -> None:
        self.json = json
        self.quiet = quiet
        self.verbosity = verbosity

    def message(self, message: Mapping[str, Any]) -> None:
        """One JSON object, which holds `message_type`, on stdout; nothing in text mode."""
        if self.json:
            sys.stdout.write(render_json(message) + "\n")

    def summary(self, summary: Mapping[str, Any]) -> None:
        """The last object: `message_type` is "summary" unless `summary` says otherwise."""
        self.message({"message_type": "summary", **summary})

    def text(self, text: str = "") -> None:
        """Text on stdout, control characters but newline and tab as escapes; nothing in JSON mode."""
        if not self.json:
            sys.stdout.write(show_controls(text) + "\n")

    def outcome(self, text: str = "", *, always: bool = False) -> None:
        """What a work came to that went well: as `text`, but nothing with `--quiet`, so that no mail comes of
        a job that runs each night. `always`: a dry run is made for what it says.
        """
        if always or not self.quiet:
            self.text(text)

    def lines(self, lines: Sequence[str]) -> None:
        """Many lines at once, control characters in them shown already; nothing in JSON mode."""
        if lines and not self.json:
            sys.stdout.write("\n".join(lines) + "\n")

    def note(self, text: str) -> None:
        """What is good to know, on stderr, times by the district's clocks; nothing in JSON mode or with
        `--quiet`.
        """
        if not self.json and not self.quiet:
            sys.stderr.write(show_controls(show_times(text)) + "\n")

    def detail(self, text: str) -> None:
        """What only `--verbose` wants to know, on stderr."""
        if self.verbosity > 0:
            self.note(text)

    def warn(self, message: str) -> None:
        """Something could not be done and the work goes on: a line on stderr, always."""
        if self.json:
            sys.stderr.write(render_json({"message_type": "warning", "message": message}) + "\n")
        else:
            sys.stderr.write(show_controls(f"warning: {show_times(message)}") + "\n")

    def progress(self) -> Progress:
        """A listener for long work: bars on a terminal, else a plain line now and then."""
        from firstbell.cli.terminal.progress import PlainProgress, WarningsOnly

        if self.json or self.quiet:
            return WarningsOnly(self)
        if sys.stderr.isatty() and not is_dumb():
            from firstbell.cli.terminal.bars import TerminalProgress

            return TerminalProgress(self)
        return PlainProgress(self)
