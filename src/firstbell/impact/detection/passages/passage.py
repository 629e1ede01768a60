"""One passage of text: who is named in it, which values and words it holds, and to whom each of them belongs.

A value belongs to the person on its line, nearest before it; else to the one nearest before it in its
paragraph; else to the last label before it ("Student: ..."). What belongs to nobody so is left to the
document as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.identities.bare_numbers import find_leading, is_called_number
from firstbell.impact.detection.identities.mentions import Finder, Mention
from firstbell.impact.detection.identities.name_fields import (
    BESIDE_NUMBER,
    Namesakes,
    choose_bearer,
    find_name_fields,
    list_accounts,
)
from firstbell.impact.detection.identities.outright import tell_outright
from firstbell.impact.detection.identities.own_words import find_opener
from firstbell.impact.detection.identities.owners import Owners
from firstbell.impact.detection.identities.relatives import find_holder, is_ward, take_relatives
from firstbell.impact.detection.identities.speakers import mark_roles, mark_speakers
from firstbell.impact.detection.identities.stretches import find_nearest
from firstbell.impact.detection.identities.subjects import (
    FoundTerm,
    PassageSubject,
    drop_repeated,
    group_terms,
    list_terms,
    make_loose,
)
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds
from firstbell.impact.detection.passages import open_values
from firstbell.impact.detection.passages.addressees import mark_addressees
from firstbell.impact.detection.passages.fills import is_no_hint
from firstbell.impact.detection.passages.heading_labels import mark_below_labels, mark_headings
from firstbell.impact.detection.passages.label_marks import take_label, take_plain_labels
from firstbell.impact.detection.passages.leading_numbers import find_led, tell_paid
from firstbell.impact.detection.passages.moods import mark_said
from firstbell.impact.detection.passages.passage_text import PassageText
from firstbell.impact.detection.passages.remarks import give_remarks, settle_shared
from firstbell.impact.detection.passages.settings import Setting, is_announced, is_nobodys, is_praise
from firstbell.impact.detection.passages.strange_heads import enter_barred, enter_heads
from firstbell.impact.detection.values.patterns import Match, Shape, scan_prose
from firstbell.impact.detection.values.value import Value, Weigher
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.nicknames import WORDS
from firstbell.impact.people.person import STAFF, STUDENT

_HEADER = re.compile(rb"(from|to|cc|bcc|reply-to|sent|date):")
# a number that is a part of a longer one: "504-12-3456"
_GOES_ON = re.compile(rb"\d[-./:]\d")
# so many hints make a text one to everybody; the place of the document counts as one
_LONGEST_NAME, _REACH, _HINTS = 80, 3000, 2
# numbers that are somebody's, whatever the text about them
_NEVER_GENERAL = select_kinds(lambda signs: signs.is_somebodys)
_WORDS = re.compile(rb"[a-z]{2}")
# of the phrases of one kind in one paragraph so many count; in longer ones a word that many offices use says
# nothing by itself
_COUNTED, _LONGEST_REMARK = 3, 240
_OPEN_FACTS = frozenset(("dob", "licence"))
# what is kept for the document as a whole, where nobody is named beside it
_LEFT_OVER = 0.7
_START_OF = attrgetter("start")


class Passage(PassageText):
    """A passage, taken apart. `loose`: values and phrases that belong to nobody in it."""

    def __init__(
        self, location: str, text: str, lexicon: Lexicon, *, today: str, setting: Setting | None = None
    ) -> None:
        super().__init__(location, text)
        self._lexicon = lexicon
        matches = scan_prose(self.folded)
        weigher = Weigher(self.folded, lexicon, today)
        weighed = () if is_nobodys(self.folded) else matches
        self.values = [value for match in weighed if (value := weigher.weigh(match))]
        self._emails = sorted((value for value in self.values if value.fact == "email"), key=_START_OF)
        self._setting = setting or Setting()
        self.is_public = self._setting.is_public
        self.subjects: list[PassageSubject] = []
        self._starts: list[int] = []
        self._list_subjects(matches)
        self._order(self.subjects)
        found = settle_shared(self, list_terms(matches, self._setting.weights), matches)
        self._terms = [
            term
            for term in mark_said(self.text, self.folded, found)
            if not self._is_in_name(term.at - 1) and not _GOES_ON.match(self.folded, term.at - 1)
        ]
        self.terms = [term for term in self._terms if not term.is_unsaid]
        self.is_general = self._speaks_to_all(matches, is_public=self._setting.is_public)
        self.is_praise = is_praise(self.folded)
        self._discount = WEIGHTS.term["general"] if self.is_general else 0.0
        if self._setting.is_public and not self.is_general and not self._has_label():
            self._discount = WEIGHTS.term["public"]
        self.loose_values: list[Value] = []
        self.loose_terms: list[FoundTerm] = []
        self._give_values()
        tell_paid(self, self._setting.weights)
        enter_heads(self)
        self._give_terms()
        enter_barred(self)
        tell_outright(self)

    def _has_label(self) -> bool:
        return any(one.mention.is_label for one in self.subjects)

    def _is_in_name(self, at: int) -> bool:
        """Whether a word is a part of somebody's name, or stands in a line of addresses of a mail."""
        number = bisect_right(self._starts, at) - 1
        last = self.subjects[number].mention if number >= 0 else None
        if last is not None and last.by == "name" and at < last.end:
            return True
        start, _ = self.line_of(at)
        return _HEADER.match(self.folded, start) is not None

    def _speaks_to_all(self, matches: Iterable[Match], *, is_public: bool) -> bool:
        """Whether it is about nobody: a text to everybody, a lesson, a form that is not filled in."""
        if is_announced(self.folded):
            return True
        if self._has_label() or any(one.kind == DataKind.SSN and one.is_strong for one in self.values):
            return False
        hints = sum(one.shape is Shape.HINT and not is_no_hint(self.folded, one.end) for one in matches)
        return any(match.shape is Shape.GENERAL for match in matches) or hints + is_public >= _HINTS

    def _list_subjects(self, matches: Iterable[Match]) -> None:
        named: list[PassageSubject] = []
        ids: list[Mention] = []
        for mention in Finder(self._lexicon, self.text, self.folded).find():
            if mention.by == "id":
                ids.append(mention)
            else:
                named.append(PassageSubject(mention))
        named += self._list_name_fields()
        named += list_accounts(self._lexicon, self.folded)
        self._order(named)
        ends = {match.end for match in matches if match.shape in {Shape.STRONG, Shape.PLAIN}}
        for match in matches:
            if match.shape is Shape.LABEL:
                take_label(self, match, is_personnel=self._setting.is_personnel, ends=ends)
        self._order(named)
        if not self._setting.is_public:
            take_plain_labels(self, named)
        take_relatives(self)
        mark_below_labels(self, named)
        mark_headings(self, named)
        mark_addressees(self, named)
        self._list_references(named, ids)
        if named:
            mark_roles(self, named)
        self._give_ids(ids, named)

    def _list_references(self, named: list[PassageSubject], ids: Sequence[Mention]) -> None:
        """Who is spoken of by a given name alone, or by a part in the case, and is named in full."""
        references = self._setting.references
        if references is None:
            return
        known = [one.mention for one in named]
        for mention in known:
            if mention.by == "name" and len(mention.candidates) == 1 and not mention.is_weak:
                references.learn(mention.candidates)
            references.learn_part(self.folded, mention)
        for value in self._emails:
            # an invitation has the address of whom it calls "Ada O."
            people = self._lexicon.emails.get(value.text.encode(), ())
            is_pupil = len(people) == 1 and self._lexicon.role_of(people[0]) == STUDENT
            references.learn(people if is_pupil else ())
        references.learn_children(
            self.folded, (one.candidates[0] for one in known if one.by == "name" and len(one.candidates) == 1)
        )
        found = references.find(self.text, self.folded, [*known, *ids])
        if found:
            named += [PassageSubject(mention) for mention in found]
            self._order(named)

    def _list_name_fields(self) -> Iterator[PassageSubject]:
        """Who is named by a field for the given name and one for the family name."""
        for one in find_name_fields(self.text, self.folded):
            name = f"{one.family}, {one.given}"
            found = Finder(self._lexicon, name, fold(name)).find()
            people = found[0].candidates if found else ()
            mention = Mention(one.start, one.end, people, is_label=True)
            yield PassageSubject(mention, name=f"{one.given} {one.family}")

    def _order(self, named: list[PassageSubject]) -> None:
        """Put those who are named in order, to be found by place."""
        named.sort(key=lambda one: one.mention.start)
        self.subjects = named
        self._starts = [one.mention.start for one in named]

    def _give_ids(self, ids: list[Mention], named: list[PassageSubject]) -> None:
        """An id belongs to the name on its line, or stands for a person by itself where a label says so."""
        if not ids:
            return
        alone: list[PassageSubject] = []
        namesakes = Namesakes(named)
        leading = find_leading(self._lexicon, self.folded, ids)
        for mention in ids:
            before = self.folded[max(0, mention.start - 40) : mention.start]
            is_labelled = is_called_number(before)
            start, end = self.line_of(mention.start)
            behind = self.list_between(mention.end, mention.end + BESIDE_NUMBER)
            owner = choose_bearer(self._find_nearest((start, end), mention.start), mention, behind)
            if owner is not None and (is_ward(self, owner, mention) or self._speaks_of(owner, mention)):
                owner = None
            elif owner is None and is_labelled:
                start, end = self.paragraph_of(mention.start)
                owner = self._find_nearest((start, end), mention.start)
                owner = owner or self._last_label(mention.start, 200)
                known = owner.mention.candidates if owner is not None else ()
                if known and not set(known) & set(mention.candidates):
                    owner = None  # it is the number of somebody else than the name above
            if owner is not None and (is_labelled or set(owner.mention.candidates) & set(mention.candidates)):
                owner.ids |= set(mention.candidates)
                # a number stands for a person, with the short form of the name as without
                is_short = owner.mention.is_weak and not owner.is_other
                owner.mention.is_label |= is_short and owner.mention.by == "name"
            elif owner is None and (bearer := namesakes.find(mention.candidates, mention.start)):
                bearer.ids |= set(mention.candidates) & set(bearer.mention.candidates)
            elif owner is None and (is_labelled or mention.start in leading):
                alone.append(
                    PassageSubject(
                        Mention(mention.start, mention.end, mention.candidates, "id", is_label=True)
                    )
                )
        mark_speakers(self, alone)
        named += alone

    def _speaks_of(self, owner: PassageSubject, number: Mention) -> bool:
        """Whether it is a pupil's number, in what somebody who works here says or writes."""
        roles = map(self._lexicon.role_of, number.candidates)
        return owner.is_other and self.is_staff(owner) and {*roles} <= {STUDENT}

    def _last_label(self, at: int, reach: int = _REACH) -> PassageSubject | None:
        for one in reversed(self.list_between(at - reach - _LONGEST_NAME, at)):
            if one.mention.is_label:
                return one if at - one.mention.end <= reach else None
        return None

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there, in order."""
        return self.subjects[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]

    def _find_nearest(self, within: tuple[int, int], at: int) -> PassageSubject | None:
        """The last within a stretch that begins before a place, else the first after it."""
        first, last = (bisect_left(self._starts, one) for one in within)
        if first == last:
            return None
        return self.subjects[max(first, bisect_right(self._starts, at, first, last) - 1)]

    def _give_values(self) -> None:
        namesakes = Namesakes(self.subjects) if self._emails else None
        # a number that is somebody's names whom the roster does not know, and then a day before it is theirs
        for value in sorted(self.values, key=lambda one: not one.is_strong):
            owner, is_anybodys = find_holder(self, self._find_owner(value), value)
            if not is_anybodys or (
                value.is_open and not open_values.settle_value(self._lexicon, self.folded, value, owner=owner)
            ):
                continue
            if owner is None and value.fact == "dob":
                owner = open_values.find_born(
                    self._lexicon, self.list_between(*self.paragraph_of(value.start)), value
                )
            if owner is None and namesakes is not None and value.fact == "email":
                owner = namesakes.find(self._lexicon.emails.get(value.text.encode(), ()), value.start)
            if self._setting.is_public and open_values.is_example(self.folded, value):
                self.loose_values.append(value)
                continue
            if owner is None or (self.is_general and value.kind and value.kind not in _NEVER_GENERAL):
                if value.is_strong or value.kind == DataKind.DOB:
                    self.loose_values.append(value)
                continue
            if value.fact:
                owner.facts.append(value)
            if value.kind:
                owner.values.append(value)

    def _find_owner(self, value: Value) -> PassageSubject | None:
        start, end = self.line_of(value.start)
        owner = self._find_nearest((start, end), value.start)
        is_address = value.fact == "email" and _HEADER.match(self.folded, start)
        if is_address or value.is_writers or open_values.is_paid_for(self, owner, start, value=value):
            return find_opener(self, value.start) if value.is_writers else None
        owner = open_values.find_payer(self, owner, start, value=value)
        if owner is not None or (not value.kind and value.fact not in _OPEN_FACTS):
            return self._find_labelled(value, owner) or owner
        if holder := find_led(self, self.values, value) or self._find_mailbox(value, start, end):
            return holder
        stranger = open_values.find_bearer(self._lexicon, self.text, value)
        is_card = self._last_label(value.start) is not None
        if value.is_strong and (span := open_values.find_stranger(self.text, start, value, is_card=is_card)):
            stranger = PassageSubject(Mention(span[0], span[1], ()), name=self.text[span[0] : span[1]])
        if stranger is not None:
            self.insert(stranger)
            return stranger
        if not value.kind or (value.kind == DataKind.CONTACT and not value.is_personal):
            return None
        first, last = self.paragraph_of(value.start)
        owner = open_values.drop_numbered(self, self._find_nearest((first, last), value.start), value)
        if owner is not None and owner.is_other:
            near = [one for one in self.list_between(first, last) if not one.is_other]
            owner = find_nearest(near, [one.mention.start for one in near], value.start)
        if owner is None and (holder := self._find_mailbox(value, first, value.start)):
            return holder
        if owner is None and (
            headed := open_values.find_headed(self._lexicon, self.text, first, value=value)
        ):
            self.insert(headed)
            return headed
        return owner or find_opener(self, value.start) or self._last_label(value.start)

    def _find_labelled(self, value: Value, owner: PassageSubject | None) -> PassageSubject | None:
        """Whose a number is that another follows on its line: a stranger's before it, or a label's."""
        if owner is None or not value.is_strong or owner.mention.start < value.end:
            return None
        if (led := open_values.find_leader(self, value)) or owner.mention.is_label:
            return led
        if not _WORDS.search(self.folded, value.end, owner.mention.start):
            return None
        label = self._last_label(value.start)
        is_near = label is not None and self.paragraph_of(value.start)[0] <= label.mention.start
        return label if is_near and label is not None and not label.is_other else None

    def _find_mailbox(self, value: Value, start: int, end: int) -> PassageSubject | None:
        """Who is told beside a number by an e-mail address of the roster alone; one more who is named."""
        at = bisect_left(self._emails, start, key=_START_OF)
        while value.is_strong and at < len(self._emails) and self._emails[at].start < end:
            one = self._emails[at]
            if people := tuple(self._lexicon.emails.get(one.text.encode(), ())):
                self.insert(holder := PassageSubject(Mention(one.start, one.end, people, "email")))
                return holder
            at += 1
        return None

    def insert(self, subject: PassageSubject) -> None:
        """Take in one more who is named."""
        at = bisect_right(self._starts, subject.mention.start)
        self.subjects.insert(at, subject)
        self._starts.insert(at, subject.mention.start)

    def _give_terms(self) -> None:
        """Weigh the phrases of each kind in each paragraph, and give the kind to whom they are about."""
        if not self.terms:
            return
        owners, beside = Owners(self), self._discount + WEIGHTS.term["near"]
        for kind, terms in group_terms(self, self._terms):
            said = [term for term in terms if not term.is_unsaid]
            told = sorted((term.weight for term in drop_repeated(self.folded, said)), reverse=True)
            start, end = self.paragraph_of(terms[0].at - 1)
            if not told and end - start > _LONGEST_REMARK:
                continue
            weight = sum(told[:_COUNTED]) or WEIGHTS.term["placed"]
            weight += self._setting.weights.get(kind, 0.0) + self._discount
            strong = [term for term in terms if term.is_strong] or terms[:_COUNTED]
            for term in strong:
                if term.is_unsaid:
                    continue
                held = owners.find(term)
                is_told = weight + WEIGHTS.term["near"] * held.is_near >= THRESHOLD
                if held.is_strange:
                    continue
                if not held.subjects and told and (is_told or weight >= _LEFT_OVER):
                    self.loose_terms.append(make_loose(term, weight, self.location))
                elif is_told:
                    held.tell(term)
            decided = {term.at for term in strong}
            further = [one for one in said if not one.is_placed and one.at not in decided]
            give_remarks(self, owners, further, place=self._setting.weights.get(kind, 0.0) + beside)
        self.loose_terms = [term for term in self.loose_terms if not owners.is_of_grown(term)]

    def is_given(self, word: bytes) -> bool:
        """Whether somebody of the roster is called so, and the word is no other one."""
        return word in self._lexicon.given and word not in WORDS

    def is_placed(self, kind: str) -> bool:
        """Whether the place of the text says a kind of those who work here."""
        return self._setting.is_personnel and self._setting.weights.get(kind, 0.0) > 0

    def is_staff(self, subject: PassageSubject) -> bool:
        """Whether nobody but somebody who works here may be meant."""
        return {self._lexicon.role_of(who) for who in subject.mention.candidates} == {STAFF}

    def is_pupils(self, number: Mention) -> bool:
        """Whether a number may be a student's."""
        return any(self._lexicon.role_of(who) == STUDENT for who in number.candidates)

    def is_pupil(self, subject: PassageSubject) -> bool:
        """Whether a student may be meant."""
        return self.is_pupils(subject.mention)
