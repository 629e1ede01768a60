"""Sets side by side: this folder's own, its families, and any folder with documents, a roster, the truth."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from tests.quality.people.families.making import make_families
from tests.quality.people.judging import Verdict, judge, load_set
from tests.quality.people.making import Plan, make_set
from tests.quality.people.running import scan_set

_FIRST_SIGHT = Path(__file__).with_name("first_sight.toml")
_NOTES = Path(__file__).with_name("notes.md")
_NEWEST = 20
"""So many sets of the newest hands say what a set by another hand is to be expected to give."""


def judge_folder(folder: Path) -> Verdict:
    """Scan a set and hold the answer against its truth. Raises: OSError where it has none."""
    judged = load_set(folder)
    with tempfile.TemporaryDirectory() as scratch:
        answer = scan_set(folder, Path(scratch))
    return judge(judged, answer.people, answer.files)


def judge_sets(folders: Iterable[Path], *, seed: int, plan: Plan) -> dict[str, Verdict]:
    """The verdict on each of our own sets and on each folder, by name."""
    verdicts: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory() as scratch:
        own, families, later = (Path(scratch) / name for name in ("own", "families", "later"))
        make_set(own, plan)
        make_families(families, seed=seed)
        make_families(later, seed=seed, later=True)
        for name, folder in (("own set", own), ("families", families), ("later families", later)):
            verdicts[name] = judge_folder(folder)
    for folder in folders:
        verdicts[folder.name] = judge_folder(folder)
    return verdicts


def render_verdicts(verdicts: dict[str, Verdict]) -> list[str]:
    """A table, a set a row; then how many pairs of each sort of document were found."""
    lines = [
        "| set | people found | rightly | pairs found | rightly | wrong of a shared name | "
        "about nobody, flagged | dropped |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in verdicts.items():
        lines.append(
            f"| {name} | {one.recall:.1%} of {one.people:,} | {one.precision:.1%} | {one.pair_recall:.1%} | "
            f"{one.pair_precision:.1%} | {one.wrong_links} | {len(one.flagged)} of {one.about_nobody} | "
            f"{len(one.dropped)} |"
        )
    lines += ["", "| set | sort of document | pairs | found |", "|---|---|---:|---:|"]
    for name, one in verdicts.items():
        lines += [
            f"| {name} | {group} | {pairs:,} | {found / pairs:.1%} |"
            for group, (pairs, found) in sorted(one.by_group.items())
            if pairs
        ]
    return [*lines, ""]


def render_first_sight() -> list[str]:
    """The section on what was found in documents that were seen for the first time."""
    sights: Sequence[dict[str, str]] = tomllib.loads(_FIRST_SIGHT.read_text(encoding="utf-8"))["sight"]
    lines = [
        "## At first sight",
        "",
        "Documents are written first and scored once, before the finder is changed for them.",
        "These figures stay.",
        "",
        "| documents | people found | rightly | pairs found | about nobody, and flagged | today |",
        "|---|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {one['what']}, {one['date']} | {one['recall']} % | {one['precision']} % | {one['pairs']} % | "
        f"{one['nobody']} | {one['later']} |"
        for one in sights
    ]
    return [
        *lines,
        "",
        _say_expectation([one for one in sights if "such hand" in one["what"]][-_NEWEST:]),
        "",
        "No program fits any part of the finder: people set its words, codes and weights, which are tables",
        "(`kinds/*.toml`, `kinds/words/*.txt`, `weights.toml`). So no family can be left out of a fit. The",
        "figure at first sight of the later families stands for that: the tables had never seen them. Expect",
        "it of documents of a new kind.",
        "",
    ]


def _say_expectation(sights: Sequence[dict[str, str]]) -> str:
    """What the newest sets by other hands gave: the middle one of each figure, the lowest and the highest."""
    said = []
    for name, key in (("people found", "recall"), ("rightly", "precision"), ("pairs found", "pairs")):
        shares = [float(one[key]) for one in sights]
        said.append(f"{name} {median(shares):.1f} % ({min(shares):.1f} to {max(shares):.1f})")
    return f"The newest {len(sights)} sets by other hands, each at first sight, medians: {'; '.join(said)}."


def render_notes() -> list[str]:
    """What has to be said about these figures: how hard the sets are, what is missed, what can be argued."""
    return [*_NOTES.read_text(encoding="utf-8").splitlines(), ""]
