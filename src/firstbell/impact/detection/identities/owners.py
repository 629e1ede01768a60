"""Whom a phrase of the vocabulary is about: the students in its sentence, else the few in its paragraph.

A list that somebody typed is one paragraph and one sentence of thousands of names: what a stretch of text
holds is worked out once for all phrases in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

import msgspec

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.accusations import (
    find_accused,
    find_employee,
    is_of_employment,
    list_doers,
)
from firstbell.impact.detection.identities.bare_numbers import list_posted
from firstbell.impact.detection.identities.line_records import OF_WORKERS, LineRecords, find_leading
from firstbell.impact.detection.identities.narrators import Voice
from firstbell.impact.detection.identities.own_words import find_tellers
from firstbell.impact.detection.identities.posts import ends_title, names_post
from firstbell.impact.detection.identities.relatives import keep_own
from firstbell.impact.detection.identities.speakers import tells_own
from firstbell.impact.detection.identities.stretches import (
    Stretch,
    drop_company,
    find_nearest,
    find_written,
    is_no_heading,
    list_messages,
    list_sentence_ends,
)
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.identities.visitors import StrangeTellings
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds

# a line of a list that begins with a name: "- Cam V.: sits in front"
_HEAD = re.compile(
    rb"[ \t]*(?:[-*\xb7]|\d{1,2}[.)])?[ \t]*([a-z][a-z'-]+)(?:[ ][a-z][a-z'-]*\.?)?[ ]?(?::|-|=)[ ]"
)
_SAME_WORDS = 24
_FEW, _CARRIED, _MOST_FIELDS, _FIELD_CHARS = 3, 3, 12, 60
# a line that heads others, a line of a list, and how many make one
_HEADING_CHARS, _LISTED_CHARS, _FEWEST_LISTED, _MOST_MISSES, _MOST_ON_LINE = 120, 140, 2, 2, 4
# so many words before a name make its line a sentence
_WORDS, _FEWEST_SPOKEN = re.compile(rb"[a-z]{2,}"), 4
# what stands so close behind a name, in the next sentence of one paragraph, goes on about them
_NEAR = 120
# what is said in one sentence with a grown-up and no pupil is said of them
_OF_THEM = re.compile(rb"\b(?:he|she|they|his|her|their|him|them)\b")
_IS_ILL = re.compile(rb"[,;][ ](?:he|she|who)[ ](?:has|had|is|was|got)\b|\A[ ](?:has|had|got|is|was)\b")
_OF_GUARDIANS = select_kinds(lambda signs: signs.of_guardians)
_OF_STAFF = select_kinds(lambda signs: signs.of_staff)


class HeldCells(msgspec.Struct, frozen=True):
    """Whom a phrase is about. `is_near`: whether they are named in its sentence, or on its line;
    `is_strange`: whether it is somebody who is not known.
    """

    subjects: list[PassageSubject]
    is_near: bool = False
    is_strange: bool = False

    def tell(self, term: FoundTerm) -> None:
        """The kind of the phrase is theirs."""
        near = Source.SENTENCE if term.is_strong else Source.REMARK
        for one in self.subjects:
            one.tell(term.kind, near if self.is_near else Source.PARAGRAPH)


class Owners:
    """Finds them in one passage, whose subjects are known by then."""

    def __init__(self, passage: ReadText) -> None:
        self._passage = passage
        self._messages = list_messages(passage.folded)
        begins = self._messages | list_posted(passage.folded)
        self._ends = sorted(list_sentence_ends(passage.folded) | {at - 1 for at in begins if at})
        self._stretches: dict[tuple[int, int, bool], Stretch] = {}
        self._lists: dict[int, list[PassageSubject]] = {}
        self._accused = find_accused(passage)
        self._grown: list[int] = []
        self._strange = StrangeTellings(passage.folded)
        self._records = LineRecords(passage)
        self._voice = Voice(passage)

    def find(self, term: FoundTerm) -> HeldCells:
        """Whom a phrase is about: who says it of themselves, else those in its sentence, else the few in its
        paragraph, else whom the paragraphs before are about.
        """
        if term.kind == DataKind.DISCIPLINE and self._accused is not None:
            return HeldCells([self._accused], is_near=True)
        if self._is_of_visitor(term.at):
            return HeldCells([], is_strange=True)
        own = self._voice.find(term, self._sentence_of(term.at - 1)[0])
        if own is not None:
            return HeldCells(own, is_near=True, is_strange=not own)
        tellers = find_tellers(self._passage, self._passage.line_of(term.at - 1)[0], term)
        if not tellers and not self._is_post(term.at) and (leading := find_leading(self._passage, term)):
            tellers = [leading]
        grown = [] if tellers else self._find_first(term)
        held = HeldCells(tellers or grown, is_near=True) if tellers or grown else self._find_named(term)
        own = keep_own(self._passage, term, list_doers(self._passage, term, held.subjects))
        if held.is_near and own and not any(map(self._passage.is_pupil, own)):
            insort(self._grown, term.at)
        if own == held.subjects:
            return held
        return HeldCells(own, held.is_near, is_strange=not own)

    def _find_first(self, term: FoundTerm) -> list[PassageSubject]:
        """The grown-up who is ill in a sentence that names a pupil later: "Gil has cancer, Ben may"."""
        if term.kind != DataKind.HEALTH or not term.is_strong:
            return []
        start, end = self._sentence_of(term.at - 1)
        named = [one for one in self._passage.list_between(start, end) if not one.is_other]
        before = [one for one in named if one.mention.start < term.at]
        if len(before) != 1 or len(before) == len(named) or any(map(self._passage.is_pupil, before)):
            return []
        said = self._passage.folded[before[0].mention.end : term.at]
        return before if _IS_ILL.search(said) else []

    def is_of_grown(self, term: FoundTerm) -> bool:
        """Whether words are said of a grown-up beside them, and so of nobody else."""
        number = bisect_left(self._grown, term.at - _SAME_WORDS)
        return number < len(self._grown) and self._grown[number] <= term.at + _SAME_WORDS

    def goes_on(self, term: FoundTerm, held: HeldCells) -> bool:
        """Whether a phrase stands in a further line of the record of whom it is about."""
        found = self._records.find(self._passage.paragraph_of(term.at - 1), term.at)
        return bool(found) and found == held.subjects

    def _is_of_visitor(self, at: int) -> bool:
        """Whether a phrase is said of somebody who is not known: "a visitor fell"."""
        passage, start = self._passage, self._sentence_of(at - 1)[0]
        is_told = self._strange.is_told(start, at)
        return is_told and not any(map(passage.is_pupil, passage.list_between(start, at)))

    def _find_named(self, term: FoundTerm) -> HeldCells:
        passage = self._passage
        is_told = self._is_told_outright(term)
        is_grown = (term.kind in _OF_GUARDIANS or is_told) and not self._is_post(term.at)
        start, end = self._sentence_of(term.at - 1)
        first, last = passage.line_of(term.at - 1)
        if term.kind in _OF_GUARDIANS and is_grown:
            on_line = self._look(max(start, first), min(end, last), is_grown=True).subjects
            if on_line and not self._goes_on(on_line, term.at):
                return HeldCells(on_line, is_near=True)
        if is_told and (staff := self._find_employed((start, end), term.at)):
            return HeldCells(staff, is_near=True)
        if self._is_of_stranger(first, last) or self._is_title(first, last, term.at):
            return HeldCells([], is_strange=True)
        stretch = self._look(start, end, is_grown=is_grown)
        if told := self._find_in_sentence(stretch, first, last, at=term.at):
            return HeldCells(told, is_near=True)
        if passage.is_general:
            return HeldCells([])
        on_line = self._look(first, last, is_grown=is_grown).subjects
        if len({one.mention.candidates or one.name for one in on_line}) != 1:
            on_line = self._list_below(first, last)
        return HeldCells(on_line, is_near=True) if on_line else self._find_around(term)

    def _find_in_sentence(self, stretch: Stretch, first: int, last: int, *, at: int) -> list[PassageSubject]:
        """Those of a sentence whom a phrase is about; of several those on its line. A line that names one
        pupil and goes on in sentences, "Olson, A  ran. found. 2 ISS", is not about whom the next one names.
        """
        if stretch.subjects and stretch.starts[0] >= last:
            begun = self._look(first, last, is_grown=False).subjects
            gone_on = begun or self._records.find(self._passage.paragraph_of(at - 1), at)
            if len({one.mention.candidates or one.name for one in gone_on}) == 1:
                return gone_on
        if len(stretch.subjects) > 1:
            # a list has no sentences: of several it is those on its line
            on_line = stretch.list_between(*self._cell_of(at - 1)) or stretch.list_between(first, last)
            return on_line or self._records.find(self._passage.paragraph_of(at - 1), at) or stretch.subjects
        return stretch.subjects

    def _goes_on(self, on_line: Sequence[PassageSubject], at: int) -> bool:
        """Whether the line of a pupil's record tells it before it names somebody else."""
        passage = self._passage
        if any(one.mention.start < at for one in on_line):
            return False
        above = passage.list_between(passage.paragraph_of(at - 1)[0], at)
        return any(one.mention.is_label and not one.is_other and passage.is_pupil(one) for one in above)

    def _find_employed(self, sentence: tuple[int, int], at: int) -> list[PassageSubject]:
        """Who works here, of those in a sentence that tells of something done to employees alone."""
        passage = self._passage
        if not is_of_employment(passage.folded, at):
            return []
        named = passage.list_between(*sentence)
        if not any(map(passage.is_pupil, named)):
            return []
        return [one for one in named if not one.is_other and not passage.is_pupil(one)][:1]

    def _is_told_outright(self, term: FoundTerm) -> bool:
        """Whether a phrase is said of whoever works here: a strong one, or a plain one where the place of the
        text is about it.
        """
        is_placed = self._passage.is_placed(term.kind) and not term.is_placed
        return term.kind in _OF_STAFF and (term.is_strong or is_placed)

    def _is_title(self, start: int, end: int, at: int) -> bool:
        """Whether a phrase is what a grown-up of the line is called behind the name: "Tia Long, SLP"."""
        passage = self._passage
        return any(
            at <= end and ends_title(passage.folded, one.mention.end, at) and not passage.is_pupil(one)
            for one in passage.list_between(start, min(end, at))
        )

    def _is_of_stranger(self, start: int, end: int) -> bool:
        """Whether a line begins with a given name and a mark, as one of a list does, and names nobody who is
        known.
        """
        match = _HEAD.match(self._passage.folded, start, end)
        return bool(match and self._passage.is_given(match[1]) and not self._passage.list_between(start, end))

    def _find_around(self, term: FoundTerm) -> HeldCells:
        """The few in its paragraph, else whom the paragraphs before are about."""
        start, end = self._passage.paragraph_of(term.at - 1)
        if employee := find_employee(self._passage, start, term.at):
            return HeldCells([employee], is_near=True)
        stretch = self._look(start, end, is_grown=False)
        line = self._look(*self._passage.line_of(term.at - 1), is_grown=False)
        stretch = stretch if stretch.few or not line.subjects else line
        if not stretch.few:
            nearest = find_nearest(stretch.subjects, stretch.starts, term.at)
            return HeldCells([nearest] if nearest else [])
        if stretch.subjects:
            held = self._find_spoken_of(stretch, term)
            if not held:
                return HeldCells([], is_strange=True)
            return HeldCells(held, is_near=0 <= term.at - held[-1].mention.end <= _NEAR)
        if self._is_told_outright(term) and (spoken := self._find_worker(start, term.at)):
            return HeldCells([spoken], is_near=True)
        if term.is_strong and term.kind in OF_WORKERS and (asked := self._find_asked(start, term.at)):
            return HeldCells([asked], is_near=True)
        return self._carry(start)

    def _find_worker(self, start: int, at: int) -> PassageSubject | None:
        """Who works here and whom alone the last sentence of a paragraph that names somebody named."""
        before = self._passage.list_between(start, at)
        if not before or not self._passage.is_staff(before[-1]):
            return None
        last = before[-1]
        if last.is_other and any(map(self._passage.is_pupil, self._passage.subjects)):
            return None  # who works with the child whom it is about
        first, end = self._sentence_of(last.mention.start + 1)
        is_alone = len({one.mention.candidates for one in before if first <= one.mention.start < end}) == 1
        said = self._passage.folded[self._sentence_of(at - 1)[0] : at]
        is_next = at - last.mention.end <= _NEAR and not tells_own(said) and _OF_THEM.search(said) is not None
        return last if is_alone and is_next else None

    def _find_asked(self, start: int, at: int) -> PassageSubject | None:
        """Who works here and whom alone those who speak in a paragraph name before a place."""
        passage = self._passage
        before = passage.list_between(start, at)
        about = [one for one in before if not one.is_other]
        is_talk = len(before) > len(about) and not passage.is_public
        is_one = len({one.mention.candidates for one in about}) == 1
        return about[-1] if is_talk and is_one and about[-1].mention.candidates else None

    def _find_spoken_of(self, stretch: Stretch, term: FoundTerm) -> list[PassageSubject]:
        """Of those in a paragraph whom a sentence that names nobody goes on about: those of the last sentence
        before it that names somebody; all, where nobody is named before it.
        """
        before = stretch.subjects[: bisect_left(stretch.starts, term.at)]
        said = self._passage.folded[self._sentence_of(term.at - 1)[0] : term.at]
        if not before:
            return [] if tells_own(said) else stretch.subjects
        if written := find_written(self._passage.folded, self._messages, before, at=term.at):
            return written
        start, end = self._sentence_of(before[-1].mention.start + 1)
        told = [one for one in before if start <= one.mention.start < end] or before[-1:]
        return told if term.kind == DataKind.DISCIPLINE else drop_company(self._passage.folded, told, said)

    def _is_post(self, at: int) -> bool:
        """Whether a phrase says what a grown-up is there for, or stands where all are spoken to."""
        return self._passage.is_public or names_post(self._passage.folded, at)

    def _list_below(self, start: int, end: int) -> list[PassageSubject]:
        """The pupils of a list that a line heads which names nobody: most lines below it name one."""
        passage = self._passage
        folded = passage.folded
        is_long = end - start > _HEADING_CHARS or folded[passage.paragraph_of(start)[0] : start].strip()
        if is_long or self._look(start, end, is_grown=True).subjects:
            return []
        if start in self._messages or any(one.is_other for one in passage.list_between(start, end)):
            return []  # it is what somebody says
        above = passage.list_between(*passage.paragraph_of(start - 1)) if start else ()
        is_answer = any(one.mention.is_label and one.mention.by == "email" for one in above)
        if is_answer or (any(map(passage.is_pupil, above)) and is_no_heading(folded[start:end])):
            return []  # it is what somebody answers, or what is said of whom the paragraph above names
        if end not in self._lists:
            self._lists[end] = self._find_listed(end)
        return self._lists[end]

    def _find_listed(self, start: int) -> list[PassageSubject]:
        """The pupils of the lines from there on, up to two lines in a row that name none."""
        passage, listed, lines, misses = self._passage, list[PassageSubject](), 0, 0
        while start < len(passage.folded) and misses < _MOST_MISSES:
            start, end = passage.line_of(start)
            if passage.folded[start:end].strip():
                found = self._look(start, end, is_grown=False).subjects
                if end - start > _LISTED_CHARS or len(found) > _MOST_ON_LINE:
                    return []
                found = [one for one in found if not self._is_in_sentence(start, one)]
                lines += bool(found)
                misses = 0 if found else misses + 1
                listed += found
            start = end
        return listed if lines >= _FEWEST_LISTED else []

    def _is_in_sentence(self, start: int, named: PassageSubject) -> bool:
        """Whether words of its line come before a name, so that the line tells something and lists nobody."""
        before = self._passage.folded[start : named.mention.start]
        # a gap parts the columns of a list
        return not before.endswith((b"  ", b"\t")) and len(_WORDS.findall(before)) >= _FEWEST_SPOKEN

    def _carry(self, start: int) -> HeldCells:
        """Whom the paragraphs right before are about, where several people are named in the passage. A line
        with a name alone is the heading of what stands below it; on a card the fields go on below a label.
        """
        if not self._is_several():
            return HeldCells([])
        end = start
        for number in range(_MOST_FIELDS):
            if start <= 0 or (number >= _CARRIED and end - start > _FIELD_CHARS):
                break
            start, end = self._passage.paragraph_of(start - 1)
            stretch = self._look(start, end, is_grown=False)
            if stretch.subjects:
                is_one = len({one.mention.candidates or one.name for one in stretch.subjects}) == 1
                is_one &= number < _CARRIED or stretch.subjects[0].mention.is_label
                is_heading = number == 0 and len(self._passage.folded[start:end].strip()) <= _HEADING_CHARS
                return HeldCells(stretch.subjects[:1] if is_one else [], is_near=is_one and is_heading)
        return HeldCells([])

    def _is_several(self) -> bool:
        whole = self._look(0, len(self._passage.folded), is_grown=False)
        return len({one.mention.candidates or one.name for one in whole.subjects}) > 1

    def _look(self, start: int, end: int, *, is_grown: bool) -> Stretch:
        found = self._stretches.get((start, end, is_grown))
        if found is None:
            subjects = self._may_own(self._passage.list_between(start, end), is_grown=is_grown)
            few = len({one.mention.candidates or one.name for one in subjects}) <= _FEW
            found = Stretch(subjects, few, [one.mention.start for one in subjects])
            self._stretches[start, end, is_grown] = found
        return found

    def _may_own(self, subjects: Sequence[PassageSubject], *, is_grown: bool) -> list[PassageSubject]:
        plain = [one for one in subjects if not one.is_other]
        pupils = [
            one
            for one in plain
            if self._passage.is_pupil(one) or (one.mention.is_label and not one.mention.candidates)
        ]
        return pupils or [one for one in plain if is_grown or one.mention.is_label]

    def _cell_of(self, at: int) -> tuple[int, int]:
        """Where the cell of a place begins and ends, on a line that tabs or gaps part."""
        folded = self._passage.folded
        first, last = self._passage.line_of(at)
        begins = max(
            first,
            folded.rfind(b"\t", first, at) + 1,
            folded.rfind(b"  ", first, at) + 2 * (b"  " in folded[first:at]),
        )
        ends = (end for mark in (b"\t", b"  ") if (end := folded.find(mark, at, last)) >= 0)
        return begins, min(ends, default=last)

    def _sentence_of(self, at: int) -> tuple[int, int]:
        start, end = self._passage.paragraph_of(at)
        before = bisect_right(self._ends, at - 2) - 1
        begins = self._ends[before] if before >= 0 else -1
        after = bisect_left(self._ends, at)
        ends = self._ends[after] if after < len(self._ends) else end
        return (begins + 1 if begins >= start else start), (ends if ends <= end - 2 else end)
