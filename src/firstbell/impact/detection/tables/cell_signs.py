"""What the cells of a column look like, whatever its header says.

>>> are_repeated(["1", "2", "2", "1", "2", "1"]), are_repeated("123456"), has_digit("a4")
(True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE_CHARS = 40
# digits of all other scripts are among what is not ASCII
_MAY_BE_DIGIT = re.compile(r"[^\x00-/:-\x7f]")
# of so many cells codes come again
_FEWEST_REPEATED, _OTHERS = 6, 0.9


def are_sentences(cells: Sequence[str]) -> bool:
    """Whether cells are as long as sentences."""
    return sum(map(len, cells)) >= _SENTENCE_CHARS * len(cells)


def are_repeated(cells: Sequence[str]) -> bool:
    """Whether some of many cells come again, as codes do and numbers of rows do not."""
    return len(cells) < _FEWEST_REPEATED or len(set(cells)) < _OTHERS * len(cells)


def has_digit(cell: str) -> bool:
    """Whether a digit stands in a cell."""
    found = _MAY_BE_DIGIT.search(cell)
    return found is not None and (found[0].isdigit() or any(map(str.isdigit, cell)))
