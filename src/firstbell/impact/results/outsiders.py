"""People outside the roster: mentions of one person in several documents joined by what identifies them.

Joined by number, by name with date of birth, by name with e-mail address; never where dates of birth or
numbers differ, and never by the name alone: those who are only named share one line, which a reviewer takes
apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.impact.detection.evidence.results import POSSIBLE, PROBABLE, Outsider, PersonLink
from firstbell.impact.people.folded_text import compose, fold

if TYPE_CHECKING:
    from rapidfuzz import distance
else:
    distance = defer("rapidfuzz.distance")  # where there are people outside the roster to compare

_ALIKE = 0.8


class Group(msgspec.Struct):
    """Mentions of one person. `links`: (content of the document, link)."""

    name: str
    folded: str
    role: str = "other"
    anchors: set[str] = msgspec.field(default_factory=set)
    dobs: set[str] = msgspec.field(default_factory=set)
    ssns: set[str] = msgspec.field(default_factory=set)
    links: list[tuple[str, PersonLink]] = msgspec.field(default_factory=list)
    is_minor: bool = False
    spellings: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def is_told(self) -> bool:
        """Whether more than the name says who it is."""
        return len(self.anchors) > 1

    def may_be(self, outsider: Outsider, folded: str) -> bool:
        """Whether nothing says that this is somebody else."""
        if self.dobs and outsider.dob_keyed and outsider.dob_keyed not in self.dobs:
            return False
        if self.ssns and outsider.ssn_keyed and outsider.ssn_keyed not in self.ssns:
            return False
        return distance.JaroWinkler.similarity(self.folded, folded) >= _ALIKE

    def take(self, content: str, link: PersonLink, outsider: Outsider) -> None:
        """Take a mention in."""
        self.links.append((content, link))
        self.spellings[outsider.name] += 1
        self.name = max(sorted(self.spellings), key=self._rate)
        self.anchors |= set(outsider.anchors)
        self.dobs |= {outsider.dob_keyed} - {""}
        self.ssns |= {outsider.ssn_keyed} - {""}
        self.is_minor = self.is_minor or outsider.is_minor
        if self.role == "other":
            self.role = outsider.role

    def _rate(self, name: str) -> tuple[bool, bool, int, int]:
        """How well a spelling shows who it is: not all in capitals, with its marks, as most documents have
        it, without letters for names.
        """
        initials = sum(len(word.strip(".,")) == 1 for word in name.split())
        return not name.isupper(), not name.isascii(), self.spellings[name], -initials


def fold_name(name: str) -> str:
    """The words of a name in one order."""
    return b" ".join(sorted(fold(compose(name)).replace(b",", b" ").split())).decode()


def join_outsiders(mentions: list[tuple[str, PersonLink]]) -> list[Group]:
    """Groups of mentions, those who are told by more than a name first."""
    by_anchor: dict[str, list[Group]] = defaultdict(list)
    groups: list[Group] = []
    told = [one for one in mentions if one[1].outsider and len(one[1].outsider.anchors) > 1]
    named = [one for one in mentions if one[1].outsider and len(one[1].outsider.anchors) == 1]
    for content, link in sorted(told, key=lambda one: (-len(one[1].outsider.anchors), one[0])):  # type: ignore[union-attr]
        outsider = link.outsider
        assert outsider is not None
        folded = fold_name(outsider.name)
        candidates = [group for anchor in outsider.anchors[1:] for group in by_anchor[anchor]]
        group = next((one for one in candidates if one.may_be(outsider, folded)), None)
        if group is None:
            group = Group(outsider.name, folded)
            groups.append(group)
        group.take(content, link, outsider)
        for anchor in outsider.anchors[1:]:
            if group not in by_anchor[anchor]:
                by_anchor[anchor].append(group)
    return groups + _join_named(named, groups)


def _join_named(mentions: list[tuple[str, PersonLink]], told: list[Group]) -> list[Group]:
    """Those who are only named: with the one who is told and bears the name, else on a line of their own."""
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in told:
        by_name[group.folded].append(group)
    made: dict[str, Group] = {}
    for content, link in mentions:
        assert link.outsider is not None
        folded = fold_name(link.outsider.name)
        known = by_name.get(folded, [])
        if len(known) == 1:
            # a name that one person bears is theirs, as in the roster
            link.sureness = PROBABLE if link.sureness == POSSIBLE else link.sureness
            known[0].links.append((content, link))
            continue
        group = made.setdefault(folded, Group(link.outsider.name, folded))
        group.take(content, link, link.outsider)
    return list(made.values())
