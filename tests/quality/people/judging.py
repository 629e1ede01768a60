"""A set of documents with its truth, whoever made it, held against what a scan of it tells.

Two forms of truth are read: `truth.json` of this folder's sets, and `truth/truth.jsonl`, a line for each
person, file, exposure and probe, of sets that others made. People count as found and as told whatever their
confidence, but those whom a document leaves open may be told as possible.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from tests.quality.people.families.making import NOBODYS
from tests.quality.people.scoring import load_truth, plain_key

CONTACT = "contact"
# names of kinds that others use, and kinds that may stand for each other
_SAME = {"counselling": "health", "immigration": "government_id"}
_AS_WELL = {"economic": {"financial"}, "safeguarding": {"health", "discipline"}}


@dataclass
class Paper:
    """One document of a set. `required`, `allowed`: person -> kinds; `group`: what sort it is."""

    path: str
    family: str
    group: str
    is_about_nobody: bool = False
    allowed_kinds: set[str] = field(default_factory=set)
    required: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    allowed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass
class Judged:
    """A set. `ids`: id of a roster -> person; `names`: name of who is on no roster -> people; `open`: those
    whom a document leaves open.
    """

    papers: list[Paper]
    ids: dict[str, str]
    names: dict[str, list[str]]
    open: set[str]
    shared: set[str] = field(default_factory=set)

    def list_required(self) -> dict[str, set[str]]:
        """Person -> kinds that must be told."""
        return _merge(paper.required for paper in self.papers)

    def list_allowed(self) -> dict[str, set[str]]:
        """Person -> kinds that may be told."""
        return _merge(one for paper in self.papers for one in (paper.required, paper.allowed))


def _merge(parts: Iterable[Mapping[str, set[str]]]) -> dict[str, set[str]]:
    merged: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for person, kinds in part.items():
            merged[person] |= kinds
    return merged


@dataclass
class Verdict:
    """How an answer fits. `missed`, `wrong`: (person, kind); `by_group`: group -> [pairs, found]."""

    people: int = 0
    found: int = 0
    told: int = 0
    right: int = 0
    pairs: int = 0
    pairs_found: int = 0
    pairs_told: int = 0
    pairs_right: int = 0
    wrong_links: int = 0
    about_nobody: int = 0
    flagged: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    by_group: dict[str, list[int]] = field(default_factory=dict)
    by_family: dict[str, list[int]] = field(default_factory=dict)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the people concerned that were found."""
        return self.found / self.people if self.people else 1.0

    @property
    def precision(self) -> float:
        """Share of the people told that are concerned."""
        return self.right / self.told if self.told else 1.0

    @property
    def pair_recall(self) -> float:
        """The same of pairs of person and kind."""
        return self.pairs_found / self.pairs if self.pairs else 1.0

    @property
    def pair_precision(self) -> float:
        """The same of pairs of person and kind."""
        return self.pairs_right / self.pairs_told if self.pairs_told else 1.0


def load_set(folder: Path) -> Judged:
    """The truth of a set. Raises: OSError where there is none."""
    if (folder / "truth.json").exists():
        return _load_own(folder)
    return _load_lines(folder / "truth" / "truth.jsonl")


def _load_own(folder: Path) -> Judged:
    truth = load_truth(folder)
    judged = Judged([], {}, defaultdict(list), set())
    for one in truth.people:
        person = str(one["number"])
        if one["id"]:
            judged.ids[one["id"]] = person
        else:
            judged.names[plain_key(f"{one['given']} {one['family']}")].append(person)
        if one["shares_name"]:
            judged.shared.add(person)
    for document in truth.documents:
        about_nobody = document.way == NOBODYS or document.what.startswith("about nobody")
        paper = Paper(document.path, document.what, document.way, about_nobody)
        for person, kinds in document.exposed.items():
            paper.required[person] |= {_SAME.get(kind, kind) for kind in kinds}
        for person, kinds in document.also.items():
            paper.allowed[person] |= {_SAME.get(kind, kind) for kind in kinds}
        judged.open |= {str(number) for number in document.open}
        judged.papers.append(paper)
    return judged


