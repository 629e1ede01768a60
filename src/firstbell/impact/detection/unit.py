"""One whole: a document, a message, a file in an archive. What its passages leave open is settled by all of
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.mentions import Finder
from firstbell.impact.detection.outsiders import make_outsider
from firstbell.impact.detection.passage import Passage
from firstbell.impact.detection.resolver import Facts, Resolution, Resolver, no_facts
from firstbell.impact.detection.results import CERTAIN, POSSIBLE, PROBABLE, Keeper, Masked, PersonLink
from firstbell.impact.detection.subjects import FoundTerm, PassageSubject
from firstbell.impact.detection.values import Value
from firstbell.impact.people.folded_text import compose, fold
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF, STUDENT

# longer texts are no letter about one person, whatever name stands in them alone
_MAX_LETTER_CHARS = 40_000
_MAX_KEPT = 20_000
_MAX_OPEN = 4_000
_HEADING = 120
# what is said of these beside a grown-up's name is said of somebody else, where no label says otherwise
_OF_PUPILS = frozenset(
    {DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING, DataKind.SAFEGUARDING, DataKind.ECONOMIC}
)
_PUBLIC_FOR_STAFF = frozenset({DataKind.CONTACT})


# person -> (whom a certain mention means, by what)
_Told = dict[int, set[tuple[tuple[int, ...], str]]]


@dataclass(slots=True)
class _Entry:
    """One mention with what belongs to it, cut loose from its passage."""

    candidates: tuple[int, ...]
    name: str
    by: str
    location: str
    facts: Facts
    kinds: set[str]
    values: list[Value]
    is_weak: bool
    is_label: bool
    is_other: bool
    resolution: Resolution | None = None


@dataclass
class Unit:
    """Collects the passages of one whole."""

    name: str
    lexicon: Lexicon
    keeper: Keeper
    entries: list[_Entry] = field(default_factory=list)
    loose_terms: list[FoundTerm] = field(default_factory=list)
    loose_values: list[tuple[str, Value]] = field(default_factory=list)
    is_general: bool = False
    chars: int = 0
    mentioned: int = 0
    _table_links: dict[object, PersonLink] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    def take(self, location: str, text: str) -> None:
        """Take a passage in."""
        passage = Passage(location, text, self.lexicon, today=self.keeper.today)
        self.chars += len(text)
        self.is_general = self.is_general or passage.is_general
        self.mentioned += len(passage.subjects)
        for subject in passage.subjects:
            if len(self.entries) < _MAX_KEPT or subject.kinds or subject.values:
                self.entries.append(self._make_entry(passage, subject))
        self._assign_loose(passage)
        if self.chars > _MAX_LETTER_CHARS and len(self.entries) > _MAX_OPEN:
            self._settle()

    def _make_entry(self, passage: Passage, subject: PassageSubject) -> _Entry:
        mention = subject.mention
        facts = no_facts()
        facts.ids |= subject.ids
        if mention.by == "id":
            facts.ids |= set(mention.candidates)
        for value in subject.facts:
            self._add_fact(facts, value, mention.candidates)
        if len(mention.candidates) > 1:
            facts.around = passage.around(mention)
        values = list(subject.values)
        values += [
            Value(one.start, one.end, DataKind.DOB, one.text)
            for one in subject.facts
            if one.fact == "dob" and not one.kind and one.text in facts.dobs
        ]
        name = subject.name or self._text_of(passage, subject)
        location = passage.locate(mention.start)
        kinds = set(subject.kinds)
        return _Entry(
            mention.candidates, name, mention.by, location, facts, kinds, values,
            mention.is_weak, mention.is_label, subject.is_other,
        )  # fmt: skip

    @staticmethod
    def _text_of(passage: Passage, subject: PassageSubject) -> str:
        return " ".join(passage.text[subject.mention.start : subject.mention.end].split())

    def _add_fact(self, facts: Facts, value: Value, candidates: tuple[int, ...]) -> None:
        lexicon = self.lexicon
        if value.fact == "dob":
            # a date without a label is a birth date only where it is that of somebody who may be meant
            if value.kind == DataKind.DOB or any(lexicon.people[who].dob == value.text for who in candidates):
                facts.dobs.add(value.text)
        elif value.fact == "phone":
            facts.phones.add(value.text)
        elif value.fact == "email":
            facts.emails |= set(lexicon.emails.get(value.text.encode(), ()))
        elif value.fact == "ssn":
            facts.ssns |= set(lexicon.ssns.get(value.text, ()))

    def _assign_loose(self, passage: Passage) -> None:
        """Give what belongs to nobody in its paragraph to the label before it; else keep it for the end."""
        labels = [one for one in passage.subjects if one.mention.is_label and not one.is_other]
        entries = self.entries[-len(passage.subjects) :] if passage.subjects else []
        at_label = {id(one): entry for one, entry in zip(passage.subjects, entries, strict=False)}
        finder = _Labels(passage, labels)
        for term in passage.loose_terms:
            owners = finder.find(term.at)
            for owner in owners:
                if id(owner) in at_label:
                    at_label[id(owner)].kinds.add(term.kind)
            if not owners and len(self.loose_terms) < _MAX_KEPT:
                self.loose_terms.append(term)
        self.loose_values += [(passage.locate(value.start), value) for value in passage.loose_values]

    def take_note(self, passage: Passage, people: tuple[int, ...]) -> None:
        """Take a cell of sentences in; `people`: whom its row is about, who is done with."""
        for subject in passage.subjects:
            if not set(subject.mention.candidates) & set(people) and (subject.kinds or subject.values):
                self.entries.append(self._make_entry(passage, subject))
        if not people:
            self.loose_terms += passage.loose_terms
            self.loose_values += [(passage.location, value) for value in passage.loose_values]

    def take_loose(self, location: str, kinds: Iterable[str], values: Iterable[Value]) -> None:
        """Take in what belongs to nobody where it stands: it is about whom the whole is about."""
        self.loose_terms += [FoundTerm(0, kind, is_strong=True) for kind in kinds]
        self.loose_values += [(location, value) for value in values][: _MAX_KEPT - len(self.loose_values)]

    def add_link(self, link: PersonLink) -> None:
        """Take in a link that a table gave."""
        about = link.outsider
        key: object = link.keys or ((about.name.lower(), *about.anchors) if about else ())
        if key in self._table_links:
            self._table_links[key].merge(link)
        else:
            self._table_links[key] = link

    def close(self) -> list[PersonLink]:
        """Everybody the whole is about."""
        self._take_loose()
        self._settle()
        links = list(self._table_links.values())
        self.kinds |= {kind for link in links for kind in link.kinds}
        return links

    def _settle(self) -> None:
        """Tell whom the mentions mean that were collected: all of a letter's, so many of a long list at a
        time.
        """
        resolver = Resolver(self.lexicon, self.keeper.today)
        wanted = [
            entry
            for entry in self.entries
            if entry.kinds or entry.values or entry.facts.ids or entry.facts.dobs
        ]
        for entry in wanted:
            entry.resolution = self._resolve(resolver, entry)
        told = _list_certain(wanted)
        for entry in wanted:
            for link in self._link(entry, told):
                self.add_link(link)
        self.entries.clear()

    def _resolve(self, resolver: Resolver, entry: _Entry) -> Resolution:
        if not entry.candidates:
            return Resolution((), POSSIBLE, "name")
        if entry.by in ("id", "email"):
            sure = CERTAIN if len(entry.candidates) == 1 else POSSIBLE
            doubt = "" if sure == CERTAIN else f"the {entry.by} is that of several"
            return Resolution(entry.candidates, sure, entry.by, doubt)
        return resolver.resolve(entry.candidates, entry.facts, is_weak=entry.is_weak)

    def _take_loose(self) -> None:
        kinds = {term.kind for term in self.loose_terms}
        if not kinds and not self.loose_values:
            return
        subjects = self._find_subjects()
        for entry in subjects:
            is_plain = not entry.is_label and not self._is_pupil(entry)
            entry.kinds |= kinds - _OF_PUPILS if is_plain else kinds
            if len({one.candidates or one.name for one in subjects}) == 1:
                entry.values += [value for _, value in self.loose_values]
        if not subjects:
            self.loose |= {str(value.kind) for _, value in self.loose_values if value.kind}
            self.loose |= set() if self.is_general else kinds
        self.kinds |= self.loose

    def _find_subjects(self) -> list[_Entry]:
        """Whom the whole is about: whom its name or its labels name; else the only student in a short
        text.
        """
        named = self._match_file_name()
        if named:
            return named[:1]
        labelled = [entry for entry in self.entries if entry.is_label and not entry.is_other]
        pupils = [entry for entry in labelled if self._is_pupil(entry) or not entry.candidates]
        labelled = pupils or labelled
        if labelled:
            people = {entry.candidates or entry.name for entry in labelled}
            return labelled[:1] if len(people) == 1 else []
        if self.is_general or self.chars > _MAX_LETTER_CHARS:
            return []
        plain = [entry for entry in self.entries if not entry.is_other and entry.candidates]
        pupils = [entry for entry in plain if self._is_pupil(entry)]
        chosen = pupils or plain
        return chosen[:1] if len({entry.candidates for entry in chosen}) == 1 else []

    def _match_file_name(self) -> list[_Entry]:
        stem = compose(self.name.rpartition("/")[2].rpartition(".")[0] or self.name)
        spaced = "".join(c if c.isalnum() else " " for c in stem).title()
        found = [one for one in Finder(self.lexicon, spaced, fold(spaced)).find() if one.by == "name"]
        if len(found) != 1:
            return []
        same = [entry for entry in self.entries if set(entry.candidates) & set(found[0].candidates)]
        return same or []

    def _is_pupil(self, entry: _Entry) -> bool:
        return any(self.lexicon.role_of(who) == STUDENT for who in entry.candidates)

    def _link(self, entry: _Entry, told: _Told) -> list[PersonLink]:
        kinds = entry.kinds | {str(value.kind) for value in entry.values if value.kind}
        resolution = entry.resolution
        if not kinds or resolution is None:
            return []
        people, sureness, by = resolution.people, resolution.sureness, resolution.by
        if sureness != CERTAIN and people:
            people, sureness, by = self._ask_siblings(entry, told, resolution)
        if people and all(self.lexicon.role_of(who) == STAFF for who in people):
            kinds = self._drop_public(entry, kinds)
        if not kinds:
            return []
        values = [self.keeper.keep(value.kind, value.text) for value in entry.values if value.kind]
        if not people:
            return self._link_outsider(entry, kinds, values)
        keys = tuple(self.lexicon.people[who].key for who in people)
        return [
            PersonLink(
                keys,
                None,
                kinds,
                sureness,
                {by},
                [entry.location],
                values,
                resolution.note if sureness == POSSIBLE else "",
            )
        ]

    @staticmethod
    def _drop_public(entry: _Entry, kinds: set[str]) -> set[str]:
        """What a directory makes public of staff anyway is left out, unless words say that it is private."""
        if any(
            value.kind == DataKind.CONTACT and value.is_personal and value.fact != "email"
            for value in entry.values
        ):
            return kinds if not entry.is_other else kinds - _PUBLIC_FOR_STAFF
        return kinds - _PUBLIC_FOR_STAFF

    @staticmethod
    def _ask_siblings(entry: _Entry, told: _Told, own: Resolution) -> tuple[tuple[int, ...], str, str]:
        """The same name elsewhere in the whole may be certain: then this one is the same person."""
        found = {one for who in entry.candidates for one in told.get(who, ())}
        people = {one for one, _ in found}
        if len(people) == 1:
            return people.pop(), CERTAIN, min(by for _, by in found)
        return own.people, own.sureness, own.by

    def _link_outsider(self, entry: _Entry, kinds: set[str], values: list[Masked]) -> list[PersonLink]:
        strong = [value for value in entry.values if value.is_strong or value.kind == DataKind.DOB]
        if not entry.name or (not strong and not (entry.is_label and kinds - {DataKind.CONTACT})):
            self.loose |= kinds - {DataKind.CONTACT}
            return []
        outsider = make_outsider(self.keeper, entry.name, role="other", values=entry.values)
        sureness = PROBABLE if outsider.anchors and len(outsider.anchors) > 1 else POSSIBLE
        return [
            PersonLink(
                (),
                outsider,
                kinds,
                sureness,
                {"name"},
                [entry.location],
                values,
                "the roster does not know this person",
            )
        ]


def _list_certain(entries: Iterable[_Entry]) -> _Told:
    told: _Told = {}
    for entry in entries:
        found = entry.resolution
        if found is not None and found.sureness == CERTAIN:
            for who in found.people:
                told.setdefault(who, set()).add((found.people, found.by))
    return told


class _Labels:
    """Finds the labels that a phrase falls under: a heading's come right after it, all others before."""

    def __init__(self, passage: Passage, labels: list[PassageSubject]) -> None:
        self._passage = passage
        self._labels = labels
        self._starts = [one.mention.start for one in labels]
        self._is_one = len({one.mention.candidates or one.name for one in labels}) == 1

    def find(self, at: int) -> list[PassageSubject]:
        """Those that are about a place."""
        number = bisect_right(self._starts, at)
        after = self._starts[number] if number < len(self._starts) else -1
        if 0 <= after < at + _HEADING and self._passage.folded.count(b"\n", at, after) <= 4:
            chosen = after
        elif number and not self._is_one:
            chosen = self._starts[number - 1]
        else:
            return []
        start, end = self._passage.line_of(chosen)
        return self._labels[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]
