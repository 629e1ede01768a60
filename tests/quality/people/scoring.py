"""A scan's answer held against the truth of a set."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from tests.quality.people.drafts import OPEN
from tests.quality.people.making import Written

_SURE = {"certain", "probable"}


@dataclass(frozen=True)
class Truth:
    """What stands in a set. `people`: as truth.json describes them, by number."""

    people: Sequence[Mapping[str, Any]]
    documents: Sequence[Written]

    def list_exposed(self) -> dict[int, set[str]]:
        """Number of each person that some document tells -> kinds."""
        found: dict[int, set[str]] = defaultdict(set)
        for document in self.documents:
            for number, kinds in document.exposed.items():
                found[int(number)].update(kinds)
        return dict(found)

    def list_also(self) -> dict[int, set[str]]:
        """Number of a person -> kinds that may be told of them, or not."""
        found: dict[int, set[str]] = defaultdict(set)
        for document in self.documents:
            for number, kinds in document.also.items():
                found[int(number)].update(kinds)
        return found


@dataclass
class Scores:
    """How the answer fits. Lists hold what does not, for who looks into it."""

    people: int = 0
    people_found: int = 0
    told: int = 0
    told_right: int = 0
    kinds: int = 0
    kinds_found: int = 0
    kinds_told: int = 0
    kinds_right: int = 0
    wrong_namesakes: list[str] = field(default_factory=list)
    open_people: int = 0
    open_sure: list[str] = field(default_factory=list)
    files: int = 0
    dropped: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    missed_kinds: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wrong_kinds: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Share of the people that documents tell who were found, certain or probable."""
        return self.people_found / self.people if self.people else 1.0

    @property
    def precision(self) -> float:
        """Share of the people found so who do stand in a document."""
        return self.told_right / self.told if self.told else 1.0

    @property
    def kind_recall(self) -> float:
        """Share of pairs of person and kind that were found."""
        return self.kinds_found / self.kinds if self.kinds else 1.0

    @property
    def kind_precision(self) -> float:
        """Share of pairs of person and kind that were told and are so."""
        return self.kinds_right / self.kinds_told if self.kinds_told else 1.0


def load_truth(folder: Path) -> Truth:
    """The truth of a set's folder."""
    raw = msgspec.json.decode((folder / "truth.json").read_bytes())
    return Truth(raw["people"], msgspec.convert(raw["documents"], type=list[Written]))


def score(
    truth: Truth, people: Iterable[Mapping[str, Any]], files: Iterable[Mapping[str, Any]], *, documents: Path
) -> Scores:
    """`people`, `files`: lines of these commands with `--json`, without their summaries."""
    scores = Scores()
    told, possible = _match_people(truth, people)
    _score_people(truth, told, possible, scores)
    _score_files(truth, files, documents, scores)
    return scores


def _match_people(truth: Truth, people: Iterable[Mapping[str, Any]]) -> tuple[dict[int, set[str]], set[int]]:
    """Number -> kinds of who was told as sure; numbers of who was told as possible. Strangers get numbers
    below 0.
    """
    by_id = {one["id"]: one["number"] for one in truth.people if one["id"]}
    outsiders: dict[str, list[int]] = defaultdict(list)
    for one in truth.people:
        if not one["id"]:
            outsiders[plain_key(f"{one['given']} {one['family']}")].append(one["number"])
    told: dict[int, set[str]] = {}
    possible: set[int] = set()
    strangers = -1
    for person in people:
        number = by_id.get(person["sourcedId"]) if person["sourcedId"] else None
        if number is None:
            fits = outsiders.get(plain_key(person["name"]), [])
            number = fits.pop() if fits else strangers
            strangers -= number < 0
        if person["confidence"] in _SURE:
            told[number] = set(person["kinds"])
        else:
            possible.add(number)
    return told, possible


def plain_key(name: str) -> str:
    """A name as it is compared: without marks, its words in one order."""
    last, comma, first = name.partition(",")
    plain = f"{first} {last}" if comma else name
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", plain.casefold()) if not unicodedata.combining(one)
    )
    return " ".join(sorted(bare.replace("-", " ").split()))


def _score_people(truth: Truth, told: Mapping[int, set[str]], possible: set[int], scores: Scores) -> None:
    exposed = truth.list_exposed()
    wheres, also = _list_places(truth), truth.list_also()
    scores.people, scores.told = len(exposed), len(told)
    for number, kinds in exposed.items():
        got = told.get(number, set())
        scores.people_found += number in told
        scores.kinds += len(kinds)
        scores.kinds_found += len(kinds & got)
        if number not in told:
            state = "possible" if number in possible else "missing"
            scores.missed.append(f"{_show(truth, number)}: {state}; {wheres[number][:3]}")
        for kind in kinds - got:
            for way, ending in {
                (document.way, document.format)
                for document in truth.documents
                if kind in document.exposed.get(str(number), ())
            }:
                scores.missed_kinds[kind, way, ending] += 1
    open_numbers = {
        number for document in truth.documents if document.way == OPEN for number in document.open
    }
    scores.open_people = len(open_numbers)
    for number, kinds in told.items():
        true_kinds = exposed.get(number, set()) | also[number]
        scores.told_right += number in exposed
        scores.kinds_told += len(kinds)
        scores.kinds_right += len(kinds & true_kinds)
        scores.wrong_kinds.update(kinds - true_kinds)
        if number not in exposed:
            scores.invented.append(f"{_show(truth, number)}: {sorted(kinds)}")
        if number >= 0 and truth.people[number]["shares_name"] and kinds - true_kinds:
            scores.wrong_namesakes.append(f"{_show(truth, number)}: {sorted(kinds - true_kinds)}")
        if number in open_numbers and "discipline" in kinds - true_kinds:
            scores.open_sure.append(_show(truth, number))


def _list_places(truth: Truth) -> dict[int, list[str]]:
    places: dict[int, list[str]] = defaultdict(list)
    for document in truth.documents:
        for number in document.exposed:
            places[int(number)].append(f"{document.path} ({document.way})")
    return places


def _show(truth: Truth, number: int) -> str:
    if number < 0:
        return "a person who is nobody of the set"
    one = truth.people[number]
    return f"{one['given']} {one['family']} ({one['id'] or 'outside'})"


def _score_files(truth: Truth, files: Iterable[Mapping[str, Any]], documents: Path, scores: Scores) -> None:
    """A file is dropped where no line names it, or one that says `skipped` and is no duplicate of one that
    was read.
    """
    lines = {str(line["path"]): line for line in files}
    scores.files = len(truth.documents)
    for document in truth.documents:
        line = lines.get(str(documents / document.path)) or lines.get(document.path)
        if line is None:
            scores.dropped.append(f"{document.path}: on no list")
        elif line["state"] == "skipped" and not line.get("duplicate_of"):
            scores.dropped.append(f"{document.path}: skipped, {line.get('reason')}")
        elif line["state"] == "unreadable" and document.exposed:
            scores.dropped.append(f"{document.path}: unreadable, {line.get('reason')}")
