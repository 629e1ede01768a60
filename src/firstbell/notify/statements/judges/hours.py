"""Hours that a sentence names: of the event, by what it names them for, and at which somebody is reached.

"The front office answers the phone from 7:30 to 4" says no more than that it is open, where phones are not
out. A call center of which no fact tells has the hours that it says; others are held against their fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from firstbell.notify.statements.judges.truth import NO, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import find_clock_times, find_slack
from firstbell.notify.statements.language.names import name_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.notices import is_contact
from firstbell.record.facts import Subject

# each hour belongs to what stands beside it
_APART = any_case(r",? (?:and|but|while) |[;,] ")
_BEGAN = any_case(
    r"\b(?:attack|encryption|encrypting|damage|ransomware|it all) (?:\w+ )?(?:began|begun|started|set in)\b"
    r"|\b(?:start|beginning) of the (?:attack|encryption)\b|\bfirst (?:file|files|damage|server|computer)\b"
    r"|\b(?:began|started) (?:to encrypt|encrypting)\b"
    r"|\b(?:was|were|been) (?:first )?(?:encrypted|locked|scrambled)\b"
)
_FOUND = any_words(r"found|spotted|noticed|caught|saw|came (?:up)?on|realized")


def _list_moments(part: str, record: CaseRecord) -> Sequence[datetime]:
    """The moments that a part of a sentence may mean: of the finding, of the first damage, or of both."""
    found, damage = (record.get_moment(Subject.ENCRYPTION_EVENT, name) for name in ("found", "first_damage"))
    finds = bool(_FOUND.search(part)) or load_vocabulary().holds("discover", part)
    begins = bool(_BEGAN.search(part))
    both = finds == begins
    meant = [found if both or finds else None, damage if both or begins else None]
    kept = [one for one in meant if one is not None]
    return kept or [one for one in (found, damage) if one is not None]


def _drop_found(part: str) -> str:
    """The part of a sentence without what was found, where its hour tells when that was found.

    "At 6:40 we saw that servers were encrypted": the hour is not that of the encryption.
    """
    began = _BEGAN.search(part)
    if began is None or find_clock_times(part[began.start() :]):
        return part
    before = part[: began.start()]
    finds = bool(_FOUND.search(before)) or load_vocabulary().holds("discover", before)
    return before if finds and find_clock_times(before) else part


def find_wrong_hour(text: str, record: CaseRecord) -> str:
    """The part of a sentence with an hour that what it names did not have; "" where there is none."""
    for part in _APART.split(text):
        moments = _list_moments(_drop_found(part), record)
        early, late = find_slack(part)
        for hour, minute, sure in find_clock_times(part):
            said = [60 * one + minute for one in ({hour} if sure else {hour, (hour + 12) % 24})]
            # how many minutes later than what is said a moment of the record is, around the clock
            off = [(60 * one.hour + one.minute - at + 720) % 1440 - 720 for one in moments for at in said]
            if moments and not any(early <= one <= late for one in off):
                return part
    return ""


def miss_clock_time(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """The truth where a sentence names a time of day that is not on the record; else None."""
    event = Subject.ENCRYPTION_EVENT
    if not find_clock_times(reading.plain):
        return None
    if not _list_moments("", record):
        return open_question(record, event, missing="encryption_event: found, with its time of day")
    return so(NO, record, event) if find_wrong_hour(reading.plain, record) else None


_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|school days?|tonight|today|tomorrow)"
_CLOCK = r"(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|noon|midnight)"
_HOURS = (
    rf"(?P<hours>(?:,? ?(?:on|from|between|until|till|to|through|and|every|each|this|next|{_DAY}|{_CLOCK}"
    r"|in the (?:morning|afternoon|evening)))+)"
)
_OFFICE = any_case(
    r"(?:the|our|your|each|every) (?:(?:front|main|school|district|central|business|attendance|transportation"
    r"|campus|principal's|high school|middle school|elementary|enrollment) )*(?:office|front desk|desk)s?"
    r" (?:answers?|picks? up|takes?|will answer|is answering|will be answering)"
    rf" (?:the |your )?(?:phones?|calls?|telephones?) ?{_HOURS}"
)
_LINE = any_case(
    r"(?:(?:if you have (?:any |more |other )?questions|for (?:any |more |other )?questions|questions\?),? )?"
    r"(?:the|our) (?:district |dedicated )?(?:call cent(?:er|re)|help ?line|hot ?line|help desk"
    rf"|information line) (?:is|will be|stays|remains) (?:open|staffed|available|reachable) ?{_HOURS}"
)
_END = " .!"
_SPOKEN_OF = any_words(r"offices?|desks?|cent(?:er|re)|line|hotline|helpline")


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
    out = name_systems(record, "pending")
    office = None if "phones" in out else _OFFICE.fullmatch(bare)
    line = _LINE.fullmatch(bare)
    told = office or (line if line and is_line_hours(bare, record) else None)
    return f"The office is open {told['hours'].strip()}." if told else read
