"""One whole: a document, a message, a file in an archive. What its passages leave open is settled by all of
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE, Keeper, PersonLink
from firstbell.impact.detection.evidence.sources import Source, is_by_title, trace_alike
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.headers.code_keys import CodeKeys
from firstbell.impact.detection.identities.accusations import is_staff_matter
from firstbell.impact.detection.identities.bearers import Bearers
from firstbell.impact.detection.identities.correspondents import Correspondents
from firstbell.impact.detection.identities.entries import (
    BareRow,
    CertainMentions,
    TextEntry,
    is_bare_line,
    list_certain,
)
from firstbell.impact.detection.identities.nearby_wards import NearbyWards
from firstbell.impact.detection.identities.outright import is_spared
from firstbell.impact.detection.identities.outsiders import find_lead_stranger, is_nobody, make_outsider
from firstbell.impact.detection.identities.references import References
from firstbell.impact.detection.identities.resolver import Facts, Resolution, Resolver, no_facts
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds
from firstbell.impact.detection.kinds.titles import is_personnel, is_public, weigh_path
from firstbell.impact.detection.passages.cleared_people import list_barred, list_cleared
from firstbell.impact.detection.passages.heading_labels import leads_line
from firstbell.impact.detection.passages.labels import Labels, TableLayout
from firstbell.impact.detection.passages.like_lines import (
    drop_job_numbers,
    give_alike,
    speaks_of_group,
    spell_lead,
)
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.passages.settings import Setting, is_praise
from firstbell.impact.detection.passages.strangers import Strangers
from firstbell.impact.detection.passages.topics import Path, find_in_title
from firstbell.impact.detection.passages.whole_subject import MAX_LETTER_CHARS, WholeSubject
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.dates import turn_date
from firstbell.impact.people.folded_text import compose, fold
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF

_MAX_KEPT = 20_000
_MAX_OPEN = 4_000
_MAX_NAMED = 2_000
# weights of words from which on more of them say no more; what is left of the risk in a place for everybody
_MOST_HINTS, _PUBLIC_RISK = 3.0, 0.3
_PRIVATE_LIFE = select_kinds(lambda signs: signs.is_private_life)


@dataclass
class Unit:
    """Collects the passages of one whole."""

    path: Path
    lexicon: Lexicon
    keeper: Keeper
    entries: list[TextEntry] = field(default_factory=list)
    loose_terms: list[FoundTerm] = field(default_factory=list)
    loose_values: list[tuple[str, Value]] = field(default_factory=list)
    is_general: bool = False
    is_praise: bool = False
    is_staff_matter: bool = False
    is_sample: bool = False
    headed: str = ""
    chars: int = 0
    mentioned: int = 0
    hints: float = 0.0
    named: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    heading_person: PersonLink | None = None
    bare: list[BareRow] = field(default_factory=list)
    letters: Correspondents = field(default_factory=Correspondents)
    layout: TableLayout = field(default_factory=TableLayout)
    codes: CodeKeys = field(default_factory=CodeKeys)
    # of the columns of the tables so far
    roles: set[str] = field(default_factory=set)
    strangers: Strangers = field(default_factory=Strangers)
    references: References = field(init=False)
    bearers: Bearers = field(init=False)
    _wards: NearbyWards = field(init=False)
    _table_links: dict[object, PersonLink] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        folders, name = self.path.folders, self.path.name
        self.is_praise = is_praise(fold(compose(name)))
        self.references, self.bearers = References(self.lexicon), Bearers(self.lexicon, (*folders, name))
        self._wards = NearbyWards(self.lexicon)
        self.setting = Setting(
            weigh_path(folders, name), is_public(folders, name), is_personnel(folders), self.references
        )

    def take(self, location: str, text: str) -> None:
        """Take a passage in; an empty one, as what is noted below most tables, says nothing."""
        if text:
            self._take_passage(location, text)
        if self.chars > MAX_LETTER_CHARS and len(self.entries) > _MAX_OPEN:
            self._settle()

    def _take_passage(self, location: str, text: str) -> None:
        passage = Passage(location, text, self.lexicon, today=self.keeper.today, setting=self.setting)
        self.chars += len(text)
        self.is_general = self.is_general or passage.is_general or speaks_of_group(passage)
        self.is_praise = self.is_praise or passage.is_praise
        self.is_staff_matter = self.is_staff_matter or is_staff_matter(passage.folded)
        self.mentioned += sum(bool(one.mention.candidates) for one in passage.subjects)
        self.hints += sum(term.weight for term in passage.terms)
        self.layout.take_text(passage.text)
        self.letters.take(self.lexicon, passage)
        self.headed = self.headed or ("" if passage.subjects else find_lead_stranger(passage.text))
        self.references.learn_children(b"", (*self.letters.sender, *self.letters.receiver))
        for subject in passage.subjects:
            if len(self.entries) < _MAX_KEPT or subject.kinds or subject.values:
                self.entries.append(self._make_entry(passage, subject))
        self.name_people(
            self.lexicon.people[one.mention.candidates[0]].key
            for one in passage.subjects
            if len(one.mention.candidates) == 1 and not one.is_other
        )
        self._assign_loose(passage)

    def _make_entry(self, passage: Passage, subject: PassageSubject) -> TextEntry:
        mention = subject.mention
        facts = no_facts()
        facts.ids |= subject.ids
        if mention.by == "id":
            facts.ids |= set(mention.candidates)
        for value in subject.facts:
            self._add_fact(facts, value, mention.candidates)
        if len(mention.candidates) > 1:
            facts.around, facts.before = passage.around(mention), passage.read_before(mention)
            facts.wards |= self._wards.find(passage, mention)
        values = list(subject.values)
        values += [
            Value(one.start, one.end, DataKind.DOB, one.text)
            for one in subject.facts
            if one.fact == "dob" and not one.kind and one.text in facts.dobs
        ]
        name = subject.name or self._text_of(passage, subject)
        location = passage.locate(mention.start)
        cleared = list_cleared(passage, subject)
        kinds = set(subject.kinds) - cleared
        kinds |= list_barred(passage, mention) if not passage.is_pupil(subject) else set()
        return TextEntry(
            mention.candidates, name, mention.by, location, facts, kinds, values,
            mention.is_weak, mention.is_label, subject.is_other,
            passage.line_number(mention.start), len(self.entries), leads=leads_line(passage, mention),
            lead=spell_lead(passage.text[passage.line_of(mention.start)[0] : mention.start]),
            sources=dict(subject.sources), cleared=cleared,
        )  # fmt: skip

    @staticmethod
    def _text_of(passage: Passage, subject: PassageSubject) -> str:
        return " ".join(passage.text[subject.mention.start : subject.mention.end].split())

    def _add_fact(self, facts: Facts, value: Value, candidates: tuple[int, ...]) -> None:
        lexicon = self.lexicon
        if value.fact == "dob":
            # a date without a label is a birth date only where it is that of somebody who may be meant
            born = {lexicon.people[who].dob for who in candidates}
            turned = turn_date(value.text)
            if value.kind == DataKind.DOB and turned and turned in born and value.text not in born:
                value.text = turned  # the day stands first, as in forms in other languages
            if value.kind == DataKind.DOB or value.text in born:
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
        finder = Labels(passage, labels)
        before = len(self.loose_terms)
        for term in passage.loose_terms:
            if any(is_spared(passage, one, term.kind) for one in passage.subjects):
                continue
            owners = finder.find(term.at)
            for owner in owners:
                if id(owner) in at_label:
                    at_label[id(owner)].tell((term.kind,), Source.LABEL)
            if not owners and len(self.loose_terms) < _MAX_KEPT:
                self.loose_terms.append(term)
        self.strangers.take(passage, self.loose_terms[before:], passage.loose_values)
        self.loose_values += [(passage.locate(value.start), value) for value in passage.loose_values]

    def take_note(self, passage: Passage, people: tuple[int, ...]) -> None:
        """Take a cell of sentences in; `people`: whom its row is about, who is done with."""
        for subject in passage.subjects:
            if not set(subject.mention.candidates) & set(people):
                entry = self._make_entry(passage, subject)
                self.entries += [entry] if entry.kinds or entry.values else []
        if not people:
            self.loose_terms += passage.loose_terms
            self.loose_values += [(passage.location, value) for value in passage.loose_values]

    def take_lines(self, location: str, text: str) -> None:
        """Take in a table that comes as text: what names nobody is about whom its title names."""
        terms, values = len(self.loose_terms), len(self.loose_values)
        self.take(location, text)
        if self.heading_person is None:
            return
        told = [one for one in self.loose_terms[terms:] if one.weight + WEIGHTS.term["near"] >= THRESHOLD]
        given = [value for _, value in self.loose_values[values:]]
        del self.loose_terms[terms:], self.loose_values[values:]
        self.take_loose(location, {one.kind for one in told}, given)

    def take_loose(self, location: str, kinds: Iterable[str], values: Sequence[Value]) -> None:
        """Take in what belongs to nobody where it stands: it is about whom the heading above its table
        names, else about whom the whole is about.
        """
        if (above := self.heading_person) is not None:
            kept = [self.keeper.keep(value.kind, value.text) for value in values if value.kind]
            told = {*map(str, kinds), *(str(value.kind) for value in values if value.kind)}
            traced = trace_alike(next(iter(above.linked_by)), told, Source.TITLE)
            self.add_link(
                PersonLink(
                    above.keys, None, told, above.sureness, above.linked_by, [location], kept, told=traced
                )
            )
            return
        self.loose_terms += [FoundTerm(0, kind) for kind in kinds]
        self.loose_values += [(location, value) for value in values][: _MAX_KEPT - len(self.loose_values)]

    def read_heading(self, text: str) -> PersonLink | None:
        """Whom the last line of a passage names with nothing but a number: a table below is about them."""
        lines = text.rstrip().split("\n")
        last = self.entries[-1] if self.entries else None
        if (
            last is None
            or last.line != len(lines) - 1
            or last.is_other
            or not is_bare_line(lines[-1], last.name)
        ):
            return None
        return self._make_heading(last)

    def read_title(self, title: str) -> PersonLink | None:
        """Whom the name of a sheet or a table names: what stands there without a name is about them."""
        entry = find_in_title(self.lexicon, title)
        return self._make_heading(entry) if entry is not None else None

    def _make_heading(self, entry: TextEntry) -> PersonLink | None:
        found = self._resolve(Resolver(self.lexicon, self.keeper.today), entry)
        if len(found.people) != 1 or found.sureness == POSSIBLE:
            return None
        key = self.lexicon.people[found.people[0]].key
        return PersonLink((key,), None, set(), found.sureness, {found.by}, [entry.location], [])

    def add_link(self, link: PersonLink) -> None:
        """Take in a link that a table gave; of samples none of whom the roster does not know."""
        if self.is_sample and not link.keys:
            return
        about = link.outsider
        key: object = link.keys or (about.anchors if about else ())
        if key in self._table_links:
            self._table_links[key].merge(link)
        else:
            self._table_links[key] = link

    @property
    def has_links(self) -> bool:
        """Whether a table told something of somebody."""
        return bool(self._table_links)

    def count_linked(self, kind: str, keys: set[str]) -> int:
        """To how many of these a table gave a kind."""
        links = self._table_links.values()
        told = (one.keys for one in links if kind in one.kinds and not is_by_title(one.told, kind))
        return len(keys.intersection(chain.from_iterable(told)))

    def name_people(self, keys: Iterable[str]) -> None:
        """Take in who is named, whether or not anything is told of them."""
        if len(self.named) < _MAX_NAMED:
            new = [key for key in keys if key not in self.named]
            self.named.update(new)
            at_key = self.lexicon.at_key
            self.references.learn(at_key[key] for key in new if key in at_key)

    @property
    def risk(self) -> float:
        """How much place and words say that it tells of somebody, 0 to 1."""
        location = max(self.setting.weights.values(), default=0.0)
        words = min(self.hints, _MOST_HINTS) / _MOST_HINTS
        return min(1.0, (location + words) / 2) * (_PUBLIC_RISK if self.setting.is_public else 1.0)

    def close(self) -> list[PersonLink]:
        """Everybody the whole is about."""
        if not (self.is_general or self.is_praise or self.setting.is_public):
            give_alike(self.entries, self.setting.weights)
        WholeSubject(self).give_loose()
        self._settle()
        self.codes.drop_titled(self._table_links)
        for link in self.codes.list_links():
            is_staff = self.lexicon.role_of(self.lexicon.at_key[link.keys[0]]) == STAFF
            link.kinds -= _PRIVATE_LIFE if is_staff else frozenset()
            self.add_link(link)
        links = [link for link in self._table_links.values() if link.kinds]
        self.kinds |= {kind for link in links for kind in link.kinds}
        return links

    def _settle(self) -> None:
        """Tell whom the mentions mean that were collected: all of a letter's, so many of a long list at a
        time.
        """
        drop_job_numbers(self.entries)
        resolver = Resolver(self.lexicon, self.keeper.today)
        wanted = [
            entry
            for entry in self.entries
            if entry.kinds or entry.values or entry.facts.ids or entry.facts.dobs
        ]
        for entry in wanted:
            entry.resolution = self._resolve(resolver, entry)
        told = list_certain(wanted)
        for entry in wanted:
            for link in self._link(entry, told):
                self.add_link(link)
        self.entries.clear()

    def _resolve(self, resolver: Resolver, entry: TextEntry) -> Resolution:
        if not entry.candidates:
            return Resolution((), POSSIBLE, "name")
        if entry.by in ("id", "email"):
            sure = CERTAIN if len(entry.candidates) == 1 else POSSIBLE
            doubt = "" if sure == CERTAIN else f"the {entry.by} is that of several"
            return Resolution(entry.candidates, sure, entry.by, doubt)
        found = resolver.resolve(
            entry.candidates, entry.facts, is_weak=entry.is_weak, is_own=DataKind.SSN in entry.told_kinds
        )
        before, around = entry.facts.before, entry.facts.around
        return self.bearers.narrow(found, entry.told_kinds, before=before, around=around)

    def _link(self, entry: TextEntry, told: CertainMentions) -> list[PersonLink]:
        kinds = entry.told_kinds
        resolution = entry.resolution
        if not kinds or resolution is None:
            return []
        people, sureness, by = resolution.people, resolution.sureness, resolution.by
        if sureness != CERTAIN and people:
            people, sureness, by = self._ask_siblings(entry, told, resolution)
        if people and all(self.lexicon.role_of(who) == STAFF for who in people):
            kinds = entry.drop_public(kinds)
            kinds -= {kind for kind in _PRIVATE_LIFE if Source.LETTER not in entry.sources.get(kind, ())}
        if not kinds:
            return []
        if not people:
            return self._link_outsider(entry, kinds)
        values = [self.keeper.keep(value.kind, value.text) for value in entry.values if value.kind]
        keys = tuple(self.lexicon.people[who].key for who in people)
        note, traced = resolution.note if sureness == POSSIBLE else "", entry.trace(kinds, by)
        return [PersonLink(keys, None, kinds, sureness, {by}, [entry.location], values, note, traced)]

    @staticmethod
    def _ask_siblings(
        entry: TextEntry, told: CertainMentions, own: Resolution
    ) -> tuple[tuple[int, ...], str, str]:
        """The same name elsewhere in the whole may be certain: then this one is the same person."""
        found = {one for who in entry.candidates for one in told.get(who, ())}
        people = {one for one, _ in found}
        if len(people) == 1:
            return people.pop(), CERTAIN, min(by for _, by in found)
        return own.people, own.sureness, own.by

    def _link_outsider(self, entry: TextEntry, kinds: set[str]) -> list[PersonLink]:
        kinds = self.strangers.drop_recorded(entry, kinds)
        if self.setting.is_public or not kinds:
            return []
        strong = [value for value in entry.values if value.is_strong or value.kind == DataKind.DOB]
        if is_nobody(entry.name, strong, self.keeper.today):
            return []
        if not entry.name or (not strong and not (entry.is_label and kinds - {DataKind.CONTACT})):
            self.loose |= kinds - {DataKind.CONTACT}
            return []
        outsider = make_outsider(self.keeper, entry.name, role="other", values=entry.values)
        sureness = PROBABLE if outsider.anchors and len(outsider.anchors) > 1 else POSSIBLE
        values = [self.keeper.keep(value.kind, value.text) for value in entry.values if value.kind]
        note = "the roster does not know this person"
        return [PersonLink((), outsider, kinds, sureness, {"name"}, [entry.location], values, note)]
