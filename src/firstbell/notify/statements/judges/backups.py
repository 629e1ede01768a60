"""What can be brought back: files without a clean version, and backups."""

from __future__ import annotations

from firstbell.notify.statements.judges.systems import EXCEPT, LOST, RESTORED, UNAFFECTED, list_restored
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord

_ALL_FILES = any_words(
    r"everything|(?:all|every|each)(?: [\w'-]+){0,3} (?:data|files?|documents?|records?|information)"
)
# the whole of it, without "all"
_ALL_OF_IT = any_case(r"\b(?:the|our|its)(?: \w+){0,2} (?:environment|network|infrastructure|operations)\b")


_UNREADABLE = any_words(
    r"(?:could|can) ?(?:not|n't) be (?:opened|read)|unreadable|(?:nobody|no one) (?:could|can) (?:open|read)"
)


def judge_lost(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether something was lost: files of which nobody has a clean version."""
    count = record.get_count(LOST)
    if count is None:
        missing = "files_without_clean_version: their count, and that it is 0"
        return open_question(record, LOST, missing=missing)
    fits = all(number.fits(count) for number in reading.numbers)
    if reading.numbers and not fits and _UNREADABLE.search(reading.plain):
        return UNJUDGED  # how many files nobody could open, no field tells
    if reading.numbers and EXCEPT.search(reading.plain):
        return so(reading.affirmed == fits, record, LOST)
    if reading.numbers and count and reading.affirmed:
        return so(fits, record, LOST)
    return so(count > 0, record, LOST)


def judge_backups_whole(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the backups are good: spared by the event, or with a clean version of every file."""
    spared = "backups" in list_systems(*record.get_list(UNAFFECTED))
    if spared and not reading.wording.whole:
        return so(YES, record, UNAFFECTED)
    if "backups" in list_systems(*record.get_list(RESTORED, "pending")):
        return so(NO, record, RESTORED)
    lost = record.get_count(LOST)
    if lost is not None:
        if reading.numbers and not reading.affirmed:
            return so(not all(number.fits(lost) for number in reading.numbers), record, LOST)
        if lost == 0:
            return so(YES, record, LOST)
        if reading.wording.whole:
            return so(NO, record, LOST)
    if spared:
        return so(YES, record, UNAFFECTED)
    return open_question(
        record, UNAFFECTED, LOST,
        missing="unaffected_systems: the backups among them, or files_without_clean_version: 0",
    )  # fmt: skip


def judge_backups_used(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether what came back came from backups: something was restored and verified, or is being so."""
    verified, pending = list_restored(record)
    whole = (reading.wording.whole or _ALL_OF_IT.search(reading.plain)) and not reading.wording.partial
    lost = record.get_count(LOST)
    if whole and _ALL_FILES.search(reading.plain) and lost is not None:
        return so(lost == 0, record, LOST)
    if verified and not (whole and pending):
        return so(YES, record, RESTORED)
    if verified and pending and _DONE.search(reading.plain):
        return so(NO, record, RESTORED)
    # that it can be done, only what was done proves, or that a clean version of every file is there
    ongoing, able = _ONGOING.search(reading.plain), _ABLE.search(reading.plain)
    if able and not verified:
        if lost == 0:
            return so(YES, record, LOST)
        return open_question(record, RESTORED, LOST, missing="files_without_clean_version: 0")
    if ongoing and record.tells(RESTORED) and pending:
        return Truth(YES, record.entries(RESTORED), modeless=True)
    if ongoing and lost == 0:
        return so(YES, record, LOST)
    return open_question(record, RESTORED, missing="systems_restored: what was restored and verified")


_DONE = any_words(r"restored|recovered|rebuilt|(?:was|were) able to")
_ONGOING = any_words(r"restoring|recovering|working|being|process|(?:are|is|by) using|underway|rely\w*")
_ABLE = any_words(r"able to|can|could")
