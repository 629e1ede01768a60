"""One run of the evaluation: files, strikes, honest changes, events, and the figures of all."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from firstbell.examine.content import Content
from firstbell.examine.judge import judge_transition
from firstbell.examine.validators.fence import FENCE
from tests.quality.baselines import Score, list_baselines, load_magika, score_magika
from tests.quality.benign import Transition, list_release_changes, list_transitions
from tests.quality.corpora import RELEASES, Cache, Sample, pick_samples
from tests.quality.events import Attack, Outcome, judge_by_thresholds, run_attack, run_bulk
from tests.quality.families import Family, pick_families
from tests.quality.hosts import Files, Tree, make_generated, make_host
from tests.quality.measuring import OURS, BenignFigures, StrikeFigures, measure_benign, measure_strikes
from tests.quality.picture import Point, render_picture, trace_curve
from tests.quality.report import Figures

SLOW = frozenset(("Akira, half of it", "Play", "Qilin", "4 KiB kept", "WannaCry", "64 in 192", "512 kept"))
_SMALL_BYTES = 64 << 10
_COST_FILES = 300


@dataclass(frozen=True)
class Plan:
    """How much is measured. `paces`: files a day of slow attacks."""

    half: str = "report"
    files: int = 900
    benign_files: int = 900
    host_files: int = 800
    magika_files: int = 60
    releases: Sequence[tuple[str, str, str]] = RELEASES
    paces: Sequence[int] = (1, 3, 10)
    seed: int = 20
    tell: Callable[[str], None] = print


def run(plan: Plan, corpus: Sequence[Sample], *, cache: Cache | None, folder: Path) -> tuple[Figures, str]:
    """The figures, and the picture as SVG. `folder`: an empty one for catalogs."""
    families, baselines = list(pick_families(plan.half)), list_baselines()
    samples = pick_samples(corpus, plan.files, seed=plan.seed)
    plan.tell(f"{len(samples)} files struck by {len(families)} families")
    strikes = measure_strikes(samples, families, baselines)
    plan.tell("honest changes")
    benign = measure_benign(_list_honest(plan, corpus, cache), baselines)
    if load_magika() is not None:
        _add_magika(strikes, benign, samples[: plan.magika_files], families)
    file_ms, mb_ms = measure_cost(samples[:_COST_FILES], families)
    small = [sample for sample in samples if sample.path.stat().st_size <= _SMALL_BYTES][:_COST_FILES]
    figures = Figures(
        command="make bench-examine",
        machine=f"{os.cpu_count()} cores, Python",
        samples=len(samples),
        origins=sorted({sample.origin for sample in samples}),
        releases=[" ".join(release) for release in plan.releases],
        strikes=strikes,
        benign=benign,
        cost_ms_a_file=file_ms,
        cost_ms_a_mb=mb_ms,
        small_cost_ms=measure_cost(small, families)[0],
    )
    tree = make_host(pick_contents(plan, corpus))
    plan.tell(f"events on a host of {len(tree)} files")
    figures.bulk = dict(run_bulk(tree, folder=folder))
    figures.outcomes = list(_run_attacks(plan, families, tree, folder=folder))
    figures.thresholds_found = sum(_is_seen_by_thresholds(family, tree) for family in families)
    return figures, draw(figures)


def _add_magika(
    strikes: StrikeFigures, benign: BenignFigures, samples: Sequence[Sample], families: Sequence[Family]
) -> None:
    """On a part of the files, since it takes 5 ms a content."""
    baseline: dict[str, tuple[Score, float]] = {"magika turns unknown": (score_magika, 0.5)}
    part = measure_strikes(samples, families, baseline)
    flagged = measure_benign(list_transitions(samples, seed=1), baseline)
    for name in baseline:
        strikes.by_family[name] = part.by_family[name]
        benign.by_kind[name] = flagged.by_kind[name]


def _list_honest(plan: Plan, corpus: Sequence[Sample], cache: Cache | None) -> Iterator[Transition]:
    yield from list_transitions(pick_samples(corpus, plan.benign_files, seed=plan.seed + 1), seed=plan.seed)
    for name, before, after in plan.releases if cache is not None else ():
        assert cache is not None
        yield from list_release_changes(cache, name, before, after)


def pick_contents(plan: Plan, corpus: Sequence[Sample]) -> list[tuple[str, bytes]]:
    """Small files of the corpus for a host; generated ones where there are too few."""
    fitting = [
        sample for sample in corpus if not sample.is_opaque and sample.path.stat().st_size <= _SMALL_BYTES
    ]
    chosen = pick_samples(fitting, plan.host_files, seed=plan.seed + 2)
    contents = [(sample.suffix, sample.path.read_bytes()) for sample in chosen]
    return contents + make_generated(plan.host_files - len(contents))


def _run_attacks(plan: Plan, families: Sequence[Family], tree: Tree, *, folder: Path) -> Iterator[Outcome]:
    attacks = [Attack(family) for family in families]
    attacks += [Attack(family, pace) for family in families if family.name in SLOW for pace in plan.paces]
    for number, attack in enumerate(attacks):
        outcome = run_attack(attack, tree, folder=folder, seed=plan.seed * 1000 + number)
        plan.tell(f"{attack.family.name}, {attack.a_day or 'all'} a day: event at {outcome.event}")
        yield outcome
        gc.collect()


def _is_seen_by_thresholds(family: Family, tree: Tree) -> bool:
    after: Files = {path + family.suffix: content for path, content in tree.items()}
    return judge_by_thresholds(tree, after)


def measure_cost(samples: Sequence[Sample], families: Sequence[Family]) -> tuple[float, float]:
    """Milliseconds of processor time a struck file and a MB, old and new together, the fence included.

    Plain checks share children, as in the examination of one snapshot.
    """
    pairs = []
    for number, sample in enumerate(samples):
        data, family = sample.path.read_bytes(), families[number % len(families)]
        pairs.append((os.fsencode(sample.path), data, family.strike(data, seed=number)))
    FENCE.stop()
    before = os.times()
    with FENCE.share():
        for path, old, new in pairs:
            judge_transition(Content(path, old), Content(path, new))
    # its time is counted once it has ended; its start is part of it
    FENCE.stop()
    after = os.times()
    spent = sum(after[:4]) - sum(before[:4])
    size = sum(len(old) + len(new) for _, old, new in pairs)
    return spent * 1000 / max(1, len(pairs)), spent * 1e9 / max(1, size)


def draw(figures: Figures) -> str:
    """The picture of the figures."""
    strikes, benign = figures.strikes, figures.benign
    curves = {name: trace_curve(scores, benign.scores[name]) for name, scores in strikes.scores.items()}
    points: dict[str, Point] = {
        name: (benign.sum_up(name).share, figures.sum_up(name).share) for name in strikes.by_family
    }
    return render_picture(curves, points, ours=OURS)


def tell_time(started: float) -> str:
    """Minutes since."""
    return f"{(time.perf_counter() - started) / 60:.1f} min"
