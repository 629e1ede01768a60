"""A hunt: every night of every host, read once, judged, and answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from firstbell.base.pathtext import show_path
from firstbell.base.progress import Progress
from firstbell.investigate.hunts.answers import (
    HuntAnswer,
    answer_questions,
    cover_nights,
    describe_answer,
    find_window,
)
from firstbell.investigate.hunts.autostart import judge_starts
from firstbell.investigate.hunts.exfiltration import judge_sending
from firstbell.investigate.hunts.faded_lines import judge_lines
from firstbell.investigate.hunts.host_records import Gathered, Unread, gather_host
from firstbell.investigate.hunts.hostnights import group_hosts, load_nights
from firstbell.investigate.hunts.indicator_traces import judge_indicators
from firstbell.investigate.hunts.indicator_watch import IndicatorWatch
from firstbell.investigate.hunts.indicators.indicator import HuntIndicator
from firstbell.investigate.hunts.judge import judge_hits
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.nights.coverage import NightCoverage, describe_coverage
from firstbell.investigate.hunts.nights.trees import TreeWalk
from firstbell.investigate.hunts.other_coverage import cover_files, cover_hives, cover_settings, list_absent
from firstbell.investigate.hunts.pieces import PieceDesk
from firstbell.investigate.hunts.reader import fence_reader
from firstbell.investigate.hunts.refuted import judge_record_times
from firstbell.investigate.hunts.restored import RestoredTree, StartReport, report_starts
from firstbell.investigate.hunts.silence import cover_silence, cut_silence
from firstbell.investigate.hunts.store import HuntStore
from firstbell.investigate.hunts.traces import Trace, describe_trace
from firstbell.investigate.hunts.treewatch import judge_trees
from firstbell.investigate.hunts.vanished import cover_log, cover_unread, judge_logs, name_held
from firstbell.processes.fence import ProcessFence, ProcessLimits
from firstbell.repository import Repository

_LIMITS = ProcessLimits(memory_bytes=768 << 20, seconds=5.0, seconds_per_mib=1.0)


@dataclass(frozen=True, kw_only=True)
class HuntOptions:
    """What a hunt is about. Times in nanoseconds. `expected`: hosts that there are, backed up or not.

    `workers`: fenced children that read. `most_hashed_bytes`: larger files are not read for their hashes.
    """

    hosts: Sequence[str] = ()
    expected: Sequence[str] = ()
    signs: Sequence[str] = ()
    since_ns: int | None = None
    until_ns: int | None = None
    workers: int = 2
    indicators: Sequence[HuntIndicator] = ()
    most_hashed_bytes: int = 64 << 20


@dataclass
class HuntResult:
    """What a hunt found."""

    traces: list[Trace] = field(default_factory=list)
    coverage: list[NightCoverage] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    answers: list[HuntAnswer] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    nights: int = 0
    window: tuple[int, int] = (0, 0)
    pieces: int = 0
    pieces_read: int = 0
    bytes_read: int = 0
    bytes_loaded: int = 0
    records: int = 0

    def list_messages(self) -> Iterator[dict[str, Any]]:
        """Everything as objects for JSON, the summary last. Shapes: docs/hunts.md."""
        yield from (describe_trace(trace) for trace in self.traces)
        yield from (describe_coverage(one) for one in self.coverage)
        yield from (describe_unread(one) for one in self.unread)
        yield from (describe_answer(one) for one in self.answers)
        yield {
            "message_type": "summary",
            "hosts": len(self.hosts),
            "nights": self.nights,
            "pieces": self.pieces,
            "pieces_read": self.pieces_read,
            "bytes_read": self.bytes_read,
            "bytes_loaded": self.bytes_loaded,
            "records": self.records,
            "traces": len(self.traces),
            "unread": len(self.unread),
        }


def describe_unread(unread: Unread) -> dict[str, Any]:
    """What could not be read, as an object for JSON."""
    return {
        "message_type": "unread",
        "host": unread.host,
        "path": show_path(unread.path),
        "reference": f"snapshot:{unread.snapshot}",
        "code": unread.code,
        "reason": unread.reason,
    }


class Hunt:
    """Hunts over one repository. `digest` names the rules."""

    def __init__(
        self,
        repository: Repository,
        store: HuntStore,
        rules: Sequence[HuntRule],
        *,
        signs: Mapping[str, HuntSign],
        digest: bytes,
    ) -> None:
        self._repository = repository
        self._store = store
        self._rules = rules
        self._signs = signs
        self._digest = digest
        self._wanted: frozenset[str] = frozenset()
        self._gathered: list[Gathered] = []

    def run(self, options: HuntOptions, progress: Progress) -> HuntResult:
        """Read what was not read yet, and judge everything. Raises: what listing snapshots does."""
        result = HuntResult()
        grouped = group_hosts(self._repository.list_snapshots(), options.hosts)
        watch = IndicatorWatch(
            options.indicators, self._repository, self._store, most_bytes=options.most_hashed_bytes
        )
        times: list[int] = []
        progress.start("hunting", total_files=sum(map(len, grouped.values())))
        code = fence_reader(self._rules, options.indicators)
        with ProcessFence(code, count=options.workers, limits=_LIMITS) as fence:
            walk = TreeWalk(self._repository.load_tree)
            for host, snapshots in grouped.items():
                desk = PieceDesk(self._repository, self._store, fence, digest=self._digest)
                nights = load_nights(
                    host, snapshots, walk=walk, store=self._store, on_night=lambda: progress.advance(files=1)
                )
                gathered = gather_host(nights, desk)
                if host in self._wanted:
                    self._gathered.append(gathered)
                self._judge(gathered, walk, result)
                standing = watch.list_standing(nights, walk)
                result.traces.extend(judge_indicators(gathered, options.indicators, standing))
                result.bytes_read += desk.bytes_read
                result.bytes_loaded += desk.bytes_loaded
                times.extend(night.time_ns for night in nights.nights)
        progress.finish()
        result.unread.extend(watch.unread)
        result.bytes_read += watch.bytes_read
        result.bytes_loaded += watch.bytes_read
        result.hosts = sorted({*grouped, *options.expected})
        result.nights = max(map(len, grouped.values()), default=0)
        self._finish(result, options, times)
        return result

    def list_starts(
        self, trees: Sequence[RestoredTree], options: HuntOptions, progress: Progress
    ) -> tuple[HuntResult, list[StartReport]]:
        """What a restore of each tree would start again, and the hunt over their hosts that it rests on.

        New is what came after the last night before the earliest sign. Raises: as `run`.
        """
        hosts = tuple(sorted({tree.host for tree in trees}))
        self._wanted = frozenset(hosts)
        result = self.run(replace(options, hosts=hosts), progress)
        shown = [one.bounds.known_by_ns for one in result.traces if one.strength == "shown"]
        earliest = min(shown, default=None)
        by_host = {one.nights.host: one for one in self._gathered}
        reports = []
        for tree in trees:
            gathered = by_host.get(tree.host)
            reports.append(StartReport() if gathered is None else report_starts(gathered, tree, earliest))
        return result, reports

    def _judge(self, gathered: Gathered, walk: TreeWalk, result: HuntResult) -> None:
        host, nights = gathered.nights.host, gathered.nights.nights
        result.traces.extend(name_held(gathered, trace) for trace in judge_hits(gathered, self._rules))
        result.traces.extend(judge_logs(gathered, self._signs["hide.vanished"]))
        result.traces.extend(judge_lines(gathered, self._signs))
        result.traces.extend(judge_record_times(gathered, self._signs["hide.times"]))
        result.traces.extend(judge_trees(gathered, walk, self._signs))
        result.traces.extend(judge_starts(gathered, self._signs))
        result.traces.extend(judge_sending(gathered, self._signs))
        result.unread.extend(gathered.unread.values())
        result.pieces += gathered.pieces
        result.pieces_read += gathered.pieces_read
        result.records += gathered.records
        covered = [one for key in gathered.logs for one in cover_log(gathered, key)]
        covered.extend(cover_files(gathered))
        covered.extend(cover_settings(gathered))
        covered.extend(cover_hives(gathered))
        covered.extend(cover_unread(gathered))
        covered.extend(cover_nights(host, [(night.time_ns, night.hex_id) for night in nights]))
        silent = cover_silence(gathered)
        covered = [*cut_silence(covered, silent), *silent]
        covered.extend(list_absent(gathered, covered))
        result.coverage.extend(covered)

    @staticmethod
    def _finish(result: HuntResult, options: HuntOptions, times: Sequence[int]) -> None:
        within = [trace for trace in result.traces if _is_within(trace, options)]
        within.sort(key=lambda trace: (trace.time_ns or trace.bounds.known_by_ns, trace.hex_id))
        # who asks for one sign wants to see no other, but an answer goes by all of them
        result.traces = [one for one in within if not options.signs or one.sign in options.signs]
        window = find_window(within, times, since_ns=options.since_ns, until_ns=options.until_ns)
        result.window = (window.from_ns, window.until_ns)
        for host in options.expected:
            if not any(one.host == host for one in result.coverage):
                why = "the host has no backup in this repository"
                result.coverage.append(
                    NightCoverage(host, "nights", window.from_ns, window.until_ns, "absent", why=why)
                )
        result.answers = answer_questions(within, result.coverage, hosts=result.hosts, window=window)


def _is_within(trace: Trace, options: HuntOptions) -> bool:
    # where a record has no time of its own, the backups around it say when
    time_ns = trace.time_ns or trace.bounds.known_by_ns
    if options.since_ns is not None and time_ns < options.since_ns:
        return False
    return options.until_ns is None or time_ns <= options.until_ns
