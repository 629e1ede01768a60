"""Headers of tables in text whose lines have more cells, or further lines below each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

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
