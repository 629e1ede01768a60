"""Records of fixed width that say of what sort they are: a letter before all else on each line, a first line
that says what the file is, and a last one that counts. Words between their fields name these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

FEWEST_LINES = 4
_MOSTLY = 0.7
_TYPED = re.compile(r"[A-Za-z][ \d]")
_TYPED_NUMBER = re.compile(r"[A-Z]\d{5,12}")
# the same before a family name in capitals, and the last line of such files: "T000017"
_TYPED_WORD, _COUNT = re.compile(r"[A-Z][A-Z][A-Z' -]{1,30}"), re.compile(r"[A-Z]\s*\d{2,30}")
_FEWEST_WORDS = 3
_LABEL = re.compile(r"[A-Z]{2,6}")


def is_framed(lines: Sequence[str], every: Sequence[str]) -> bool:
    """Whether a first line and one that counts stand around lines that all begin with another letter than
    either: of so few a program says that they are records.

    >>> every = ["HPAY 2026", "D219093344ROE", "D219093345LY", "D219093346VANG", "T000000003"]
    >>> is_framed(every[:4], every), is_framed(["HI", "DEAR ADA", "DO"], ["HI", "DEAR ADA", "DO", "TIA"])
    (True, False)
    """
    inner = {line[:1] for line in every[1:-1]}
    ends = {every[0][:1], every[-1][:1]} if every else set()
    is_one = len(inner) == 1 and all(map(str.isalpha, inner | ends)) and inner.isdisjoint(ends)
    return is_one and len(lines) >= FEWEST_LINES - 1 and _COUNT.fullmatch(every[-1].strip()) is not None


def drop_head(lines: list[str], every: Sequence[str]) -> list[str]:
    """The lines without a first one that begins with another letter than all of them, where a last one counts
    them: "HSHOTS 2026", "D...", "D...", "T000008".

    >>> rows = [f"DROE  2011100{n}" for n in range(1, 6)]
    >>> len(drop_head(["HSHOTS 2026", *rows], ["HSHOTS 2026", *rows, "T05"])), len(drop_head(rows, rows))
    (5, 5)
    """
    sorts = {line[0] for line in lines[1:]}
    is_counted = len(lines) >= FEWEST_LINES and _COUNT.fullmatch(every[-1].strip()) is not None
    is_head = is_counted and len(sorts) == 1 and lines[0][0].isalpha() and lines[0][0] not in sorts
    return lines[1:] if is_head else lines


def take_main(lines: list[str]) -> list[str]:
    """The lines of the sort of record that most are of: a letter before a number says of what sort each is;
    all lines where it does not.

    >>> take_main(["E 2026", "S1", "S2", "S3", "S4", "S5"]), take_main(["AX9 2026", "A1", "A2", "A3", "A4"])
    (['S1', 'S2', 'S3', 'S4', 'S5'], ['A1', 'A2', 'A3', 'A4'])
    """
    sorts = Counter(line[0] for line in lines if line[0].isalpha() and line[1:2].isdigit())
    ((sort, count),) = sorts.most_common(1) or [("", 0)]
    records = [line for line in lines if line[0] == sort and line[1:2].isdigit()]
    # the first line and the last may say of the whole what they like
    inner = [line for line in lines[1:-1] if line not in records]
    is_told = count >= max(FEWEST_LINES, _MOSTLY * len(lines)) and all(map(_TYPED.match, inner))
    return records if is_told else lines


def drop_sort(rows: list[list[str]], whole: Sequence[str]) -> list[list[str]]:
    """The rows without the letter before their first number that says of what sort a line is, where other
    lines of the file have others; without the one before their first word, where besides the last line
    counts the lines.

    >>> drop_sort([["D219093344", "ROE, ADA"]], ["H88 ACME", "D219093344  ROE, ADA", "T001"])
    [['219093344', 'ROE, ADA']]
    >>> rows = [["DROE", "ADA"], ["DLY", "BEN"], ["DORR", "CY"]]
    >>> drop_sort(rows, ["HRETURN", "DROE  ADA", "T0003"])[0], drop_sort(rows, ["DROE  ADA", "ROE"])[0]
    (['ROE', 'ADA'], ['DROE', 'ADA'])
    """
    sorts = {row[0][:1] for row in rows}
    others = {line[0] for line in (whole[0], whole[-1])} - sorts
    if len(sorts) != 1 or not others:
        return rows
    words = {row[0] for row in rows}
    are_words = len(words) >= _FEWEST_WORDS and all(map(_TYPED_WORD.fullmatch, words))
    is_counted = whole[0][0] in others and _COUNT.fullmatch(whole[-1].strip()) is not None
    is_typed = all(_TYPED_NUMBER.fullmatch(row[0]) for row in rows) or (are_words and is_counted)
    return [[row[0][1:], *row[1:]] for row in rows] if is_typed else rows


def head_coded(rows: list[list[str]]) -> list[list[str]]:
    """The rows below headers where the same word stands before a code on each of them: it names that column.

    >>> head_coded([["1", "DIS", "06"], ["2", "DIS", "00"], ["3", "DIS", "11"]])
    [['', 'DIS'], ['1', '06'], ['2', '00'], ['3', '11']]
    >>> head_coded([["1", "MN", "55"], ["2", "MN", "55"]])
    [['1', 'MN', '55'], ['2', 'MN', '55']]
    """
    columns = [*zip(*rows, strict=False)]
    named = [
        at
        for at, (one, behind) in enumerate(pairwise(columns))
        if len({*one}) == 1
        and _LABEL.fullmatch(one[0])
        and all(map(str.isdigit, behind))
        and len({*behind}) > 1
    ]
    if not named:
        return rows
    heads = {at + 1: columns[at][0] for at in named}
    kept = [at for at in range(len(columns)) if at not in named]
    return [[heads.get(at, "") for at in kept], *([row[at] for at in kept] for row in rows)]
