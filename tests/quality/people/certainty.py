"""How often each way of telling somebody's data was right: counts it on sets of documents with their truth,
and writes what `firstbell.impact.detection.certainty` reads.

    python -m tests.quality.people.certainty NAME=FOLDER ...  > src/firstbell/impact/detection/certainty.toml
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from firstbell.impact.detection.certainty import NO_TALLY, Certainty, Tally, list_ways
from firstbell.impact.detection.evidence.results import CERTAIN, OpenKeeper, PersonLink
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.reader import DocumentReader
from tests.quality.people.judging import Paper, load_set, may_have

Tallies = dict[str, dict[str, Tally]]


class _Recorder(Certainty):
    """Keeps the links of the document that was read last, as they were told."""

    def __init__(self) -> None:
        super().__init__({})
        self.links: list[PersonLink] = []

    def settle(self, links: Iterable[PersonLink]) -> None:
        self.links = list(links)


def count_ways(folder: Path, name: str, tallies: Tallies, *, today: str = "2026-11-28") -> None:
    """Add what the claims about people who are known for certain come to in one set. Raises: OSError."""
    judged, roster = load_set(folder), load_roster([folder / "roster"])
    people = list(roster.people)
    recorder = _Recorder()
    reader = DocumentReader(Lexicon(people), OpenKeeper(today), certainty=recorder)
    known = {one.key: judged.ids.get(one.sourced_id) or judged.ids.get(one.key, "") for one in people}
    for paper in judged.papers:
        at = folder / "documents" / paper.path
        job = ReadJob("", at.name, at.stat().st_size, folder=str(PurePath(paper.path).parent))
        with at.open("rb") as file:
            reader.read(job, file.fileno(), beat=lambda: None)
        sure = [one for one in recorder.links if one.sureness == CERTAIN and len(one.keys) == 1]
        for way, tally in _count_document(sure, paper, known).items():
            tallies[way][name] = tallies[way].get(name, NO_TALLY) + tally


def _count_document(links: Iterable[PersonLink], paper: Paper, known: Mapping[str, str]) -> dict[str, Tally]:
    counted: dict[str, Tally] = {}
    for link in links:
        person = known[link.keys[0]]
        for way in list_ways(link):
            is_right = may_have(paper.required[person] | paper.allowed[person], way.rpartition("/")[2])
            before = counted.get(way, Tally(0, 0, 1))
            counted[way] = Tally(before.right + is_right, before.claims + 1, 1)
    return counted


_HEAD = """\
# How often claims of each way were right, by set of documents: [right, claims, documents]. A way is
# how the person was known, how the kind was told, and the kind. Counted on sets that other hands wrote
# (docs/people-report.md) by tests/quality/people/certainty.py. Compiled for Firstbell, 2026, Apache-2.0.
[way]
"""


def render_tallies(tallies: Tallies) -> str:
    """The data file."""
    lines = []
    for way, sets in sorted(tallies.items()):
        counted = ", ".join(
            f"{one} = [{tally.right}, {tally.claims}, {tally.documents}]"
            for one, tally in sorted(sets.items())
        )
        lines.append(f'"{way}" = {{ {counted} }}\n')
    return _HEAD + "".join(lines)


def main(arguments: list[str]) -> None:
    """Count, and print the data file."""
    tallies: Tallies = defaultdict(dict)
    for argument in arguments:
        name, _, folder = argument.partition("=")
        count_ways(Path(folder), name, tallies)
    print(render_tallies(tallies), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
