"""Attacks over days of backups, through the catalog, the examination and the composing of clean trees.

Nothing is written but a repository in memory and a catalog in a folder of the caller: files are values in
dictionaries.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.catalog import open_catalog
from firstbell.compose.compose import compose_tree
from firstbell.compose.contents import RepositoryContents
from firstbell.compose.examination import ExaminationContext, SnapshotExaminer, examine_pending
from firstbell.compose.hosts import HostSelection, choose_line
from firstbell.record.examination import Verdict
from tests.catalog.timeline import Timeline
from tests.compose.marked import read_files
from tests.quality.families import Family
from tests.quality.hosts import BULK, BUSY_LOG, Files, Tree, work_a_day

_ONION = "measured" * 7 + ".onion"
_NOTE = (
    "All your files have been encrypted and your data was downloaded.\n"
    "Do not rename or modify the files. To restore them you need our decryptor.\n"
    f"Contact us with the Tor browser: http://{_ONION}/ and pay in bitcoin.\n"
    "(This text is part of a measurement: nobody did this.)\n"
)
_MOST_DAYS = 30
_CALM_DAYS = 3


@dataclass(frozen=True)
class Attack:
    """A family at work. `a_day`: files each day, 0 for all at once."""

    family: Family
    a_day: int = 0


@dataclass
class Outcome:
    """What an attack came to. `hold`, `event`: files struck when a snapshot said so, None where none did.

    `identical`, `too_old`, `too_new`: files of the composed tree against the truth; `left_over`: files in it
    that no honest hand made.
    """

    attack: Attack
    files: int
    struck: int = 0
    hold: int | None = None
    event: int | None = None
    snapshots_to_event: int | None = None
    identical: int = 0
    too_old: int = 0
    too_new: int = 0
    left_over: int = 0
    wrong: list[str] = field(default_factory=list)


class Host:
    """One host backed up day by day into a repository in memory, examined after each."""

    def __init__(self, folder: Path, name: str) -> None:
        self._timeline = Timeline()
        self.repository = self._timeline.repository
        catalog = open_catalog(folder / f"{name}.sqlite", self.repository.hex_id)
        self.bench = ExaminationContext(catalog, RepositoryContents(self.repository), SnapshotExaminer())

    def back_up(self, tree: Tree) -> Verdict:
        """The verdict on a new snapshot."""
        self._timeline.save(tree)
        self.bench.catalog.bring_up_to_date(self.repository)
        examine_pending(self.bench)
        rows = sorted(self.bench.catalog.list_examinations().values(), key=lambda row: row.snapshot.time_ns)
        return rows[-1].verdict

    def compose(self) -> dict[str, bytes]:
        """The clean tree, as the files in it."""
        line = choose_line(self.bench.catalog, HostSelection())
        return read_files(compose_tree(self.repository, line, self.bench), self.repository)

    def close(self) -> None:
        """Close the catalog."""
        self.bench.catalog.close()


def run_attack(attack: Attack, tree: Tree, *, folder: Path, seed: int) -> Outcome:
    """Calm days, then the attack until it is called an event, then the composed tree against the truth."""
    source = random.Random(seed)
    targets = sorted(tree.keys() - {BUSY_LOG})
    source.shuffle(targets)
    outcome = Outcome(attack, len(targets))
    with closing(Host(folder, f"attack-{seed}")) as host:
        now = dict(tree)
        versions: dict[str, list[bytes]] = {path: [content] for path, content in tree.items()}
        host.back_up(now)
        for _ in range(_CALM_DAYS):
            now = _pass_day(now, versions, source, targets)
            host.back_up(now)
        for day in range(1, _MOST_DAYS + 1):
            part = targets[outcome.struck :][: attack.a_day or None]
            # what a person writes on the very day that it is struck was never in a backup
            now = _pass_day(now, versions, source, targets[outcome.struck + len(part) :])
            _strike(now, part, attack.family, seed=seed + day)
            outcome.struck += len(part)
            verdict = host.back_up(now)
            if verdict is not Verdict.CLEAN and outcome.hold is None:
                outcome.hold = outcome.struck
            if verdict is Verdict.EVENT:
                outcome.event, outcome.snapshots_to_event = outcome.struck, day
            if verdict is Verdict.EVENT or outcome.struck == len(targets):
                break
        if outcome.event is not None:
            _compare(outcome, host.compose(), versions)
    return outcome


def _pass_day(
    now: Tree, versions: dict[str, list[bytes]], source: random.Random, busy: Sequence[str]
) -> Files:
    after = work_a_day(now, source, busy=busy)
    for path, content in after.items():
        if now.get(path) != content:
            versions.setdefault(path, []).append(content)
    return after


def _strike(now: Files, part: Sequence[str], family: Family, *, seed: int) -> None:
    for number, path in enumerate(part):
        content = now.pop(path)
        now[path + family.suffix] = family.strike(content, seed=seed * 100_000 + number)
        if family.note:
            now[f"{path.rpartition('/')[0]}/{family.note}"] = _NOTE.encode()


def _compare(outcome: Outcome, found: Mapping[str, bytes], versions: Mapping[str, list[bytes]]) -> None:
    for path, contents in versions.items():
        content = found.get(path)
        if content == contents[-1]:
            outcome.identical += 1
        elif content is not None and content in contents:
            outcome.too_old += 1
        else:
            outcome.too_new += 1
        if content != contents[-1]:
            outcome.wrong.append(path)
    extra = [path for path in found if path not in versions]
    outcome.left_over = len(extra)
    outcome.wrong += extra


def run_bulk(tree: Tree, *, folder: Path) -> Iterator[tuple[str, Verdict]]:
    """The verdict on each honest bulk change, made after calm days."""
    for number, (name, work) in enumerate(BULK.items()):
        source = random.Random(number)
        with closing(Host(folder, f"bulk-{number}")) as host:
            now = dict(tree)
            host.back_up(now)
            for _ in range(_CALM_DAYS):
                now = work_a_day(now, source, busy=sorted(tree))
                host.back_up(now)
            yield name, host.back_up(work(now))


def judge_by_thresholds(before: Tree, after: Tree) -> bool:
    """Veeam's published rules on two snapshots.

    200 files renamed in one folder, or 100 of an extension deleted that are more than half of them.
    Source: the vendor's help pages on guest index scans.
    """
    came, went = after.keys() - before.keys(), before.keys() - after.keys()
    # a new name that begins with one that went
    stems = {new[:at] for new in came for at in range(len(new)) if new[at] == "."}
    renamed = Counter(path.rpartition("/")[0] for path in went if path in stems)
    kinds = {path.rpartition(".")[2] for path in went}
    gone = {kind: sum(path.endswith("." + kind) for path in went) for kind in kinds}
    held = {kind: sum(path.endswith("." + kind) for path in before) for kind in kinds}
    is_bulk = any(count >= 100 and count * 2 > held[kind] for kind, count in gone.items())
    return max(renamed.values(), default=0) >= 200 or is_bulk
