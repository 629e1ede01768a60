"""A scan for personal data: what was touched is read, and whose data was in it is kept sealed.

Its numbers go on the case's record, with the facts that statements lean on; never a name or a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from firstbell.actions.entries import ImpactScan
from firstbell.actions.impact.scan_folders import RepositoryScope, list_folders
from firstbell.actions.impact.trust import list_bounds
from firstbell.base.clock import format_time
from firstbell.base.deferral import defer
from firstbell.base.errors import UsageError
from firstbell.base.progress import Progress
from firstbell.case.bodies import FactStated
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, put_facts
from firstbell.case.folder import CaseFolder
from firstbell.case.lifecycle import make_case
from firstbell.case.sealed import SealedStore
from firstbell.impact.people.roster import NO_ROSTER, Roster
from firstbell.impact.results.comparison import WorseResultError, list_losses, restore_sources
from firstbell.impact.results.gather import find_result, keep_result, load_totals
from firstbell.impact.results.results import ImpactResult, ImpactTotals
from firstbell.impact.results.review_entries import read_decisions
from firstbell.impact.scan.lists import ScopeList
from firstbell.impact.scan.scan import Scanner, ScanOptions
from firstbell.impact.scan.scan_lock import LOCK_NAME, locked
from firstbell.impact.scan.scan_store import Kept, SourceRecord
from firstbell.impact.scan.scope import ScopeSource
from firstbell.ledger import Entry, Signer, SignerKeyFile
from firstbell.record.facts import Subject

if TYPE_CHECKING:
    from firstbell.actions.access.desk import ActionListener, LaterRepository, OpensSealed
    from firstbell.actions.impact import scan_sources as repository_sources
    from firstbell.compose import examination
else:  # folders are read without a repository and its catalog
    repository_sources = defer("firstbell.actions.impact.scan_sources")
    examination = defer("firstbell.compose.examination")

# how the readers of pictures and of scanned pages name what is missing
_PICTURES = "recognized"


class ScanDesk(msgspec.Struct, frozen=True):
    """Where a scan goes: the folder of a case, who signs, its sealed store, and who is told what happens.

    Where the folder holds no case, one is made as soon as it is known that there is something to read.
    """

    folder: Path
    signer: Signer | SignerKeyFile
    open_sealed: OpensSealed
    listener: ActionListener

    def open_case(self) -> Case:
        """The case. Raises: what making and opening one raises."""
        if not CaseFolder(self.folder).is_case():
            made = make_case(self.folder, self.signer)
            self.listener.note(f"made case {made.folder.path}")
        return Case(self.folder, self.signer)


class ScanRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to read, and how. `lists`: with folders, only what they name is read.

    `scope`: what is meant of the repository; None: none is read. `replaces`: the result is kept even where it
    found less than the last one.
    """

    folders: Sequence[Path] = ()
    lists: Sequence[ScopeList] = ()
    scope: RepositoryScope | None = None
    roster: Roster = NO_ROSTER
    options: ScanOptions = msgspec.field(default_factory=ScanOptions)
    replaces: bool = False


class ScanOutcome(msgspec.Struct, frozen=True):
    """What the case knows after a scan. `read_now`: contents that no earlier scan had read. `empty`: names of
    what was named and held no file.
    """

    entry: Entry
    result: ImpactResult
    read_now: int
    seconds: float
    empty: Sequence[str] = ()

    @property
    def totals(self) -> ImpactTotals:
        """The numbers of the result."""
        return self.result.totals

    @property
    def unrecognized(self) -> int:
        """Files with text in pictures that was not read."""
        return sum(_PICTURES in file.reason for file in self.result.files)

    @property
    def is_whole(self) -> bool:
        """Whether every file was read, and all of it."""
        return self.totals.files_partly + self.totals.files_unreadable == 0

    def describe(self) -> dict[str, Any]:
        """The numbers, as `impact scan --json` sums them up."""
        totals = self.totals
        return {
            "files_in_scope": totals.files_in_scope,
            "files_read": totals.files_read,
            "files_partly": totals.files_partly,
            "files_unreadable": totals.files_unreadable,
            "files_skipped": totals.files_skipped,
            "files_duplicate": totals.files_duplicate,
            "bytes_in_scope": totals.bytes_in_scope,
            "bytes_read": totals.bytes_read,
            "people": totals.people,
            "people_certain": totals.people_certain,
            "people_probable": totals.people_probable,
            "people_possible": totals.people_possible,
            "exposures": totals.exposures,
            "kinds": totals.kinds,
            "coverage_percent": totals.coverage_percent,
            "read_now": self.read_now,
            "empty": list(self.empty),
            "seconds": round(self.seconds, 3),
        }


