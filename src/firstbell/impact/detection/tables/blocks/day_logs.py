r"""Logs of who came when and why in which pupils stand by the given name, the first letter of the family name
and a grade, as a nurse writes them: "8:50 Ada R gr 2 - bloody nose".

>>> text = "mon\n8:50 Ada R gr 2 - bloody nose\n9:35 Bo L (4) sent home\n2:10 Cy T K: hives\n"
>>> known = {("Ada R", "2"): "Roe, Ada", ("Bo L", "4"): "Low, Bo", ("Cy T", "K"): "Tan, Cy"}
>>> list_called(text, {"health"}, lambda name, grade: known.get((name, grade), ""))[1:]
[['Roe, Ada', '2', 'bloody nose'], ['Low, Bo', '4', 'sent home'], ['Tan, Cy', 'K', 'hives']]
>>> list_called(text, {"financial"}, lambda name, grade: "Roe, Ada")
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from firstbell.impact.detection.identities.resolver import normal_grade
from firstbell.impact.detection.tables.blocks.visit_logs import HEADS, TIME
from firstbell.impact.people.folded_text import fold, split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STUDENT

_LINE = re.compile(
    rf"(?i:[ \t]*(?:[-*\u2022] ?)?(?:{TIME}[ \t]*(?:[-\u2013|][ \t]*)?)?)"
    r"(?P<called>[^\W\d_a-z][\w'\u2019-]+(?: [^\W\d_a-z][\w'\u2019-]+){0,2} [^\W\d_a-z])\.?"
    r"[ ,]+\(?(?i:gr(?:ade)?\.? ?)?(?P<grade>[Kk]|\d{1,2})(?i:th|st|nd|rd)?\)?(?=[ \t,:;-])"
    r"[ \t]*[-\u2013:;,|]?[ \t]*(?P<why>\S.*)"
)
_FEWEST, _MOST_LINES = 3, 2_000


def list_called(text: str, kinds: Container[str], call: Callable[[str, str], str]) -> list[list[str]]:
    """The rows of such a log below a header; none where it is none. `kinds`: what its place tells; `call`:
    the name of the one pupil who is called so and is in that grade, "" where there is none.
    """
    head = next((head for kind, head in HEADS if kind in kinds), "")
    rows = list[list[str]]()
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES] if head else ():
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is not None and (name := call(match["called"], match["grade"])):
            rows.append([name, match["grade"], match["why"].strip()])
    return [["name", "grade", head], *rows] if len({row[0] for row in rows}) >= _FEWEST else []


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
