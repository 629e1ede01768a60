"""What harmful messages leave on the case's record: the file as evidence, one finding a message, its
indicators.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firstbell.actions.entries import MessageFound
from firstbell.case.case import Case
from firstbell.case.custody import list_exhibits, take_outside_file
from firstbell.ledger import EntryDraft
from firstbell.ledger.personal import find_personal
from firstbell.triage.indicators import Indicator
from firstbell.triage.message_files import RawMessage
from firstbell.triage.triage import Triaged


class MessageRecorder:
    """Puts down what is harmful, each message once however often it is looked at."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.evidence = self.entries = self.indicators = 0
        self._found: dict[str, str] = {}
        self._exhibits: dict[str, str] = {}
        self._kept: dict[Path, str] = {}
        self._read_record()

    def _read_record(self) -> None:
        entries = self._case.main.read()
        self._exhibits = {exhibit.evidence.sha256: exhibit.hex_id for exhibit in list_exhibits(entries)}
        for entry, body in MessageFound.list_all(entries):
            self._found[str(body.message.get("sha256"))] = entry.hex_id

    def record(self, batch: Sequence[tuple[RawMessage, Triaged]], path: Path) -> list[tuple[str, str]]:
        """Ids of the evidence and of the finding of each message; "" and "" for what harms nobody.

        Raises: what taking evidence and appending raise.
        """
        harmful = [(raw, triaged) for raw, triaged in batch if triaged.label.is_harmful]
        if harmful:
            self._case.main.require_right(MessageFound.KIND)
        evidence = self._keep(path) if harmful else ""
        new = {raw.sha256: (raw, triaged) for raw, triaged in harmful if raw.sha256 not in self._found}
        drafts = [self._draft(raw, triaged, evidence) for raw, triaged in new.values()]
        if drafts:
            for sha256, entry in zip(new, self._case.main.append_many(drafts), strict=True):
                self._found[sha256] = entry.hex_id
            self.entries += len(drafts)
        return [
            (evidence, self._found.get(raw.sha256, "")) if triaged.label.is_harmful else ("", "")
            for raw, triaged in batch
        ]

    def _keep(self, path: Path) -> str:
        """The id of the file as evidence: taken now, or before by the same content."""
        if path not in self._kept:
            sha256 = _hash_file(path)
            if sha256 not in self._exhibits:
                exhibit = take_outside_file(self._case, path, why="a message that was reported")
                self._exhibits[sha256] = exhibit.hex_id
                self.evidence += 1
            self._kept[path] = self._exhibits[sha256]
        return self._kept[path]

    def _draft(self, raw: RawMessage, triaged: Triaged, evidence: str) -> EntryDraft:
        indicators = [one for one in triaged.indicators if not _is_personal(one)]
        self.indicators += len(indicators)
        told = [{"kind": one.kind, "value": one.value} for one in indicators]
        return MessageFound(
            text=f"a reported message is {triaged.label.value}",
            label=triaged.label.value,
            score=triaged.score,
            signs=tuple(clue.name for clue in triaged.clues if clue.points > 0),
            message=name_message(raw),
            indicators=tuple(told),
        ).draft([evidence])


def name_message(raw: RawMessage) -> dict[str, Any]:
    """Which message an entry is about."""
    return {"sha256": raw.sha256, "size_bytes": raw.size_bytes, "number": raw.number}


def _is_personal(indicator: Indicator) -> bool:
    return bool(find_personal(indicator.value))


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
