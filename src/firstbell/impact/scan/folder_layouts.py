"""Layouts that files tell for others of their folder and the folders in it: who is to be read by which.

A layout reaches no further: whoever can put a file into a folder can as a rule change the others there, too.
A folder that is called by what explains others ("docs", "layouts", "codes") is read as if its files lay in
the one above: what explains the files of a system lies beside their folders as often as among them.
What is chosen depends on the files alone, not on the order in which they were read.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from firstbell.documents.record_layouts import RecordLayout
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.scan_store import FileRecord, SourceRecord

# texts and tables, by themselves or packed
_FORMATS = frozenset(("text", "table", "zip", "gz", "bz2", "xz", "7z", "tar"))
_MOST_TELLING = 4_000
_MOST_FOR_ONE = 8
# what a folder is called that explains the ones beside it
_EXPLAINS = re.compile(
    r"(?i)(?:(?:data|file|record|code|export|import|field|db|state|vendor|old)[ _.-]?)?"
    r"(?:docs?|documentation|layouts?|specs?|specifications?|dictionar(?:y|ies)|schemas?|lookups?|ddl|"
    r"lookup tables?|codes?|code ?(?:sets?|tables?|lists?|books?)|maps?|mappings?|formats?|refs?|references?|"
    r"reference data|manuals?|guides?|help|read ?me|info|legend|keys?|defs?|definitions?|headers?)"
)
# of which source, of which host, which folder
_Folder = tuple[str, str, str]


def name_layouts(layouts: Sequence[RecordLayout]) -> str:
    """Names what a document was read by; "" for no layouts."""
    return hashlib.sha256(msgspec.msgpack.encode(layouts)).hexdigest()[:16] if layouts else ""


class FolderLayouts:
    """Collects what files tell, and which were read by what others told."""

    def __init__(self) -> None:
        self._telling: dict[str, list[RecordLayout]] = {}
        self._laid: set[str] = set()

    def note(self, reading: DocumentReading) -> None:
        """Take a reading in; of one content the last counts."""
        if reading.layouts:
            self._telling[reading.content] = reading.layouts
            if len(self._telling) > 2 * _MOST_TELLING:
                self._drop()
        if reading.laid_by:
            self._laid.add(reading.content)

    def _drop(self) -> None:
        """Keep as many as are used, the same ones whatever came first."""
        self._telling = {content: self._telling[content] for content in sorted(self._telling)[:_MOST_TELLING]}

    @property
    def is_idle(self) -> bool:
        """Whether nothing was told, now or before."""
        return not self._telling and not self._laid

    def choose(
        self, sources: Sequence[SourceRecord], readings: Iterable[DocumentReading]
    ) -> dict[str, list[RecordLayout]]:
        """Content -> the layouts by which it is to be read, for those that were read by others, or by none.

        `sources`: all that have files of these readings.
        """
        self._drop()
        told: dict[_Folder, list[tuple[str, str]]] = defaultdict(list)
        for folder, record in _iterate_files(sources):
            if record.content in self._telling:
                told[_find_home(folder)].append((record.path, record.content))
        places: dict[str, set[_Folder]] = defaultdict(set)
        for folder, record in _iterate_files(sources):
            near = (folder, _find_above(folder), _find_home(folder))
            if record.content and (record.content in self._laid or any(one in told for one in near)):
                places[record.content].add(folder)
        formats: dict[str, tuple[str, str]] = {}
        for reading in readings:
            if reading.content in places:
                formats[reading.content] = reading.format, reading.laid_by
        chosen: dict[str, list[RecordLayout]] = {}
        for content, (form, laid_by) in formats.items():
            layouts = self._list(places[content], told) if form in _FORMATS else []
            if name_layouts(layouts) != laid_by:
                chosen[content] = layouts
        return chosen

    def _list(self, places: set[_Folder], told: dict[_Folder, list[tuple[str, str]]]) -> list[RecordLayout]:
        """What is told in some folders, those above them last."""
        homes, above = map(_find_home, places), map(_find_above, places)
        folders = dict.fromkeys([*sorted(places), *sorted(homes), *sorted(above)])
        found: list[RecordLayout] = []
        for folder in folders:
            for path, content in sorted(told.get(folder, ())):
                for layout in self._telling[content]:
                    if not any(one.sort == layout.sort and one.fields == layout.fields for one in found):
                        name = path.rpartition("/")[2]
                        found.append(RecordLayout(layout.sort, layout.fields, name))
        return found[:_MOST_FOR_ONE]


def _iterate_files(sources: Sequence[SourceRecord]) -> Iterator[tuple[_Folder, FileRecord]]:
    for source in sources:
        for record in source.files:
            host = record.version.rpartition(" ")[0]
            yield (source.name, host, record.path.rpartition("/")[0]), record


def _find_above(folder: _Folder) -> _Folder:
    return (*folder[:2], folder[2].rpartition("/")[0])


def _find_home(folder: _Folder) -> _Folder:
    """Where what a folder tells counts: in the one above it, where it is called by what explains others."""
    return _find_above(folder) if _EXPLAINS.fullmatch(folder[2].rpartition("/")[2]) else folder
