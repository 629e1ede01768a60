"""The page of figures, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.quality.people.endings import ENDINGS
from tests.quality.people.growth import Step
from tests.quality.people.judging import Verdict
from tests.quality.people.mixing import MEAN_BYTES, SHARES
from tests.quality.people.scoring import Scores
from tests.quality.people.sets import render_first_sight, render_notes, render_verdicts
from tests.quality.people.throughput import Pace

_MB = 1_000_000


@dataclass
class Figures:
    """What was measured. `paces`: of Firstbell over the mix, the sets, each format alone; `peers`: of others;
    `growth`: of Firstbell over more and more files; `load`: of the machine. `scans`: how many scanned letters
    were read by tesseract, who was found in them, and at what pace.
    """

    people: int
    documents: int
    seeds: Sequence[int]
    scores: list[Scores]
    paces: list[Pace] = field(default_factory=list)
    peers: list[Pace] = field(default_factory=list)
    growth: list[Step] = field(default_factory=list)
    scans: tuple[int, Scores, Pace] | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    machine: str = ""
    load: str = ""
    date: str = ""
    command: str = "make bench-people"


def render_page(figures: Figures) -> str:
    """The page."""
    return (
        "\n".join(
            [
                *_head(figures),
                *_render_scores(figures),
                *render_first_sight(),
                *render_notes(),
                *_render_verdicts(figures),
                *_render_paces(figures),
                *_render_mix(),
                *_render_growth(figures),
                *_render_scans(figures),
                *_render_misses(figures),
            ]
        )
        + "\n"
    )


def _head(figures: Figures) -> list[str]:
    return [
        "# Whose data was it: figures",
        "",
        f"Written by `{figures.command}`; that command reproduces every figure.",
        "",
        f"{figures.date}; {figures.machine}. Load of the machine while it ran: {figures.load}.",
        "",
        f"Each set: {figures.people:,} people (namesakes, twins, fathers and sons of one name, hyphens,",
        "marks; English, Somali, Hmong, Spanish, Vietnamese and other names),",
        f"{figures.documents:,} documents of {len(ENDINGS)} formats, an OneRoster roster with contacts, and",
        "the truth of who stands in which document with which kinds. One in seven exposes nobody: part",
        "numbers, ISBNs, ZIP+4, example numbers, the public staff directory, newsletters. What makes it is",
        "`tests/quality/people/`; it knows nothing of the scanner but its command line and its JSON.",
        "",
    ]


def _render_verdicts(figures: Figures) -> list[str]:
    """Sets side by side, whoever made them."""
    if not figures.verdicts:
        return []
    return ["## Sets side by side", "", *render_verdicts(figures.verdicts)]


def _render_scores(figures: Figures) -> list[str]:
    lines = [
        "## Who was found",
        "",
        "| | goal | " + " | ".join(f"seed {seed}" for seed in figures.seeds) + " |",
    ]
    lines.append("|---|---|" + "---:|" * len(figures.seeds))
    rows = (
        ("people whom documents tell", "", [f"{one.people:,}" for one in figures.scores]),
        ("of them found, certain or probable", "99 %", [f"{one.recall:.2%}" for one in figures.scores]),
        ("found so, and rightly", "98 %", [f"{one.precision:.2%}" for one in figures.scores]),
        ("person and kind: found", "", [f"{one.kind_recall:.2%}" for one in figures.scores]),
        ("person and kind: rightly", "", [f"{one.kind_precision:.2%}" for one in figures.scores]),
        ("wrong person of a shared name", "0", [str(len(one.wrong_namesakes)) for one in figures.scores]),
        (
            "people of whom a document leaves open which it is",
            "",
            [str(one.open_people) for one in figures.scores],
        ),
        ("of them called sure for it", "0", [str(len(one.open_sure)) for one in figures.scores]),
        ("files silently dropped", "0", [str(len(one.dropped)) for one in figures.scores]),
    )
    lines += [f"| {name} | {goal} | " + " | ".join(values) + " |" for name, goal, values in rows]
    return [*lines, ""]


def _render_paces(figures: Figures) -> list[str]:
    lines = [
        "## How fast",
        "",
        "Firstbell: reading, finding, linking and sealing with two workers, all of it, start-up (about a",
        "second) and all. Peers: one process, reading alone (pypdf, python-docx, openpyxl), or reading so",
        "and searching: patterns (Presidio with a blank model), or names as well (with the small model of",
        "spaCy, from the mirror of it that the package index carries), start-up not counted, sixty seconds",
        "of each at most. Of csv, txt and html alone the text is repeated to 200 kB a file: a name in",
        "every hundred bytes, denser than what people write. Programs run one after the other; a load above",
        "1 slows all of them in wall time. MB for each second of processor time is the work itself; two free",
        "processors do twice that. Memory (MB) is of the largest process, and not less than what the one",
        "that measures has. [performance](performance.md#impact-scan) says where the time goes.",
        "",
        "| program | documents | files | MB | s | MB/s | files/s | processor s | MB/processor s | memory |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for pace in (*figures.paces, *figures.peers):
        if pace.why:
            lines.append(f"| {pace.program} | {pace.what} | | | | | | | | {pace.why} |")
            continue
        per_cpu = f"{pace.cpu_s:.1f} | {pace.size_bytes / _MB / pace.cpu_s:.1f}" if pace.cpu_s else "|"
        sizes = f"{pace.files:,} | {pace.size_bytes / _MB:,.1f} | {pace.seconds:.1f}"
        lines.append(
            f"| {pace.program} | {pace.what} | {sizes} | {pace.rate_mb_per_s:.2f} "
            f"| {pace.files / pace.seconds:,.0f} | {per_cpu} | {pace.peak_bytes / _MB:,.0f} |"
        )
    return [*lines, ""]


def _render_mix() -> list[str]:
    """What the mix is made of."""
    lines = [
        "The mix has files as large as those of the leak. Of it the number of files (189,000) and of bytes",
        f"(143 GB) are known, a mean of {MEAN_BYTES / 1000:.0f} kB; the shares are an assumption,",
        "and most bytes are pictures, as they are in office files. Percent of the files:",
        "",
    ]
    shares = ", ".join(f"{share.what} ({share.percent})" for share in SHARES.values())
    return [*lines, f"{shares}.", ""]


def _render_growth(figures: Figures) -> list[str]:
    if not figures.growth:
        return []
    lines = [
        "## How it grows",
        "",
        "Letters of half a kilobyte, each about somebody of the roster, so that what a file costs shows.",
        "",
        "| files | seconds | processor s | microseconds of it a file | MB of memory, largest process |",
        "|---:|---:|---:|---:|---:|",
    ]
    for step in figures.growth:
        used = step.used
        times = f"{used.seconds:.1f} | {used.cpu_s:.1f} | {used.cpu_s / step.files * 1e6:,.0f}"
        lines.append(f"| {step.files:,} | {times} | {used.peak_bytes / _MB:,.0f} |")
    return [*lines, ""]


def _render_scans(figures: Figures) -> list[str]:
    if figures.scans is None:
        return []
    count, scores, pace = figures.scans
    return [
        "## Scanned letters",
        "",
        f"{count:,} letters in grey at 200 dpi, askew, out of focus and with the noise of a scanner, as PNG,",
        "JPEG, TIFF, PDF and pasted into Word, read with `--ocr` by tesseract in the languages that were",
        f"installed ({pace.what}). People found {scores.recall:.1%} of {scores.people:,}, rightly",
        f"{scores.precision:.1%}; person and kind {scores.kind_recall:.1%}; wrong person of a shared name",
        f"{len(scores.wrong_namesakes)};",
        f"dropped {len(scores.dropped)}. {pace.seconds / count:.2f} s a letter with two workers, "
        f"{pace.cpu_s / count:.2f} s of processor time.",
        "",
    ]


def _render_misses(figures: Figures) -> list[str]:
    missed: Counter[tuple[str, str, str]] = Counter()
    wrong: Counter[str] = Counter()
    for one in figures.scores:
        missed += one.missed_kinds
        wrong += one.wrong_kinds
    lines = ["## What was missed", "", "Person and kind that no document gave, though these hold it:", ""]
    lines += ["| kind | told by | format | times |", "|---|---|---|---:|"]
    lines += [
        f"| {kind} | {way} | {ending} | {count} |" for (kind, way, ending), count in missed.most_common(12)
    ]
    told = ", ".join(f"{kind} {count}" for kind, count in wrong.most_common()) or "none"
    return [*lines, "", f"Kinds told of a person though no document holds them: {told}."]
