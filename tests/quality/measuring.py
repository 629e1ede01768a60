"""What the judge and the baselines say of single files: struck by families, and changed by honest hands."""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from firstbell.examine.content import Content
from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.examine.validators.outcome import Grade
from firstbell.record.versions import Judgement, State
from tests.quality.baselines import Score
from tests.quality.benign import Transition
from tests.quality.corpora import Sample
from tests.quality.families import Family

OURS = "Firstbell"
MAIN_BYTES = 4096


@dataclass(frozen=True)
class Miss:
    """A struck file that was not called damaged."""

    family: str
    type: str
    size_bytes: int
    origin: str
    name: str
    code: str


@dataclass
class Tally:
    """Hits and cases of one detector over one key."""

    hits: int = 0
    cases: int = 0

    def add(self, *, is_hit: bool) -> None:
        """One more case."""
        self.hits += is_hit
        self.cases += 1

    @property
    def share(self) -> float:
        """Hits of all."""
        return self.hits / self.cases if self.cases else 0.0


@dataclass
class StrikeFigures:
    """Recall by detector and family over files of 4 KiB and more whose old content was told apart from noise.

    `by_type`, `by_decile`: of ours. `small`: of ours, for smaller files. `opaque`: files that could not be
    read before. `scores`: per detector the scores of struck files, for the curves.
    """

    by_family: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )
    by_type: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_decile: list[tuple[int, int, Tally]] = field(default_factory=list)
    small: Tally = field(default_factory=Tally)
    opaque: Tally = field(default_factory=Tally)
    states: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)
    scores: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0
    size_bytes: int = 0
    files: int = 0


def measure_strikes(
    samples: Sequence[Sample], families: Sequence[Family], baselines: dict[str, tuple[Score, float]]
) -> StrikeFigures:
    """Every sample struck by every family."""
    figures = StrikeFigures()
    sizes: list[tuple[int, bool]] = []
    for number, sample in enumerate(samples):
        data, path = sample.path.read_bytes(), os.fsencode(sample.path)
        was = Content(path, data)
        is_opaque = sample.is_opaque or (was.outcome.grade is Grade.NONE and was.has_noise)
        for family in families:
            new = family.strike(data, seed=number)
            started = time.perf_counter()
            judgement = judge_transition(Content(path, data), Content(path + family.suffix.encode(), new))
            figures.seconds += time.perf_counter() - started
            figures.size_bytes += len(data) + len(new)
            figures.files += 1
            is_hit = judgement.state is State.DAMAGED or (family.wipes and judgement.code == "unknown.wiped")
            if is_opaque:
                figures.opaque.add(is_hit=is_hit)
            elif len(data) < MAIN_BYTES:
                figures.small.add(is_hit=is_hit)
            else:
                _note(figures, sample, was, family=family, judgement=judgement, is_hit=is_hit)
                sizes.append((len(data), is_hit))
                for name, (score, limit) in baselines.items():
                    value = score(data, new, sample.path.name + family.suffix)
                    figures.by_family[name][family.name].add(is_hit=value > limit)
                    figures.scores[name].append(value)
    figures.by_decile = _split(sizes)
    return figures


def _note(
    figures: StrikeFigures,
    sample: Sample,
    was: Content,
    *,
    family: Family,
    judgement: Judgement,
    is_hit: bool,
) -> None:
    kind = was.outcome.type or "no known type"
    figures.by_family[OURS][family.name].add(is_hit=is_hit)
    figures.by_type[kind].add(is_hit=is_hit)
    figures.states[judgement.state.value] += 1
    if not is_hit:
        row = Miss(family.name, kind, len(was.data), sample.origin, sample.path.name, judgement.code)
        figures.misses.append(row)


def _split(sizes: list[tuple[int, bool]]) -> list[tuple[int, int, Tally]]:
    """Ten parts of equal number by size."""
    sizes.sort()
    parts = []
    for number in range(10):
        part = sizes[len(sizes) * number // 10 : len(sizes) * (number + 1) // 10]
        tally = Tally(sum(hit for _, hit in part), len(part))
        parts.append((part[0][0] if part else 0, part[-1][0] if part else 0, tally))
    return parts


@dataclass
class BenignFigures:
    """Alarms over honest changes: by kind and detector. `apart`: kinds that are encryption by a person."""

    by_kind: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )
    states: Counter[str] = field(default_factory=Counter)
    alarms: list[Miss] = field(default_factory=list)
    scores: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    apart: set[str] = field(default_factory=set)

    def sum_up(self, detector: str) -> Tally:
        """All kinds, user encryption apart."""
        rows = [row for kind, row in self.by_kind[detector].items() if kind not in self.apart]
        return Tally(sum(row.hits for row in rows), sum(row.cases for row in rows))


def measure_benign(
    transitions: Iterable[Transition], baselines: dict[str, tuple[Score, float]]
) -> BenignFigures:
    """Every honest change, judged."""
    figures = BenignFigures()
    for one in transitions:
        content = Content(one.path, one.new)
        judgement = (
            judge_alone(content) if one.old is None else judge_transition(Content(one.path, one.old), content)
        )
        is_alarm = judgement.state is State.DAMAGED
        figures.by_kind[OURS][one.kind].add(is_hit=is_alarm)
        figures.states[judgement.state.value] += 1
        if one.is_sealing:
            figures.apart.add(one.kind)
        if is_alarm:
            name = os.fsdecode(one.path).rpartition("/")[2]
            row = Miss(one.kind, content.outcome.type, len(one.new), "", name, judgement.code)
            figures.alarms.append(row)
        for name, (score, limit) in baselines.items():
            value = score(one.old or b"", one.new, os.fsdecode(one.path))
            figures.by_kind[name][one.kind].add(is_hit=value > limit)
            if not one.is_sealing:
                figures.scores[name].append(value)
    return figures


def bound_rate(tally: Tally) -> float:
    """The rate that it stays below with 95 % confidence (Clopper and Pearson, from above)."""
    hits, cases = tally.hits, tally.cases
    if not cases:
        return 1.0
    low, high = hits / cases, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chance_of_at_most(hits, cases, middle) > 0.05 else (low, middle)
    return high


def _chance_of_at_most(hits: int, cases: int, rate: float) -> float:
    chance = total = (1 - rate) ** cases
    for number in range(hits):
        if rate >= 1:
            return 0.0
        chance *= (cases - number) / (number + 1) * rate / (1 - rate)
        total += chance
    return total
