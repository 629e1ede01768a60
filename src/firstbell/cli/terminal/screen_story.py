"""A story as it goes, on the screen."""

from __future__ import annotations

from firstbell.cli.terminal.output import Output

_WHEN_WIDTH = 20


class ScreenStory:
    """Tells the story on the screen, one line after another."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.progress = output.progress()

    def tell(self, when: str, line: str) -> None:
        """One line, under the word it belongs to."""
        self._output.text(f"{when:<{_WHEN_WIDTH}}{line}")
