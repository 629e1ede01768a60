"""Lists of those to whom children are not given: their column names grown-ups beside the children.

>>> columns = [Column(0, NAME, GUARDIAN, header="adult"), Column(1, NAME, header="child")]
>>> [one.owner for one in bar_adults(columns, [], titles=["who may NOT pick up.docx"])]
['barred', 'main', 'barred']
>>> [one.owner for one in bar_adults(columns, [], titles=["who may pick up.docx"])]
['guardian', 'main']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.headers.columns import ACCUSED, BARRED, GUARDIAN, ID, MAIN, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind

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
_ORDER = re.compile(
    r"(?i)(?:ofp|hro|danco|t?ro|dvro|ppo|epo|tpo|(?:temporary |ex parte )?(?:restraining|protecti(?:ve|on)|"
    r"harassment restraining|(?:domestic abuse )?no[ -]contact) orders?|orders? (?:for|of) protection|"
    r"(?:restraining|no[ -]contact|protective))(?: \((?:temp|perm|ex parte|expired)\w*\))?"
)
_FEWEST_ORDERS = 2
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
    columns = _bar_respondents(columns, rows)
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


def _bar_respondents(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns, where one of them says what order of a court a row is of: who answers to it is kept away,
    and it endangers the others.

    >>> columns = [Column(0, NAME, ACCUSED, header="respondent"), Column(1, NAME, header="protected")]
    >>> [one.owner for one in _bar_respondents(columns, [["Al Roe", "Bo Roe", "OFP"]] * 3)]
    ['barred', 'main', 'main']
    >>> [one.owner for one in _bar_respondents(columns, [["Al Roe", "Bo Roe", "bullying"]] * 3)]
    ['accused', 'main']
    """
    accused = [one for one in columns if one.owner == ACCUSED]
    if not accused:
        return [*columns]
    orders = [at for row in rows for at, cell in enumerate(row) if _ORDER.fullmatch(cell.strip())]
    ((at, times),) = Counter(orders).most_common(1) or [(-1, 0)]
    if times < max(_FEWEST_ORDERS, _MOST * len(rows)):
        return [*columns]
    told = Column(at, DataKind.SAFEGUARDING, is_flag=True)
    return [*(replace(one, owner=BARRED) if one in accused else one for one in columns if one.at != at), told]


def _are_barring(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether most cells of a column of what endangers children say that somebody is kept from them."""
    told = {one.at for one in columns if one.role == DataKind.SAFEGUARDING}
    cells = [row[at] for row in rows for at in told if at < len(row) and row[at]]
    barring = sum(_BARS.search(cell) is not None for cell in cells)
    return len(cells) >= _FEWEST and barring >= _MOST * len(cells)
