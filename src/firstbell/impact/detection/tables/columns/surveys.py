"""Exports of surveys: a row of codes, one of the questions, and one of a program's own marks before the
answers; and answers that say how often something is so.

>>> marks = ['{"ImportId":"a"}', '{"ImportId":"b"}']
>>> rows = [["Q1", "Q2"], ["Who are you?", "Asthma?"], marks, ["Ada", "yes"]]
>>> drop_marks(rows)
[['Who are you?', 'Asthma?'], ['Ada', 'yes']]
>>> are_answers(["Nearly every day", "No", "sometimes"]), are_answers(["red", "blue"])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

_MARK = re.compile(r"\s*\{\s*[\"']?[A-Za-z]+[\"']?\s*:\s*[\"'][^\"']{1,80}[\"']\s*\}\s*")
_MOST_HEAD_ROWS, _FEWEST_CODES = 4, 2
# what a program calls questions: "Q9", "Q9_TEXT", "QID12", "Q1_user"
_CODE = re.compile(r"(?i)q(?:id)?\d{1,3}(?:[_.]\w{1,12})*")
_ANSWER = re.compile(
    r"(?i)(?:yes|no|y|n|true|false|never|rarely|seldom|sometimes|often|always|usually|maybe|not sure|unsure|"
    r"(?:almost|nearly) (?:never|always|every day)|every day|daily|weekly|once(?: or twice)?|a few times|"
    r"many times|several days|(?:most|some|few|a few) days|(?:more than )?half (?:of )?the (?:days|time)|"
    r"(?:all|most|some|none|a little) of the time|not at all|a little(?: bit)?|somewhat|quite a bit|"
    r"very much|a lot|extremely|prefer not to (?:say|answer)|in the past (?:week|month|year)|[0-4])[.!]?"
)
_ASKS = re.compile(
    r"(?i)(?:i|my|do you|have you|how \w+|in the (?:past|last)|are you|were you)\b(?: \S+){3,}|"
    r"(?:thoughts?|thinking|feeling|felt|trouble|little interest|being|been)\b(?: \S+){2,}"
)
_MOST = 0.8
# numbers that a program gives to answers, and to no person
_SERIAL = re.compile(
    r"(?i)\b(?:response|record|session|submission|entry|survey|ticket|row|transaction|uuid|guid)\b.*\bids?\b"
)
_HEAD_CHARS = 2
_STROKE, _HUMP = re.compile(r"[_-]"), re.compile(r"(?<=[a-z])(?=[A-Z])")


def drop_marks(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows without that of marks and those above the questions, or that of the codes of the questions
    below it; all where there is none.

    >>> drop_marks([["ResponseId", "Q1", "Q2"], ["Response ID", "login?", "asthma?"], ["R_1", "aroe", "yes"]])
    [['Response ID', 'login?', 'asthma?'], ['R_1', 'aroe', 'yes']]
    """
    for at, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        filled = [cell for cell in row if cell]
        if at and len(filled) > 1 and all(map(_MARK.fullmatch, filled)):
            return [*rows[at - 1 : at], *rows[at + 1 :]]
    is_coded = len(rows) > len(("codes", "questions")) and _are_coded(rows[0], rows[1])
    return rows[1:] if is_coded else rows


def _are_coded(codes: Sequence[str], questions: Sequence[str]) -> bool:
    """Whether a row has the codes of what the row below it asks, some of both the same but for spaces."""
    pairs = [(code, asked) for code, asked in zip(codes, questions, strict=False) if code]
    numbered = sum(_CODE.fullmatch(code) is not None for code, _ in pairs)
    same = sum(code != asked and _plain(code) == _plain(asked) for code, asked in pairs)
    are_all = numbered + same == len(pairs) and all(asked for _, asked in pairs)
    return are_all and same > 0 and numbered >= _FEWEST_CODES


def _plain(heading: str) -> str:
    return "".join(filter(str.isalnum, heading.lower()))


def asks(heading: str) -> bool:
    """Whether a header asks those who answer something of themselves.

    >>> asks("How often do you feel down?"), asks("I have been bullied"), asks("Open?")
    (True, True, False)
    """
    return _ASKS.match(heading) is not None


def are_answers(cells: Sequence[str]) -> bool:
    """Whether most cells answer a question by how often or how much it is so."""
    answers = sum(_ANSWER.fullmatch(cell) is not None for cell in cells)
    return bool(cells) and answers >= _MOST * len(cells)


def are_serials(heading: str, cells: Sequence[str]) -> bool:
    """Whether these are numbers that a program gives to what it keeps: their header says so, or all of them
    begin with the same letters and a stroke.

    >>> are_serials("ResponseId", ["R_3fe", "R_9ab"]), are_serials("key", ["R_3fe", "R_9ab"])
    (True, True)
    >>> are_serials("key", ["Elm!44", "Oak!31"])
    False
    """
    spaced = _HUMP.sub(" ", heading).replace("_", " ")
    if _SERIAL.search(spaced):
        return True
    heads = {_STROKE.split(cell, maxsplit=1)[0] for cell in cells}
    return len(cells) > 1 and len(heads) == 1 and len(min(heads)) <= _HEAD_CHARS and min(heads).isalpha()


_LEGEND = re.compile(r"(?m)^[ \t]*([^\n:]{1,24}?)[ \t]*[:=][ \t]*(\S[^\n]{1,119})$")
_LEGEND_CHARS, _FEWEST_NAMED = 6_000, 2


def name_heads(rows: Iterable[Sequence[str]], above: str) -> Iterable[Sequence[str]]:
    r"""The rows, their headers with what the text above the table says that each is: "Q2b: Child's birthday".

    >>> [*name_heads([["id", "Q1", "Q2"], ["7", "Ada", "4/2/12"]], "Q1: Your name\nQ2: Born")][0]
    ['id', 'Your name', 'Born']
    """
    if ":" not in above and "=" not in above:
        return rows
    body = iter(rows)
    first = next(body, None)
    if first is None:
        return ()
    legend = {match[1].strip(): match[2].strip() for match in _LEGEND.finditer(above[-_LEGEND_CHARS:])}
    known = [cell for cell in first if cell and cell in legend]
    if len(known) >= _FEWEST_NAMED and len(known) * 2 >= sum(map(bool, first)):
        first = [legend.get(cell, cell) for cell in first]
    return chain([first], body)
