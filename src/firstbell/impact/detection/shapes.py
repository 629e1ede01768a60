"""The shapes in which people lay out a table: people across, a form in boxes, a header that no word tells.

>>> find_plain_header([["Fall trips"], [], ["Camper", "Cabin"], ["Ada Olson", "3"], ["Ben Roe", "4"]])
2
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Rows = Sequence[Sequence[str]]
_MOST_HEAD_ROWS = 12
_FEWEST_BELOW = 2
_FEWEST_ACROSS = 3
_MOST_ACROSS = 120
_LABEL_CHARS = 60


def find_plain_header(rows: Rows) -> int:
    """Where the first row of a table stands whose cells are words, below titles and above rows as wide; -1
    where there is none.
    """
    for number, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        filled = [cell for cell in row if cell]
        if len(filled) < 2:
            continue
        below = [[cell for cell in each if cell] for each in rows[number + 1 : number + 6]]
        wide = [each for each in below if len(each) >= 2]
        if len(wide) < min(_FEWEST_BELOW, max(len(below), 1)) or any(map(_has_digit, filled)):
            return -1
        return number if any(_looks_otherwise(row, each) for each in rows[number + 1 : number + 4]) else -1
    return -1


def _looks_otherwise(header: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row has digits, commas or more words where the header has none."""
    pairs = [(head, cell) for head, cell in zip(header, row, strict=False) if head and cell]
    return any(
        _has_digit(cell) or "," in cell or len(cell.split()) > len(head.split()) for head, cell in pairs
    )


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def turn(
    rows: Rows, is_header: Callable[[str], bool], is_name: Callable[[str], bool]
) -> list[list[str]] | None:
    """The table with people down, where it has them across: its first column is headers, and one of its
    rows names. None where it has not.
    """
    filled = [row for row in rows if any(row)]
    width = max(map(len, filled), default=0)
    if not _FEWEST_ACROSS <= width <= _MOST_ACROSS or not 2 <= len(filled) <= _MOST_ACROSS:
        return None
    heads = sum(bool(row[0]) and is_header(row[0]) for row in filled if row)
    if heads * 2 < len(filled):
        return None
    for row in filled:
        across = [cell for cell in row[1:] if cell]
        if len(across) >= _FEWEST_ACROSS - 1 and sum(map(is_name, across)) >= 0.6 * len(across):
            return [[each[at] if at < len(each) else "" for each in filled] for at in range(width)]
    return None


def open_boxes(rows: Rows, is_label: Callable[[str], bool]) -> str:
    """Lines "label: answer" of a form whose cells hold both, one above the other; "" where it is none."""
    cells = [cell for row in rows for cell in row if cell]
    boxes = [cell.partition("\n") for cell in cells]
    labelled = [
        (head.strip(), answer.strip())
        for head, mark, answer in boxes
        if mark and _is_label(head, answer, is_label)
    ]
    if not labelled or len(labelled) * 2 < len(cells):
        return ""
    lines = []
    for cell in cells:
        head, mark, answer = cell.partition("\n")
        if mark and _is_label(head, answer, is_label):
            lines.append(f"{head.strip().rstrip(':')}: {' '.join(answer.split())}")
        else:
            lines.append(cell)
    return "\n".join(lines)


def _is_label(head: str, answer: str, is_label: Callable[[str], bool]) -> bool:
    head = head.strip()
    if not head or not answer.strip() or len(head) > _LABEL_CHARS:
        return False
    return head.endswith(":") or head.isupper() or is_label(head)
