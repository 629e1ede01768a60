"""What a person reads so that the result can be judged: people who were found, and documents in which
somebody may have been missed.

A positive is one person in one document. A negative is a document that was read and is linked to nobody; a
partial one is linked to somebody, and may concern others. Documents are drawn by stratum: how many people
they name or are linked to, whether they only name them, and their risk. Strata where much can be missed get
more.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firstbell.impact.detection.evidence.results import POSSIBLE
from firstbell.impact.results.results import FileRow, PersonRow
from firstbell.impact.scan.read_result import PARTLY, READ

POSITIVE, NEGATIVE, PARTIAL = "positive", "negative", "partial"
RIGHT, WRONG = "right", "wrong"
_FEWEST = 4
_RISKY = 0.25
# strata of documents -> how far what is missed in one of them strays: so many more are drawn. Set on
# generated districts.
_SPREAD = {
    "names many": 6.0, "names some": 2.5, "names few": 0.8, "risky": 0.5, "nobody": 0.15,
    "linked many": 1.6, "linked some": 0.6, "linked one": 0.2,
}  # fmt: skip


class SampleAnswer(msgspec.Struct, frozen=True):
    """What a person said of a sample. `missed`: how many people a document concerns who are not linked to it;
    None where nobody counted.
    """

    outcome: str
    missed: int | None = None


class ReviewSample(msgspec.Struct, frozen=True):
    """One thing to be judged. `sample_id`: the same whenever it is drawn. `person_id`: "" for a document.

    `mentioned`: how many people of the roster a document names; `people`: how many are linked to it.
    """

    sample_id: str
    side: str
    content: str
    path: str
    stratum: str
    person_id: str = ""
    name: str = ""
    kinds: tuple[str, ...] = ()
    mentioned: int = 0
    people: int = 0
    risk: float = 0.0


def list_positives(people: Iterable[PersonRow]) -> list[ReviewSample]:
    """Every person in every document, as sure as probable at least; the surest document of each first."""
    found: dict[str, ReviewSample] = {}
    for person in people:
        for one in person.exposures:
            if one.sureness != POSSIBLE:
                sample_id = _name_sample(POSITIVE, f"{person.person_id}{one.content}")
                found[sample_id] = ReviewSample(
                    sample_id, POSITIVE, one.content, one.paths[0], person.confidence,
                    person.person_id, person.name, tuple(one.kinds),
                )  # fmt: skip
    return list(found.values())


def list_first(positives: Iterable[ReviewSample]) -> list[ReviewSample]:
    """Each person once."""
    return list({sample.person_id: sample for sample in reversed(list(positives))}.values())


def list_documents(files: Iterable[FileRow]) -> list[ReviewSample]:
    """Every document that was read, once."""
    found: dict[str, ReviewSample] = {}
    for file in files:
        if file.state in {READ, PARTLY} and file.size:
            side = PARTIAL if file.people else NEGATIVE
            sample_id = _name_sample(side, file.content)
            sample = ReviewSample(
                sample_id, side, file.content, file.path, find_stratum(file),
                mentioned=file.mentioned, people=file.people, risk=file.risk,
            )  # fmt: skip
            found.setdefault(sample_id, sample)
    return list(found.values())


def find_stratum(file: FileRow) -> str:
    """Which documents a document is drawn among."""
    count = max(file.people, file.mentioned) if file.people else file.mentioned
    if file.people:
        return "linked one" if count <= 1 else "linked some" if count < _MANY else "linked many"
    if count:
        return "names few" if count <= _SOME else "names some" if count < _MANY else "names many"
    return "risky" if file.risk >= _RISKY else "nobody"


_SOME, _MANY = 2, 10


def _name_sample(side: str, what: str) -> str:
    return side[0] + hashlib.sha256(f"firstbell sample {side} {what}".encode()).hexdigest()[:11]


def draw_samples(
    samples: Sequence[ReviewSample], count: int, judged: Mapping[str, SampleAnswer]
) -> list[ReviewSample]:
    """So many that nobody judged yet, drawn evenly within each stratum, the riskiest strata first."""
    left: dict[str, list[ReviewSample]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for sample in samples:
        sizes[sample.stratum] += 1
        if sample.sample_id not in judged:
            left[sample.stratum].append(sample)
    order = sorted(left, key=lambda one: -_SPREAD.get(one, 1.0))
    wanted = share_out({one: sizes[one] for one in order}, {one: len(left[one]) for one in order}, count)
    draw = random.SystemRandom()
    return [one for stratum in order for one in draw.sample(left[stratum], wanted[stratum])]


def share_out(sizes: Mapping[str, int], left: Mapping[str, int], count: int) -> dict[str, int]:
    """How many to draw of each stratum: by its size and how far its documents stray (Neyman's allocation), a
    few of each, never more than are left.
    """
    wanted = {stratum: min(left[stratum], _FEWEST) for stratum in left}
    while sum(wanted.values()) > count:
        wanted[max(wanted, key=wanted.__getitem__)] -= 1
    while (spare := count - sum(wanted.values())) > 0:
        room = {one: sizes[one] * _SPREAD.get(one, 1.0) for one in left if wanted[one] < left[one]}
        if not room:
            break
        total = sum(room.values())
        before = sum(wanted.values())
        for stratum, weight in room.items():
            wanted[stratum] += min(left[stratum] - wanted[stratum], int(spare * weight / total))
        if sum(wanted.values()) == before:
            wanted[max(room, key=room.__getitem__)] += 1
    return wanted
