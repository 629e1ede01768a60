"""How long work tells where it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Listens to long work. Every call may come from any thread."""

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """A stage begins; totals may be unknown, and may be given again when they are known better."""

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """So much more of the stage is done."""

    def finish(self) -> None:
        """The stage has ended."""

    def warn(self, message: str) -> None:
        """Something could not be done; the work goes on."""


class Silent:
    """Listens to nothing."""

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """Nothing."""

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""

    def warn(self, message: str) -> None:
        """Nothing."""
