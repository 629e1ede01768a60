"""Whom a document as a whole is about: evidence for each who is named in it or on it, weighed.

A label, the subject of a mail, the name of the file, of its folder or of a member of an archive say it
outright; that somebody is a pupil, stands first or comes again and again says it, too. Who leads the others
clearly is the subject; else nobody is, rather than the wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.identities.resolver import no_facts
from firstbell.impact.detection.kinds.titles import strip_ending
from firstbell.impact.people.folded_text import compose, fold, split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN, STUDENT

_W = WEIGHTS.subject
_ASIDE = ("header", "footer", "footnotes", "endnotes", "comments", "comment", "notes")
_HEADING_LINES = 4
_MOST_TIMES = 3


class Path(msgspec.Struct, frozen=True):
    """Where a document lies: `name`, of the file or member; `folders`: from the outermost inwards."""

    name: str
    folders: tuple[str, ...] = ()


def find_on_path(lexicon: Lexicon, path: Path) -> list[tuple[TextEntry, float]]:
    """Those whom the name of the document or of a folder names in full or by id, with what that weighs."""
    found: list[tuple[TextEntry, float]] = []
    for title, weight in (
        (strip_ending(path.name), _W["file"]),
        *((one, _W["folder"]) for one in path.folders),
    ):
        if (entry := find_in_title(lexicon, title)) is not None:
            found.append((entry, weight))
    return found


def find_in_title(lexicon: Lexicon, title: str) -> TextEntry | None:
    """The only one whom a title names in full or by id."""
    if not title or len(title) > 200:
        return None
    spaced = " ".join("".join(c if c.isalnum() or c in ",'-" else " " for c in compose(title)).split())
    for shown in dict.fromkeys((spaced, spaced.replace("-", " "))):
        shown = shown if not shown.islower() else shown.title()
        mentions = Finder(lexicon, shown, fold(shown)).find()
        people = {mention.candidates for mention in mentions}
        if len(people) == 1:
            return _make_entry(mentions[0].candidates, mentions[0].by, shown)
    return None


def _make_entry(candidates: tuple[int, ...], by: str, name: str) -> TextEntry:
    facts = no_facts()
    if by == "id":
        facts.ids |= set(candidates)
    return TextEntry(
        candidates, name, by, "the name of the file or its folder", facts, set(), [],
        is_weak=False, is_label=False, is_other=False,
    )  # fmt: skip


def choose_subject(lexicon: Lexicon, path: Path, entries: Sequence[TextEntry]) -> TextEntry | None:
    """Whom a whole with these entries is about; None where nobody leads."""
    scores: dict[object, float] = defaultdict(float)
    chosen: dict[object, TextEntry] = {}
    for entry, weight in find_on_path(lexicon, path):
        same = next((one for one in entries if set(one.candidates) & set(entry.candidates)), entry)
        scores[same.who] += weight
        chosen.setdefault(same.who, same)
    words = set(split_name(strip_ending(path.name)))
    for who, group in _group(entries).items():
        best = max(group, key=_weigh_location)
        scores[who] += _weigh_person(lexicon, best, words) + _weigh_location(best)
        scores[who] += _W["often"] * min(len(group) - 1, _MOST_TIMES)
        chosen.setdefault(who, best)
    told = {one.who for one in entries if not one.is_other}
    if len(told) == 1:
        scores[told.pop()] += _W["alone"]
    first = next((one for one in entries if not one.is_other and is_pupil(lexicon, one)), None)
    if first is not None:
        scores[first.who] += _W["first"]
    return _pick(scores, chosen)


def _group(entries: Iterable[TextEntry]) -> dict[object, list[TextEntry]]:
    groups: dict[object, list[TextEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.who].append(entry)
    return groups


def _weigh_person(lexicon: Lexicon, entry: TextEntry, words: set[bytes]) -> float:
    """What who somebody is says, and whether the name of the file holds their family name."""
    weight = _W["pupil"] if is_pupil(lexicon, entry) else 0.0
    roles = {lexicon.role_of(who) for who in entry.candidates}
    weight += _W["guardian"] if roles == {GUARDIAN} else 0.0
    families = {form for who in entry.candidates for form in lexicon.forms[who].family}
    return weight + (_W["file"] / 2 if any(set(form) <= words for form in families) else 0.0)


def _weigh_location(entry: TextEntry) -> float:
    """What the place of a mention says."""
    if entry.is_other:
        return _W["other"]
    weight = _W["label"] if entry.is_label else 0.0
    weight += _W["heading"] if entry.line < _HEADING_LINES and entry.order < _HEADING_LINES else 0.0
    is_aside = entry.location.rpartition(" > ")[2].split(",")[0].rstrip("0123456789") in _ASIDE
    return weight if is_aside else weight + _W["body"]


def is_pupil(lexicon: Lexicon, entry: TextEntry) -> bool:
    """Whether a student may be meant."""
    return any(lexicon.role_of(who) == STUDENT for who in entry.candidates)


def _pick(scores: dict[object, float], chosen: dict[object, TextEntry]) -> TextEntry | None:
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < _W["least"]:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _W["lead"]:
        return None
    return chosen[ranked[0][0]]
