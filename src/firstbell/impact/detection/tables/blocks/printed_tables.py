r"""Headers of tables in text whose lines have more cells, or further lines below each of them.

Tables that have come down to lines with single spaces, as from PDF: a line of headers that calls a name
and numbers of social security or days of birth, and below it lines that hold a name and these.

>>> text = "SOC SEC NO MEMBER NAME BIRTH MSG\n----- ---- ----\n476-16-7169 ROE ADA 01/02/98 E14 DIFFERS\n"
>>> list_narrow(text + "469-59-3274 LY BEN 06/02/85 E02\n473-25-4475 XU CY 05/04/72 E14\n")[:2]
[['name', 'ssn', 'dob'], ['ROE ADA', '476-16-7169', '01/02/98']]
>>> list_narrow(text.replace("BIRTH", "HIRED") + "469-59-3274 LY BEN 06/02/85\n473-25-4475 XU CY 5/4/72\n")[1]
['ROE ADA', '476-16-7169', '']

Tables that lines are drawn in: a line of dashes below the headers of a printed report says how wide each
column is; upright strokes part the cells in notes and in what a database prints.

>>> text = "P 1\nSSN       NAME     PAY 7.5\n--------- -------- -------\n219093344 ROE, BEN  512.40\n"
>>> find_ruled(text)[0].rows
[['SSN', 'NAME', 'PAY 7.5'], ['219093344', 'ROE, BEN', '512.40']]
>>> find_ruled("# Shots\n\n| who | on |\n|---|---|\n| Ben Roe | 1/2 |\n\nno | table\n")
[RuledTable(above=['# Shots'], rows=[['who', 'on'], ['Ben Roe', '1/2']])]

Forms of one person whose labels stand in rows, with the answers in the row below each: as they are
printed, and as a machine reads them from paper.

>>> text = "Last Name  First Name  MI\nROE        ADA         Q\nBirth date  SSN\n4/1/1980   219-09-3344\n"
>>> labels, answers = spell_stacked(text + "[x] resident   Passport No: X4410022\n")
>>> labels[2:], answers[2:]
(['MI', 'Birth date', 'SSN', 'Passport No'], ['Q', '4/1/1980', '219-09-3344', 'X4410022'])
>>> spell_stacked("Last Name   SSN\nROE   219-09-3344\nLOW   376-18-4455\nName   Room\nUMA   7\n")
[]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, MAIN, NAME, read_header
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.detection.kinds.titles import list_headings

_CELL = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_MOST_CELLS, _ALIKE, _FEWEST_LINES = 14, 0.8, 3
# share of the lines on which a cell begins below a word that heads it
_BEGUN = 0.6


def part_header(header: str, cells: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The cells of a header, those parted again by one space alone below which lines have two cells.

    >>> part_header("FRAME NAME       BORN", ["FRAME NAME", "BORN"], ["0822  ROE, ADA  7.6.1950"] * 3)
    ['FRAME', 'NAME', 'BORN']
    >>> part_header("NAME  SEC NUMBER  BORN", ["NAME", "SEC NUMBER", "BORN"], ["ROE   21909  7.6.1950"] * 3)
    ['NAME', 'SEC NUMBER', 'BORN']
    """
    if "\t" in header:
        return [*cells]
    found = [[*_CELL.finditer(line)] for line in lines if line.strip()]
    ((width, times),) = Counter(map(len, found)).most_common(1) or [(0, 0)]
    is_even = times >= max(_FEWEST_LINES, _ALIKE * len(found))
    if is_even and width == len(cells):
        return [*cells]  # a word of a header may stand above the cell beside its own by chance
    cells = _part_words(header, cells, found)
    if not is_even or not len(cells) < width <= _MOST_CELLS:
        return [*cells]
    even = [row for row in found if len(row) == width]
    starts = [min(row[at].start() for row in even) for at in range(width)]
    heads: list[list[str]] = [[] for _ in starts]
    for word in _WORD.finditer(header):
        heads[max(sum(start <= word.start() for start in starts), 1) - 1].append(word[0])
    return [" ".join(words) for words in heads] if all(heads) else [*cells]


