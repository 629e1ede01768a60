"""What examining a day of honest edits costs, beside another tree of this program, both in one run.

    python -m benchmarks.examining --old ../b08b80f --cache FOLDER [--rounds N] [--days N] [--files N]

Each tree needs a `.venv` of its own (`make` sets it up). Documents are fetched by pip into the cache once, as
by `python -m tests.quality`; each gets one honest edit. Both trees examine the same contents in turn, each in
a process of its own, and the processor time is that of this process and of all that it started and waited
for: the start of the fence's processes is part of it. A second ratio has the program's modules in it, too.
What both find has to be the same, or is told. In a day a single file may take as long as all others, so there
may be several days of all sizes, each with its ratio, and what they took together.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import pypdfium2

from tests.quality.benign import list_transitions
from tests.quality.corpora import Cache, Sample, load_corpus

HOME = Path(__file__).parents[1]
_RUNNER = Path(__file__).with_name("examining_run.py")
_LARGE_BYTES = 32 << 10
# what offices hold
_DOCUMENTS = frozenset(
    (
        *(".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".odt", ".ods", ".odp", ".pdf"),
        *(".txt", ".md", ".rst", ".csv", ".html", ".xml", ".json"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp"),
    )
)
_EDITS = ("picture saved again", "line put in", "line taken out", "lines added")
# where a word is put in, and the parts of an office document that hold any
_TEXT_ENDS = re.compile(rb"</(?:w:t|a:t|t|text:p)>")
_TEXT_PARTS = re.compile(
    r"word/document\.xml|ppt/slides/slide\d+\.xml|xl/sharedStrings\.xml|content\.xml|docProps/app\.xml"
)
_IN_A_FOLDER = 5
_ID_DIGITS = 32
_PDF_ID = re.compile(rb"<[0-9A-F]{32}>")


class DayEdit(msgspec.Struct):
    """A document before and after an edit."""

    path: bytes
    old: bytes
    new: bytes


class DayCost(msgspec.Struct):
    """Seconds of the processor: in all, of the examining process alone, and for its modules before that;
    seconds on the clock; and what came out.
    """

    cpu_s: float
    own_cpu_s: float
    wall_s: float
    loading_s: float
    findings: list[tuple[str, str, str]]
    verdict: str


def make_day(samples: Sequence[Sample], count: int, *, seed: int) -> list[DayEdit]:
    """One honest edit of so many of these files, five in a folder."""
    chosen = [sample for sample in samples if sample.suffix in _DOCUMENTS and not sample.is_opaque]
    random.Random(seed).shuffle(chosen)
    edits: list[DayEdit] = []
    seen: set[bytes] = set()
    for number, sample in enumerate(chosen):
        edited = _edit(sample, number, seed=seed + number)
        # several files that hold one content now would be a sign
        if edited is None or edited[1] in seen:
            continue
        seen.add(edited[1])
        name = f"/school/office/folder {len(edits) // _IN_A_FOLDER}/{number} {sample.path.name}"
        edits.append(DayEdit(os.fsencode(name), *edited))
        if len(edits) == count:
            break
    return edits


def _edit(sample: Sample, number: int, *, seed: int) -> tuple[bytes, bytes] | None:
    """The file before and after one edit, None where nothing here can edit it."""
    old = sample.path.read_bytes()
    if sample.suffix == ".pdf" or old.startswith(b"PK"):
        new = _save_pdf_again(old) if sample.suffix == ".pdf" else _save_office_again(old)
        return (old, new) if new else None
    fitting = [one for one in list_transitions([sample], seed=seed) if one.kind in _EDITS]
    changed = [one for one in fitting if one.old is not None and one.old != one.new]
    if not changed:
        return None
    one = changed[number % len(changed)] if changed[0].kind.startswith("line") else changed[0]
    return old, one.new


def _save_office_again(old: bytes) -> bytes:
    """As an office program saves: all parts packed again, a word put into one; b"" where none fits."""
    target = io.BytesIO()
    is_edited = False
    with suppress(zipfile.BadZipFile, RuntimeError), zipfile.ZipFile(io.BytesIO(old)) as archive:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as again:
            for entry in archive.infolist():
                content = archive.read(entry)
                if not is_edited and _TEXT_PARTS.fullmatch(entry.filename) and _TEXT_ENDS.search(content):
                    content = _TEXT_ENDS.sub(lambda found: b" edited" + found.group(), content, count=1)
                    is_edited = True
                # with the part's own time: of today's the same seed would draw another day each time
                part = zipfile.ZipInfo(entry.filename, entry.date_time)
                again.writestr(part, content, zipfile.ZIP_DEFLATED)
        return target.getvalue() if is_edited else b""
    return b""


def _save_pdf_again(old: bytes) -> bytes:
    """As a reader of PDFs saves one whose first page was turned; b"" where it cannot be opened."""
    target = io.BytesIO()
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(old) as document:
        document[0].set_rotation(180)
        document.save(target)
    return _settle_ids(old, target.getvalue())


def _settle_ids(old: bytes, new: bytes) -> bytes:
    """The saved PDF with ids that its content gives, in place of those that PDFium draws by chance."""
    start = new.rfind(b"/ID[")
    if start < 0:
        return new
    name = hashlib.sha256(new[:start]).hexdigest()[:_ID_DIGITS].upper().encode()
    ids = _PDF_ID.sub(lambda found: found[0] if found[0] in old else b"<" + name + b">", new[start:])
    return new[:start] + ids


def measure(tree: Path, day: Path) -> DayCost:
    """What one tree takes for a day. Raises: subprocess.CalledProcessError."""
    python = tree / ".venv" / "bin" / "python"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(tree / "src"),
        "OPENBLAS_NUM_THREADS": "1",  # as the command line has it
    }
    told = subprocess.run(
        [python, _RUNNER, day], env=environment, cwd=tree, stdout=subprocess.PIPE, check=True
    ).stdout
    return msgspec.json.decode(told, type=DayCost)


def compare(trees: Sequence[Path], day: Path, *, rounds: int) -> dict[Path, list[DayCost]]:
    """All trees in turn, another one first in each round."""
    costs: dict[Path, list[DayCost]] = defaultdict(list)
    for number in range(rounds):
        for tree in [*trees[number % len(trees) :], *trees[: number % len(trees)]]:
            costs[tree].append(measure(tree, day))
    return costs


def tell(what: str, costs: dict[Path, list[DayCost]], old: Path) -> None:
    """One line for each tree, and where they find anything else."""
    print(what)
    base = {field: _find_median(costs[old], field) for field in ("cpu_s", "wall_s", "loading_s")}
    for tree, found in costs.items():
        cpu, own, wall, loading = (
            _find_median(found, field) for field in ("cpu_s", "own_cpu_s", "wall_s", "loading_s")
        )
        with_modules = (cpu + loading) / (base["cpu_s"] + base["loading_s"])
        print(
            f"  {tree.name:12} processor {cpu:.2f} s ({own:.2f} its own; modules {loading:.2f}),"
            f" clock {wall:.2f} s; ratios {cpu / base['cpu_s']:.2f}, with modules {with_modules:.2f}, clock"
            f" {wall / base['wall_s']:.2f}"
        )
        differing = set(found[-1].findings) ^ set(costs[old][-1].findings)
        if differing:
            print(f"    {len(differing) // 2} findings differ: {sorted(differing)[:4]}")
        print(f"    {found[-1].verdict}")


def _find_median(costs: Sequence[DayCost], field: str) -> float:
    return float(statistics.median(getattr(cost, field) for cost in costs))


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.examining",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--old", type=Path, required=True, help="another tree, with a .venv")
    parser.add_argument("--tree", type=Path, action="append", default=[], help="further trees")
    parser.add_argument("--cache", type=Path, required=True, help="folder for fetched documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--large-files", type=int, default=173)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=1, help="so many days of files of all sizes")
    given = parser.parse_args()
    corpus = load_corpus(Cache(given.cache), "tune")
    large = [sample for sample in corpus if sample.path.stat().st_size >= _LARGE_BYTES]
    old = given.old.resolve()
    trees = [old, *(tree.resolve() for tree in given.tree), HOME]
    print(f"{' '.join(sys.argv)}; load {os.getloadavg()[0]:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        days = [("files of 32 KiB and more", large, given.large_files, given.seed)]
        days += [("files of all sizes", corpus, given.files, given.seed + more) for more in range(given.days)]
        sums: Counter[Path] = Counter()
        for what, samples, count, seed in days:
            edits = make_day(samples, count, seed=seed)
            day = Path(folder, "day")
            day.write_bytes(msgspec.msgpack.encode(edits))
            size = sum(len(edit.new) for edit in edits) / 1e6
            costs = compare(trees, day, rounds=given.rounds)
            tell(f"{len(edits)} {what}, {size:.1f} MB:", costs, old)
            if samples is corpus:
                sums.update({tree: _find_median(found, "cpu_s") for tree, found in costs.items()})
        print(f"{given.days} days of all sizes together:")
        for tree, cpu_s in sums.items():
            print(f"  {tree.name:12} processor {cpu_s:.2f} s; ratio {cpu_s / sums[old]:.2f}")


if __name__ == "__main__":
    main()
