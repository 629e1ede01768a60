r"""Lines below a table that say what its codes and marks mean, without a sign between the two: the codes are
known from its cells.

>>> find_legend("CD: MA MATERNITY  CX CANCER TREATMENT\n    SP SUSPENDED (CONDUCT)", {"ma", "cx", "sp"})
{'ma': 'MATERNITY', 'cx': 'CANCER TREATMENT', 'sp': 'SUSPENDED (CONDUCT)'}
>>> find_legend("*  hazing, two weeks\n** on a low weight\nok = nothing on file", {"*", "**", "ok"})
{'*': 'hazing, two weeks', '**': 'on a low weight'}
>>> find_legend("MA and PA came.\nThe CX bus is late, MA rides it.", {"ma", "cx"})
{}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

_MARK = re.compile(r"[*\u2020\u2021\u00a7^~#]{1,3}")
_LONGEST_CODE, _FEWEST, _MOST_CODES, _MOST_WORDS = 4, 2, 24, 30
# what is said of a key before its first entry: "CD: MA MATERNITY"
_LEAD = re.compile(r"[ \t]*(?:[A-Za-z][\w /.]{0,24}[:\u2013-][ \t]+)?")
_SIGN = r"[ \t]*(?:=|:|\u2013|-)?[ \t]*"
_MOST_CHARS = 1 << 16
_HEAD_ROWS = 6
_ENTRIES = re.compile(r"(?:^|[;,.(|#]\s*|\s)[\w*/]{1,8} ?= ?[^\W\d_]")
_IS_ENTRY = re.compile(r"[#;*/ -]{0,4}(?:[A-Za-z]\w*[:(] ?)?[\w*/]{1,17}(?: [N#nx])? ?= ?[^\W\d_]")


def is_mark(word: str) -> bool:
    """Whether a word is a sign that points to a note."""
    return _MARK.fullmatch(word) is not None


def explains_codes(cell: str) -> bool:
    """Whether a remark says what several codes mean: whoever keeps the list, and is named there, has none.

    >>> explains_codes("DU=doubled up; SH=shelter. Liaison: Ada Roe"), explains_codes("Ada Roe = new girl")
    (True, False)
    """
    return len(_ENTRIES.findall(cell)) >= _FEWEST


def join_legends(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows, those at the head of a table that a program cut up where a legend has commas in one piece.

    >>> join_legends([["# SU = suspended", "XC=excused"], ["id", "am"], ["200001", "SU"]])[0]
    ['# SU = suspended; XC=excused']
    >>> join_legends([["id", "rate = daily"], ["200001", "SU"]])[0]
    ['id', 'rate = daily']
    """
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        filled = [cell.strip() for cell in row if cell.strip()]
        entries = sum(map(bool, map(_IS_ENTRY.match, filled)))
        if len(filled) > 1 and entries >= _FEWEST and entries * 2 >= len(filled):
            rows[at] = ["; ".join(filled)]
    return rows


def find_legend(text: str, codes: Collection[str]) -> Mapping[str, str]:
    """Code, in small letters -> its words, of lines each of which begins with one; empty where they explain
    one alone. Letters stand in capitals, as codes do, and two gaps or a sign part an entry from the next.
    """
    short = {one for one in codes if one and len(one) <= _LONGEST_CODE and not one.isdigit()}
    known = [one for one in short if is_mark(one) or (one.isalnum() and one[0].isalpha())]
    if not _FEWEST <= len(known) <= _MOST_CODES or len(text) > _MOST_CHARS:
        return {}
    shown = [one.upper() for one in known if one.upper() in text]
    if len(shown) < _FEWEST:  # most tables have no legend: nothing has to be compiled for them
        return {}
    spelled = sorted(map(re.escape, shown), key=len, reverse=True)
    entry = re.compile(
        rf"(?:(?<=[ \t]{{2}})|(?<=[;,|.][ \t]))?(?<![^\s;,|])({'|'.join(spelled)})(?=[ \t=:\u2013-]){_SIGN}"
    )
    found: dict[str, str] = {}
    for line in text.splitlines():
        start = lead.end() if (lead := _LEAD.match(line)) else 0
        first = entry.match(line, start) or entry.match(line, len(line) - len(line.lstrip()))
        if first is None:
            continue
        heads = [
            one
            for one in entry.finditer(line, first.start())
            if one is first or _is_parted(line, one.start())
        ]
        heads = heads if heads and heads[0].start() == first.start() else [first, *heads]
        ends = [*(one.start() for one in heads[1:]), len(line)]
        for head, end in zip(heads, ends, strict=True):
            words = line[head.end() : end].strip(" \t;,|")
            if words and any(map(str.isalpha, words)) and len(words.split()) <= _MOST_WORDS:
                found.setdefault(head[1].lower(), words)
    return found if len(found) >= _FEWEST else {}


def _is_parted(line: str, at: int) -> bool:
    before = line[:at]
    return not before.strip() or before.endswith(("  ", "\t", "; ", ", ", "| ", ". "))
