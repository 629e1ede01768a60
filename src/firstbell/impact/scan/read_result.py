"""What reading one document came to, as readers send it and a case keeps it."""

from __future__ import annotations

import msgspec

from firstbell.documents.record_layouts import RecordLayout
from firstbell.impact.detection.evidence.results import Findings

READ, PARTLY, UNREADABLE = "read", "partly", "unreadable"


class DocumentReading(msgspec.Struct, array_like=True):
    """What reading one content came to. `reason`: what was not read, "" where all was. `chars`: of its
    text. `layouts`: what it tells of the records of others; `laid_by`: names the layouts of others by which
    it was read, "" where there were none.
    """

    content: str
    name: str
    size: int
    format: str
    state: str
    reason: str = ""
    chars: int = 0
    findings: Findings | None = None
    layouts: list[RecordLayout] = []
    laid_by: str = ""
