"""Headers of two letters that stand for several things: what stands below them says which. Below "PO" numbers
are those of orders, and names those of probation officers; below "CM" names are those of case managers.

>>> who = Column(0, NAME)
>>> [str(one.role) for one in find_short_labels([who], {1: ["Officer Diaz", "J. Lund"]}, ["Student", "PO"])]
['discipline']
>>> find_short_labels([who], {1: ["26-1044", "26-1045"]}, ["Requester", "PO"])
[]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import FAMILY, ID, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.numbers import share_of

_MEANT = {
    "po": DataKind.DISCIPLINE,
    "prob off": DataKind.DISCIPLINE,
    "cm": DataKind.SPECIAL_EDUCATION,
    "sped cm": DataKind.SPECIAL_EDUCATION,
}
_SIGNS = re.compile(r"[^a-z]+")
# somebody, by one name or several: "Long", "Officer Diaz", "J. Lund", "Roe, Ada"
_CALLED = re.compile(
    r"(?:(?:Mrs?|Ms|Dr|Ofc|Off|Officer|Agent|Deputy)\.? )?[A-Z][^\W\d_]*[a-z][\w'\u2019-]*"
    r"(?:,? [A-Z][\w'\u2019.-]*){0,2}|[A-Z]\. ?[A-Z][a-z][\w'\u2019-]*"
)
_ABOUT = frozenset((NAME, FAMILY, ID))
# beside these it is where the mail goes
_OF_ADDRESS = re.compile(r"(?i)\b(?:zip|street|addr\w*|city|town|state|route|box)\b")
_MOST, _FEWEST = 0.8, 2


def find_short_labels(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> list[Column]:
    """The columns of kinds that such headers and the names below them tell, beside one of whom the rows are
    about.
    """
    if not any(one.role in _ABOUT for one in typed) or any(map(_OF_ADDRESS.search, header)):
        return []
    meant = {at: _MEANT.get(_SIGNS.sub(" ", one.lower()).strip()) for at, one in enumerate(header)}
    return [
        Column(at, kind, is_flag=True)
        for at, kind in meant.items()
        if kind and len(own := cells.get(at, ())) >= _FEWEST and share_of(own, _calls_somebody) >= _MOST
    ]


def _calls_somebody(cell: str) -> bool:
    return _CALLED.fullmatch(cell) is not None and not find_kinds(cell)
