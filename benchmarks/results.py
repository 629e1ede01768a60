"""What was measured, kept in a file: parts may be measured at different times, the page shows them all."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from benchmarks.district import DistrictFigures
from benchmarks.fleet import FleetFigures
from benchmarks.index import IndexFigures
from benchmarks.ledger import LedgerFigures
from benchmarks.measuring import Cost
from benchmarks.notices import NoticesFigures
from benchmarks.server import ServerFigures
from benchmarks.soak import SoakFigures
from benchmarks.timeline import TimelineFigures


@dataclass(frozen=True)
class Circumstances:
    """What a reader must know to judge the figures."""

    machine: str
    programs: list[str]
    command: str
    rounds: int
    load_before: float
    load_after: float


@dataclass
class Figures:
    """What one tree gave: costs by work and program, sizes of repositories, who restored it right.

    `kdf`: by which parameters a program makes a key from its password, where it tells them.
    """

    name: str
    about: str
    files: int
    size_bytes: int
    costs: dict[str, dict[str, list[Cost]]] = field(default_factory=dict)
    repository_bytes: dict[str, int] = field(default_factory=dict)
    restored: dict[str, bool] = field(default_factory=dict)
    kdf: dict[str, str] = field(default_factory=dict)

    def add(self, work: str, name: str, cost: Cost) -> None:
        """One more measurement."""
        self.costs.setdefault(work, {}).setdefault(name, []).append(cost)

    def has(self, work: str, name: str) -> bool:
        """Whether the program did this work."""
        return name in self.costs.get(work, {})

    def median(self, work: str, name: str, what: str) -> float:
        """The median of `wall_s`, `cpu_s` or `peak_bytes`."""
        return statistics.median(float(getattr(cost, what)) for cost in self.costs[work][name])


@dataclass
class Part:
    """One part of the benchmark: figures of a tree, of trees that grow, of an index, ledger and so on."""

    about: Circumstances
    trees: list[Figures] = field(default_factory=list)
    index: IndexFigures | None = None
    ledger: LedgerFigures | None = None
    timeline: TimelineFigures | None = None
    district: DistrictFigures | None = None
    server: ServerFigures | None = None
    notices: NoticesFigures | None = None
    soak: SoakFigures | None = None
    fleet: list[FleetFigures] | None = None


Results = dict[str, Part]


def load_results(path: Path) -> Results:
    """All parts that were measured, by name; empty when there is no such file."""
    return msgspec.json.decode(path.read_bytes(), type=Results) if path.exists() else {}


def save_results(path: Path, results: Results) -> None:
    """Keeps them."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
