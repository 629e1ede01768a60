"""What was proven, set aside, examined and frozen, as journal judgements.jsonl tells."""

from __future__ import annotations

from firstbell.vault.entries import (
    EVERY_HOST,
    Examined,
    Flagged,
    Frozen,
    JudgementEntry,
    Proven,
    Released,
    Ruled,
    SetAside,
    Verdict,
)

ObjectKey = tuple[str, str, str]


class Judgements:
    """Where things stand after the entries that were taken in.

    `quarantine`: (host, type, name) -> the entry that set it aside. `verdicts`: (host, snapshot) -> the
    examiner's last one. `shown`: (host, snapshot) -> the verdict that stands, a person's ruling taken in.
    `uncovered`: host -> folders and files that it does not back up any more, as the examiner said last.
    `flags`: (host, snapshot) -> why it never counts as newest. `frozen`: host or `*` -> why.
    """

    def __init__(self) -> None:
        self.quarantine: dict[ObjectKey, SetAside] = {}
        self.verdicts: dict[tuple[str, str], Examined] = {}
        self.uncovered: dict[str, tuple[str, ...]] = {}
        self.shown: dict[tuple[str, str], Verdict] = {}
        self.flags: dict[tuple[str, str], Flagged] = {}
        self.frozen: dict[str, Frozen] = {}
        self._proven: set[ObjectKey] = set()

    def apply(self, entry: JudgementEntry) -> None:
        """Take an entry in."""
        if isinstance(entry, Frozen):
            self.frozen[entry.host] = entry
        elif isinstance(entry, Examined):
            self.verdicts[entry.host, entry.name] = entry
            self.uncovered[entry.host] = entry.uncovered
            self._show(entry)
        elif isinstance(entry, Ruled):
            self._show(entry)
        elif isinstance(entry, Flagged):
            self.flags[entry.host, entry.name] = entry
        elif isinstance(entry, Proven | SetAside | Released):
            self._judge(entry)
        else:
            self.frozen.pop(entry.host, None)

    def _show(self, entry: Examined | Ruled) -> None:
        self.shown.pop((entry.host, entry.name), None)  # the last word comes last
        self.shown[entry.host, entry.name] = entry.verdict

    def _judge(self, entry: Proven | SetAside | Released) -> None:
        key = (entry.host, entry.type, entry.name)
        if isinstance(entry, SetAside):
            self.quarantine[key] = entry
            self._proven.discard(key)
            return
        # who releases an object vouches for it
        self._proven.add(key)
        self.quarantine.pop(key, None)

    def is_set_aside(self, host: str, kind: str, name: str) -> bool:
        """Whether nobody is served the object."""
        return (host, kind, name) in self.quarantine

    def is_proven(self, host: str, kind: str, name: str) -> bool:
        """Whether the examiner vouches for the object, or the desk released it."""
        return (host, kind, name) in self._proven

    def is_judged(self, host: str, kind: str, name: str) -> bool:
        """Whether the examiner is done with the object."""
        return self.is_proven(host, kind, name) or self.is_set_aside(host, kind, name)

    def find_freeze(self, host: str) -> Frozen | None:
        """What forbids to remove anything of a host; None where nothing does."""
        return self.frozen.get(host) or self.frozen.get(EVERY_HOST)

    def list_set_aside(self, host: str = "") -> list[SetAside]:
        """What is in quarantine, of one host or of all."""
        return [entry for entry in self.quarantine.values() if host in {"", entry.host}]
