"""Progress on a terminal: bars with rate and time left. Loads rich, which nothing else should wait for."""

from __future__ import annotations

import threading

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from firstbell.cli.environment import wants_color
from firstbell.cli.terminal.progress import LineWriter, StageCounts, WarningsOnly

_TEXT_WIDTH = 85  # what else stands in the line of a stage that counts tens of thousands of files


class _CountsColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        """The counts of the task."""
        counts: StageCounts = task.fields["counts"]
        return Text(counts.describe())


class TerminalProgress(WarningsOnly):
    """A bar per stage, erased when the stage ends."""

    def __init__(self, teller: LineWriter) -> None:
        super().__init__(teller)
        self._lock = threading.Lock()
        self._counts: StageCounts | None = None
        self._bar: Progress | None = None

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """A stage begins, or its totals are known better."""
        with self._lock:
            if self._counts is None or self._counts.stage != stage:
                self._stop()
                self._counts = StageCounts(stage)
                self._bar = _make_bar()
                self._bar.add_task(stage, total=None, counts=self._counts)
                self._bar.start()
            self._counts.set_totals(total_files, total_bytes)
            self._update()

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """Count; the bar draws itself several times a second."""
        with self._lock:
            if self._counts is not None:
                self._counts.files += files
                self._counts.size_bytes += size_bytes
                self._update()

    def finish(self) -> None:
        """The stage has ended."""
        with self._lock:
            self._stop()

    def warn(self, message: str) -> None:
        """A line above the bar."""
        with self._lock:
            bar, self._bar = self._bar, None
            if bar is not None:
                bar.stop()
            self._teller.warn(message)
            if bar is not None:
                bar.start()
                self._bar = bar

    def _update(self) -> None:
        if self._bar is None or self._counts is None:
            return
        counts = self._counts
        by_bytes = bool(counts.total_bytes)
        self._bar.update(
            self._bar.task_ids[0],
            completed=counts.size_bytes if by_bytes else counts.files,
            total=counts.total_bytes if by_bytes else counts.total_files,
        )

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = None
        self._counts = None


def _make_bar() -> Progress:
    console = Console(stderr=True, no_color=not wants_color())
    # one line, however narrow the window: the bar gives way first, then the end of the counts
    return Progress(
        TextColumn("{task.description}", table_column=Column(no_wrap=True)),
        BarColumn(bar_width=max(4, min(30, console.width - _TEXT_WIDTH))),
        _CountsColumn(table_column=Column(no_wrap=True)),
        TimeRemainingColumn(compact=True, table_column=Column(no_wrap=True)),
        console=console,
        transient=True,
    )
