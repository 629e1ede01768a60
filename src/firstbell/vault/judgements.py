"""What was proven, set aside, examined and frozen, as journal judgements.jsonl tells."""

from __future__ import annotations

import msgspec

from firstbell.vault.entries import (
    EVERY_HOST,
    Examined,
    Flagged,
    Frozen,
    JudgementEntry,
    Leased,
    Proven,
    Released,
    Ruled,
    SetAside,
    Verdict,
)

ObjectKey = tuple[str, str, str]
_encode = msgspec.msgpack.encode


class KeptJudgements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where things stand, without a key that an entry holds itself.

    `verdicts`: a list of `Examined`. `proven`: by host, names by type. Both are encoded, and read when
    somebody asks.
    """

    quarantine: list[SetAside]
    verdicts: msgspec.Raw
    shown: list[tuple[str, str, Verdict]]
    uncovered: dict[str, tuple[str, ...]]
    flags: list[Flagged]
    frozen: list[Frozen]
    proven: dict[str, msgspec.Raw]
    lease: Leased | None = None


class Judgements:
    """Where things stand after the entries that were taken in.

    `quarantine`: (host, type, name) -> the entry that set it aside. `shown`: (host, snapshot) -> the verdict
    that stands, a person's ruling taken in; `last_shown`: host -> the one of these that was told last.
    `uncovered`: host -> folders and files that it does not back up any more, as the examiner said last.
    `flags`: (host, snapshot) -> why it never counts as newest. `frozen`: host or `*` -> why. `lease`: which
    machine examines, of those that share the vault.
    """

    def __init__(self) -> None:
        self.quarantine: dict[ObjectKey, SetAside] = {}
        self._verdicts: dict[tuple[str, str], Examined] = {}
        self.uncovered: dict[str, tuple[str, ...]] = {}
        self.shown: dict[tuple[str, str], Verdict] = {}
        self.last_shown: dict[str, Verdict] = {}
        self.flags: dict[tuple[str, str], Flagged] = {}
        self.frozen: dict[str, Frozen] = {}
        self.lease: Leased | None = None
        self._proven: set[ObjectKey] = set()
        self._kept_verdicts: msgspec.Raw | None = None
        self._kept_proven: dict[str, msgspec.Raw] = {}

    def keep(self) -> KeptJudgements:
        """Where things stand."""
        proven: dict[str, dict[str, list[str]]] = {}
        for host in list(self._kept_proven):
            self._list_proven(host)
        for host, kind, name in self._proven:
            proven.setdefault(host, {}).setdefault(kind, []).append(name)
        # what was said before it is for the journal to hold
        verdicts = [msgspec.structs.replace(entry, prev="") for entry in self.verdicts.values()]
        return KeptJudgements(
            quarantine=list(self.quarantine.values()),
            verdicts=msgspec.Raw(_encode(verdicts)),
            shown=[(host, name, verdict) for (host, name), verdict in self.shown.items()],
            uncovered=self.uncovered,
            flags=list(self.flags.values()),
            frozen=list(self.frozen.values()),
            proven={host: msgspec.Raw(_encode(kinds)) for host, kinds in proven.items()},
            lease=self.lease,
        )

    def restore(self, kept: KeptJudgements) -> None:
        """Stand where things stood; nothing may have been taken in before."""
        self.quarantine = {(one.host, one.type, one.name): one for one in kept.quarantine}
        self._kept_verdicts = kept.verdicts
        self.shown = {(host, name): verdict for host, name, verdict in kept.shown}
        self.last_shown = {host: verdict for host, _, verdict in kept.shown}
        self.uncovered = kept.uncovered
        self.flags = {(one.host, one.name): one for one in kept.flags}
        self.frozen = {one.host: one for one in kept.frozen}
        self._kept_proven = kept.proven
        self.lease = kept.lease

    @property
    def verdicts(self) -> dict[tuple[str, str], Examined]:
        """(host, snapshot) -> the examiner's last one."""
        if self._kept_verdicts is not None:
            kept = msgspec.msgpack.decode(self._kept_verdicts, type=list[Examined])
            self._verdicts, self._kept_verdicts = {(one.host, one.name): one for one in kept}, None
        return self._verdicts

    def _list_proven(self, host: str) -> set[ObjectKey]:
        """What is proven; that of the host, too, which may be kept."""
        kept = self._kept_proven.pop(host, None)
        if kept is not None:
            kinds = msgspec.msgpack.decode(kept, type=dict[str, list[str]])
            self._proven |= {(host, kind, name) for kind, names in kinds.items() for name in names}
        return self._proven

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
        elif isinstance(entry, Leased):
            self.lease = entry
        elif isinstance(entry, Proven | SetAside | Released):
            self._judge(entry)
        else:
            self.frozen.pop(entry.host, None)

    def _show(self, entry: Examined | Ruled) -> None:
        self.shown.pop((entry.host, entry.name), None)  # the last word comes last
        self.shown[entry.host, entry.name] = self.last_shown[entry.host] = entry.verdict

    def _judge(self, entry: Proven | SetAside | Released) -> None:
        key = (entry.host, entry.type, entry.name)
        if isinstance(entry, SetAside):
            self.quarantine[key] = entry
            self._list_proven(entry.host).discard(key)
            return
        # who releases an object vouches for it
        self._list_proven(entry.host).add(key)
        self.quarantine.pop(key, None)

    def is_set_aside(self, host: str, kind: str, name: str) -> bool:
        """Whether nobody is served the object."""
        return (host, kind, name) in self.quarantine

    def is_proven(self, host: str, kind: str, name: str) -> bool:
        """Whether the examiner vouches for the object, or the desk released it."""
        return (host, kind, name) in self._list_proven(host)

    def is_judged(self, host: str, kind: str, name: str) -> bool:
        """Whether the examiner is done with the object."""
        return self.is_proven(host, kind, name) or self.is_set_aside(host, kind, name)

    def find_freeze(self, host: str) -> Frozen | None:
        """What forbids to remove anything of a host; None where nothing does."""
        return self.frozen.get(host) or self.frozen.get(EVERY_HOST)

    def list_set_aside(self, host: str = "") -> list[SetAside]:
        """What is in quarantine, of one host or of all."""
        return [entry for entry in self.quarantine.values() if host in {"", entry.host}]
