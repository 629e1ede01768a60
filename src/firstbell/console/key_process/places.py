"""What the console opens: the desk, the vault, repositories, cases, as the command line named them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firstbell.base.clock import Clock
from firstbell.case.errors import CaseError
from firstbell.case.folder import CARD_NAME, CASES, CaseFolder
from firstbell.desk.configuration import DistrictSignIn
from firstbell.ledger import Entry
from firstbell.runs.execution.folder import RUNS_FOLDER, RunFolder

# (path, size, time of change) of each
Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Sources that change together. `words`: by which a command line names them, none for the desk's."""

    words: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the console shows, as it was at one moment."""

    groups: tuple[SourceGroup, ...]

    def all_of_them(self) -> Signature:
        """Changes whenever any source does."""
        return tuple(one for group in self.groups for one in group.signature)

    def of_command(self, words: Sequence[str]) -> Signature:
        """Changes whenever a source does that this command line reads.

        That is the desk and what the words name: a vault, repositories, a case. Where they name none, it may
        be any of them.
        """
        given = set(words)
        named = [group for group in self.groups if group.words and given.issuperset(group.words)]
        if not named:
            return self.all_of_them()
        desk = [group for group in self.groups if not group.words]
        return tuple(one for group in (*desk, *named) for one in group.signature)


@dataclass(frozen=True, slots=True)
class ConsoleRepository:
    """One repository. `words`: the options that open it; `hosts`: whose it is, empty for all."""

    name: str
    words: tuple[str, ...]
    folder: Path | None = None
    hosts: frozenset[str] = frozenset()

    def sources(self) -> list[Path]:
        """What changes with it, where it lies on this machine."""
        return [self.folder / name for name in ("snapshots", "index")] if self.folder else []


@dataclass(frozen=True, slots=True)
class ConsoleCase:
    """One case. `id`: of its main ledger; `event`: hex id, "" where it has none."""

    id: str
    name: str
    folder: Path
    event: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsolePlaces:
    """All of it. `zone`: the district's, of the tz database; `sign_in`: its identity provider."""

    desk: Path
    district: str = ""
    zone: str = "UTC"
    has_configuration: bool = False
    vault: Path | None = None
    repositories: tuple[ConsoleRepository, ...] = ()
    cases: tuple[ConsoleCase, ...] = ()
    sign_in: DistrictSignIn | None = None

    def find_case(self, case_id: str) -> ConsoleCase | None:
        """The case of this id."""
        return next((case for case in self.cases if case.id == case_id), None)

    def find_opened(self) -> ConsolePlaces:
        """The same with the cases that were opened in the desk's folder since; itself where none was."""
        found = {case.id: case for case in self.cases}
        for path in sorted((self.desk / CASES).glob(f"*/{CARD_NAME}")):
            with contextlib.suppress(CaseError):
                card = CaseFolder(path.parent).load_card()
                if card is not None:
                    found.setdefault(card.id, ConsoleCase(card.id, card.name, path.parent, card.event or ""))
        return self if len(found) == len(self.cases) else replace(self, cases=tuple(found.values()))

    def find_repository(self, name: str) -> ConsoleRepository | None:
        """The repository of this name, else the first one."""
        found = next((one for one in self.repositories if one.name == name), None)
        return found or next(iter(self.repositories), None)

    def lacks_plan(self, values: Mapping[str, str]) -> bool:
        """Whether a plan is named that the desk does not have."""
        plan = values.get("plan", "")
        return bool(plan) and not (self.desk / "plans" / f"{plan}.json").is_file()

    def measure(self) -> Sources:
        """How all that lies on this machine is now."""
        vault = self.vault
        groups = [SourceGroup((), _measure(self._of_desk()))]
        if vault is not None:
            theirs = (place for place in self.repositories if place.folder and vault in place.folder.parents)
            files = [*vault.glob("*.jsonl"), *(path for place in theirs for path in place.sources())]
            groups.append(SourceGroup((str(vault),), _measure(files)))
        groups += [SourceGroup(place.words, _measure(place.sources())) for place in self.repositories]
        groups += [SourceGroup((str(case.folder),), _measure(_of_case(case))) for case in self.cases]
        return Sources(tuple(groups))

    def measure_runs(self, clock: Clock) -> Signature:
        """How far all runs of this desk are now, and whether somebody is at them: twice a second another."""
        folders = sorted(path.parent for path in (self.desk / RUNS_FOLDER).glob("*/plan.json"))
        held = [(str(path), int(RunFolder(path, clock).is_held()), 0) for path in folders]
        return (*held, *_measure(file for path in folders for file in sorted(path.iterdir())))

    def _of_desk(self) -> Iterator[Path]:
        yield self.desk / "firstbell.toml"
        # the desk's ledger of each repository and vault
        yield from self.desk.glob("*/ledger/entries.jsonl")


class RecordMemory:
    """What a record held when it was read last; read again once its files are others: 2,000 take 30 ms.

    What is signed is made from a fresh reading, never from this.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Signature, Sequence[Entry]]] = {}

    def read(self, place: ConsoleCase, read: Callable[[], Sequence[Entry]]) -> Sequence[Entry]:
        """The entries of a case. Raises: what `read` raises."""
        signature = _measure(sorted(place.folder.glob("ledger*/*")))
        kept = self._kept.get(place.id)
        if kept is None or kept[0] != signature:
            # measured before it is read: what is added meanwhile makes the next reading a new one
            kept = self._kept[place.id] = signature, read()
        return kept[1]


def _of_case(case: ConsoleCase) -> Iterator[Path]:
    yield case.folder
    yield from _below(case.folder, 2)


def _measure(paths: Iterable[Path]) -> Signature:
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(found)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        children = sorted(folder.iterdir())
    except OSError:
        return
    for child in children:
        # evidence is kept by its hash and never changes; its folder does when something is added
        yield child
        if depth > 1 and child.is_dir() and child.name not in {"evidence", "sealed"}:
            yield from _below(child, depth - 1)
