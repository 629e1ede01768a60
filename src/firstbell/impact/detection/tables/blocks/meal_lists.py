r"""Lists of names below heads that say who pays what for meals, as a kitchen keeps them on a sheet of paper.

>>> text = "as of 9/30\n\nFREE\nAda Roe\nBen Roe\n\nRED.\nCy Roe (new)\n\nPAID\nDi Roe\n"
>>> list_meals(text, lambda name: name.endswith("Roe"))[1:]
[['Ada Roe', 'free lunch'], ['Ben Roe', 'free lunch'], ['Cy Roe', 'reduced lunch']]
>>> list_meals(text.replace("RED.", "BUSY"), lambda name: name.endswith("Roe"))
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
