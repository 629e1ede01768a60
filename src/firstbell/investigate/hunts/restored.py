"""A tree that is to be restored, and what it would start again: settings, and accounts of its directory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from firstbell.base.clock import DAY_NS
from firstbell.investigate.hunts.autostart import Start, list_starts
from firstbell.investigate.hunts.host_records import DatedRecord, Gathered, Unread
from firstbell.investigate.hunts.nights.trees import LoadTree, TreeWalk
from firstbell.investigate.hunts.readers.table import STARTING
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.traces import POINTING, SHOWN

# an account that was made an administrator so soon after it came was made to be one
_SOON_NS = 7 * DAY_NS
_DIRECTORY = b"ntds.dit"
# the numbers of the groups that rule a domain: its admins, the schema's, the enterprise's, the built-in ones
_RULING = ("-512", "-518", "-519", "S-1-5-32-544")


@dataclass(frozen=True)
class RestoredTree:
    """What is to be restored of a host: the files of a tree that say what starts. `directory`: the paths of
    its directory databases.
    """

    host: str
    sources: Sequence[HeldRecords]
    directory: Sequence[bytes] = ()

    @classmethod
    def load(cls, host: str, load: LoadTree, tree_id: bytes) -> RestoredTree:
        """Of a tree by its id; folders that cannot be loaded are passed over, as the restore tells them."""
        found = TreeWalk(load).list_sources(tree_id)
        starting = [one for one in found if one.source in STARTING]
        names = {one.path for one in found if one.path.lower().endswith(b"/" + _DIRECTORY)}
        return cls(host, starting, sorted(names))

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it starts anything."""
        return not self.sources and not self.directory


@dataclass(frozen=True)
class StartReport:
    """What a tree would start again, and what of it could not be looked at."""

    starts: Sequence[Start] = ()
    unread: Sequence[Unread] = ()
    directory: Sequence[bytes] = field(default=())


def report_starts(gathered: Gathered, tree: RestoredTree, earliest_ns: int | None) -> StartReport:
    """The report of a tree. `earliest_ns`: of the earliest sign; None where there is none."""
    nights = gathered.nights.nights
    clean = [one.time_ns for one in nights if earliest_ns is not None and one.time_ns < earliest_ns]
    base_ns = max(clean, default=None) if earliest_ns is not None else nights[0].time_ns
    starts = [*list_starts(gathered, tree.sources, base_ns), *_list_administrators(gathered, tree)]
    paths = {one.path for one in tree.sources}
    unread = [one for one in gathered.unread.values() if one.path in paths]
    return StartReport(starts, unread, tree.directory)


def _list_administrators(gathered: Gathered, tree: RestoredTree) -> Iterator[Start]:
    """Accounts that the log saw come and be made administrators of the domain within days: the directory
    holds them.
    """
    if not tree.directory:
        return
    made: dict[str, DatedRecord] = {}
    for one in _list_records(gathered, "account.created"):
        if not one.hit.fields.get("TargetUserName"):
            continue
        for name in ("TargetSid", "TargetUserName"):
            if one.hit.fields.get(name):
                made.setdefault(one.hit.fields[name].lower(), one)
    told: set[str] = set()
    for raised in _list_records(gathered, "account.raised"):
        fields = raised.hit.fields
        if not fields.get("TargetSid", "").endswith(_RULING):
            continue
        name = fields.get("MemberName", "").partition(",")[0].partition("=")[2]
        born = made.get(fields.get("MemberSid", "").lower()) or made.get(name.lower())
        if born is None or not 0 <= raised.hit.time_ns - born.hit.time_ns <= _SOON_NS:
            continue
        account = born.hit.fields["TargetUserName"]
        if account.lower() not in told:
            told.add(account.lower())
            yield _make_administrator(gathered, tree, born=born, raised=raised)


def _list_records(gathered: Gathered, sign: str) -> Iterator[DatedRecord]:
    found = [one for one in gathered.placed.values() if one.hit.rule.partition("#")[0] == sign]
    yield from sorted(found, key=lambda one: one.hit.time_ns)


def _make_administrator(
    gathered: Gathered, tree: RestoredTree, *, born: DatedRecord, raised: DatedRecord
) -> Start:
    nights = gathered.nights
    first = nights.nights[born.first]
    before = nights.find_before(first, tree.directory[0])
    fields = raised.hit.fields
    by = born.hit.fields.get("SubjectUserName") or "somebody"
    group = fields.get("TargetUserName") or "a group that rules the domain"
    return Start(
        nights.host,
        "account",
        born.hit.fields["TargetUserName"],
        f"an account that {by} made, and that was then made a member of {group}",
        tree.directory[0],
        before is not None,
        SHOWN if before is not None else POINTING,
        before.time_ns if before else None,
        first.time_ns,
        first.hex_id,
        "directory",
    )
