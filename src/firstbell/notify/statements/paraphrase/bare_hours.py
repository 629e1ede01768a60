"""Hours of the event that are told without their day: "the first file was encrypted at 3:40 a.m.".

Where the record has that hour of what the clause names, its day is put beside the hour, so that the
sentence says more. Where it has another, the sentence stays as it is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from firstbell.notify.statements.language.contexts import says_more
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_HOUR = any_case(r"\bat (?P<hour>\d{1,2})(?::(?P<minute>\d\d)| o'clock)?(?: ?(?P<half>[ap])\.?m\b\.?)?(?!\d)")
_SEAM = any_case(r"[;,] (?:and |but |then )*| and (?=(?:we|it|they|staff|the|our|somebody|someone)\b)")
_DAMAGE = any_words(
    r"first (?:file|files|damage|server|computer)|encryption (?:began|started|set in)"
    r"|(?:began|started) (?:to encrypt|encrypting)|encrypting (?:began|started)"
    r"|(?:attack|ransomware|damage) (?:began|started)"
)
_FOUND = any_words(r"found|discovered|noticed|detected|spotted|caught|came to light|saw")
# a day of any kind stands by itself
_DAYS = any_words(
    r"\w+day|today|yesterday|tonight|tomorrow|night|evening|next|later|same|before|that|ago|earlier"
)
_LONGEST_APART = timedelta(hours=24)


def _find_moment(clause: str, record: CaseRecord) -> datetime | None:
    damage, found = _DAMAGE.search(clause), _FOUND.search(clause)
    if bool(damage) == bool(found):
        return None
    return record.get_moment(Subject.ENCRYPTION_EVENT, "first_damage" if damage else "found")


def _is_hour(match: re.Match[str], moment: datetime) -> bool:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    same = hour == moment.hour if half or hour > 12 else hour % 12 == moment.hour % 12
    return same and minute == moment.minute


def name_day(read: str, record: CaseRecord) -> str:
    """The sentence with the day of each hour beside it, where none of its own is told."""
    if find_dates(read) or _DAYS.search(read) or not _HOUR.search(read):
        return read
    told, moments = read, []
    for match in reversed(list(_HOUR.finditer(read))):
        seams = [seam.end() for seam in _SEAM.finditer(read) if seam.end() <= match.start()]
        after = [seam.start() for seam in _SEAM.finditer(read) if seam.start() >= match.end()]
        clause = read[seams[-1] if seams else 0 : after[0] if after else len(read)]
        moment = _find_moment(clause, record)
        if moment is None or not _is_hour(match, moment) or not says_more(read, match.start(), match.end()):
            return read
        moments.append(moment)
        end = "." if match.end() == len(read) and match[0].endswith(".") else ""
        half = "a.m." if moment.hour < 12 else "p.m."
        hour = f"at {moment.hour % 12 or 12}:{moment.minute:02d} {half}"
        day = f"{hour} on {moment:%B} {moment.day}{end}"
        told = f"{told[: match.start()]}{day}{told[match.end() :]}"
    return told if max(moments) - min(moments) <= _LONGEST_APART else read
