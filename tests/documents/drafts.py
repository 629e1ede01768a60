"""What a reader hands over, kept in the order in which it came."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstbell.documents.dispatch import Reader
from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction, Rows
from firstbell.documents.registry import read_document

LIMITS = DocumentLimits(expanded_bytes=64 << 20, ratio_from_bytes=64 << 20, seconds=60.0)


@dataclass
class GatheredParts:
    """`texts` and `tables` by the order in which they came, each with its location."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    depth: int = 0

    def begin_unit(self, name: str) -> None:
        self.units.append(name)
        self.depth += 1

    def end_unit(self) -> None:
        self.depth -= 1

    def take_text(self, location: str, text: str) -> None:
        self.texts.append((location, text))

    def take_rows(self, location: str, rows: Rows) -> None:
        self.tables.append((location, [list(row) for row in rows]))

    def tell_alive(self) -> None:
        """Nothing is kept of it."""

    @property
    def text(self) -> str:
        """All passages, one below the other."""
        return "\n".join(text for _, text in self.texts)

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the only table."""
        ((_, rows),) = self.tables
        return rows


def begin(
    parts: GatheredParts | None = None, size_bytes: int = 1000, limits: DocumentLimits = LIMITS
) -> Extraction:
    return Extraction(parts or GatheredParts(), Budget(limits, size_bytes), read_document)


def read(
    name: str, data: bytes, *, limits: DocumentLimits = LIMITS, by: Reader | None = None
) -> GatheredParts:
    """All that is read of a document. `by`: one reader alone. Raises: as reading does."""
    parts = GatheredParts()
    draft = begin(parts, len(data), limits)
    (by or read_document)(DocumentSource(name, data), draft)
    parts.missing = draft.missing
    assert parts.depth == 0
    return parts
