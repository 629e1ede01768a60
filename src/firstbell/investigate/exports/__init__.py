"""The timeline as other tools read it, and what is handed over as a bag. docs/formats/timeline.md."""

from collections.abc import Iterable
from importlib import import_module
from typing import BinaryIO, NamedTuple

from firstbell.base.errors import Error
from firstbell.investigate.exports.bag import seal_bag
from firstbell.investigate.exports.outline import CaseOutline, EvidenceRow
from firstbell.record.timeline import TimelineLine

__all__ = [
    "CaseOutline",
    "EvidenceRow",
    "FORMATS",
    "UnknownExportError",
    "get_suffix",
    "seal_bag",
    "write_export",
]


class _Format(NamedTuple):
    module: str
    function: str
    suffix: str


_FORMATS = {
    "timesketch-jsonl": _Format("timesketch", "write_jsonl", ".jsonl"),
    "timesketch-csv": _Format("timesketch", "write_csv", ".csv"),
    "bodyfile": _Format("bodyfile", "write_bodyfile", ".body"),
    "stix": _Format("stix", "write_stix", ".stix.json"),
    "iris": _Format("iris", "write_iris", ".iris.json"),
    "thehive": _Format("thehive", "write_thehive", ".thehive.json"),
}
FORMATS = tuple(_FORMATS)


class UnknownExportError(Error):
    """A format by a name that is none; `name` holds it."""

    code = "investigate.export_format"

    def __init__(self, name: str) -> None:
        super().__init__(f"no export format is called {name!r}", hint=f"there are: {', '.join(FORMATS)}")
        self.name = name


def get_suffix(name: str) -> str:
    """How a file of this format is named at its end. Raises: UnknownExportError."""
    return _find(name).suffix


def write_export(name: str, out: BinaryIO, lines: Iterable[TimelineLine], *, outline: CaseOutline) -> int:
    """Write the lines in this format, in the order they come; gives how many were written.

    Raises: UnknownExportError; OSError of `out`.
    """
    chosen = _find(name)
    module = import_module(f"firstbell.investigate.exports.{chosen.module}")
    count: int = getattr(module, chosen.function)(out, lines, outline)
    return count


def _find(name: str) -> _Format:
    if name not in _FORMATS:
        raise UnknownExportError(name)
    return _FORMATS[name]
