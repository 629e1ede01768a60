r"""Lines of fixed width whose layout stands in the same text: "LAYOUT: 1 REC, 2-7 EMPLOYEE, 8-16 SSN".

>>> read_told("1ADA   219093344\n1BEN   219093355\n1CY    219093366\nLAYOUT: 1 REC, 2-7 NAME, 8-16 SSN")
[['REC', 'NAME', 'SSN'], ['1', 'ADA', '219093344'], ['1', 'BEN', '219093355'], ['1', 'CY', '219093366']]

What a layout says of codes stands in the cells: "9 DIET (1=VEGAN 2=HALAL)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from firstbell.documents.record_layouts import LayoutField

_NAME = r"[A-Za-z][A-Za-z0-9 _/#.()]{0,30}?"
# places before the name, and behind it; one place alone only beside others
_BEFORE = re.compile(
    rf"(?<![\w-])(\d{{1,4}})(?: ?(?:-|\.\.|to) ?(\d{{1,4}}))?[ :=]{{1,3}}({_NAME})[ \t]*"
    # the places of the next field, too, end a name: "1-13 NBR 14-33 LAST"
    r"(?=[,;|)\n\0]|$|  |[ ]\d{1,4} ?(?:-|\.\.|to) ?\d{1,4}[ :=])"
)
_BEHIND = re.compile(
    rf"({_NAME})[ :=(]{{1,3}}(\d{{1,4}})(?: ?(?:-|\.\.|to) ?(\d{{1,4}}))\)?[ \t]*(?=[,;|\n\0]|$|  )"
)
_FEWEST_FIELDS, _FEWEST_LINES, _MOST_HEADS, _HEAD_CHARS = 3, 3, 6, 4_000
# a field and how many signs it has: "LAST(18) FIRST(12) DOB(8)", "meal(1: 1 free 2 reduced)", "moved(Y/N)"
_WIDE = re.compile(
    r"[ \t,;|]*([A-Za-z][\w #/.-]{0,60}?)[ ]?\((?:(\d{1,3})(?:[:;,=][ ]?([^()\n]{3,200}))?|([A-Z])/[A-Z])\)"
)
# the same in a remark, each place before its name and nothing between them: "# 01-06 id 08 diet (0/1 vegan)"
_REMARKED = re.compile(
    r"[ ]*(?<!\S)(\d{1,3})(?:-(\d{1,3}))? ([A-Za-z][A-Za-z /_#.]{0,30}?)(?: ([A-Z])/[A-Z])?"
    r"(?: ?\(([^()\n]{1,80})\))?"
    r"[,;|]?(?=[ ]+\d{1,3}(?:-\d{1,3})? [A-Za-z]|[ ]*$)"
)
# what a remark begins with, and what it says before the first place: "* B REC  1-1 TYPE"
_MARKS, _LED = "#*;/- ", re.compile(r"^[A-Za-z][A-Za-z ]{0,24}(?: {2,}|: ?)(?=\d)")
_MEANS = re.compile(r"(\w{1,3})[ =:]+([A-Za-z][^=]*)")
_MOSTLY = 0.8
# what codes mean, in brackets behind the name of their field
_CODE_END, _TAKEN = re.compile(r"[/;,]"), re.compile(r"[ \t]*\0(\d+)\0")
_KEY = re.compile(r"\([^()\n]{3,400}\)")
_CODE = re.compile(
    r"(?:^|[\s,;])([A-Z]|\d{1,3})(?:[ ]?[=:][ ]?|[ ]|-)([A-Za-z][\w/&'. -]*?)"
    r"(?=[\s,;]+(?:[A-Z]|\d{1,3})[ =:-]|[,;]|$)"
)
_FEWEST_CODES = 2
# the same without brackets: "9 DIET 1 vegan 2 halal, 10 HOME"
_MEANT = r"(?:[A-Z]|\d{1,3})(?: ?[=:] ?| )[A-Za-z][\w/&'.-]*(?: [A-Za-z][\w/&'.-]+){0,4}"
_OPEN_KEY = re.compile(rf"(?<=[A-Za-z]) {_MEANT}(?: {{1,3}}{_MEANT}){{1,40}}(?=[ \t]{{0,8}}(?:[,;|\n]|$))")


class _Field(LayoutField, frozen=True):
    """A field that the text itself tells."""

    def is_told_by(self, line: str) -> bool:
        """Whether a line tells the field, and is no record."""
        return self.name in line and (str(self.start + 1) in line or f"{self.name}(" in line)


def read_told(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where the text tells no layout."""
    fields = _find_fields(text)
    if not fields:
        return []
    end = max(one.stop for one in fields)
    least = max(one.start for one in fields)
    lines = [line for line in text.expandtabs().splitlines() if least < len(line.rstrip()) <= end + 4]
    lines = [line for line in lines if not (_BEFORE.search(line) and "-" in line and "," in line)]
    lines = [line for line in lines if not any(one.is_told_by(line) for one in fields)]
    if len(lines) < _FEWEST_LINES:
        return []
    return [[one.name for one in fields], *([one.cut(line) for one in fields] for line in lines)]


