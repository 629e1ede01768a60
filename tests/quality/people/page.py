"""The page of figures, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.quality.people.scoring import Scores
from tests.quality.people.throughput import Pace

_MB = 1_000_000


@dataclass
class Figures:
    """What was measured. `formats`: pace of Firstbell by ending; `whole`: over all at once; `load`: of the
    machine.
    """

    people: int
    documents: int
    seeds: Sequence[int]
    scores: list[Scores]
    whole: list[Pace] = field(default_factory=list)
    formats: list[Pace] = field(default_factory=list)
    peers: list[Pace] = field(default_factory=list)
    machine: str = ""
    load: str = ""
    date: str = ""
    command: str = "make bench-people"


def render_page(figures: Figures) -> str:
    """The page."""
    return (
        "\n".join(
            [*_head(figures), *_render_scores(figures), *_render_paces(figures), *_render_misses(figures)]
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
        f"{figures.documents:,} documents of 24 formats, an OneRoster roster with a contacts export, and the",
        "truth of who stands in which document with which kinds. One in seven documents exposes nobody: part",
        "numbers, ISBNs, ZIP+4, example numbers, the public staff directory, newsletters. What makes it is",
        "`tests/quality/people/`; it knows nothing of the scanner but its command line and its JSON.",
        "",
    ]


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
        "Firstbell: reading, finding, linking and sealing with two workers, wall time of all of it,",
        "start-up (about a second) and all. Peers: one process, reading alone (pypdf, python-docx,",
        "openpyxl), or reading so and searching patterns (Presidio, a blank model), start-up not counted.",
        "Of csv, txt, eml and html the text is repeated to 200 kB a file: a name in every hundred bytes,",
        "denser than what people write. Programs run one after the other; a load above 1 slows all of them.",
        "",
        "| program | documents | files | MB | seconds | MB/s | files/s | memory MB |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for what, paces in (("all", figures.whole), ("", figures.formats), ("", figures.peers)):
        for pace in paces:
            name, _, ending = pace.program.partition(" ")
            if pace.why:
                lines.append(f"| {pace.program} | | | | | | | {pace.why} |")
                continue
            memory = f"{pace.peak_bytes / _MB:,.0f}" if pace.peak_bytes else ""
            rates = f"{pace.rate_mb_per_s:.1f} | {pace.files / pace.seconds:,.0f}"
            sizes = f"{pace.files:,} | {pace.size_bytes / _MB:,.1f} | {pace.seconds:.1f}"
            lines.append(f"| {name} | {ending or what} | {sizes} | {rates} | {memory} |")
    return [*lines, ""]


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
