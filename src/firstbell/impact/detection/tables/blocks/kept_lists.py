r"""Logs of who came when and why, a line each, as they are kept in a place that says what one comes for: at
the nurse's, at the dean's.

>>> text = "Tue 10/6\n0812 Roe A gr6  HA, RTC\n0840  Ly, B.  n/v\n1030  fire drill\n11:20 Xu C (8) ice\n"
>>> list_visits(text, {"health"}, lambda name: name[:2] in ("Ro", "Ly", "Xu"))[1:]
[['Roe, A', '6', 'HA, RTC'], ['Ly, B', '', 'n/v'], ['Xu, C', '8', 'ice']]
>>> list_visits(text, {"financial"}, lambda name: True), list_visits(text, {"health"}, lambda name: False)
([], [])

Logs of who came when and why in which pupils stand by the given name, the first letter of the family name
and a grade, as a nurse writes them: "8:50 Ada R gr 2 - bloody nose".

>>> text = "mon\n8:50 Ada R gr 2 - bloody nose\n9:35 Bo L (4) sent home\n2:10 Cy T K: hives\n"
>>> known = {("Ada R", "2"): "Roe, Ada", ("Bo L", "4"): "Low, Bo", ("Cy T", "K"): "Tan, Cy"}
>>> list_called(text, {"health"}, lambda name, grade: known.get((name, grade), ""))[1:]
[['Roe, Ada', '2', 'bloody nose'], ['Low, Bo', '4', 'sent home'], ['Tan, Cy', 'K', 'hives']]
>>> list_called(text, {"financial"}, lambda name, grade: "Roe, Ada")
[]

Lists of names below heads that say who pays what for meals, as a kitchen keeps them on a sheet of paper.

>>> text = "as of 9/30\n\nFREE\nAda Roe\nBen Roe\n\nRED.\nCy Roe (new)\n\nPAID\nDi Roe\n"
>>> list_meals(text, lambda name: name.endswith("Roe"))[1:]
[['Ada Roe', 'free lunch'], ['Ben Roe', 'free lunch'], ['Cy Roe', 'reduced lunch']]
>>> list_meals(text.replace("RED.", "BUSY"), lambda name: name.endswith("Roe"))
[]

Lists below headings of one document, as boards and offices write them: a heading in capitals, or with a
colon, and below it lines that begin with somebody's name.

>>> text = "RETIREMENTS\nAda Roe, teacher\n\nMEDICAL LEAVES\nBen Low, cook, 10/5\nCy Tan, para (surgery)\n"
>>> [(one.heading, one.rows[1:]) for one in find_headed(text, lambda name: len(name) < 9)]
[('MEDICAL LEAVES', [['Ben Low', 'cook, 10/5'], ['Cy Tan', 'para (surgery)']])]
>>> [*find_headed("MEDICAL LEAVES\nForms are due in May\nAsk Ben Low\n", lambda name: len(name) < 9)]
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

import msgspec

from firstbell.impact.detection.identities.resolver import normal_grade
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import find_head_kinds
from firstbell.impact.people.folded_text import fold, split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STUDENT

TIME = r"(?:[01]?\d|2[0-3]):?[0-5]\d(?: ?[ap]\.?m?\.?)?"
_LINE = re.compile(
    rf"(?i:[ \t]*(?:[-*\u2022] ?)?{TIME})[ \t]*(?:[-\u2013|][ \t]*)?"
    r"(?P<name>[A-Z][\w'\u2019-]+(?:,? [A-Z][\w'\u2019-]*){0,3})\.?"
    r"(?:[ ,]+\(?(?i:gr(?:ade)?\.? ?)?(?P<grade>[Kk]|\d{1,2})(?i:th|st|nd|rd)?\)?(?= |\t|,|-|:))?"
    r"(?:\s*[-\u2013:,|]\s*|[ \t]+)(?P<why>\S.*)"
)
_TIMED = re.compile(rf"(?i)[ \t]*(?:[-*\u2022] ?)?{TIME}\b")
_SHORT = re.compile(r"([\w'\u2019-]+(?: [\w'\u2019-]{2,})?),? ([A-Z])")
_FEWEST, _MOST_LINES, _SHARE = 3, 2_000, 0.6
# what a place tells of those who come, and the header that says the same
HEADS = ((DataKind.HEALTH, "complaint"), (DataKind.DISCIPLINE, "offense"))


def list_visits(text: str, kinds: Container[str], calls: Callable[[str], bool]) -> list[list[str]]:
    """The rows of such a log below a header; none where it is none. `kinds`: what its place tells; `calls`:
    whether a pupil here is called so.
    """
    head = next((head for kind, head in HEADS if kind in kinds), "")
    if not head:
        return []
    timed, rows = 0, list[list[str]]()
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        if _TIMED.match(line) is None:
            continue
        timed += 1
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is not None and calls(name := _spell(match["name"])):
            rows.append([name, match["grade"] or "", match["why"].strip()])
    is_log = len({row[0] for row in rows}) >= _FEWEST and len(rows) >= _SHARE * timed
    return [["name", "grade", head], *rows] if is_log else []


def _spell(name: str) -> str:
    """A name with a comma before the letter that it ends with: "Roe A" is "Roe, A"."""
    match = _SHORT.fullmatch(name)
    return f"{match[1]}, {match[2]}" if match else name


_CALLED_LINE = re.compile(
    rf"(?i:[ \t]*(?:[-*\u2022] ?)?(?:{TIME}[ \t]*(?:[-\u2013|][ \t]*)?)?)"
    r"(?P<called>[^\W\d_a-z][\w'\u2019-]+(?: [^\W\d_a-z][\w'\u2019-]+){0,2} [^\W\d_a-z])\.?"
    r"[ ,]+\(?(?i:gr(?:ade)?\.? ?)?(?P<grade>[Kk]|\d{1,2})(?i:th|st|nd|rd)?\)?(?=[ \t,:;-])"
    r"[ \t]*[-\u2013:;,|]?[ \t]*(?P<why>\S.*)"
)
_CALLED_FEWEST, _CALLED_MOST_LINES = 3, 2_000


def list_called(text: str, kinds: Container[str], call: Callable[[str, str], str]) -> list[list[str]]:
    """The rows of such a log below a header; none where it is none. `kinds`: what its place tells; `call`:
    the name of the one pupil who is called so and is in that grade, "" where there is none.
    """
    head = next((head for kind, head in HEADS if kind in kinds), "")
    rows = list[list[str]]()
    for line in text.split("\n", _CALLED_MOST_LINES)[:_CALLED_MOST_LINES] if head else ():
        match = _CALLED_LINE.fullmatch(line.rstrip("\r"))
        if match is not None and (name := call(match["called"], match["grade"])):
            rows.append([name, match["grade"], match["why"].strip()])
    return [["name", "grade", head], *rows] if len({row[0] for row in rows}) >= _CALLED_FEWEST else []


class PupilNames:
    """Whom a given name, the first letter of the family name and a grade mean, of the pupils of a roster."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._called: dict[bytes, list[int]] = {}

    def call(self, place: Container[bytes], called: str, grade: str) -> str:
        """The name, family first, of the one whom a given name and a letter mean; of several the one whose
        school `place` has the name of. "" where it may be nobody, or more than one.
        """
        lexicon, words, graded = self._lexicon, split_name(called[:-2]), normal_grade(grade)
        if not words:
            return ""
        people = [
            who
            for who in self._list(words[0] + b" " + fold(called[-1]))
            if any(form[: len(words)] == words for form, _ in lexicon.forms[who].first)
            and graded in map(normal_grade, lexicon.people[who].grades)
        ]
        if len(people) > 1:
            people = [
                who for who in people if any(one.split()[0] in place for one in lexicon.schools[who] if one)
            ]
        if len(people) != 1:
            return ""
        return f"{lexicon.people[people[0]].family}, {lexicon.people[people[0]].given}"

    def _list(self, called: bytes) -> list[int]:
        if not self._called:
            # made when the first log comes, and then kept
            for who, forms in enumerate(self._lexicon.forms):
                if self._lexicon.role_of(who) != STUDENT:
                    continue
                firsts = {form[0] for form, _ in forms.first if form}
                for key in {first + b" " + family[0][:1] for first in firsts for family in forms.family}:
                    self._called.setdefault(key, []).append(who)
        return self._called.get(called, [])


