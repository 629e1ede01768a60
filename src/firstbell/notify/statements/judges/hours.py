"""Hours of the event that a sentence names, held against the hour of what it names them for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from firstbell.notify.statements.judges.truth import NO, Truth, open_question, read_moment, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import find_clock_times, find_slack
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# each hour belongs to what stands beside it
_APART = re.compile(r",? (?:and|but|while) |[;,] ", re.I)
_BEGAN = re.compile(
    r"\b(?:attack|encryption|encrypting|damage|ransomware|it all) (?:\w+ )?(?:began|begun|started|set in)\b"
    r"|\b(?:start|beginning) of the (?:attack|encryption)\b|\bfirst (?:file|files|damage|server|computer)\b"
    r"|\b(?:began|started) (?:to encrypt|encrypting)\b"
    r"|\b(?:was|were|been) (?:first )?(?:encrypted|locked|scrambled)\b",
    re.I,
)
_FOUND = re.compile(r"\b(?:found|spotted|noticed|caught|saw|came (?:up)?on|realized)\b", re.I)


def _list_moments(part: str, record: CaseRecord) -> Sequence[datetime]:
    """The moments that a part of a sentence may mean: of the finding, of the first damage, or of both."""
    found, damage = (
        read_moment(record.get(Subject.ENCRYPTION_EVENT, name)) for name in ("found", "first_damage")
    )
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
