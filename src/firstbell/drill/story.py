"""The whole story of one drill: three days, a night, and the morning after."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from firstbell.base.clock import Clock, SystemClock, monotonic_s
from firstbell.base.progress import Progress
from firstbell.drill.affected import Affected
from firstbell.drill.announcement import Announcement, describe_announcement
from firstbell.drill.casebook import Casebook, CaseResult
from firstbell.drill.district import make_district
from firstbell.drill.district.cast import invent_cast
from firstbell.drill.district.maker import FILES
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.edits import DayPlan, DayRecord, Editor
from firstbell.drill.engines import Engines, SeenVerdicts
from firstbell.drill.result import DISTRICT_NAME, Day, DrillResult, count_families, sum_damage
from firstbell.drill.scratch import ScratchFolder, find_parent, open_scratch
from firstbell.drill.strike import StrikePlan, StrikeRecord, strike_folder
from firstbell.drill.tree_copy import check_source, copy_tree
from firstbell.drill.truth import ItemKind, Tree, TruthItem, compare_tree, expect_tree, survey_tree
from firstbell.record.data_kinds import say_data_kinds

_HOUR_NS = 3_600_000_000_000
_DAY_NS = 24 * _HOUR_NS
_DAYS = 3
# files that are made in the hours before the strike, and struck: nobody has a clean version of them
_MADE_THAT_NIGHT = 4


class StoryListener(Protocol):
    """Listens to the story: lines for people, progress for long work."""

    progress: Progress

    def tell(self, when: str, line: str) -> None:
        """One line of the story; `when` in a word or two."""


@dataclass(frozen=True, slots=True)
class DrillOptions:
    """A drill. `source`: a tree to copy, None for the sample district, which then has `files` files.

    `scratch`: the folder in which the drill makes its own, None for the system's; `keep`: leave it there.
    """

    source: Path | None = None
    seed: int = 0
    scratch: Path | None = None
    keep: bool = False
    files: int = FILES
    clock: Clock = field(default_factory=SystemClock)


Conclude = Callable[[DrillResult, ScratchFolder], None]


def run_drill(
    options: DrillOptions, teller: StoryListener, *, conclude: Conclude | None = None
) -> DrillResult:
    """Plays the story and says what came of it. SOURCE is only ever read.

    `conclude` is called when all is done, before the folder is deleted.

    Raises: ScratchError, SourceError, and what the engines raise.
    """
    parent = find_parent(options.scratch)
    if options.source is not None:
        check_source(options.source, parent)
    with open_scratch(parent, keep=options.keep) as scratch:
        result = _Story(options, scratch, teller).play()
        if options.keep:
            teller.tell("Kept", f"{scratch.folder.path} (repository, password, case, restored tree)")
            teller.tell(
                "", f"XDG_CONFIG_HOME={scratch.settings} firstbell impact people --case {scratch.case}"
            )
        if conclude is not None:
            conclude(result, scratch)
        return result


class _Story:
    def __init__(self, options: DrillOptions, scratch: ScratchFolder, teller: StoryListener) -> None:
        self._options = options
        self._scratch = scratch
        self._teller = teller
        self._rng = random.Random(f"story:{options.seed}")
        writer = DocumentWriter(self._rng, invent_cast(options.seed))
        self._editor = Editor(scratch.tree, writer, documents=options.source is None)
        self._now_ns = options.clock.now_ns()
        self._seconds: dict[str, float] = {}
        self._days: list[Day] = []

    def play(self) -> DrillResult:
        """From the first day to the comparison."""
        self._set_up()
        self._engines = Engines(self._scratch, self._teller.progress)
        try:
            before = self._live_days()
            strike, after, lost = self._strike_tree()
            seen = self._look()
            book = self._open_case()
            listed = self._recover(lost, book)
            affected = self._list_affected(book)
            announcement = self._announce(book, affected)
            case = self._conclude_case(book)
            result = self._conclude(_Night(before, strike, after, lost), seen, listed, case)
            return replace(result, affected=affected, announcement=announcement, seconds=dict(self._seconds))
        finally:
            self._engines.close()

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        started_s = monotonic_s()
        yield
        self._seconds[stage] = self._seconds.get(stage, 0.0) + monotonic_s() - started_s

    def _set_up(self) -> None:
        with self._timed("set-up"):
            if self._options.source is None:
                self._scratch.tree.rmdir()
                make_district(
                    self._scratch.tree,
                    seed=self._options.seed,
                    files=self._options.files,
                    progress=self._teller.progress,
                )
            else:
                source = check_source(self._options.source, self._scratch.folder.path)
                copy_tree(source, self._scratch.tree, self._teller.progress)

    def _live_days(self) -> Tree:
        """Three days with edits between them, each backed up; the tree as it stands at the last backup."""
        for number in range(1, _DAYS + 1):
            at_ns = self._now_ns - (_DAYS + 1 - number) * _DAY_NS
            did = "as it stands"
            if number > 1:
                record = self._editor.live_day(DayPlan(at_ns - 6 * _HOUR_NS))
                did = _describe_day(record)
            self._back_up(f"Day {number}", at_ns, did)
        return survey_tree(self._scratch.tree)

    def _back_up(self, name: str, at_ns: int, did: str) -> None:
        with self._timed("backup of the event" if name.startswith("Night") else f"backup {name.lower()}"):
            counts = self._engines.back_up(at_ns)
        self._days.append(Day(name, at_ns, did, counts.total_files_processed, ""))
        self._teller.tell(
            name,
            f"{did}; {counts.total_files_processed:,} files backed up, "
            f"{counts.data_added_packed / 1e6:,.1f} MB added",
        )

    def _strike_tree(self) -> tuple[StrikeRecord, list[bytes], list[bytes]]:
        """The night: what was struck, what people made or edited afterwards, what has no clean version."""
        night_ns = self._now_ns - 6 * _HOUR_NS
        made = self._editor.make_documents(_MADE_THAT_NIGHT, night_ns - _HOUR_NS)
        with self._timed("strike"):
            plan = StrikePlan(night_ns, surely=frozenset(made))
            record = strike_folder(self._scratch.folder, plan, self._rng)
        lost = [struck.path for struck in record.struck if struck.was in set(made)]
        touched = frozenset({struck.path for struck in record.struck} | {*record.notes})
        morning = DayPlan(night_ns + 4 * _HOUR_NS, renamed=0, deleted=0, changed=0.01, plain_only=True)
        went_on = self._editor.live_day(morning, hands_off=touched)
        did = (
            f"{len(record.struck):,} files struck in {record.folders:,} folders, "
            f"{len(record.deleted):,} deleted; people went on and made {len(went_on.made):,}, "
            f"changed {len(went_on.changed):,}"
        )
        self._back_up("Night of the event", self._now_ns, did)
        return record, [*went_on.made, *went_on.changed], lost

    def _look(self) -> SeenVerdicts:
        with self._timed("examine"):
            seen = self._engines.examine()
        named = zip(self._days, seen.verdicts, strict=True)
        self._days = [Day(day.name, day.at_ns, day.did, day.files, verdict) for day, verdict in named]
        self._teller.tell(
            "Seen", f"verdict of the last backup: {seen.verdict}, {seen.damaged:,} files damaged"
        )
        for reason in seen.reasons:
            self._teller.tell("", reason)
        alarms = [day.name for day in self._days[:-1] if day.verdict != "clean"]
        if alarms:
            self._teller.tell("", f"not judged clean: {', '.join(alarms)}")
        return seen

    def _open_case(self) -> Casebook | None:
        with self._timed("case"):
            return self._engines.open_case(self._options.clock)

    def _list_affected(self, book: Casebook | None) -> Affected | None:
        if book is None:
            return None
        cast = invent_cast(self._options.seed) if self._options.source is None else None
        with self._timed("people"):
            found = self._engines.list_affected(book, cast)
        totals = found.totals
        self._teller.tell(
            "People",
            f"{totals.files_in_scope:,} versions of files the event touched, {totals.files_read:,} read, "
            f"{totals.files_partly:,} partly, {totals.files_unreadable:,} listed as unreadable",
        )
        self._teller.tell(
            "",
            f"data of {totals.people_certain:,} people certainly, {totals.people_probable:,} probably, "
            f"{totals.people_possible:,} possibly: {say_data_kinds(totals.kinds) or 'no kind'}; "
            f"{found.seconds:.1f} s",
        )
        return found

    def _announce(self, book: Casebook | None, affected: Affected | None) -> Announcement | None:
        if book is None or affected is None:
            return None
        with self._timed("statements"):
            told = book.announce(affected)
        for when, line in describe_announcement(told):
            self._teller.tell(when, line)
        return told

    def _conclude_case(self, book: Casebook | None) -> CaseResult | None:
        if book is None:
            return None
        with self._timed("case"):
            case = self._engines.conclude_case(book)
        first = case.first_damage.replace(f"{self._scratch.tree}/", "").partition(";")[0]
        self._teller.tell("Case", f"opened for event {case.event}; a timeline of {case.lines:,} lines:")
        self._teller.tell("", first)
        verdict = "holds" if not case.problems else f"does not hold ({case.problems} problems)"
        self._teller.tell("", f"its record of {case.entries} signed entries {verdict}")
        return case

    def _recover(self, lost: list[bytes], book: Casebook | None) -> int:
        """How many of the files in `lost` the engines named as having no clean version."""
        with self._timed("compose"):
            composed = self._engines.compose()
        self._teller.tell("Composed", f"{composed.files:,} files in their clean versions; nothing was copied")
        with self._timed("restore"):
            receipt = self._engines.restore()
        if book is not None:
            with self._timed("case"):
                book.note_recovery(receipt, composed.without_clean)
        self._teller.tell(
            "Restored", f"{receipt.files_restored:,} files, {receipt.files_verified:,} read back and verified"
        )
        top = os.fsencode(self._scratch.tree)
        return sum(os.path.join(top, path) in composed.without_clean for path in lost)

    def _conclude(
        self, night: _Night, seen: SeenVerdicts, listed: int, case: CaseResult | None
    ) -> DrillResult:
        with self._timed("compare"):
            expected = expect_tree(night.before, night.after, self._scratch.tree)
            comparison = compare_tree(self._scratch.restored_tree, expected)
        files = [path for path, item in night.before.items() if item.kind is ItemKind.FILE]
        hit = [*(struck.was for struck in night.strike.struck), *night.strike.deleted]
        return DrillResult(
            source=DISTRICT_NAME if self._options.source is None else str(self._options.source),
            seed=self._options.seed,
            files=_count(expected),
            size_bytes=comparison.size_bytes,
            days=tuple(self._days),
            folders=sum_damage(files, hit),
            families=count_families(night.strike.struck),
            struck=len(night.strike.struck),
            deleted=len(night.strike.deleted),
            notes=len(night.strike.notes),
            verdict=seen.verdict,
            reasons=seen.reasons,
            damaged=seen.damaged,
            lost=tuple(night.lost),
            listed=listed,
            comparison=comparison,
            seconds=dict(self._seconds),
            case=case,
        )


@dataclass(frozen=True, slots=True)
class _Night:
    before: Tree
    strike: StrikeRecord
    after: list[bytes]
    lost: list[bytes]


def _count(tree: dict[bytes, TruthItem]) -> int:
    return sum(item.kind is not ItemKind.FOLDER for item in tree.values())


def _describe_day(record: DayRecord) -> str:
    return (
        f"people made {len(record.made):,}, changed {len(record.changed):,}, "
        f"renamed {len(record.renamed):,} and deleted {len(record.deleted):,} files"
    )
