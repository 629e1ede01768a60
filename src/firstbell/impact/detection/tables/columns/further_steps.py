"""Columns that say what was done about what a table tells of all in it: whoever was screened for suicide was
screened, with a plan for safety or without one, and whoever had a seizure had it, whatever was given.

>>> plan = Column(3, DataKind.COUNSELLING, is_flag=True, header="safety plan")
>>> list_settled([plan], ["C-SSRS"]), list_settled([plan], ["Health plans"])
(set(), {'counselling'})
>>> risk = Column(2, DataKind.COUNSELLING, is_flag=True, header="risk level")
>>> list_settled([plan, risk], ["C-SSRS"])
{'counselling'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, ID, NAME, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import spread_title

# what happened to, or was made of, each who is listed
_EVENTS = re.compile(
    rb"\b(?:c ?ssrs|columbia|phq|gad|(?:risk|suicide|depression|sel|mental health) (?:screen\w*|assess\w*)|"
    rb"seizures?|injur(?:y|ies)|asthma attacks?|allergic reactions?|anaphyla\w+|episodes?|hypos?|lows|"
    rb"concussions?|ems (?:calls?|runs?|transports?)|911 calls?|overdoses?)\b"
)
_LENT = re.compile(
    r"(?i)(?:band |choir |marching )?(?:coat|jacket|hat|shako|bibber|pant|jersey|uniform|gown|robe|tux|dress|"
    r"costume|helmet|garment)s? ?(?:#|nos?\.?|nbr|num|number|tag)"
)
# whom a plan insures, and when: a list of them tells nobody's pay
_COVERED = re.compile(
    r"(?i)(?:covered (?:individual|person|member|dependent|li(?:fe|ves))s?(?: names?)?|"
    r"months? (?:of coverage|covered)|"
    r"(?:coverage|enrollment) (?:months?|dates?|start|begins?)|enrollees?)"
)
_STEPS = {
    DataKind.COUNSELLING: re.compile(r"(?:safety|crisis|follow ?up|care|no ?harm) (?:plan|contract)s?\b.*"),
    DataKind.HEALTH: re.compile(
        r"rescue(?: meds?| medications?| given| used)?|(?:meds?|medications?|doses?|treatments?|epi\w*|"
        r"diastat|first aid|ice)(?: given| used| admin\w*)?|ems(?: called)?|911(?: called)?|"
        r"hospital(?:ized)?|transport\w*|(?:dr|doctor|er|clinic)(?: visit| seen)?"
    ),
}


_NAMING = frozenset((ID, NAME, GIVEN, FAMILY))
_SECRET_CHARS = 4
# where somebody works, and as what
_WORKPLACE = re.compile(
    r"(?i)sites?|schools?|buildings?|bldgs?|locations?|dep(?:artmen)?ts?|positions?|job titles?"
)


def lacks_secrets(
    columns: Iterable[Column], rows: Iterable[Sequence[str]], header: Iterable[str] = ()
) -> bool:
    """Whether all cells of a table but those that name somebody or where they work are too short for a
    password or a PIN.

    >>> number = Column(0, ID)
    >>> lacks_secrets([number], [["200001", "P", "F"]]), lacks_secrets([number], [["200001", "4471"]])
    (True, False)
    >>> lacks_secrets([number], [["200001", "5", "Elm School"]], ["id", "level", "School"])
    True
    """
    named = {one.at for one in columns if one.role in _NAMING}
    filled = (row for row in rows if sum(map(bool, row)) > 1)
    named |= {at for at, head in enumerate(header) if _WORKPLACE.fullmatch(head)}
    told = [cell for row in filled for at, cell in enumerate(row) if cell and at not in named]
    return bool(told) and all(len(cell) < _SECRET_CHARS for cell in told)


def list_settled(
    columns: Sequence[Column],
    titles: Iterable[str],
    header: Iterable[str] = (),
    *,
    rows: Iterable[Sequence[str]] = (),
) -> set[str]:
    """The roles of the columns, without those that only say what was done about what a title says of all;
    need, where a header numbers coats and gowns: they are lent out, and whoever wears one lacks none; pay,
    where the rows are of those whom a plan insures; and passwords, where no cell of the rows may be one.

    >>> list_settled([], ["Coats"], ["Coat #", "Out to"]), list_settled([], ["Coats"], ["Child", "Coat size"])
    ({'economic'}, set())
    """
    is_of_events = any(_EVENTS.search(spread_title(one)) for one in titles)
    lent = {DataKind.ECONOMIC.value} if any(map(_LENT.fullmatch, header)) else set()
    lent |= {DataKind.FINANCIAL.value} if any(map(_COVERED.fullmatch, header)) else set()
    lent |= {DataKind.CREDENTIALS.value} if lacks_secrets(columns, rows, header) else set()
    return lent | {
        str(one.role)
        for one in columns
        if not (
            is_of_events
            and one.is_flag
            and one.role in _STEPS
            and _STEPS[DataKind(one.role)].fullmatch(one.header)
        )
    }
