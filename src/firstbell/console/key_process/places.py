"""What the console opens: the desk, the vault, repositories, cases, as the command line named them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ConsoleRepository:
    """One repository. `words`: the options that open it; `hosts`: whose it is, empty for all."""

    name: str
    words: tuple[str, ...]
    folder: Path | None = None
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConsoleCase:
    """One case. `id`: of its main ledger; `event`: hex id, "" where it has none."""

    id: str
    name: str
    folder: Path
    event: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsolePlaces:
    """All of it. `zone`: the district's, of the tz database."""

    desk: Path
    district: str = ""
    zone: str = "UTC"
    has_configuration: bool = False
    vault: Path | None = None
    repositories: tuple[ConsoleRepository, ...] = ()
    cases: tuple[ConsoleCase, ...] = ()

    def find_case(self, case_id: str) -> ConsoleCase | None:
        """The case of this id."""
        return next((case for case in self.cases if case.id == case_id), None)

    def find_repository(self, name: str) -> ConsoleRepository | None:
        """The repository of this name, else the first one."""
        found = next((one for one in self.repositories if one.name == name), None)
        return found or next(iter(self.repositories), None)

    def signature(self) -> tuple[tuple[str, int, int], ...]:
        """Changes whenever a source changes that lies on this machine: (path, size, time of change)."""
        found = []
        for path in self._sources():
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_size, status.st_mtime_ns))
        return tuple(found)

    def _sources(self) -> Iterator[Path]:
        yield self.desk / "firstbell.toml"
        # the desk's ledger of each repository and vault
        yield from self.desk.glob("*/ledger/entries.jsonl")
        if self.vault is not None:
            yield from self.vault.glob("*.jsonl")
        for repository in self.repositories:
            if repository.folder is not None:
                yield from (repository.folder / name for name in ("snapshots", "index"))
        for case in self.cases:
            yield case.folder
            yield from _below(case.folder, 2)


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
