"""What the cells of a column look like, whatever its header says.

>>> are_repeated(["1", "2", "2", "1", "2", "1"]), are_repeated("123456"), has_digit("a4")
(True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from firstbell.impact.detection.headers.columns import NAME, WORKER, Column
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

_SENTENCE_CHARS = 40
# digits of all other scripts are among what is not ASCII
_MAY_BE_DIGIT = re.compile(r"[^\x00-/:-\x7f]")
# of so many cells codes come again
_FEWEST_REPEATED, _OTHERS = 6, 0.9
_FEWEST_SAID = 4


def is_remark(cell: str, lexicon: Lexicon) -> bool:
    """Whether a cell alone in its row is a sentence, and no name."""
    words = cell.split()
    small = sum(word[0].islower() for word in words)
    return len(words) >= _FEWEST_SAID and small >= _FEWEST_SAID // 2 and squeeze(cell) not in lexicon.ids


def are_sentences(cells: Sequence[str]) -> bool:
    """Whether cells are as long as sentences."""
    return sum(map(len, cells)) >= _SENTENCE_CHARS * len(cells)


def are_repeated(cells: Sequence[str]) -> bool:
    """Whether some of many cells come again, as codes do and numbers of rows do not."""
    return len(cells) < _FEWEST_REPEATED or len(set(cells)) < _OTHERS * len(cells)


def repeats_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header once more, some of it in other words that begin alike.

    >>> repeats_header(["", "CABIN OAK", "med / diet"], ["", "CABIN ELM", "med / diet"])
    True
    >>> repeats_header(["", "Ada Roe", "med / diet"], ["", "CABIN ELM", "med / diet"])
    False
    """
    pairs = [(cell, head) for cell, head in zip(row, header, strict=False) if cell]
    others = [(cell, head) for cell, head in pairs if cell != head]
    same = len(pairs) - len(others)
    are_alike = all(head and cell.split()[0] == head.split()[0] for cell, head in others)
    return len(pairs) > 1 and same > 0 and len(others) <= 1 and are_alike


def has_digit(cell: str) -> bool:
    """Whether a digit stands in a cell."""
    found = _MAY_BE_DIGIT.search(cell)
    return found is not None and (found[0].isdigit() or any(map(str.isdigit, cell)))


_TOTAL = re.compile(r"(?i)(?:(?:grand|sub|report|batch|page|column)[ -]?)?(?:totals?|count|sum)\b[^,]{0,24}")
_FEWEST_ROWS = 3


# what a printer puts at the head of a page
_PAGE = re.compile(r"(?i)\bpage\b|\bpg\.? ?\d")


def drop_pages(rows: Sequence[Sequence[str]], header: Sequence[str]) -> list[Sequence[str]]:
    """The rows without the heads of further pages: the header once more, and the title right above it.

    >>> drop_pages([["Roe", "4"], ["Run 6/14", "Page 2"], ["Name", "Gr"], ["Xu", "5"]], ["Name", "Gr"])
    [['Roe', '4'], ['Xu', '5']]
    """
    again = {at for at, row in enumerate(rows) if [*row] == [*header]}
    heads = {at - 1 for at in again if at and any(map(_PAGE.search, rows[at - 1]))}
    return [row for at, row in enumerate(rows) if at not in again | heads] if header and again else [*rows]


def drop_totals(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows of a table without the last ones that only count the others.

    >>> rows = [["1", "Ada", "4.00"], ["2", "Ben", "5.00"], ["3", "Cy", "6.00"], ["TOTAL", "", "15.00"]]
    >>> len(drop_totals(rows)), len(drop_totals(rows[:3]))
    (3, 3)
    """
    end = len(rows)
    while end > _FEWEST_ROWS and _counts(rows[end - 1]):
        end -= 1
    return rows[:end]


def _counts(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and _TOTAL.fullmatch(filled[0]) is not None and not any(map(_is_word, filled[1:]))


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def is_number(cell: str) -> bool:
    """Whether a cell has digits and no letters."""
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


# where others play: nobody is called so
_TEAMS = re.compile(
    r"opp(?:onents?)?|vs|versus|visitors?|visiting team|home team|away team|other team|opposing team"
)


def list_aside(columns: Iterable[Column], header: Sequence[str]) -> set[int]:
    """The columns of those who wrote the rows, and of teams that somebody plays against.

    >>> list_aside([], ["Date", "Opp.", "Note"])
    {1}
    """
    writers = {one.at for one in columns if one.owner == WORKER and one.role == NAME}
    teams = {at for at, head in enumerate(header) if _TEAMS.fullmatch(head.strip(" .:#").lower())}
    return writers | teams


def clear_cells(row: Sequence[str], writers: Container[int], things: Container[int]) -> list[str]:
    """A row without the names of who wrote it and the numbers of things; both told by their columns.

    >>> clear_cells(["Ada Roe", "4711", "4712 sick"], {0}, {1, 2})
    ['', '', '4712 sick']
    """
    return [
        "" if at in writers or (at in things and is_number(cell)) else _part_words(cell)
        for at, cell in enumerate(row)
    ]


# the name of a file, whose words are joined
_FILE = re.compile(r"(?i)[^\n@]*_.*\.(?:pdf|docx?|xlsx?|pptx?|rtf|txt|csv|jpe?g|png)")
_JOINED = re.compile(r"(?<=[^\W_])_(?=[^\W_])")


def _part_words(cell: str) -> str:
    """The name of a file with spaces between its words; any other cell as it is.

    >>> _part_words("Roe_Ada_504.pdf"), _part_words("ada_roe")
    ('Roe Ada 504.pdf', 'ada_roe')
    """
    return _JOINED.sub(" ", cell) if "_" in cell and _FILE.fullmatch(cell) else cell
