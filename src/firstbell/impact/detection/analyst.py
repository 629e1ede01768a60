"""What one document comes to: takes the text and the tables that a reader hands over, and tells the
findings.
"""

from __future__ import annotations

from firstbell.documents.extraction import Rows
from firstbell.impact.detection.certainty import Certainty, load_tallies, sum_tallies
from firstbell.impact.detection.evidence.results import Findings, Keeper, PersonLink, join_links
from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import (
    is_fixture,
    list_headings,
    shows_settings,
    strip_ending,
)
from firstbell.impact.detection.layout_records import ToldLayouts
from firstbell.impact.detection.passages.examples import is_named_example, peek_examples, shows_example
from firstbell.impact.detection.passages.mended_text import find_head, mend_words, spell_boxes
from firstbell.impact.detection.passages.settings import describes_interface, is_disclaimed, shows_samples
from firstbell.impact.detection.passages.topics import Path
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.blocks.reader import BlockReader
from firstbell.impact.detection.tables.cells.identity_documents import spread_scans
from firstbell.impact.detection.tables.columns.surveys import name_heads
from firstbell.impact.detection.tables.reader import TableReader
from firstbell.impact.detection.tables.rows.reader import RowReader
from firstbell.impact.people.folded_text import compose, fold
from firstbell.impact.people.lexicon import Lexicon

# one passage at a time is held in several forms; longer texts are cut between lines
_PASSAGE_CHARS = 1 << 17
_MOST_FOLDERS = 8
# what stands in a passage may tell of the next one: the second one meets what the first one left
_TOLD_TIMES = 2
_HEAD_CHARS = 400
# tables that have names of their own
_TITLED = ("sheet ", "table ")
_SLIDE = "slide "
# of so many members of an archive one may say what its name says, of those whom it is true of
_FEWEST_MEMBERS, _FEWEST_TOLD = 2, 2


class _Repeats:
    """Counts how often a long passage came in a row in one place: more than twice tells no more.

    Archives that expand without end are made of such.
    """

    def __init__(self) -> None:
        self._last: tuple[Unit, str, str] | None = None
        self._times = 0

    def count(self, unit: Unit, location: str, text: str) -> int:
        """How often it came by now; 1 of what is short."""
        if len(text) < _PASSAGE_CHARS:
            self._last = None
            return 1
        last = self._last
        is_again = last is not None and last[0] is unit and last[1:] == (location, text)
        self._times = self._times + 1 if is_again else 1
        self._last = last if is_again else (unit, location, text)
        return self._times


