"""The case of what was found: opened on the desk, or the open one of these days that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from firstbell.base.clock import DAY_NS, Clock, parse_time
from firstbell.base.errors import Error
from firstbell.case.bodies import CaseOpened, DamageFound
from firstbell.case.case import Case
from firstbell.case.folder import CASES, CaseFolder
from firstbell.case.lifecycle import EventOutline, make_case
from firstbell.catalog.events import JOIN_WITHIN_DAYS
from firstbell.ledger import Ledger, SignerKeyFile
from firstbell.watch.verdicts import StruckSnapshot

_JOIN_NS = int(JOIN_WITHIN_DAYS * DAY_NS)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class CaseFolders:
    """The cases in `cases/` of a desk's folder."""

    def __init__(self, desk: Path, signer: SignerKeyFile, clock: Clock, *, today: Callable[[], str]) -> None:
        """`today`: the date as the district's calendar has it."""
        self._folder = desk / CASES
        self._signer = signer
        self._clock = clock
        self._today = today

    def put(self, host: str, struck: StruckSnapshot, *, repository: str, ledger: Ledger) -> Path:
        """Put what was found on a case's record; the case's folder. Twice is as once.

        A new case is noted on the desk's `ledger` of the repository. Raises: CaseError, LedgerError.
        """
        case = self._find_open() or self._open(host, struck, repository=repository, ledger=ledger)
        known = [body.snapshot for _, body in DamageFound.list_all(case.main.read())]
        if struck.hex_id not in known:
            DamageFound(
                host=host,
                repository=repository,
                event=struck.event or None,
                snapshot=struck.hex_id,
                snapshot_time=struck.time,
                verdict=struck.verdict.value,
                signs=tuple(reason.code for reason in struck.reasons),
                files_damaged=struck.files_damaged,
                files_deleted=struck.files_deleted,
                clean_point=struck.clean_point.hex_id if struck.clean_point else None,
            ).append_to(case.main)
        return case.folder.path

    def _find_open(self) -> Case | None:
        """The newest case that is not closed, and whose last finding is of these days."""
        now_ns = self._clock.now_ns()
        fitting = [
            (last_ns, case) for last_ns, case in self._list_open() if abs(now_ns - last_ns) <= _JOIN_NS
        ]
        return max(fitting, key=lambda found: found[0])[1] if fitting else None

    def _list_open(self) -> Iterator[tuple[int, Case]]:
        for path in sorted(self._folder.glob("*")) if self._folder.is_dir() else ():
            if not CaseFolder(path).is_case():
                continue
            try:
                case = Case(path, self._signer, self._clock)
                entries = case.main.read()
            except Error:
                continue  # one that does not read takes nothing; a new one is opened
            found = [entry.time for entry in entries if entry.kind == DamageFound.KIND]
            if found and not case.describe(entries).closed:
                yield parse_time(found[-1]), case

    def _open(self, host: str, struck: StruckSnapshot, *, repository: str, ledger: Ledger) -> Case:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        outline = None
        if struck.event:
            outline = EventOutline(
                struck.event, struck.event_hosts, struck.event_snapshots, repository, declares=False
            )
        day = self._today()
        about = struck.event or struck.hex_id[:16]
        folder = self._folder / f"{day}-{_UNSAFE.sub('_', host)}-{about}"
        if CaseFolder(folder).is_case():  # made before a kill, nothing was put on its record
            return Case(folder, self._signer, self._clock)
        name = f"{'event' if struck.event else 'suspicion'} on {host}, {day}"
        case = make_case(folder, self._signer, name=name, event=outline, clock=self._clock)
        told = case.describe()
        noted = CaseOpened(case=told.id, name=told.name, event=told.event, repository=repository)
        noted.append_to(ledger)
        return case