def _part_words(header: str, cells: Sequence[str], found: Sequence[Sequence[re.Match[str]]]) -> list[str]:
    """The cells of a header, parted at each word below which cells of most lines begin.

    >>> rows = [[*_CELL.finditer(line)] for line in ["ROE, ADA   06  03"] * 3]
    >>> _part_words("LAST NAME  DIS SET", ["LAST NAME", "DIS SET"], rows)
    ['LAST NAME', 'DIS', 'SET']
    """
    if len(found) < _FEWEST_LINES:
        return [*cells]
    begun = Counter(match.start() for row in found for match in row)
    parted, at = list[str](), 0
    for cell in cells:
        at = header.index(cell, at)
        words: list[str] = []
        for word in _WORD.finditer(header, at, at + len(cell)):
            is_below = sum(begun[word.start() + step] for step in (-1, 0, 1)) >= _BEGUN * len(found)
            if words and is_below:
                parted.append(" ".join(words))
                words = []
            words.append(word[0])
        parted.append(" ".join(words))
        at += len(cell)
    return parted if len(parted) <= _MOST_CELLS else [*cells]


def gather_below(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, what stands alone below a cell of one (the address below a name) in a further cell of it.

    >>> gather_below([["9", "ADA ROE"], ["", "12 ELM ST"], ["", "REMER"], ["8", "BEN LY"]])
    [['9', 'ADA ROE', '12 ELM ST REMER'], ['8', 'BEN LY', '']]
    """
    gathered: list[list[str]] = []
    below = -1
    for row in rows:
        filled = [at for at, cell in enumerate(row) if cell]
        if not filled:
            continue
        alone = filled[0] if len(filled) == 1 and filled[0] > 0 else -1
        if gathered and alone > 0 and (alone == below or row[alone][0].isdigit()):
            gathered[-1][-1] = f"{gathered[-1][-1]} {row[alone]}".strip()
            below = alone
        else:
            gathered.append([*row, ""])
            below = -1
    return gathered if any(row[-1] for row in gathered) else [[*row] for row in rows]


_NAME = re.compile(
    r"(?i)\b(?:names?|employees?|members?|students?|participants?|pupils?|payees?|retirees?|beneficiar(?:y|ies)|"
    r"dependents?|subscribers?|insured|annuitants?)\b"
)
_SSN_HEAD = re.compile(r"(?i)\b(?:ssn|ss ?(?:no|num|nbr|#)|soc(?:ial)?\.? ?sec(?:urity)?\b\.?|tin)")
_DAY_HEAD = re.compile(
    r"(?i)\b(?:(?P<birth>birth ?\w*|dob|d\.o\.b\.?|born|b ?da(?:y|te))|hired?|eff\w*|term\w*|exp\w*|start\w*|"
    r"end\w*|enroll\w*|entry|exit|from|thru|to|date|paid|left|retire[ds]?)\b"
)
_HEADER = re.compile(r"(?=[^\n]*[A-Za-z])[^\d\n:;.]{12,160}")
_RULE = re.compile(r"[\s=_.-]*")
_SSN = re.compile(r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])|(?<![\d/.-])\d{9}(?![\d/.-])")
_DAY = re.compile(
    r"(?<![\d/-])(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d-\d\d)(?![\d/-])"
)
_CALLED = re.compile(r"[^\W\d_][\w'\u2019-]+,?(?: [^\W\d_][\w'\u2019-]*\.?,?){1,3}")
_FEWEST, _SHARE, _MOST_LINES, _MOST_EMPTY = 3, 0.6, 5_000, 1


def list_narrow(text: str) -> list[list[str]]:
    """The rows of such tables below a header; none where there is none."""
    found: list[list[str]] = []
    lines = [line.strip() for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    for at, line in enumerate(lines):
        if "  " not in line and "\t" not in line and _is_header(line):
            found += _read_below(line, lines[at + 1 :])
    return [["name", "ssn", "dob"], *found] if found else []


def _is_header(line: str) -> bool:
    if not _HEADER.fullmatch(line) or not _NAME.search(line):
        return False
    births = [match for match in _DAY_HEAD.finditer(line) if match["birth"]]
    return bool(births) or _SSN_HEAD.search(line) is not None


def _read_below(header: str, lines: Sequence[str]) -> list[list[str]]:
    has_ssn = _SSN_HEAD.search(header) is not None
    days = [bool(match["birth"]) for match in _DAY_HEAD.finditer(header)]
    rows, others, empty = list[list[str]](), 0, 0
    for line in lines:
        if not line or _RULE.fullmatch(line):
            empty += not line
            if empty > _MOST_EMPTY:
                break
            continue
        if row := _read_row(line, days, has_ssn=has_ssn):
            rows.append(row)
        else:
            others += 1
            if others > max(_FEWEST, len(rows)):
                break
    return rows if len(rows) >= _FEWEST and len(rows) >= _SHARE * (len(rows) + others) else []


def _read_row(line: str, days: Sequence[bool], *, has_ssn: bool) -> list[str]:
    number = _SSN.search(line) if has_ssn else None
    dates = _DAY.findall(line)
    birth = next((date for date, is_birth in zip(dates, days, strict=False) if is_birth), "")
    if len(dates) != len(days):
        birth = ""
    bare = _DAY.sub(" | ", _SSN.sub(" | ", line))
    name = _CALLED.search(bare)
    if name is None or not (number or birth):
        return []
    return [name[0].strip(" ,."), number[0] if number else "", birth]


_RULED_RULE = re.compile(r"[ \t]*-{2,}(?: +-{2,})+[ \t]*")
_RULED_MOST_LINES, _LINES_ABOVE = 20_000, 4
# a line between the headers and the rows of a table with strokes, or around all of them
_STROKES = re.compile(r"[ \t]*[|+:]?[ \t]*:?[-=]+:?[ \t]*(?:[|+][ \t]*:?[-=]+:?[ \t]*)+[|+:]?[ \t]*")
_DRAWN, _WIDE = re.compile(r"[\s=_*.+-]*"), re.compile(r" {3,}|\t+")
_BANNER_CHARS, _LONGEST_TOLD = 500, 90
_ESCAPED = re.compile(r"(?<!\\)\|")


class RuledTable(msgspec.Struct, frozen=True):
    """A table. `above`: the last short lines above it; `rows`: the headers first."""

    above: list[str]
    rows: list[list[str]]


def find_ruled(text: str) -> list[RuledTable]:
    """Each such table."""
    return [*_find_dashed(text), *_find_stroked(text)]


def _find_stroked(text: str) -> list[RuledTable]:
    """Tables whose cells upright strokes part, with a drawn line among the first lines."""
    if "|" not in text or not ("--" in text or "==" in text):
        return []
    found: list[RuledTable] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = at
        while (
            end < len(lines)
            and end - at < _RULED_MOST_LINES
            and ("|" in lines[end] or _STROKES.fullmatch(lines[end]))
        ):
            end += 1
        drawn = [bool(_STROKES.fullmatch(line)) for line in lines[at:end]]
        rows = [_part(line) for line, is_drawn in zip(lines[at:end], drawn, strict=True) if not is_drawn]
        if any(drawn[:3]) and len(rows) > 1 and len(rows[0]) > 1:
            even = [row for row in rows if len(row) == len(rows[0])]
            found.append(RuledTable(_list_above(lines, at), even))
        at = max(end, at + 1)
    return found


def _list_above(lines: list[str], at: int) -> list[str]:
    return list_headings("\n".join(lines[max(0, at - _LINES_ABOVE) : at]))


def list_banner(above: str) -> list[str]:
    r"""What the lines right above a table say that wide gaps part, without drawn lines.

    >>> list_banner("old\n\nRUN 14   VEH 2   ALL RIDERS PER IEP\nPRINTED 9/1\n--------\n")
    ['RUN 14', 'VEH 2', 'ALL RIDERS PER IEP', 'PRINTED 9/1']
    """
    lines = above[-_BANNER_CHARS:].rstrip().split("\n")[-_LINES_ABOVE:]
    told: list[str] = []
    for line in reversed(lines):
        if not line.strip():
            break
        if _DRAWN.fullmatch(line) is None:
            told = [*(part for part in _WIDE.split(line.strip()) if part), *told]
    return [part for part in told if len(part) <= _LONGEST_TOLD]


def _part(line: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in _ESCAPED.split(bare)]


def _find_dashed(text: str) -> list[RuledTable]:
    if "--- -" not in text and "-- --" not in text and "--  --" not in text:
        return []
    lines = text.expandtabs().split("\n")
    found = []
    for number, line in enumerate(lines[1:], start=1):
        if _RULED_RULE.fullmatch(line.rstrip()):
            spans = [match.span() for match in re.finditer("-+", line)]
            rows = [_cut(lines[number - 1], spans)]
            for below in lines[number + 1 : number + 1 + _RULED_MOST_LINES]:
                if not below.strip() or _RULED_RULE.fullmatch(below.rstrip()):
                    break
                rows.append(_cut(below, spans))
            if len(rows) > 1 and sum(map(bool, rows[0])) > 1:
                found.append(RuledTable(_list_above(lines, number - 1), rows))
    return found


def _cut(line: str, spans: list[tuple[int, int]]) -> list[str]:
    """The cells of a line: what stands between two columns belongs to the one before."""
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


_CELLS = re.compile(r"\t+|[ ]{2,}")
_GAP = re.compile(r"\S(?: {2}|\t)")
# what stands before a label in a box of its own, and a label with its answer on one line
_BOX = re.compile(r"^\(?[a-z0-9]{1,2}[).][ ]+(?=[A-Z])")
_BEHIND = re.compile(r"(?:^|[ ]{2}|\t|/ ?)([A-Z][\w.' -]{2,40}):[ \t]+([A-Z]{0,3}[-\d]*\d[\w-]*)[ \t]*$")
_FEWEST_ROWS, _STACKED_MOST_LINES, _LABEL_CHARS = 2, 120, 48
_KINDS = frozenset(list_kinds())


def spell_stacked(text: str) -> list[list[str]]:
    """The labels, and below them the answers; none where it is no such form."""
    lines = text.split("\n")
    if len(lines) > _STACKED_MOST_LINES or _GAP.search(text) is None:
        return []
    lines = [line.strip() for line in lines if line.strip()]
    rows = [*_list_rows(lines)]
    if len(rows) < _FEWEST_ROWS:
        return []
    record: dict[str, str] = {}
    for labels, answers in rows:
        for label, answer in zip(labels, answers, strict=True):
            if record.setdefault(label, answer) != answer:
                return []
    roles = {read_header(label)[0] for label in record if read_header(label)[1] == MAIN}
    if not ({FAMILY, GIVEN} <= roles or NAME in roles) or not roles & _KINDS:
        return []
    for line in lines:
        found = _BEHIND.search(line)
        if found is not None and read_header(found[1])[0] in _KINDS:
            record.setdefault(found[1], found[2])
    return [[*record], [*record.values()]]


def _list_rows(lines: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """(labels, answers) of each row of labels with one row of answers below it."""
    for at, line in enumerate(lines[:-1]):
        labels = _read_labels(line)
        answers = _CELLS.split(lines[at + 1])
        if not labels or _read_labels(lines[at + 1]) or len(answers) != len(labels):
            continue
        # a further row of the same width makes it a table
        below = _CELLS.split(lines[at + 2]) if at + 2 < len(lines) else []
        if len(below) != len(labels) or ":" in lines[at + 2] or _read_labels(lines[at + 2]):
            yield labels, answers


def _read_labels(line: str) -> list[str]:
    cells = [_BOX.sub("", cell) for cell in _CELLS.split(line)]
    are_short = all(len(cell) <= _LABEL_CHARS and not any(map(str.isdigit, cell)) for cell in cells)
    known = sum(bool(read_header(cell)[0]) for cell in cells) if len(cells) > 1 and are_short else 0
    return cells if known * 2 > len(cells) else []