class Analyst:
    """A `Taker` for one document after the other. Keeps what it learned of names between them."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper, certainty: Certainty | None = None) -> None:
        self._lexicon = lexicon
        self._keeper = keeper
        self._certainty = certainty or Certainty(sum_tallies(load_tallies()))
        self._tables = TableReader(lexicon, keeper.today, RowReader(lexicon, keeper))
        self._blocks = BlockReader(lexicon, keeper, self._tables)
        self._units: list[Unit] = []
        self._is_fixture, self._shows_settings, self._members = False, False, 0
        self._links: list[PersonLink] = []
        self._kinds: set[str] = set()
        self._loose: set[str] = set()
        # members of which nobody is real, and those of which nobody is whom the roster does not know
        self._samples, self._examples = set[Path](), set[Path]()
        self._mentioned = 0
        self._risk, self._layout, self._named = 0.0, "", set[str]()
        # the last text, which may say what the headers of a table below it mean
        self._above, self._headed = "", ""
        # passages as they come, and as they are cut
        self._repeats, self._cut_repeats = _Repeats(), _Repeats()
        self.layouts = ToldLayouts()
        self.chars = 0

    def begin(self, name: str, folder: str = "") -> None:
        """A document comes; `folder`: those it lies in, parted by slashes."""
        self._units, self._links, self._kinds, self._loose = [], [], set(), set()
        self._mentioned = self.chars = 0
        self._samples, self._examples, self.layouts = set(), set(), ToldLayouts()
        self._members = 0
        self._shows_settings = shows_settings(name)
        self._is_fixture = self._shows_settings or is_fixture(filter(None, folder.split("/")), name)
        self._repeats, self._cut_repeats = _Repeats(), _Repeats()
        self._risk, self._layout, self._named = 0.0, "", set[str]()
        self._open(Path(name, tuple(filter(None, folder.split("/")))[-_MOST_FOLDERS:]))

    def begin_unit(self, name: str) -> None:
        """What comes next is one whole, inside the one before."""
        outer = self._units[-1].path if self._units else Path("")
        *folders, last = name.split("/")
        above = (*outer.folders, strip_ending(outer.name), *folders)
        self._open(Path(last or outer.name, above[-_MOST_FOLDERS:] if last else outer.folders))

    def _open(self, path: Path) -> None:
        self._units.append(Unit(path, self._lexicon, self._keeper))
        if is_named_example(path.name):
            self._examples.add(path)
        self._above = ""

    def end_unit(self) -> None:
        """The whole that was begun last has ended."""
        self._members += 1
        unit = self._units.pop()
        links = unit.close()
        if unit.path in self._examples:
            links = [link for link in links if link.keys]
            unit.kinds = {kind for link in links for kind in link.kinds}
        if unit.path not in self._samples:
            self._links += links
            self._kinds |= unit.kinds
            self._loose |= unit.loose
        self._mentioned += unit.mentioned
        self._risk = max(self._risk, unit.risk)
        self._layout = unit.layout.name() or self._layout
        self._named |= unit.named

    def take_text(self, location: str, text: str) -> None:
        """A passage of running text."""
        self.chars += len(text)
        text = mend_words(text)
        self.layouts.take_text(text)
        unit, self._above = self._units[-1], text
        self._is_fixture = self._is_fixture or describes_interface(text)
        if self._repeats.count(unit, location, text) > _TOLD_TIMES:
            return
        unit.headings, self._headed = list_headings(text), location
        if unit.setting.is_public and is_disclaimed(fold(compose(text[:_HEAD_CHARS]))):
            self._samples.add(unit.path)
        if shows_example(text):
            self._examples.add(unit.path)
        start = 0
        while start < len(text):
            end = start + _PASSAGE_CHARS
            if end < len(text):
                cut = max(text.rfind("\n\n", start, end), text.rfind("\n", end - 4096, end))
                end = cut + 1 if cut > start else end
            passage = text[start:end]
            if self._cut_repeats.count(unit, location, passage) <= _TOLD_TIMES:
                if head := find_head(self._lexicon, location, passage):
                    unit.heading_person = unit.read_title(head)
                    unit.take_lines(location, passage)
                else:
                    unit.take(location, passage)
                if boxes := spell_boxes(passage):
                    unit.take(location, boxes)
                self._blocks.read(unit, location, passage)
            start = end
        unit.heading_person = unit.read_heading(text)

    def tell_alive(self) -> None:
        """See `Taker.tell_alive`: nobody waits here."""

    def take_rows(self, location: str, rows: Rows) -> None:
        """The rows of one table."""
        unit, rows = self._units[-1], name_heads(spread_scans(self.layouts.take_rows(rows)), self._above)
        if location.startswith(_SLIDE) and location != self._headed:
            unit.headings = []  # what the slide before says is no title of this one
        is_example, rows = peek_examples(rows)
        unit.is_sample = is_example or shows_samples(self._above)
        self._above = ""
        self._repeats, self._cut_repeats = _Repeats(), _Repeats()
        above, title = unit.heading_person, location.rpartition(" > ")[2]
        if title.startswith(_TITLED):
            unit.heading_person = unit.read_title(title.partition(" ")[2])
        self.chars += self._tables.read(unit, location, rows)
        unit.headings, unit.heading_person, unit.is_sample = [], above, False

    def end(self) -> Findings:
        """What was found in the document, also where its reader stopped half-way."""
        while self._units:
            self.end_unit()
        if self._is_fixture:
            # whom the roster does not know is made up there; whoever it knows is as real as elsewhere
            self._links = [link for link in self._links if link.keys]
            self._kinds = {kind for link in self._links for kind in link.kinds}
        if self._shows_settings:
            _drop_kind(self._links, DataKind.CREDENTIALS)
            self._kinds.discard(DataKind.CREDENTIALS)
        links = join_links(self._links)
        if self._members > _FEWEST_MEMBERS:
            _drop_placed(links)
        self._certainty.settle(links)
        named = sorted(self._named - {key for link in links for key in link.keys})
        return Findings(links, self._kinds, self._loose, self._mentioned, self._risk, self._layout, named)


def _drop_placed(links: list[PersonLink]) -> None:
    """Take a kind from those of whom the name of an archive alone says it, where a member of it tells of whom
    it is true.
    """
    for kind in {kind for link in links for kind in link.kinds}:
        placed = [link for link in links if (ways := link.told.get(kind)) and all(map(_is_placed, ways))]
        told = sum(kind in link.kinds for link in links) - len(placed)
        if told >= _FEWEST_TOLD:
            _drop_kind(placed, kind)
    links[:] = [link for link in links if link.kinds]


def _drop_kind(links: list[PersonLink], kind: str) -> None:
    """Take a kind from people, and from the list whoever has no other one."""
    for link in links:
        link.kinds.discard(kind)
        link.told.pop(kind, None)
    links[:] = [link for link in links if link.kinds]


def _is_placed(way: str) -> bool:
    return way.endswith(f"/{Source.PLACE}")
