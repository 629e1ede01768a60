"""Lists of those to whom children are not given: their column names grown-ups beside the children.

>>> columns = [Column(0, NAME, GUARDIAN, header="adult"), Column(1, NAME, header="child")]
>>> [one.owner for one in bar_adults(columns, [], titles=["who may NOT pick up.docx"])]
['barred', 'main', 'barred']
>>> [one.owner for one in bar_adults(columns, [], titles=["who may pick up.docx"])]
['guardian', 'main']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.columns import BARRED, GUARDIAN, ID, MAIN, NAME, Column
from firstbell.impact.detection.kinds import DataKind

_TITLE = re.compile(
    r"(?i)\b(?:(?:may|can|must|should|are|is|do|does) ?not|never|not (?:allowed|permitted|authori[sz]ed)|"
    r"unauthori[sz]ed|no|don'?t|cannot|barred from|banned from)[ _-]+"
    r"(?:to[ _-]+|for[ _-]+)?(?:be[ _-]+)?(?:pick(?:ing)?[ _-]?(?:them[ _-])?ups?|releas\w+|let[ _-]go|"
    r"contacts?|give[ _-](?:child|kid)\w*|trespass\w*|collect\w*|take|visit\w*)\b"
    r"|\b(?:trespass(?:ed)?|barred|banned)[ _-](?:adults?|parents?|people|persons?|list|visitors?)\b"
    r"|\b(?:restraining|protective|no[ _-]contact|harassment)[ _-]orders?\b|\borders? for protection\b"
)
_BARS = re.compile(
    r"(?i)\b(?:no[ -](?:contact|release|pick ?-?up|visits?|visitation)|not (?:allowed|permitted|to)|"
    r"may ?not|do not release|restraining|ofp|hro|dvro|tro|supervised|barred|banned|trespass\w*|jail\w*|"
    r"prison|protect\w* order|order (?:of|for) protection|rights terminated|court order)\b"
)
_FEWEST, _MOST = 3, 0.6
_ADULT = re.compile(
    r"(?:the )?(?:adults?|persons?|people|parents?|grown ?-?ups?|who|whom|name of adult|individual|party|"
    r"relatives?|mom/dad|dad/mom|mother/father|parent/guardian|parent/adult)(?: names?)?"
)


def bar_adults(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, titles: Iterable[str]
) -> list[Column]:
    """The columns; where a title says that the table lists whom children are not given to, or most of its
    rows say so, that of grown-ups beside one of children names those.
    """
    named = [one for one in columns if one.role in {NAME, ID}]
    adults = [
        one for one in named if one.role == NAME and one.owner == GUARDIAN and _ADULT.fullmatch(one.header)
    ]
    is_beside = any(one.owner == MAIN for one in named)
    if len(adults) != 1 or not is_beside:
        return [*columns]
    if not any(map(_TITLE.search, titles)) and not _are_barring(columns, rows):
        return [*columns]
    barred = replace(adults[0], owner=BARRED)
    told = Column(barred.at, DataKind.SAFEGUARDING, BARRED, is_flag=True)
    return [*(barred if one == adults[0] else one for one in columns), told]


def _are_barring(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether most cells of a column of what endangers children say that somebody is kept from them."""
    told = {one.at for one in columns if one.role == DataKind.SAFEGUARDING}
    cells = [row[at] for row in rows for at in told if at < len(row) and row[at]]
    barring = sum(_BARS.search(cell) is not None for cell in cells)
    return len(cells) >= _FEWEST and barring >= _MOST * len(cells)
