"""What one document comes to: takes the text and the tables that a reader hands over, and tells the
findings.
"""

from __future__ import annotations

from firstbell.documents.draft import Rows
from firstbell.impact.finding.blocks import BlockReader
from firstbell.impact.finding.results import Findings, Keeper, Link, join_links
from firstbell.impact.finding.rows import RowReader
from firstbell.impact.finding.tables import TableReader
from firstbell.impact.finding.unit import Unit
from firstbell.impact.people.lexicon import Lexicon

# one passage at a time is held in several forms; longer texts are cut between lines
_PASSAGE_CHARS = 1 << 17


class Analyst:
    """A `Taker` for one document after the other. Keeps what it learned of names between them."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper) -> None:
        self._lexicon = lexicon
        self._keeper = keeper
        self._tables = TableReader(lexicon, keeper.today, RowReader(lexicon, keeper))
        self._blocks = BlockReader(lexicon, keeper, self._tables)
        self._units: list[Unit] = []
        self._links: list[Link] = []
        self._kinds: set[str] = set()
        self._loose: set[str] = set()
        self._mentioned = 0
        self.chars = 0

    def begin(self, name: str) -> None:
        """A document comes."""
        self._units, self._links, self._kinds, self._loose = [], [], set(), set()
        self._mentioned = self.chars = 0
        self.begin_unit(name)

    def begin_unit(self, name: str) -> None:
        """What comes next is one whole."""
        self._units.append(Unit(name, self._lexicon, self._keeper))

    def end_unit(self) -> None:
        """The whole that was begun last has ended."""
        unit = self._units.pop()
        self._links += unit.close()
        self._kinds |= unit.kinds
        self._loose |= unit.loose
        self._mentioned += unit.mentioned

    def take_text(self, place: str, text: str) -> None:
        """A passage of running text."""
        self.chars += len(text)
        unit = self._units[-1]
        start = 0
        while start < len(text):
            end = start + _PASSAGE_CHARS
            if end < len(text):
                cut = max(text.rfind("\n\n", start, end), text.rfind("\n", end - 4096, end))
                end = cut + 1 if cut > start else end
            unit.take(place, text[start:end])
            self._blocks.read(unit, place, text[start:end])
            start = end

    def tell_alive(self) -> None:
        """See `Taker.tell_alive`: nobody waits here."""

    def take_rows(self, place: str, rows: Rows) -> None:
        """The rows of one table."""
        self.chars += self._tables.read(self._units[-1], place, rows)

    def end(self) -> Findings:
        """What was found in the document, also where its reader stopped half-way."""
        while self._units:
            self.end_unit()
        return Findings(join_links(self._links), self._kinds, self._loose, self._mentioned)
