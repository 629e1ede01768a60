"""Tables that are forms: labels with their answers beside them, in two columns or in every other cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstbell.impact.detection.headers.columns import find_header
from firstbell.impact.detection.tables.layouts.forms import is_label

FEWEST_PAIRS, MOST_PAIRS = 3, 24
_FEW_NAMES, _LABEL_CHARS = 0.75, 60

Check = Callable[[str], bool]


def is_pairs(sample: Sequence[Sequence[str]], is_name: Check, is_value: Check) -> bool:
    """Whether two columns are labels and answers of all sorts, a name among them. `is_value`: whether a cell
    is somebody's name or number.
    """
    filled = [[cell for cell in row if cell] for row in sample if any(row)]
    if not FEWEST_PAIRS <= len(filled) <= MOST_PAIRS or any(len(row) > 2 for row in filled):
        return False
    heads = [row[0] for row in filled]
    answers = [row[1] for row in filled if len(row) > 1]
    names = sum(map(is_name, answers))
    are_labels = len(set(heads)) == len(heads) and not any(
        is_value(head) or len(head) > _LABEL_CHARS or head[0].isdigit() for head in heads
    )
    starts = find_header(sample[:1], is_value)[0] == 0
    is_few = 0 < names <= _FEW_NAMES * len(filled)
    return are_labels and not starts and is_few and len(answers) >= FEWEST_PAIRS


def is_answered(sample: Sequence[Sequence[str]], is_name: Check, is_value: Check) -> bool:
    """Whether every other cell of the rows is a label: a name stands behind the first, and most rows have as
    many cells.
    """
    filled = [[cell for cell in row if cell] for row in sample if any(row)]
    if not FEWEST_PAIRS <= len(filled) <= MOST_PAIRS or len(filled[0]) not in {4, 6}:
        return False
    heads, first = filled[0][::2], filled[0][1::2]
    even = sum(len(row) == len(filled[0]) for row in filled)
    is_named = is_label(heads[0]) and is_name(first[0]) and not any(map(is_value, heads))
    others = sum(len(row) > 1 and is_name(row[1]) for row in filled[1:])
    return is_named and not others and even > len(filled) // 2