def _load_lines(path: Path) -> Judged:
    judged = Judged([], {}, defaultdict(list), set())
    papers: dict[str, Paper] = {}
    bearers: Counter[str] = Counter()
    lines = [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
    for line in lines:
        if line["type"] == "person":
            given = line["sourcedId"] or line["contactId"]
            if given:
                judged.ids |= {one: line["person"] for one in (line["sourcedId"], line["contactId"]) if one}
            if not line["sourcedId"]:
                judged.names[plain_key(line["name"])].append(line["person"])
            bearers.update(line["keys"])
        elif line["type"] == "file":
            is_negative = line["category"] == "negative"
            papers[line["path"]] = Paper(
                line["path"], line["format"], line["format"], is_negative, set(line["allowed_kinds"])
            )
        elif line["type"] == "probe" and not line["target"]:
            judged.open |= set(line["candidates"])
    for line in lines:
        if line["type"] == "exposure":
            side = papers[line["path"]].required if line["required"] else papers[line["path"]].allowed
            side[line["person"]].add(line["kind"])
        elif line["type"] == "person" and any(bearers[key] > 1 for key in line["keys"]):
            judged.shared.add(line["person"])
    judged.papers += papers.values()
    return judged


def judge(judged: Judged, people: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]) -> Verdict:
    """`people`, `files`: lines of these commands with `--json`, without their summaries."""
    verdict = Verdict()
    told = _match(judged, people)
    _judge_people(judged, told, verdict)
    _judge_papers(judged, told, files, verdict)
    return verdict


def _match(judged: Judged, people: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, bool]]:
    """Person -> kind -> whether it is told as sure. Strangers get names of their own."""
    told: dict[str, dict[str, bool]] = defaultdict(dict)
    required = judged.list_required()
    for number, line in enumerate(people):
        kinds = {_SAME.get(kind, kind) for kind in line["kinds"]}
        person = judged.ids.get(line.get("sourcedId") or "")
        if person is None:
            fits = judged.names.get(plain_key(line["name"] or ""), [])
            person = next(
                (one for one in fits if required.get(one, set()) & kinds), fits[0] if fits else None
            )
        is_sure = line["confidence"] != "possible"
        for kind in kinds:
            have = told[person or f"stranger {number}"]
            have[kind] = have.get(kind, False) or is_sure
    return told


def _has(told: Mapping[str, Mapping[str, bool]], person: str, kind: str) -> bool:
    have = told.get(person, {})
    return kind in have or any(one in have for one in _AS_WELL.get(kind, ()))


def _judge_people(judged: Judged, told: Mapping[str, Mapping[str, bool]], verdict: Verdict) -> None:
    required, allowed = judged.list_required(), judged.list_allowed()
    for person, kinds in required.items():
        wanted = kinds - {CONTACT}
        verdict.people += bool(wanted)
        verdict.found += bool(wanted) and any(_has(told, person, kind) for kind in wanted)
        verdict.pairs += len(wanted)
        verdict.missed += [(person, kind) for kind in sorted(wanted) if not _has(told, person, kind)]
    verdict.pairs_found = verdict.pairs - len(verdict.missed)
    for person, have in told.items():
        kinds = set(have) - {CONTACT}
        if not kinds or (person in judged.open and not any(have.values())):
            continue
        right = {kind for kind in kinds if _may(allowed.get(person, set()), kind)}
        verdict.told += 1
        verdict.right += bool(right)
        verdict.pairs_told += len(kinds)
        verdict.pairs_right += len(right)
        verdict.wrong += [(person, kind) for kind in sorted(kinds - right)]
        verdict.wrong_links += person in judged.shared and any(have[kind] for kind in kinds - right)


def may_have(allowed: set[str], kind: str) -> bool:
    """Whether a kind, by any of its names, is one that may be told of somebody."""
    return _may(allowed, _SAME.get(kind, kind))


def _may(allowed: set[str], kind: str) -> bool:
    return kind in allowed or any(kind in _AS_WELL.get(one, ()) for one in allowed)


def _judge_papers(
    judged: Judged,
    told: Mapping[str, Mapping[str, bool]],
    files: Sequence[Mapping[str, Any]],
    verdict: Verdict,
) -> None:
    lines: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    paths = [str(line["path"]) for line in files]
    by_path = dict(zip(paths, files, strict=True))
    for paper in judged.papers:
        lines[paper.path] = [
            by_path[path] for path in paths if path == paper.path or path.endswith(f"/{paper.path}")
        ]
    for paper in judged.papers:
        pairs = [(person, kind) for person, kinds in paper.required.items() for kind in kinds - {CONTACT}]
        for table, name in ((verdict.by_group, paper.group), (verdict.by_family, paper.family)):
            cell = table.setdefault(name, [0, 0])
            cell[0] += len(pairs)
            cell[1] += sum(_has(told, *pair) for pair in pairs)
        if not lines[paper.path] or (pairs and all(one["state"] == "skipped" for one in lines[paper.path])):
            verdict.dropped.append(paper.path)
        verdict.about_nobody += paper.is_about_nobody
        kinds = (
            {kind for line in lines[paper.path] for kind in line["kinds"]} - {CONTACT} - paper.allowed_kinds
        )
        if paper.is_about_nobody and kinds:
            verdict.flagged.append(f"{paper.path}: {', '.join(sorted(kinds))}")
