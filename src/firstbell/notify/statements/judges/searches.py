"""What was looked through: files, logs, signs of misuse; and whether what was taken is gone again."""

from __future__ import annotations

import re
from dataclasses import replace

from firstbell.notify.statements.judges.people import judge_people_final
from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, is_engaged, open_question, so
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import (
    NUMBERS,
    SHARE,
    Precision,
    Quantity,
    find_amounts,
    find_share,
    is_of_rest,
    part_shares,
)
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_BEGUN = any_words(r"beg[au]n|begin|began|start\w*|launch\w*|initiat\w*")
_ONGOING = any_words(
    r"searching|reviewing|examining|analy[sz]ing|scanning|checking|reading|going through|combing|continu\w*"
    r"|under ?way|ongoing|in progress|still"
)
_NEARLY = any_words(r"almost|nearly|close to|all but|practically|virtually")
# at so many percent, what is nearly done may be said to be
_NEARLY_DONE = 75
_DONE = any_words(r"complet\w*|finish\w*|conclud\w*|done|through with")


# "some files remain to be read", "no files remain to be read"
_REMAINING = any_case(
    r"\b(?:files?|documents?|folders?) (?:still )?remains? to be (?:(?:search|review|examin|scann)ed|read)\b"
)


# what a search found is told only when it is over
_TURNED_UP_NONE = any_case(
    r"\b(?:found|finds|turned up|turns up|shows?|showed|shown|revealed|saw|seen|came up with|identified)"
    r" (?:no|none|nothing|not (?:any|a single|one))\b|\b(?:none|no \w+(?: \w+)?) (?:was|were|has been|have"
    r" been) (?:found|seen|identified)\b|\b(?:no|none)(?: of)?"
    r" (?:\w+ ){1,4}(?:is|was|were|are|lies?) (?:in|among)\b|\bcame up (?:empty|clean)\b"
)


