"""What a document leaves open where it stands, given to whom the document as a whole is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from firstbell.impact.detection.evidence.results import PersonLink
from firstbell.impact.detection.evidence.sources import Source, trace_alike
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.identities.correspondents import Correspondents
from firstbell.impact.detection.identities.entries import BareRow, TextEntry
from firstbell.impact.detection.identities.resolver import no_facts
from firstbell.impact.detection.identities.subjects import FoundTerm
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import is_listing, strip_ending
from firstbell.impact.detection.passages.kept_kinds import (
    FEWEST_LISTED,
    give_households,
    is_listed,
    list_kept,
    list_leading,
    list_of_pupils,
    tell_listed,
)
from firstbell.impact.detection.passages.settings import Setting
from firstbell.impact.detection.passages.strangers import Strangers, tells_tales
from firstbell.impact.detection.passages.topics import Path, choose_subject, find_on_path, is_pupil
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN, STAFF, STUDENT

# longer texts are no letter about one person, whatever name stands in them alone
MAX_LETTER_CHARS = 40_000
# what the name of a file weighs, without its folder, or that of a folder that holds one matter alone
_NAMED = min(WEIGHTS.term["file"], WEIGHTS.term["matter"])
# what is said of these beside a grown-up's name is said of somebody else, where no label says otherwise
_OF_PUPILS = frozenset(
    {DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING, DataKind.SAFEGUARDING, DataKind.ECONOMIC}
)
_OF_GUARDIANS = frozenset({DataKind.SAFEGUARDING, DataKind.ECONOMIC})
# what a place alone never says of each who is named there
_NEVER_BY_PLACE = frozenset({DataKind.CREDENTIALS, DataKind.IMMIGRATION})
# what it tells of somebody that an office sees them
_BY_VISIT = frozenset({DataKind.COUNSELLING, DataKind.HEALTH})
# what people write of themselves
_FIRST_PERSON = frozenset({DataKind.SAFEGUARDING, DataKind.HEALTH, DataKind.FINANCIAL, DataKind.ECONOMIC})
_MOST_LABELLED, _PAIR = 200, 2
_CLAIMS = re.compile(r"(?i)(?:claimant|plaintiff|petitioner|complainant|appellant|grievant)\b")
_SUBMITTED = re.compile(r"(?i)[ \t*#>-]*(?:submitted|requested|filed|sent|entered|asked) by\b")
# from this share of rows on that say a kind themselves the others say that it is not so
_FEWEST_TOLD = 0.15


class OpenWhole(Protocol):
    """What is asked of a whole that was read to its end."""

    path: Path
    lexicon: Lexicon
    setting: Setting
    entries: list[TextEntry]
    loose_terms: list[FoundTerm]
    loose_values: list[tuple[str, Value]]
    loose: set[str]
    bare: list[BareRow]
    letters: Correspondents
    strangers: Strangers
    is_general: bool
    is_praise: bool
    is_staff_matter: bool
    headed: str
    named: set[str]
    chars: int

    @property
    def has_links(self) -> bool:
        """Whether a table told something of somebody."""

    def add_link(self, link: PersonLink) -> None:
        """Take in a link."""

    def count_linked(self, kind: str, keys: set[str]) -> int:
        """To how many of these a table gave a kind."""


class WholeSubject:
    """Settles one whole that was read to its end."""

    def __init__(self, unit: OpenWhole) -> None:
        self._unit = unit
        self._lexicon = unit.lexicon

    @property
    def _is_to_everybody(self) -> bool:
        """Whether the whole speaks to all, of all, or well of somebody."""
        unit = self._unit
        return unit.setting.is_public or unit.is_general or unit.is_praise

    def give_loose(self) -> None:
        """Give what belongs to nobody where it stands to whom the whole is about."""
        unit = self._unit
        loose = self._weigh_loose()
        self._give_rows(loose)
        self._give_labelled()
        if not loose and not unit.loose_values:
            # a bare list of names is about what its own name says
            self._give_elders()
            if not self._give_list(self._named_kinds()):
                self._give_filed()
                self._give_department()
        else:
            self._give_subject(loose)
        self._give_sender()
        give_households(self._lexicon, self._unit.entries)

    def _weigh_loose(self) -> dict[str, float]:
        weights: dict[str, float] = {}
        for term in self._unit.loose_terms:
            weights[term.kind] = max(weights.get(term.kind, 0.0), term.weight)
        return weights

    def _named_kinds(self) -> set[str]:
        """What the name of the file, or a folder of one matter, says that it is about."""
        unit = self._unit
        if self._is_to_everybody:
            return set()
        named = {kind for kind, weight in unit.setting.weights.items() if weight >= _NAMED}
        return named - _NEVER_BY_PLACE

    def _give_subject(self, weights: dict[str, float]) -> None:
        unit, near = self._unit, WEIGHTS.term["near"]
        kinds = {kind for kind, weight in weights.items() if weight + near >= THRESHOLD}
        is_list = self._give_list(kinds) or self._give_elders(kinds)
        subject = None if is_list else self._find_subject()
        if subject is not None:
            # a number alone is no label of a form
            is_named = subject.is_label and subject.by != "id"
            is_plain = not (is_named or is_pupil(self._lexicon, subject))
            told = kinds - self._list_others(subject) if is_plain else kinds
            hidden = self._list_not_theirs(subject)
            for one in self._list_beside(subject):
                one.tell(kinds, Source.DOCUMENT)
            subject.tell(told - hidden, Source.DOCUMENT)
            subject.values += unit.strangers.leave(unit.loose_values, hidden)
            unit.entries += unit.strangers.list_own()
            return
        if self._give_correspondent(kinds) or self._give_submitter(kinds) or self._give_strangers():
            return
        if self._give_headed({kind for kind in kinds if weights[kind] >= THRESHOLD}):
            return
        unit.loose |= {str(value.kind) for _, value in unit.loose_values if value.kind}
        unit.loose |= set() if unit.is_general else {one for one in kinds if weights[one] >= THRESHOLD}

    def _list_beside(self, subject: TextEntry) -> list[TextEntry]:
        """Those whose labels stand on the lines right before and after that of the subject: "Child 1", "Child
        2".
        """
        labelled = [one for one in self._unit.entries if one.is_label and not one.is_other]
        at = next((number for number, one in enumerate(labelled) if one is subject), -1)
        beside: list[TextEntry] = []
        for step in (1, -1) if at >= 0 else ():
            last = subject
            for one in labelled[at + step :: step] if at + step >= 0 else ():
                if one.who == last.who or abs(one.line - last.line) > 1 or not is_pupil(self._lexicon, one):
                    break
                beside.append(one)
                last = one
        return beside

    def _give_correspondent(self, kinds: set[str]) -> bool:
        """What a mail says in the first person is its sender's, what a letter says in the second is its
        receiver's; whether it is one.
        """
        unit, letters = self._unit, self._unit.letters
        if self._is_to_everybody or letters.is_to_all:
            return False
        if letters.writers:
            told = False
            for writer, said in letters.writers.items():
                one = self._enter(writer)
                one.tell(kinds & (said.told | (said.first & _FIRST_PERSON)), Source.LETTER)
                if said.is_own:
                    one.values += [value for _, value in unit.loose_values]
                told = told or bool(one.kinds or one.values)
            return told
        if letters.is_strangers:
            one = self._make_entry((), letters.stranger, is_label=True)
            own = (value for _, value in unit.loose_values if value.is_strong or value.kind == DataKind.DOB)
            one.values += own
            return True
        if not letters.receiver or not letters.is_second or letters.sender == letters.receiver:
            return False
        one = self._enter(letters.receiver)
        one.tell(kinds - self._list_others(one) - list_of_pupils(unit, one), Source.LETTER)
        one.values += [value for _, value in unit.loose_values if value.kind != DataKind.SSN]
        return bool(one.kinds or one.values)

    def _give_submitter(self, kinds: set[str]) -> bool:
        """What a form says that names nobody but who sent it in is said of them; whether it is one."""
        entries = self._unit.entries
        if self._is_to_everybody or len({one.who for one in entries}) != 1:
            return False
        sent = [one for one in entries if one.is_other and _SUBMITTED.match(one.lead)]
        for one in sent[:1]:
            one.is_other = False
            one.tell(kinds - self._list_others(one), Source.LETTER)
        return bool(sent)

    def _give_strangers(self) -> bool:
        """What is about nobody of the roster is about whom it names besides; whether there is somebody."""
        unit = self._unit
        if self._is_to_everybody or tells_tales(unit.path.folders, unit.path.name):
            return False
        unit.entries += (told := unit.strangers.list_entries())
        return bool(told)

    def _give_headed(self, kinds: set[str]) -> bool:
        """What a note says whose head names somebody whom the roster does not know, and that names nobody
        else, is said of them; whether it is one.
        """
        unit = self._unit
        if self._is_to_everybody or not unit.headed or unit.entries:
            return False
        one = self._make_entry((), unit.headed, is_label=True)
        one.tell(kinds, Source.DOCUMENT)
        one.values += [value for _, value in unit.loose_values if value.is_strong]
        return True

    def _give_department(self) -> None:
        """What names pupils and says no more, where a counselor or a nurse keeps it, is of their matter."""
        unit = self._unit
        kinds = {kind for kind in unit.setting.weights if kind in _BY_VISIT}
        is_told = unit.has_links or any(one.told_kinds for one in unit.entries)
        if not kinds or is_told or self._is_to_everybody or is_listing([strip_ending(unit.path.name)]):
            return
        for one in unit.entries:
            if one.candidates and not one.is_other and is_pupil(self._lexicon, one):
                one.tell(kinds, Source.PLACE)
        for row in unit.bare:
            if self._role_of(row.key) == STUDENT:
                self._link_row(row, kinds)

    def _link_row(self, row: BareRow, kinds: Iterable[str]) -> None:
        link = PersonLink((row.key,), None, set(kinds), row.sureness, {row.by}, [row.location], [])
        link.told = trace_alike(row.by, kinds, Source.PLACE)
        self._unit.add_link(link)

    def _give_sender(self) -> None:
        """What a mail says outright of who writes it, beside what it says of a child."""
        unit = self._unit
        if unit.letters.is_to_all or unit.is_general or unit.setting.is_public:
            return
        for writer, said in unit.letters.writers.items():
            wards = {who for one in writer for who in self._lexicon.wards.get(one, ())}
            shared = {kind for one in unit.entries if wards & set(one.candidates) for kind in one.kinds}
            told = (said.told & _FIRST_PERSON) | (said.first & _OF_GUARDIANS & shared)
            told |= said.first & {DataKind.FINANCIAL} if said.is_own else set()
            one, loose = self._enter(writer), (value for _, value in unit.loose_values)
            one.tell(told, Source.LETTER)
            one.values += [value for value in loose if value.is_writers and said.is_own]

    def _enter(self, people: tuple[int, ...]) -> TextEntry:
        """The entry of those people; a new one where they have none."""
        unit = self._unit
        for one in unit.entries:
            if one.candidates == people:
                one.facts.emails |= set(people)
                return one
        entry = self._make_entry(people, "", is_label=False)
        entry.facts.emails |= set(people)
        return entry

    def _make_entry(self, people: tuple[int, ...], name: str, *, is_label: bool) -> TextEntry:
        entry = TextEntry(
            people, name, "email", "the address of the mail", no_facts(), set(), [],
            is_weak=False, is_label=is_label, is_other=False,
        )  # fmt: skip
        self._unit.entries.append(entry)
        return entry

    def _give_rows(self, loose: dict[str, float]) -> None:
        """Rows that name somebody and say nothing more, in a place of one matter: they are about that."""
        unit = self._unit
        if not unit.bare or self._is_to_everybody:
            return
        if is_listing([strip_ending(unit.path.name)]):
            return
        kinds = self._named_kinds()
        kinds |= {
            kind for kind, weight in loose.items() if weight >= THRESHOLD and kind in unit.setting.weights
        }
        # where some rows say it themselves the others say that it is not so
        keys = {row.key for row in unit.bare}
        kinds = {kind for kind in kinds if unit.count_linked(kind, keys) < _FEWEST_TOLD * len(keys)}
        if unit.count_linked(DataKind.HEALTH, keys) >= _FEWEST_TOLD * len(keys):
            kinds -= {DataKind.ECONOMIC}  # a kitchen lists who must not eat what
        for row in unit.bare if kinds else ():
            told = kinds - row.told
            told -= _OF_PUPILS if self._role_of(row.key) == STAFF else frozenset()
            if told:
                self._link_row(row, told)

    def _role_of(self, key: str) -> str:
        return self._lexicon.role_of(self._lexicon.at_key[key])

    def _give_labelled(self) -> None:
        """A form about one person is about what its own name says."""
        unit = self._unit
        labelled = [one for one in unit.entries if one.is_label and not one.is_other and "@" not in one.name]
        # of a relative whom the roster does not know, and not of who works here and cares for them
        strange = [one for one in unit.entries if one.name and not one.candidates and "@" not in one.name]
        pair = {one.who for one in (*labelled, *strange)}
        named = self._named_kinds() - {kind for one in strange if len(pair) == _PAIR for kind in one.kinds}
        diets = sum(DataKind.HEALTH in one.kinds for one in labelled)
        if 2 * diets >= max(len(labelled), FEWEST_LISTED):
            named -= {DataKind.ECONOMIC}  # a kitchen lists who must not eat what
        if named and labelled and len({one.who for one in labelled}) <= _MOST_LABELLED:
            for one in labelled:
                # who claims something is paid nothing yet, nor is a child by what its place says
                own = named - {DataKind.FINANCIAL} if one.kinds and _CLAIMS.match(one.lead) else named
                others = {DataKind.FINANCIAL} if is_pupil(self._lexicon, one) else self._list_others(one)
                one.tell(own - others, Source.PLACE)

    def _give_filed(self) -> None:
        """A file in somebody's own folder is of the kind that the place is of, whatever its words."""
        unit = self._unit
        owners = find_on_path(self._lexicon, unit.path) if unit.setting.weights else []
        if len({entry.who for entry, _ in owners}) == 1 and not self._is_to_everybody:
            subject = owners[0][0]
            subject.tell(unit.setting.weights.keys() - list_kept(unit, subject), Source.PLACE)
            unit.entries.append(subject)

    def _give_list(self, kinds: set[str]) -> bool:
        """A list of names under a heading is about all of them, where the document's name says the same;
        whether it is one.
        """
        unit = self._unit
        headed = {one.kind for one in unit.loose_terms if one.is_heading} - _NEVER_BY_PLACE
        told = {kind for kind in kinds if kind in unit.setting.weights or kind in headed}
        pupils = list_leading(unit, lambda one: is_pupil(self._lexicon, one))
        if unit.is_general or unit.setting.is_public or any(one.is_label for one in pupils):
            return False
        return tell_listed(pupils, told)

    def _give_elders(self, headed: Iterable[str] | None = None) -> bool:
        """A list of nothing but grown-ups in a place of one matter is about them; whether it is one.
        `headed`: what words above it say, which must then be what the place says.
        """
        named = self._named_kinds()
        if headed is not None:
            named &= set(headed) & {one.kind for one in self._unit.loose_terms if one.is_heading}
        if not named or any(is_pupil(self._lexicon, one) for one in self._unit.entries):
            return False
        elders = list_leading(self._unit, lambda one: bool(one.candidates))
        told = [tell_listed([one], named - self._list_others(one)) for one in elders]
        return any(told)

    def _list_others(self, subject: TextEntry) -> frozenset[str]:
        """Kinds that are said of somebody else where a grown-up alone is named."""
        is_guardian = all(self._lexicon.role_of(who) == GUARDIAN for who in subject.candidates)
        return _OF_PUPILS - _OF_GUARDIANS if is_guardian else _OF_PUPILS

    def _list_not_theirs(self, subject: TextEntry) -> frozenset[str]:
        """Kinds that a matter of staff tells of them and not of the pupils whom it names, and all that a mail
        to everybody says, of those who work here and are only named in it.
        """
        unit = self._unit
        roles = {self._lexicon.role_of(who) for who in subject.candidates}
        if roles == {STAFF} and not subject.is_label and unit.letters.is_to_all:
            return frozenset(DataKind)
        is_told = any(
            DataKind.DISCIPLINE in one.kinds
            and {self._lexicon.role_of(who) for who in one.candidates} == {STAFF}
            for one in unit.entries
        )
        if is_pupil(self._lexicon, subject) and any(
            DataKind.FINANCIAL in said.first for said in unit.letters.writers.values()
        ):
            return frozenset({DataKind.FINANCIAL})  # it is the writer's card
        is_matter = unit.is_staff_matter and is_told and STAFF not in roles
        return frozenset({DataKind.DISCIPLINE}) if is_matter else frozenset()

    def _find_subject(self) -> TextEntry | None:
        """Whom the whole is about; nobody where it speaks to all, or is too long for one."""
        unit = self._unit
        labelled = {entry.who for entry in unit.entries if entry.is_label and not entry.is_other}
        if not labelled and unit.chars > MAX_LETTER_CHARS:
            return None
        subject = choose_subject(self._lexicon, unit.path, unit.entries)
        is_open = (unit.is_general or unit.setting.is_public) and not (subject and subject.is_label)
        if subject is None or is_open or is_listed(unit, subject):
            return None
        unit.entries += [] if subject in unit.entries else [subject]
        return subject
