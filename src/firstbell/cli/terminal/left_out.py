"""What commands tell of what a restore could not do, and of things that it did not carry over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from firstbell.actions.vault.agents.windows import STREAMS
from firstbell.base.counts import say_count
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.record.receipt import Receipt

_SAID = {
    "windows.security_descriptor": "who may read and change them on Windows",
    "windows.file_attributes": "Windows attributes (read-only, hidden)",
    "windows.creation_time": "creation times",
    "mode": "modes that Windows made up; files get at most 0640, folders 0750",
    "device nodes": "device nodes (--devices makes them)",
}


class LeftOutKind(Protocol):
    """One kind of thing that was not carried over."""

    @property
    def what(self) -> str:
        """Its name."""

    @property
    def count(self) -> int:
        """How many there were."""


def describe_uncarried(receipt: Receipt) -> list[dict[str, Any]]:
    """The kinds as fields of a receipt."""
    return [
        {"what": one.what, "count": one.count, "paths": [json_path(path) for path in one.paths]}
        for one in receipt.not_carried
    ]


def tell_problems(output: Output, receipt: Receipt) -> None:
    """What went wrong, an object or a warning each."""
    for problem in receipt.problems:
        if output.json:
            where = {"path": json_path(problem.path), "code": problem.code, "reason": problem.reason}
            output.message({"message_type": "error", **where})
        else:
            output.warn(f"{text_path(problem.path)}: {problem.reason}")


def say_uncarried(what: str, count: int) -> str:
    """What was not carried over, and for how many paths.

    >>> say_uncarried("device nodes", 1)
    'not carried over for 1 path: device nodes (--devices makes them)'
    """
    return f"not carried over for {say_count(count, 'path')}: {_SAID.get(what, what)}"


def tell_uncarried(output: Output, kinds: Iterable[LeftOutKind]) -> None:
    """Say what was not carried over, a line each."""
    is_windows = False
    for one in kinds:
        is_windows = is_windows or one.what.startswith("windows.")
        output.text(say_uncarried(one.what, one.count))
    if is_windows:
        output.text("restic on Windows restores all of it from the same snapshot")
        output.text(f"alternate data streams are in no backup; the host listed its own in {STREAMS}")