def judge_searched(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the affected files were searched: how far the search for personal data is."""
    subject = Subject.PERSONAL_DATA_SEARCH
    coverage = record.get_count(subject, "coverage_percent")
    if coverage is None or (coverage < 100 and _TURNED_UP_NONE.search(reading.plain)):
        return open_question(record, subject, missing="personal_data_search: coverage_percent, all of it")
    if share := find_share(reading.plain):
        return _judge_share(record, reading, share, coverage)
    if _REMAINING.search(reading.plain):
        return so(coverage < 100, record, subject)
    nearly = _NEARLY.search(reading.plain)
    if _DONE.search(reading.plain):
        return so(_NEARLY_DONE <= coverage < 100 if nearly else coverage == 100, record, subject)
    if _ONGOING.search(reading.plain):
        return so(0 < coverage < 100, record, subject)
    if nearly:
        return so(90 <= coverage < 100, record, subject)
    if reading.wording.partial or _BEGUN.search(reading.plain):
        return so(coverage > 0, record, subject)
    # who says that files were not searched says that none was
    return so(coverage == 100 if reading.affirmed else coverage > 0, record, subject)


def _judge_share(record: CaseRecord, reading: ClaimReading, share: Quantity, coverage: float) -> Truth:
    """Whether so large a share of the files was searched, or is still to be."""
    subject = Subject.PERSONAL_DATA_SEARCH
    if both := part_shares(reading.plain) if reading.affirmed else None:
        return so(both[0].fits(coverage) and both[1].fits(100 - coverage), record, subject)
    if is_of_rest(reading.plain):
        return so(share.fits(100 - coverage) == reading.affirmed, record, subject)
    if not reading.affirmed and not share.fits(coverage):
        return UNJUDGED  # that another share was not searched says neither how much was, nor how much is left
    return so(share.fits(coverage), record, subject)


def judge_recall(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether so large a share of those concerned was found: by the interval that judged samples give."""
    subject = Subject.PERSONAL_DATA_SEARCH
    low, high = (record.get(subject, name) for name in ("recall_low_percent", "recall_high_percent"))
    share = find_share(reading.plain)
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        if share is None:
            return judge_people_final(record, reading)
        return open_question(
            record, subject, missing="personal_data_search: recall_low_percent, of judged samples"
        )
    least, most = _bound_share(reading, share)
    if low >= least and high <= most:
        return so(YES, record, subject)
    if high < least or low > most:
        return so(NO, record, subject)
    return open_question(
        record, subject, missing=f"personal_data_search: its bounds are {low} and {high} percent"
    )


def _bound_share(reading: ClaimReading, share: Quantity | None) -> tuple[float, float]:
    """Between which percents a claim says that the share is; all of it where it names none."""
    if share is None:
        return (100.0, 100.0) if reading.wording.whole else (0.0, 100.0)
    if share.precision is Precision.LEAST:
        return share.value, 100.0
    if share.precision is Precision.MOST:
        return 0.0, share.value
    return share.value, share.top or share.value


_STILL_LEFT = any_words(r"remain\w*|left|to go|outstanding|still")
# "nine days are yet to be reviewed"
_TO_REVIEW = any_case(
    r"\b(?:yet|still|left|waiting|remain(?:s|ing)?|ha(?:s|ve)(?: still| yet)?) to (?:be )?(?:review\w*|read"
    r"|examined|checked|analy[sz]ed|gone through)\b|\bnot yet (?:been )?(?:reviewed|read|examined|checked)\b"
)


# "all 15 days": how many there are, and that none is left
_ALL_DAYS = any_case(
    r"\b(?:all|each|every one|the (?:whole|full|entire))(?: of)?(?: (?:the|our|these|those))? (?:\d+"
    r"|[a-z]+(?:-[a-z]+)?) days\b(?! (?:are|is|remain|left|still))"
)


def _count_days(reading: ClaimReading, numbers: list[int], reviewed: int, days: int) -> bool:
    """The truth of a claim that counts days of logs, those reviewed or those left."""
    if len(numbers) == 1 and reading.affirmed and _ALL_DAYS.search(reading.plain):
        return reviewed >= days == numbers[0]
    if len(numbers) == 1 and reading.affirmed and _TO_REVIEW.search(reading.plain):
        return numbers[0] == days - reviewed
    known = (reviewed, days, days - reviewed) if _STILL_LEFT.search(reading.plain) else (reviewed, days)
    # one number alone is how many were reviewed
    told = all(number in known for number in numbers) and (len(numbers) > 1 or numbers[0] == reviewed)
    if not reading.affirmed and _DONE.search(reading.plain):
        # of what is said not to be complete, it is told how far it is
        return not (told and reviewed < days)
    return told


_ENDED = any_case(
    r"\b(?:finish(?:ed|es)?|complet(?:ed|es)|done(?: with)?|concluded|through with|wrapped up)"
    r" (?:our |its |the |their )?(?:reviewing|going (?:through|over)|reading|examining|checking|analy[sz]ing"
    r"|searching|combing)\b"
)
_YET = any_case(r"\bstill\b")
# "not all of them", "some have not": others were
_OF_PART = any_words(
    r"all|every|each|some|most|many|several|part|parts|half|few|others?|rest|again|fully|completely"
)


_SOME_ARE_NOT = any_case(
    r"\b(?:some|part|parts|several|a few|a number)\b[^.;,]*?"
    r"\b(?:has|have|was|were|are|is) (?:still |yet )?(?:not|yet)\b"
    r"|\b(?:some|part|parts|several|a few|a number)\b[^.;,]*?n't\b"
)
_NOT_EVERY = any_case(r"(?:\bnot|n't)\b[^.;,]*?\b(?:all|every)\b")
_CAME_TO_NOTHING = any_case(
    r"\b(?:turn(?:s|ed|ing)? up|brought up|came up with|came back with|finds?|found|finding"
    r"|show(?:s|ed|n|ing)?|reveal(?:s|ed)?|yield(?:s|ed)?|produc(?:es?|ed)|uncover(?:s|ed)?|detect(?:s|ed)?|identif(?:y|ies|ied)"
    r"|point(?:s|ed)? to|saw|sees?|hold|contain(?:s|ed)?)"
    r" (?:absolutely |so far |as yet |yet )?(?:no|nothing|none|not an?)\b"
)


def judge_logs(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the logs were reviewed: so many days of so many, or every one."""
    subject = Subject.EXFILTRATION
    reviewed, days = (record.get(subject, name) for name in ("reviewed_days", "of_days"))
    if not reading.affirmed and _CAME_TO_NOTHING.search(reading.plain):
        # the denial is of what the review found, and none of the review
        return judge_transfers(record, reading)
    bare = not reading.numbers and not _ONGOING.search(reading.plain) and not _OF_PART.search(reading.plain)
    none_yet = bare and not reading.affirmed
    if reviewed == 0 and not days and none_yet and not _STILL_LEFT.search(_YET.sub(" ", reading.plain)):
        return so(NO, record, subject)
    if reviewed is None or not days:
        return open_question(record, subject, missing="exfiltration: reviewed_days and of_days")
    share, told = find_share(reading.plain), SHARE.sub(" ", reading.plain)
    if (fits := _fit_whole(reading, share, reviewed, days)) is not None:
        return so(fits, record, subject)
    numbers = [number for number in re.findall(r"\d+", _spell(told)) if 0 < int(number) < 1000]
    if share and reading.affirmed and isinstance(reviewed, int | float):
        done = 100 * reviewed / days
        of_rest = is_of_rest(reading.plain) or _TO_REVIEW.search(reading.plain)
        fits_share = share.fits(100 - done if of_rest else done)
        if not fits_share or not numbers:
            return so(fits_share, record, subject)
    if numbers:
        return so(_count_days(reading, [int(number) for number in numbers], reviewed, days), record, subject)
    if not reading.affirmed and (_SOME_ARE_NOT.search(reading.plain) or _NOT_EVERY.search(reading.plain)):
        # where none was reviewed, it says less than it should
        return so(reviewed >= days, record, subject) if reviewed > 0 else UNJUDGED
    # "is not done" says that some is left, "was not made" that nobody began
    begun = not reading.affirmed and not reading.wording.whole and not _DONE.search(reading.plain)
    return so(reviewed > 0 if reading.wording.partial or begun else reviewed >= days, record, subject)


def _fit_whole(reading: ClaimReading, share: Quantity | None, reviewed: float, days: float) -> bool | None:
    """Whether a review is done or going on as is said, without numbers; None where that is not said."""
    of_rest = is_of_rest(reading.plain) or _TO_REVIEW.search(reading.plain)
    if share and of_rest and not re.search(r"\d", SHARE.sub(" ", reading.plain)):
        # "half of the days are still to be reviewed", told of them or of the others
        done = 100 * reviewed / days
        fits = share.fits(100 - done) or (
            not share.top and replace(share, value=100 - share.value).fits(done)
        )
        return fits if reading.affirmed else not fits
    if _ENDED.search(reading.plain) and not _NEARLY.search(reading.plain):
        # "has finished reviewing" tells of an end, though "reviewing" alone does not
        return reviewed >= days
    return reviewed < days if _ONGOING.search(reading.plain) else None


_SMALL, _TENS = (
    "|".join(word for word, value in NUMBERS.items() if low < value < high and word != "dozen")
    for low, high in ((1, 20), (19, 100))
)
_NUMBER = any_case(rf"\b(?:(?:{_TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|{_SMALL})\b")


def _spell(text: str) -> str:
    """The text with figures for numbers in words; "one of" and the like left alone."""
    return _NUMBER.sub(
        lambda match: str(sum(NUMBERS[word.lower()] for word in re.split(r"[ -]", match[0]))), text
    )


def judge_transfers(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether logs show that data left in bulk: a transfer that nobody can explain suffices."""
    subject = Subject.EXFILTRATION
    unexplained = record.get(subject, "unexplained_bytes")
    if _ACCOUNTED.search(reading.plain) and reading.affirmed:
        return _judge_accounted(record, unexplained)
    confirmed = record.get(subject, "state") == "confirmed"
    if unexplained or confirmed:
        sizes = [
            size for size in (unexplained, record.get(subject, "bytes")) if isinstance(size, int | float)
        ]
        amounts = find_amounts(reading.plain) if reading.affirmed else []
        if amounts:
            return so(any(amount.fits(size) for amount in amounts for size in sizes), record, subject)
        return so(YES, record, subject)
    if record.get(subject, "state") == "none_found" and is_fully_reviewed(record):
        return so(NO, record, subject)
    return open_question(
        record, subject, missing="exfiltration: every day reviewed (reviewed_days of of_days)"
    )


# "explains every transfer": that none is unexplained
_ACCOUNTED = any_case(
    r"\b(?:account(?:s|ed)? for|explain(?:s|ed)?) (?:(?:each|every|all)\b|the (?:whole|entire)\b)"
    r"|\b(?:each|every|all|the (?:whole|entire))(?: [\w-]+){1,8}? (?:is|are|was|were|has been"
    r"|have been)(?: now)? (?:fully |all )?(?:accounted for|explained)\b"
)


def _judge_accounted(record: CaseRecord, unexplained: object) -> Truth:
    """Whether nothing that left is unexplained: what is said of every transfer needs every day."""
    subject = Subject.EXFILTRATION
    if unexplained:
        return so(NO, record, subject)
    if unexplained == 0 and is_fully_reviewed(record):
        return so(YES, record, subject)
    return open_question(
        record, subject, missing="exfiltration: every transfer explained, every day reviewed"
    )


_NOBODY = any_case(r"\b(?:nobody|no one|not|never|none)\b|n't\b")
_FOUND_NONE = any_case(
    r"(?:\b(?:and|but)(?: \w+)?|,|\bmisuse|\bfraud|\babuse|\bsearch|\bit|\bwe)(?: has| have| had)? (?:found"
    r"|saw|turned up|came up with|discovered) (?:none|nothing|no)\b"
)


# "we searched, and there are none": what is denied stands behind the search
LOOKED_FIRST = any_case(
    r"^(?:(?!\b(?:not|never|no|nobody|none|nothing|neither|nor|without|cannot)\b|n't\b).)*?\b(?:search\w*"
    r"|look\w*|check\w*|review\w*|comb\w*)\b(?:(?!\b(?:not|never|no|none|neither)\b|n't\b).)*?(?:[,;:\u2014-]"
    r"|\b(?:and|but|with|without|yet)\b)(?: \w+){0,4}? ?\b(?:none|no|nothing|not|zero|without|nobody|result)"
)


def judge_misuse_search(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether somebody looked for misuse. What was only begun, no field tells."""
    done = is_engaged(record.get(Subject.MISUSE_SEARCH, "done"))
    if not isinstance(done, bool):
        return open_question(record, Subject.MISUSE_SEARCH, missing="misuse_search: done, known as yes or no")
    if not done and reading.affirmed and (_BEGUN.search(reading.plain) or _ONGOING.search(reading.plain)):
        return UNJUDGED
    if reading.wording.negated and not done and LOOKED_FIRST.search(reading.plain):
        return so(not reading.affirmed, record, Subject.MISUSE_SEARCH)
    if reading.wording.mode is ClaimMode.UNKNOWN:
        # "nobody has checked whether ...": what is not known is what was looked for
        denies = _NOBODY.search(reading.plain) is not None
        return replace(so(done != denies, record, Subject.MISUSE_SEARCH), modeless=True)
    if _FOUND_NONE.search(reading.plain):
        if _is_before(record, reading):
            return UNJUDGED  # what had been found by then, no field tells
        # that somebody looked is said, not denied; and that nobody misused it
        found = record.get(Subject.MISUSE_SEARCH, "found")
        if done and not isinstance(found, int) and not record.get(Subject.COERCION_CONTACTS, "count"):
            # that a search is done does not tell what it found
            return open_question(record, Subject.MISUSE_SEARCH, missing="misuse_search: found")
        holds = done and found == 0
        return so(holds == reading.affirmed, record, Subject.MISUSE_SEARCH, Subject.COERCION_CONTACTS)
    return so(done, record, Subject.MISUSE_SEARCH)


def _is_before(record: CaseRecord, reading: ClaimReading) -> bool:
    """Whether a claim tells how the search for misuse stood on another day than the one of its end."""
    fields = ("done", "finished", "on")
    days = [day for name in fields if (day := record.get_day(Subject.MISUSE_SEARCH, name))]
    return bool(days and reading.dates) and not any(said.fits(day) for said in reading.dates for day in days)


# "payment is no proof that copies were destroyed"
_NO_PROOF = any_case(
    r"\b(?:no (?:proof|guarantee|assurance)|not (?:prove|mean|guarantee)|cannot (?:prove|guarantee)) that\b"
)


def judge_undone(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether what was taken was deleted or withdrawn: no subject of facts tells, and nobody can see it."""
    if _NO_PROOF.search(reading.plain):
        return UNJUDGED
    return open_question(record, missing="an entry that proves it: nobody here can see what they did with it")