_HEADS = (
    (re.compile(r"(?i)free(?: (?:lunch|meals?|status|approved|list|kids|students))?|gratis|f"), "free lunch"),
    (
        re.compile(r"(?i)red(?:uced)?(?:[ -](?:price|lunch|meals?|status|approved|list|kids|students))*|r"),
        "reduced lunch",
    ),
    (re.compile(r"(?i)(?:full[ -]?)?pa(?:id|y|ying)(?: (?:status|list|price))?|full[ -]price|p"), ""),
    (re.compile(r"(?i)denied\b.{0,30}|over income|not eligible|no app(?:lication)?"), ""),
)
# with which a head begins
_FIRST_LETTERS = frozenset("fFgGrRpPdDoOnN")
_EDGES = " \t.:-=*_()#0123456789"
_MOST_CHARS, _FEWEST_NAMES = 48, 2
_NAME = re.compile(
    r"[ \t]*(?:[-*\u2022\xb7]|\d{1,2}[.)])?[ \t]*([^\W\d_][^\n(\t:;]{3,40}?)[ \t]*"
    r"(?:\(.*|[-\u2013] .*|\t.*|[ ]{2}.*)?\r?"
)


def list_meals(text: str, is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each name below a head of free or reduced meals; none where the text has not several such
    heads. `is_name`: whether somebody here is called so.
    """
    said, heads, found = "", set[str](), list[list[str]]()
    for line in text.split("\n"):
        if not line.strip():
            continue
        plain = line.strip(_EDGES + "\r") if len(line) <= _MOST_CHARS else ""
        may_head = plain[:1] in _FIRST_LETTERS
        told = next((word for pattern, word in _HEADS if may_head and pattern.fullmatch(plain)), None)
        if told is not None:
            said = told
            heads.add(told)
        elif said and (match := _NAME.fullmatch(line)) is not None and is_name(match[1]):
            found.append([match[1], said])
        else:
            said = ""
    # of what else some have for nothing others pay, and nobody pays a part
    is_list = len(heads - {""}) > 1 and len(found) >= _FEWEST_NAMES
    return [["Name", "Meal status"], *found] if is_list else []


_ITEM = re.compile(
    r"[ \t]*(?:[-*\u2022\xb7]|\d{1,2}[.)]|[a-z][.)])?[ \t]*"
    r"(?P<name>[^\W\d_a-z][^\W\d_]+(?:,? [^\W\d_a-z][\w'\u2019.-]*){1,3}?)"
    r"(?:[,;:][ ]|[ ]?[-\u2013\u2014][ ]|[ ]{2,}|\t|[ ](?=\()|[ \t]*\Z)(?P<rest>.*)"
)
_HEADING_CHARS, _HEADED_MOST_LINES, _FEWEST_HEADINGS, _NAMED = 60, 4_000, 2, 0.8
_WORD = re.compile(r"[^\W\d_]{3,}")


class HeadedList(msgspec.Struct, frozen=True):
    """The lines below one heading, as rows of a table whose first one is its header."""

    heading: str
    rows: list[list[str]]


def find_headed(text: str, is_name: Callable[[str], bool]) -> Iterator[HeadedList]:
    """Each list whose heading says a kind of data, of a text that has several headings. `is_name`: whether
    somebody here is called so.
    """
    lists = _part(text)
    if len(lists) < _FEWEST_HEADINGS:
        return
    for heading, lines in lists:
        # who eats free stands in lists of kitchens alone, which say more: a locker is free, too
        if not lines or is_name(heading) or not find_head_kinds([heading]) - {DataKind.ECONOMIC}:
            continue
        items = [match for line in lines if (match := _ITEM.fullmatch(line)) and is_name(match["name"])]
        if len(items) >= _NAMED * len(lines):
            yield HeadedList(heading, [["Name", "Notes"], *([one["name"], one["rest"]] for one in items)])


def _part(text: str) -> list[tuple[str, list[str]]]:
    """(heading, lines below it) of a text, up to the next heading."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n", _HEADED_MOST_LINES)[:_HEADED_MOST_LINES]:
        told = line.strip()
        if _is_heading(told):
            found.append((told.rstrip(": "), []))
        elif told and found:
            found[-1][1].append(told)
    return found


def _is_heading(line: str) -> bool:
    if not line or len(line) > _HEADING_CHARS or not _WORD.search(line) or any(map(str.isdigit, line)):
        return False
    return line.isupper() or (line.endswith(":") and line.count(":") == 1)