def _find_wide(text: str) -> list[_Field]:
    r"""The fields of which one line tells how wide each is, where most other lines are as long as all of
    them; none where no line does.

    >>> text = "* no(2) born(4) meal(1: 1 free 2 paid)\n0719841\n0819852\n0919861\n"
    >>> [(one.name, one.start, one.stop, one.codes) for one in _find_wide(text)][1:]
    [('born', 2, 6, {}), ('meal', 6, 7, {'1': 'free', '2': 'paid'})]
    """
    heads = text[:_HEAD_CHARS].split("\n")[: 2 * _MOST_HEADS]
    if not any(line.count("(") >= _FEWEST_FIELDS for line in heads):
        return []
    lines = [line.rstrip() for line in text.expandtabs().splitlines() if line.strip()]
    for line in lines[:_MOST_HEADS]:
        found: list[_Field] = []
        end = 0
        for match in _WIDE.finditer(line):
            if found and match.start() != end:
                break
            # what stands before the first field says of the file what it is
            name = match[1].strip() if found else match[1].split()[-1]
            start, end = found[-1].stop if found else 0, match.end()
            codes = {one[1]: one[2].strip() for one in _CODE.finditer(match[3] or "")}
            found.append(_Field(name, start, start + int(match[2] or 1), codes))
        records = [one for one in lines if one != line]
        if len(found) >= _FEWEST_FIELDS and len(records) >= _FEWEST_LINES:
            least, stop = found[-1].start, found[-1].stop
            even = sum(least < len(one) <= stop and any(map(str.isdigit, one)) for one in records)
            if even >= _MOSTLY * len(records):
                return found
    return []


def _find_remarked(text: str) -> list[_Field]:
    r"""The fields that one remark at the head tells, where most other lines are as long.

    >>> text = "# 1-2 no 4-7 born 9 meal (0/1 free/2 paid)\n07 1984 1\n08 1985 2\n09 1986 0\n"
    >>> [(one.name, one.start, one.stop, one.codes) for one in _find_remarked(text)][1:]
    [('born', 3, 7, {}), ('meal', 8, 9, {'1': 'free', '2': 'paid'})]
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines() if line.strip()]
    for line in (_join_remarks(lines), *lines[:_MOST_HEADS]):
        told = _LED.sub("", line.lstrip(_MARKS))
        if told == line or not told[:1].isdigit():  # no remark, or none of places
            continue
        found: list[_Field] = []
        for match in _REMARKED.finditer(told):
            start, stop = int(match[1]) - 1, int(match[2] or match[1])
            if not (found[-1].stop if found else 0) <= start < stop:
                return []
            parts = _CODE_END.split(match[5] or "")
            codes = {one[1]: one[2].strip() for part in parts if (one := _MEANS.fullmatch(part.strip()))}
            several = {one[1]: one[2].strip() for one in _CODE.finditer(match[5] or "")}
            codes = several if len(several) > len(codes) else codes
            found.append(_Field(match[3].strip(), start, stop, codes))
        records = [one for one in lines if one != line and not (one[0] in _MARKS and line[0] in _MARKS)]
        fit = sum(found[-1].start < len(one) <= found[-1].stop for one in records) if found else 0
        if len(found) >= _FEWEST_FIELDS and len(records) >= _FEWEST_LINES and fit >= _MOSTLY * len(records):
            return found
    return []


def _join_remarks(lines: Sequence[str]) -> str:
    """The remarks at the head as one, where it takes several lines to tell a layout; "" for a single one."""
    heads = [*takewhile(lambda line: line[0] in _MARKS.strip(), lines[: 2 * _MOST_HEADS])]
    return "# " + " ".join(line.strip(_MARKS) for line in heads) if len(heads) > 1 else ""


def _find_fields(text: str) -> list[_Field]:
    """The fields that the text tells, in their order; none where they overlap."""
    if told := _find_wide(text) or _find_remarked(text):
        return told
    keys: list[dict[str, str]] = []

    def take(told: str) -> str:
        codes = {one[1]: one[2].strip() for one in _CODE.finditer(told.strip()[1:-1])}
        if len(codes) < _FEWEST_CODES:
            return told
        keys.append(codes)
        return f"\0{len(keys) - 1}\0"

    plain = _KEY.sub(lambda match: take(match[0]), text)
    plain = _OPEN_KEY.sub(lambda match: take(f" ({match[0].strip()})"), plain)
    for pattern, order in ((_BEFORE, (3, 1, 2)), (_BEHIND, (1, 2, 3))):
        found: list[_Field] = []
        best: list[_Field] = []
        for match in pattern.finditer(plain):
            name, first, last = (match[at] for at in order)
            start, stop = int(first) - 1, int(last or first)
            if not 0 <= start < stop:
                continue
            if found and start < found[-1].stop:
                found = []  # a number in a title, and no place
            key = _TAKEN.match(plain[match.end() : match.end() + 12])
            found.append(_Field(name.strip(), start, stop, keys[int(key[1])] if key else {}))
            best = max(best, found, key=len)
        if len(best) >= _FEWEST_FIELDS:
            return best
    return []
