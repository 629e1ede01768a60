"""How the labels fit: `python -m tests.triage.measuring` prints how many of each set of the authors are
right, which docs/messages-report.md tells, and which label was given for which.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from firstbell.triage.district import KnownDistrict, learn_district
from firstbell.triage.labels import Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.dressing import CODE, DOMAIN, NAMES, Sample, load_set

ORDER = [
    Label.COERCION,
    Label.EXTORTION,
    Label.EVENT_PHISHING,
    Label.PHISHING,
    Label.GENUINE,
    Label.QUESTION,
    Label.NEWSLETTER,
    Label.OTHER,
]


SETS = ("tune", "more", "further", "held", "later")


def find_code(text: str) -> str:
    """The code of a letter of this district in a text."""
    return CODE if CODE in text else ""


DISTRICT = KnownDistrict(domains=frozenset({DOMAIN}), names=NAMES, find_code=find_code, told=True)


def label_sample(sample: Sample, district: KnownDistrict = DISTRICT) -> Triaged:
    """What a message of a set is found to be."""
    return triage_mail(parse_mail(sample.data), district)


def label_unknown(sample: Sample) -> Triaged:
    """The same where nobody told which domain is the district's."""
    mail = parse_mail(sample.data)
    return triage_mail(mail, learn_district(KnownDistrict(find_code=find_code), [mail]))


def count_labels(samples: Sequence[Sample]) -> Counter[tuple[str, str]]:
    """(label it has, label it was given) -> how many."""
    return Counter((sample.label, label_sample(sample).label.value) for sample in samples)


def render_table(counts: Counter[tuple[str, str]]) -> str:
    """The confusion table, as Markdown: a row what it is, a column what it was called."""
    lines = ["| is \\ called | " + " | ".join(ORDER) + " | right |", "|---|" + "---:|" * (len(ORDER) + 1)]
    for label in ORDER:
        row = [counts[label, given] for given in ORDER]
        share = f"{row[ORDER.index(label)] / sum(row):.1%}" if sum(row) else "-"
        lines.append(f"| {label} | " + " | ".join(str(count or "") for count in row) + f" | {share} |")
    return "\n".join(lines)


def write_mailbox(folder: Path, count: int) -> None:
    """A folder of so many messages of the sets, each handed in several times with other words at its end."""
    samples = [sample for name in SETS for sample in load_set(name, ways=2)]
    draw = Random(count)
    for number in range(count):
        data = draw.choice(samples).data
        if draw.random() < 0.5:
            data += f"\r\n{' '.join(draw.choices(_WORDS, k=draw.randint(1, 60)))}\r\n".encode()
        (folder / f"{number:05}.eml").write_bytes(data)


_WORDS = (
    "thank",
    "you",
    "for",
    "the",
    "note",
    "bus",
    "lunch",
    "Friday",
    "we",
    "will",
    "see",
    "room",
    "and",
    "on",
)


def measure_mailbox(count: int) -> None:
    """Print how long so many messages take from the command line, with their page; no pictures among them."""
    with TemporaryDirectory() as scratch:
        folder, page = Path(scratch) / "mail", Path(scratch) / "page.html"
        folder.mkdir()
        write_mailbox(folder, count)
        began = perf_counter()
        program = [sys.executable, "-m", "firstbell.cli.main", "message", "triage", str(folder)]
        command = [*program, "--domain", DOMAIN, "--html", str(page), "--json"]
        done = subprocess.run(command, check=True, capture_output=True)
        took_s = perf_counter() - began
        summary = done.stdout.splitlines()[-1].decode()
        size_kib = page.stat().st_size >> 10
        print(
            f"{count} messages: {took_s:.0f} s, {took_s / count * 1000:.1f} ms each, a page of {size_kib} KiB"
        )
        print(summary)


def main(names: Sequence[str]) -> None:
    """Print the tables of the sets, and each message that was called something else."""
    if "--mailbox" in names:
        measure_mailbox(int(names[-1]))
        return
    is_told = "--untold" not in names
    for name in [one for one in names if not one.startswith("--")] or SETS:
        samples = load_set(name)
        began = perf_counter()
        found = [(sample, label_sample(sample) if is_told else label_unknown(sample)) for sample in samples]
        each_ms = (perf_counter() - began) / len(samples) * 1000
        counts = Counter((sample.label, triaged.label.value) for sample, triaged in found)
        right = sum(count for (is_label, given), count in counts.items() if is_label == given)
        print(f"{name}: {right} of {len(samples)} right, {each_ms:.1f} ms each\n\n{render_table(counts)}\n")
        for sample, triaged in found:
            if sample.label != triaged.label.value:
                clues = [(clue.name, clue.points) for clue in triaged.clues]
                print(f"{sample.name}: {sample.label} called {triaged.label.value} ({triaged.way}) {clues}")


if __name__ == "__main__":
    main(sys.argv[1:])
