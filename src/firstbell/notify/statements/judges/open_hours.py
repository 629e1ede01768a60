"""Hours at which an office or a call center is open, told in the words of everyday school life.

"The front office answers the phone from 7:30 to 4" says no more than that it is open, where phones are not
out. A call center of which no fact tells has the hours that it says; others are held against their fact.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.notices import is_contact
from firstbell.record.facts import Subject

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|school days?|tonight|today|tomorrow)"
_CLOCK = r"(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|noon|midnight)"
_HOURS = (
    rf"(?P<hours>(?:,? ?(?:on|from|between|until|till|to|through|and|every|each|this|next|{_DAY}"
    rf"|{_CLOCK}|in the"
    r" (?:morning|afternoon|evening)))+)"
)
_OFFICE = re.compile(
    r"(?:the|our|your|each|every) (?:(?:front|main|school|district|central|business|attendance|transportation"
    r"|campus|principal's|high school|middle school|elementary|enrollment) )*(?:office|front desk|desk)s?"
    r" (?:answers?|picks? up|takes?|will answer|is answering|will be answering)"
    rf" (?:the |your )?(?:phones?|calls?|telephones?) ?{_HOURS}",
    re.I,
)
_LINE = re.compile(
    r"(?:(?:if you have (?:any |more |other )?questions|for (?:any |more |other )?questions|questions\?),? )?"
    r"(?:the|our) (?:district |dedicated )?(?:call cent(?:er|re)|help ?line|hot ?line|help desk"
    r"|information line)"
    r" (?:is|will be|stays|remains) (?:open|staffed|available|reachable)"
    rf" ?{_HOURS}",
    re.I,
)
_END = " .!"
_SPOKEN_OF = re.compile(r"\b(?:offices?|desks?|cent(?:er|re)|line|hotline|helpline)\b", re.I)


def is_line_hours(flat: str, record: CaseRecord) -> bool:
    """Whether a plain sentence tells how a call center is reached, of which the record has no word."""
    if record.find(Subject.CALL_CENTER) is not None:
        return False
    return _LINE.fullmatch(flat.strip(_END)) is not None or is_contact(flat)


def tell_open_hours(read: str, record: CaseRecord) -> str:
    """The hours of an office or a call center as those of an office; any other sentence as it is."""
    bare = plain(read).strip(_END)
    if not _SPOKEN_OF.search(bare):
        return read
    pending = record.get(Subject.SYSTEMS_RESTORED, "pending") or ()
    out = set().union(*(list_systems(str(one)) for one in pending))
    office = None if "phones" in out else _OFFICE.fullmatch(bare)
    line = _LINE.fullmatch(bare)
    told = office or (line if line and is_line_hours(bare, record) else None)
    return f"The office is open {told['hours'].strip()}." if told else read
