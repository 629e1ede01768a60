"""The figures in words: a Markdown page that anyone can make again by its commands."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from firstbell.record.examination import Verdict
from tests.quality.events import Outcome
from tests.quality.families import FAMILIES
from tests.quality.measuring import OURS, BenignFigures, StrikeFigures, Tally, bound_rate

TARGET_RECALL, TARGET_PATTERN, TARGET_ALARMS = 0.99, 0.95, 0.0002
_MOST_LISTED = 40


@dataclass
class Figures:
    """All of one run. `bulk`: verdicts on honest bulk changes. Costs are of processor time."""

    command: str
    machine: str
    samples: int
    origins: Sequence[str]
    releases: Sequence[str]
    strikes: StrikeFigures
    benign: BenignFigures
    bulk: dict[str, Verdict] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    thresholds_found: int = 0
    cost_ms_a_file: float = 0.0
    cost_ms_a_mb: float = 0.0
    small_cost_ms: float = 0.0
    date: str = ""

    def sum_up(self, detector: str) -> Tally:
        """Recall of a detector over all patterns."""
        rows = self.strikes.by_family[detector].values()
        return Tally(sum(row.hits for row in rows), sum(row.cases for row in rows))


def render_report(figures: Figures) -> str:
    """The page."""
    parts = [
        _tell_run(figures),
        _tell_targets(figures),
        _tell_detectors(figures),
        _tell_patterns(figures),
        _tell_types(figures),
        _tell_benign(figures),
        _tell_bulk(figures),
        _tell_events(figures),
        _tell_missed(figures),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _table(*heads: str) -> list[str]:
    return [_row(*heads), "|" + "---|" * len(heads)]


def _tell_run(figures: Figures) -> Iterator[str]:
    yield "# What the detector finds, and what it flags"
    yield ""
    yield "`make bench-examine` generates this page; do not edit it."
    yield "[detection.md](detection.md) says how damage is detected."
    yield ""
    yield f"- Command: `{figures.command}`"
    yield f"- Run on {figures.date}, {figures.machine}"
    yield f"- Files: {figures.samples:,} of the packages {', '.join(figures.origins)}"
    yield f"- Releases, which show how people really change files: {', '.join(figures.releases)}"
    yield "- Split by origin: the rules were tuned on other packages and other patterns"
    yield "  (`half` in `tests/quality/families.py` and `corpora.py`)."
    yield "  Nobody had looked at the files of this page before."
    yield "- An attack replaces bytes with random ones; no output of real ransomware was used."
    yield "  We wrote the other detectors ourselves, from their papers and pages"
    yield "  (`tests/quality/baselines.py`)."


def _tell_targets(figures: Figures) -> Iterator[str]:
    yield "## Goals"
    yield ""
    yield from _table("what", "goal", "found", "met")
    for what, wanted, found, is_reached in (*_weigh_files(figures), *_weigh_events(figures)):
        yield _row(what, wanted, found, "yes" if is_reached else "**no**")


def _weigh_files(figures: Figures) -> Iterator[tuple[str, str, str, bool]]:
    total, alarms = figures.sum_up(OURS), figures.benign.sum_up(OURS)
    yield (
        "attacked files of 4 KiB and more that were found",
        "99 %",
        _show(total),
        total.share >= TARGET_RECALL,
    )
    rows = figures.strikes.by_family[OURS]
    name = min(rows, key=lambda name: rows[name].share)
    found = f"{rows[name].share:.2%} ({name})"
    yield "the lowest share of any pattern", "95 %", found, rows[name].share >= TARGET_PATTERN
    bound = f"{alarms.hits} of {alarms.cases:,}, rate below {bound_rate(alarms):.4%} (95 %)"
    is_low = alarms.share <= TARGET_ALARMS and alarms.cases >= 20_000
    yield "honest changes flagged", "0.02 % of 20,000", bound, is_low


def _weigh_events(figures: Figures) -> Iterator[tuple[str, str, str, bool]]:
    worst = [name for name, verdict in figures.bulk.items() if verdict is Verdict.EVENT]
    yield "honest bulk changes judged an event", "none", ", ".join(worst) or "none", not worst
    outcomes = figures.outcomes
    missed = [one.attack.family.name for one in outcomes if one.event is None]
    yield f"attacks, of {len(outcomes)}, not judged an event", "none", ", ".join(missed) or "none", not missed
    at_once = [one for one in outcomes if not one.attack.a_day and one.snapshots_to_event != 1]
    yield (
        "attacks on the whole tree not judged an event at the first snapshot",
        "none",
        str(len(at_once)),
        not at_once,
    )
    late = [one for one in outcomes if one.attack.a_day and not _is_early(one)]
    yield "slow attacks not judged an event before 1 % of the files", "none", str(len(late)), not late
    files = sum(one.identical + one.too_old + one.too_new for one in outcomes)
    wrong = sum(one.too_old + one.too_new + one.left_over for one in outcomes)
    yield (
        "files of composed trees that differ from before the attack",
        "none",
        f"{wrong} of {files:,}",
        not wrong,
    )


def _is_early(one: Outcome) -> bool:
    """Before a hundredth of the files, or in the first snapshot that held any."""
    return one.event is not None and one.event <= max(one.attack.a_day, one.files // 100)


def _show(tally: Tally) -> str:
    return f"{tally.share:.2%} of {tally.cases:,}"


def _tell_detectors(figures: Figures) -> Iterator[str]:
    yield "## Compared with other detectors, on the same files"
    yield ""
    yield "![Recall against false alarms](detection-report.svg)"
    yield ""
    yield from _table(
        "detector", "attacked files found", "honest changes flagged", "upper bound of the rate (95 %)"
    )
    for name in figures.strikes.by_family:
        alarms = figures.benign.sum_up(name)
        yield _row(
            name,
            _show(figures.sum_up(name)),
            f"{alarms.share:.3%} of {alarms.cases:,}",
            f"{bound_rate(alarms):.3%}",
        )
    strikes = figures.strikes
    yield ""
    a_file, a_mb, small = figures.cost_ms_a_file, figures.cost_ms_a_mb, figures.small_cost_ms
    yield "Judging the old and the new version of a file together costs"
    yield f"{a_file:.2f} ms of processor time a file and {a_mb:.1f} ms a MB, decoding included."
    yield f"Files up to 64 KiB alone cost {small:.2f} ms a file."
    yield f"States of attacked files: {_list_counts(strikes.states)}. Not counted above: among smaller"
    yield (
        f"files, {_show(strikes.small)} were found; among files that nothing could read before the attack,"
        f" {_show(strikes.opaque)}."
    )


def _list_counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common()) or "none"


def _tell_patterns(figures: Figures) -> Iterator[str]:
    names = list(figures.strikes.by_family)
    yield "## By pattern"
    yield ""
    yield "Share of the attacked files that were found, in percent; files of 4 KiB and more."
    yield ""
    yield from _table("pattern", "source", *names)
    sources = {family.name: family.source for family in FAMILIES}
    for pattern in figures.strikes.by_family[OURS]:
        shares = [f"{figures.strikes.by_family[name][pattern].share * 100:.1f}" for name in names]
        yield _row(pattern, sources[pattern], *shares)


def _tell_types(figures: Figures) -> Iterator[str]:
    yield "## By type and by size"
    yield ""
    yield from _table("type", "found", "of")
    for name, tally in sorted(figures.strikes.by_type.items(), key=lambda item: item[1].share):
        yield _row(name, f"{tally.share:.2%}", f"{tally.cases:,}")
    yield ""
    yield from _table("bytes", "found", "of")
    for least, most, tally in figures.strikes.by_decile:
        yield _row(f"{least:,} to {most:,}", f"{tally.share:.2%}", f"{tally.cases:,}")


def _tell_benign(figures: Figures) -> Iterator[str]:
    names = list(figures.benign.by_kind)
    yield "## Honest changes, by kind"
    yield ""
    yield "The columns of detectors count the changes they flagged."
    yield "What a person encrypts on purpose (*) is counted separately and is not in the sum."
    yield ""
    yield from _table("kind", "changes", "upper bound (95 %)", *names)
    for kind, tally in figures.benign.by_kind[OURS].items():
        star = " (*)" if kind in figures.benign.apart else ""
        counts = [figures.benign.by_kind[name][kind].hits for name in names]
        yield _row(kind + star, f"{tally.cases:,}", f"{bound_rate(tally):.3%}", *counts)
    yield ""
    yield f"States of all these versions: {_list_counts(figures.benign.states)}."


def _tell_bulk(figures: Figures) -> Iterator[str]:
    yield "## Honest changes in bulk"
    yield ""
    yield from _table("change", "verdict")
    for name, verdict in figures.bulk.items():
        yield _row(name, verdict.value)


def _tell_events(figures: Figures) -> Iterator[str]:
    yield "## Attacks over days"
    yield ""
    yield "*Hold* and *event*: how many files were damaged when a snapshot was first"
    yield "`suspect` (hold) and `event`."
    yield "*Composed*: files of the clean tree that are identical / too old / too new or missing / left over."
    yield ""
    yield from _table("family", "files a day", "hold", "event", "snapshots", "composed")
    for one in figures.outcomes:
        pace = str(one.attack.a_day) if one.attack.a_day else "all"
        composed = f"{one.identical:,} / {one.too_old} / {one.too_new} / {one.left_over}"
        yield _row(
            one.attack.family.name,
            pace,
            _none(one.hold),
            _none(one.event),
            _none(one.snapshots_to_event),
            composed,
        )
    yield ""
    for label, slow in (("All at once", False), ("Slow", True)):
        chosen = [one for one in figures.outcomes if bool(one.attack.a_day) is slow]
        for name in ("hold", "event"):
            counts = [getattr(one, name) for one in chosen if getattr(one, name) is not None]
            never = len(chosen) - len(counts)
            yield f"- {label}, files damaged before {name}: {_spread(counts)}; never: {never}"
    yield f"- Veeam's published thresholds find {figures.thresholds_found} of these families, all at once."


def _none(value: int | None) -> str:
    return "never" if value is None else f"{value:,}"


def _spread(counts: Sequence[int]) -> str:
    if not counts:
        return "none"
    ranked = sorted(counts)
    high = ranked[math.ceil(len(ranked) * 0.95) - 1]
    return f"median {statistics.median(ranked):,.0f}, p95 {high:,}, most {ranked[-1]:,}"


def _tell_missed(figures: Figures) -> Iterator[str]:
    misses = figures.strikes.misses
    yield "## What is still missed"
    yield ""
    yield f"{len(misses):,} of {figures.sum_up(OURS).cases:,} attacked files, by type and pattern:"
    yield ""
    yield from _table("type", "pattern", "files", "for example", "state")
    groups = Counter((miss.type, miss.family) for miss in misses)
    for (kind, family), count in groups.most_common(_MOST_LISTED):
        example = next(miss for miss in misses if (miss.type, miss.family) == (kind, family))
        yield _row(kind, family, count, f"`{_clean(example.name)}` of {example.origin}", example.code)
    if len(groups) > _MOST_LISTED:
        yield ""
        yield f"... and {len(groups) - _MOST_LISTED} more groups."
    yield ""
    yield "Honest changes flagged:"
    yield ""
    yield from _table("kind", "type", "files", "for example", "code")
    alarms = Counter((alarm.family, alarm.type, alarm.code) for alarm in figures.benign.alarms)
    for (family, kind, code), count in alarms.most_common(_MOST_LISTED):
        found = (
            one for one in figures.benign.alarms if (one.family, one.type, one.code) == (family, kind, code)
        )
        yield _row(family, kind, count, f"`{_clean(next(found).name)}`", code)


def _clean(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("|", "/").replace("`", "'")[:60]