def scan(desk: ScanDesk, request: ScanRequest, repository: LaterRepository) -> ScanOutcome:
    """Read what is in scope, find whose data was in it, and put the numbers on the record.

    A result that lacks something of the last one is not kept, unless the request says so.

    Raises: UsageError where nothing is named; ScopeError; WorseResultError; ScanRunningError; what opening
    the repository, making a case, sealing and appending raise.
    """
    with _opening(desk, request, repository) as sources:
        case = desk.open_case()
        return scan_sources(
            case, desk.open_sealed(case), sources, request=request, progress=desk.listener.progress
        )


def scan_sources(
    case: Case,
    sealed: SealedStore,
    sources: Sequence[ScopeSource],
    *,
    request: ScanRequest,
    progress: Callable[[], Progress],
) -> ScanOutcome:
    """The same over sources that are open already: a drill has a repository of its own.

    Raises: WorseResultError; ScanRunningError; what reading, sealing and appending raise.
    """
    case.main.require_right(ImpactScan.KIND, FactStated.KIND)
    with locked(case.folder.sealed / LOCK_NAME):
        kept = Kept(sealed)
        scanner = Scanner(kept, request.roster, clock=case.clock, options=request.options)
        before = kept.list_sources()
        counts = [scanner.scan(source, progress()) for source in sources]
        result = _keep_no_worse(case, kept, before, replaces=request.replaces)
    seconds, read_now = sum(count.seconds for count in counts), sum(count.contents for count in counts)
    run = ScanRun([source.name for source in sources], read_now, seconds)
    entry = record_scan(case, result.totals, run, bounds=list_bounds(Kept(sealed), case.main.read()))
    empty = [source.name for source, count in zip(sources, counts, strict=True) if not count.files]
    return ScanOutcome(entry, result, read_now, seconds, empty)


@contextmanager
def _opening(
    desk: ScanDesk, request: ScanRequest, repository: LaterRepository
) -> Iterator[list[ScopeSource]]:
    """All that is to be read, while it can be. Raises: as `scan`."""
    folders = list_folders(request.folders, request.lists, apart=desk.folder)
    if request.scope is None:
        if not folders:
            raise UsageError("nothing to read is named", hint="use --folder DIR or -r REPO")
        yield folders
        return
    with repository as opened:
        if opened is None:
            raise UsageError("no repository is named", hint="use -r REPO")
        with opened.open_context() as context:
            examination.examine_pending(context)
            further = repository_sources.list_repository_sources(
                opened, context, request.scope, lists=request.lists
            )
            yield [*folders, *further]


def _keep_no_worse(case: Case, kept: Kept, before: Sequence[SourceRecord], *, replaces: bool) -> ImpactResult:
    """Keep the result, unless it lacks something of the one before. Raises: WorseResultError."""
    at = format_time(case.clock.now_ns())
    result = find_result(kept, list(read_decisions(case.main.read())), at=at)
    old = load_totals(kept)
    losses = list_losses(old, result.totals) if old is not None and not replaces else []
    if losses:
        restore_sources(kept, before)
        raise WorseResultError(
            f"this scan found less than the last one: {'; '.join(losses)}; the last result stays",
            hint="check the roster and the folder; if this result is right, run the scan again with "
            "--replace",
        )
    keep_result(kept, result)
    return result


class ScanRun(msgspec.Struct, frozen=True):
    """One run of a scan. `sources`: names of what was read; `read_now`: contents not read before."""

    sources: Sequence[str]
    read_now: int
    seconds: float


def record_scan(
    case: Case, totals: ImpactTotals, run: ScanRun, *, bounds: Mapping[str, int] = MappingProxyType({})
) -> Entry:
    """Put a scan down, and the facts `personal_data_search`, `people_affected`, `kinds_found`.

    Raises: what appending raises.
    """
    entry = ImpactScan(
        sources=tuple(run.sources),
        files_in_scope=totals.files_in_scope,
        files_read=totals.files_read,
        files_partly=totals.files_partly,
        files_unreadable=totals.files_unreadable,
        bytes_read=totals.bytes_read,
        people=totals.people,
        exposures=totals.exposures,
        read_now=run.read_now,
        seconds=round(run.seconds, 3),
    ).append_to(case.main)
    put_result_facts(case, totals, entry.hex_id, bounds=bounds)
    return entry


def put_result_facts(
    case: Case, totals: ImpactTotals, because: str, *, bounds: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Put down what the result says, leaning on an entry. Raises: what appending raises.

    `bounds`: those of recall and precision in whole percent, as far as people judged samples.
    """
    now = format_time(case.clock.now_ns())
    values: dict[str, Any] = {
        Subject.PERSONAL_DATA_SEARCH: {"coverage_percent": totals.coverage_percent, **bounds},
        Subject.PEOPLE_AFFECTED: {"count": totals.people_certain + totals.people_probable, "final": False},
        Subject.KINDS_FOUND: totals.kinds,
    }
    drafts = [
        draft_fact({"subject": subject, "value": value, "because": because}, now)
        for subject, value in values.items()
    ]
    put_facts(case.main, drafts, at=now)
