"""Figures of the detector over a real tree, which is only read.

    python -m tests.examine.measure validators|strikes|changes|chance [ROOT ...] [--files N] [--seed N]
    python -m tests.examine.measure releases OLD NEW

validators: what each file under the roots is by itself. strikes: every file struck in every layout.
changes: honest changes of every file. chance: how often noise behind a type's mark holds as the type.
releases: two unpacked releases of the same packages as two snapshots, both ways.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from firstbell.examine.content import Content
from firstbell.examine.examination import History, examine_changes
from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.examine.validators.registry import FORMATS, validate
from firstbell.record.versions import State
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.trees import MemoryReader, list_changes

LARGEST_BYTES = 8 << 20
Transition = tuple[str, bytes | None, bytes, bytes]


def pick_files(roots: Sequence[str], count: int, *, seed: int, least_bytes: int) -> list[Path]:
    """Files of the roots, at most a twentieth of them with one extension."""
    source, chosen, taken = random.Random(seed), [], Counter[str]()
    found = [Path(folder, name) for root in roots for folder, _, names in os.walk(root) for name in names]
    found = [path for path in found if path.is_file() and not path.is_symlink()]
    source.shuffle(found)
    for path in found:
        is_fit = least_bytes <= path.stat().st_size <= LARGEST_BYTES
        if is_fit and taken[path.suffix] < max(5, count // 20):
            taken[path.suffix] += 1
            chosen.append(path)
        if len(chosen) == count:
            break
    return chosen


def measure_validators(files: Sequence[Path]) -> None:
    """Grades, and time by type."""
    grades, spent = Counter[str](), defaultdict[str, list[float]](lambda: [0, 0, 0])
    for path in files:
        data = path.read_bytes()
        start = time.perf_counter()
        outcome = validate(data, os.fsencode(path))
        row = spent[outcome.type or "none"]
        row[0], row[1], row[2] = row[0] + 1, row[1] + time.perf_counter() - start, row[2] + len(data)
        grades[outcome.grade] += 1
        if outcome.grade in ("torn", "broken"):
            print(f"{outcome.grade}: {outcome.type}: {outcome.detail}: {path}")
    for name, (count, seconds, size) in sorted(spent.items(), key=lambda item: -item[1][1])[:25]:
        each, per_mb = seconds * 1000 / count, seconds * 1e9 / size
        print(f"{name:20} {count:6} files {each:7.2f} ms each {per_mb:7.1f} ms a MB")
    print(dict(grades))


def measure_strikes(files: Sequence[Path]) -> None:
    """Recall by layout, and the cost of judging both versions."""
    states, seconds, size, count = defaultdict[str, Counter[str]](Counter), 0.0, 0, 0
    for index, path in enumerate(files):
        data, name = path.read_bytes(), os.fsencode(path)
        for layout in LAYOUTS:
            struck = strike(data, layout, seed=index)
            start = time.perf_counter()
            judgement = judge_transition(Content(name, data), Content(name, struck))
            seconds += time.perf_counter() - start
            size, count = size + len(data) + len(struck), count + 1
            states[layout.name][judgement.state] += 1
    for layout_name, found in states.items():
        print(f"{layout_name:45} {found[State.DAMAGED] / found.total():.4f} {dict(found)}")
    total = sum(states.values(), Counter[str]())
    print(f"{'all':45} {total[State.DAMAGED] / total.total():.4f} {dict(total)}")
    print(f"{seconds * 1e9 / size:.1f} ms a MB, old and new together; {seconds * 1000 / count:.2f} ms a file")


def list_transitions(files: Sequence[Path], *, seed: int) -> Iterator[Transition]:
    """Honest changes: kind, old content or None, new content, new path."""
    source, by_suffix = random.Random(seed), defaultdict[str, list[Path]](list)
    for path in files:
        by_suffix[path.suffix].append(path)
    for path in files:
        old, name = path.read_bytes(), os.fsencode(path)
        yield "copied", None, old, b"/copy of " + os.fsencode(path.name)
        yield (
            f"replaced by another {path.suffix}",
            old,
            source.choice(by_suffix[path.suffix]).read_bytes(),
            name,
        )
        yield "compressed", old, gzip.compress(old), name + b".gz"
        yield "compressed in place", old, lzma.compress(old, preset=1), name
        if validate(old, name).type == "text":
            lines = old.split(b"\n")
            place = source.randrange(len(lines))
            yield "line put in", old, b"\n".join([*lines[:place], b"a new line", *lines[place:]]), name
            yield "line taken out", old, b"\n".join([*lines[:place], *lines[place + 1 :], b""]), name
            yield "words replaced", old, old.replace(b"the", b"THE").replace(b"e", b"3"), name
            yield "line ends", old, old.replace(b"\n", b"\r\n"), name
            yield "appended", old, old + b"\nwritten by a person\n", name
            yield "appended in Latin-1", old, old + "\nGrüße, très élégant\n".encode("latin-1"), name
            yield "to UTF-16", old, old.decode("latin-1").encode("utf-16"), name


def measure_changes(files: Sequence[Path], *, seed: int) -> None:
    """States of honest changes; each one that is not intact."""
    states = Counter[str]()
    for kind, old, new, path in list_transitions(files, seed=seed):
        content = Content(path, new)
        judgement = judge_alone(content) if old is None else judge_transition(Content(path, old), content)
        states[judgement.state] += 1
        if judgement.state is not State.INTACT:
            print(f"{judgement.state}: {kind}: {judgement.reason}: {os.fsdecode(path)}")
    print(dict(states), states.total())


def measure_chance() -> None:
    """For each type with a short mark: the chance that noise has the mark and holds."""
    for row in FORMATS:
        chance = 0.0
        for offset, magic in row.magics:
            if len(magic) > 3:
                continue
            held = 0
            for size in (100, 500, 3000, 20_000) * 500:
                noise = bytearray(os.urandom(size))
                noise[offset : offset + len(magic)] = magic
                held += validate(bytes(noise), b"/x").type not in ("", "text")
            chance += 256.0 ** -len(magic) * held / 2000
        if chance:
            print(f"{row.name:20} {chance:.1e}")


def read_tree(root: str) -> dict[bytes, bytes]:
    """All files under a folder by their path in it."""
    files = [Path(folder, name) for folder, _, names in os.walk(root) for name in names]
    return {
        b"/" + os.fsencode(path.relative_to(root)): path.read_bytes()
        for path in files
        if not path.is_symlink()
    }


def measure_releases(old: str, new: str) -> None:
    """Verdict and states of an upgrade and of the way back; each state that is not intact."""
    trees = [read_tree(old), read_tree(new)]
    for before, after in (trees, trees[::-1]):
        reader = MemoryReader()
        changes = list_changes(before, after, reader)
        start = time.perf_counter()
        examination = examine_changes(changes, reader, history=History())
        seconds = time.perf_counter() - start
        states = Counter(finding.judgement.state for finding in examination.findings)
        print(f"{examination.verdict}: {dict(states)}, {len(examination.renamed)} renamed, {seconds:.1f} s")
        for finding in examination.findings:
            if finding.judgement.state is not State.INTACT:
                print(f"{finding.judgement.state}: {finding.judgement.reason}: {os.fsdecode(finding.path)}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["validators", "strikes", "changes", "chance", "releases"])
    parser.add_argument("roots", nargs="*", default=["/usr/share", "/usr/lib"])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least-bytes", type=int, default=64)
    given = parser.parse_args()
    if given.what == "chance":
        measure_chance()
        return
    if given.what == "releases":
        measure_releases(*given.roots)
        return
    files = pick_files(given.roots, given.files, seed=given.seed, least_bytes=given.least_bytes)
    if given.what == "validators":
        measure_validators(files)
    elif given.what == "strikes":
        measure_strikes(files)
    else:
        measure_changes(files, seed=given.seed)


if __name__ == "__main__":
    main()
