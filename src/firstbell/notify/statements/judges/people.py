"""How many people, how they are protected, and whether they were told."""

from __future__ import annotations

import re
from dataclasses import replace

from firstbell.notify.statements.judges.truth import (
    NO,
    UNJUDGED,
    Truth,
    open_question,
    so,
)
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_groups
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import (
    SHARE,
    find_numbers,
    find_share,
    is_of_rest,
)
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# "1,150 of 8,764 people"
_OF_ALL = any_case(
    r"\b[\d,]+ (?:out )?of (?:the |all |our )*[\d,]+ (?:\w+ )?(?:people|persons|individuals|letters)\b"
)
_NEARLY = any_words(r"nearly|almost|practically|virtually|all but a few")
_UNDELIVERED = any_words(
    r"(?:no|without|bad|wrong|lack\w*|missing) (?:\w+ ){0,2}address\w*"
    r"|not have (?:\w+ ){0,3}address\w*|returned|undeliver\w+|came back|bounced"
    r"|could not be (?:sent|mailed|delivered)"
)


# "27 employee records": what is counted is no people
_RECORDS = any_case(
    r"\b(?:\d[\d,]*|[a-z]+) (?:\w+ )?(?:employees?|students?|staff|pupils?|parents?|teachers?)(?:'s?)?"
    r" (?:records?|files?|accounts?|documents?|entries)\b"
)


def judge_people_count(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether so many people were affected."""
    subject = Subject.PEOPLE_AFFECTED
    count, final = record.get(subject, "count"), record.get(subject, "final")
    if reading.numbers and (_UNDELIVERED.search(reading.plain) or _RECORDS.search(reading.plain)):
        return UNJUDGED  # who could not be written to, and how many records somebody found, are other counts
    if reading.wording.mode is ClaimMode.UNKNOWN:
        return so(True if final and count is not None else None, record, subject)
    if count is None and reading.numbers and reading.wording.mode is ClaimMode.POSSIBLE:
        return UNJUDGED  # "fewer than a hundred may be affected" tells a number that nobody has
    if count is None:
        return open_question(record, subject, missing="people_affected: their count")
    if reading.wording.whole and not reading.numbers and reading.affirmed and final is not True:
        return open_question(record, subject, missing="people_affected: final")
    if not reading.numbers or (not reading.affirmed and not _says_most(reading)):
        return so(count > 0, record, subject, missing="people_affected: final")
    return _judge_number(record, reading, count)


# "6,240 students are affected": so many of one group
_OF_GROUP = any_case(
    r"\b(?P<many>\d[\d,]*) (?P<who>(?:(?:current|former) )?(?:students|pupils|employees|staff(?: members)?"
    r"|teachers|parents)) (?:(?:are|were|have been) (?:affected|impacted|concerned|involved)"
    r"|(?:had|have) (?:their )?(?:data|information|records))\b"
)


def _judge_group_alone(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """Of so many of one group, where the record tells of several; None where no number has a group."""
    said = _OF_GROUP.search(reading.plain)
    listed = record.get(Subject.PEOPLE_AFFECTED, "groups")
    if said is None or not isinstance(listed, list | tuple) or len(listed) < 2:
        return None
    numbers, who = find_numbers(said["many"]), list_groups(said["who"])
    counts = [find_numbers(str(one)) for one in listed if list_groups(str(one)) == who]
    if not numbers or len(counts) != 1 or not counts[0]:
        return open_question(
            record, Subject.PEOPLE_AFFECTED, missing="people_affected: a fact that tells the groups apart"
        )
    return so(numbers[0].fits(counts[0][0].value), record, Subject.PEOPLE_AFFECTED)


def _judge_number(record: CaseRecord, reading: ClaimReading, count: float) -> Truth:
    subject = Subject.PEOPLE_AFFECTED
    if len(reading.numbers) == 1 and (truth := _judge_group_alone(record, reading)):
        return truth
    final = record.get(subject, "final")
    # "1,200 people, including 300 students": the sum is told first
    including = re.search(r"\bincluding\b", reading.plain, re.I)
    if _counts_part(reading, count) and not including:
        # "1,200 of them students": the record has the sum alone, which no part of it exceeds
        return UNJUDGED
    said = reading.numbers[:1] if including else reading.numbers
    fits = all(number.fits(count) for number in said)
    if fits and len(said) < len(reading.numbers):
        return open_question(record, subject, missing="people_affected: a fact that tells the groups apart")
    if fits and final is True and _rises(plain(reading.text)):
        return replace(so(not reading.affirmed, record, subject), modeless=True)
    if fits and final is False and not _OPEN.search(plain(reading.text)):
        return open_question(record, subject, missing="people_affected: final")
    if fits and _FINAL.search(_NOT_FINAL.sub("", reading.plain)) and final is not True:
        return open_question(record, subject, missing="people_affected: final")
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed"
    return replace(so(fits, record, subject), settled=taken)


# "a number that we expect to rise": of a final one no more is to come
_RISING = any_case(
    r"\b(?:expect\w*|likely|may|might|could|will|going to|bound to|continu\w+|sure to|keeps?|is still"
    r"|is(?= (?:rising|growing|increasing|climbing)))\b[^.;]{0,40}?"
    r"\b(?:rises?|rising|grows?|growing|increas\w+|climb\w*|go up|get (?:bigger|larger)|go(?:es)? higher)\b"
    r"|\bnames (?:so far|until now)\b"
)
_NOT_RISING = any_case(r"\b(?:not|never|no longer|nor|unlikely)\b|n't\b")


def _rises(text: str) -> bool:
    """Whether a text says that the number of people is to rise, and does not deny it."""
    said = _RISING.search(text)
    return said is not None and not _NOT_RISING.search(text[max(said.start() - 15, 0) : said.end()])


_GROUPS = (
    r"(?:(?:current|former|or|and) )*"
    r"(?:students?|pupils?|staff|employees?|teachers?|parents?|guardians?|alumni|minors)"
)
# "3,730 of the people identified are students", "numbers of 318 students": a part of those affected
_PART = any_case(
    rf"\bof (?:them|whom|these|those|the (?:people|persons|individuals|[\d,]+))\b[^.;]*\b{_GROUPS}\b"
    rf"|\bnumbers? of (?:[\w ]+ of )?[\d,]+ {_GROUPS}\b"
)


def _counts_part(reading: ClaimReading, count: float) -> bool:
    """Whether numbers of a claim count a part of those affected, and none of them is more than all."""
    first, *others = reading.numbers
    parted = bool(others) and first.fits(count) and _PARTED.search(reading.plain)
    if not (parted or _PART.search(reading.plain)) or _FINAL.search(reading.plain) or not reading.affirmed:
        return False
    return all(number.fits(count) or number.value < count for number in reading.numbers)


# so many people: so many students and so many employees
_PARTED = any_case(rf":[^.;]*\b{_GROUPS}\b|\bof (?:them|whom)\b")


_STILL_OPEN = any_case(
    r"\b(?:not|n't|still|preliminary|open|change|grow\w*|rise|go(?:es)? up|climb\w*|increase"
    r"|incomplete)\b|n't\b"
)


# "it could grow, because five servers are still to be searched": what it counts is no people
_REASON = re.compile(r"[, ]+(?:because|since|as) .*", re.I | re.S)


_WHEN_DONE = any_case(
    r"\b(?:when|once|until|after|as soon as) (?:the|our|this|that) (?:list|count|number|search"
    r"|tally) (?:is|has been)\b"
)


def judge_people_final(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the count of people is final, or may still change."""
    subject = Subject.PEOPLE_AFFECTED
    final = record.get(subject, "final")
    if _WHEN_DONE.search(reading.plain):
        return UNJUDGED  # what is to come then does not say that it is
    if not isinstance(final, bool):
        return open_question(record, subject, missing="people_affected: final, known as yes or no")
    count = record.get(subject, "count")
    if reading.numbers and count is None:
        return open_question(record, subject, missing="people_affected: their count")
    said = find_numbers(_REASON.sub("", reading.plain))
    if not all(number.fits(count) for number in said):
        return replace(so(not reading.affirmed, record, subject), modeless=True)
    says_final = not _STILL_OPEN.search(reading.plain)
    truth = so(final == says_final, record, subject)
    # the words that leave it open are what is said, no hedge of it
    return replace(truth, value=truth.value == reading.affirmed, modeless=True)


def judge_group(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether a group of people was affected: only where nobody was, the record tells of each group."""
    del reading
    subject = Subject.PEOPLE_AFFECTED
    if record.get(subject, "count") == 0:
        return so(NO, record, subject)
    return open_question(record, subject, missing="people_affected: a fact that tells the groups apart")


def judge_risk(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether somebody is at risk: that nobody is, no record can prove."""
    del record
    if reading.affirmed:
        return UNJUDGED
    return Truth(None, missing=("that nobody is at risk, no record can prove",), told=False)


_OPEN = any_words(
    r"expect(?:s|ed)? (?:it|this|that|(?:the|that|this) (?:count|number|list|figure|total)) to"
    r" (?:\w+ )?(?:change|grow|rise|increase)"
    r"|so far|to date|at this (?:time|point)|currently|as of|at least|more than|over|preliminar\w+"
    r"|estimate\w*|believe\w*|may|might|could|potentially|until now|up to now|thus far|already|initial\w*"
    r"|known to|identified|appears?|likely|about|approximately"
)
_NOT_FINAL = any_case(r"\b(?:is|are|was|were)(?: not|n't) (?:yet )?(?:a |the )?final\b")
_FINAL = any_words(r"final|in total|total of|in all|altogether|exactly|only|a total")


def _says_most(reading: ClaimReading) -> bool:
    return bool(re.search(r"\b(?:no|not) more than\b", reading.plain, re.I))


_ALL_ARRIVED = any_case(
    r"\b(?:all|every|each|both|everyone|everybody)\b(?!.*\b(?:but|except)\b).*"
    r"\b(?:delivered|arrived?|reached|received|got (?:there|through|theirs))\b"
)


def says_all_arrived(text: str) -> bool:
    """Whether a text says that all letters arrived, which is more than that they were sent."""
    return _ALL_ARRIVED.search(text) is not None


def came_back(record: CaseRecord) -> bool:
    """Whether letters are known that could not be delivered."""
    return (record.get_count(Subject.MAILING, "undeliverable") or 0) > 0


def judge_letters(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether letters went out: so many, to all who are affected, or some."""
    subject = Subject.LETTERS_SENT
    sent = record.get_count(subject) if record.tells(subject) else None
    if sent is None:
        return open_question(record, subject, missing="letters_sent: their count")
    if reading.affirmed and came_back(record) and says_all_arrived(reading.plain):
        return so(NO, record, subject, Subject.MAILING)
    count = record.get(Subject.PEOPLE_AFFECTED, "count")
    not_all = not reading.affirmed and isinstance(count, int) and _NOT_TO_ALL.search(reading.plain)
    if not_all or find_numbers(SHARE.sub(" ", reading.plain)):
        return _judge_sent(record, reading, sent)
    if reading.wording.whole and reading.affirmed:
        if count is None:
            return open_question(
                record, subject, missing="people_affected: their count, to compare letters_sent with"
            )
        nearly = bool(_NEARLY.search(reading.plain))
        enough = 0.9 * count <= sent < count if nearly else sent >= count and sent > 0
        return so(enough, record, subject, Subject.PEOPLE_AFFECTED)
    share = find_share(reading.plain)
    if share and (reading.affirmed or is_of_rest(reading.plain)):
        if not count:
            return open_question(
                record, subject, missing="people_affected: their count, to compare letters_sent with"
            )
        told = 100 * sent / count if reading.affirmed else 100 * (count - sent) / count
        return so(share.fits(told) == reading.affirmed, record, subject, Subject.PEOPLE_AFFECTED)
    return so(sent > 0, record, subject)


_YET_TO_BE = any_case(
    r"\b(?:still|yet) to (?:be (?:sent|mailed|written)|get|receive)|\bstill (?:wait|without)\w*"
)
_NOT_TO_ALL = any_case(
    r"\bnot (?:yet )?(?:every(?:one|body)|all)\b|(?:\bnot|n't)\b[^.;]{0,40}"
    r" (?:to|for) (?:all|every(?:one|body))\b|\bsome\b(?! of the letters)[^.;]{0,40}(?:\bnot|n't)\b"
)
_NOT_ALL = any_case(r"\bnot (?:every(?:one|body)|all)\b")


def _judge_sent(record: CaseRecord, reading: ClaimReading, sent: float) -> Truth:
    subject = Subject.LETTERS_SENT
    count = record.get(Subject.PEOPLE_AFFECTED, "count")
    if not reading.affirmed:
        not_all = _NOT_ALL.search(reading.plain) or (
            not reading.numbers and _NOT_TO_ALL.search(reading.plain)
        )
        if not_all and isinstance(count, int):
            # who says that not all got one says how many did
            so_many = all(number.fits(sent) for number in reading.numbers)
            return so(not (so_many and sent < count), record, subject, Subject.PEOPLE_AFFECTED)
        if _YET_TO_BE.search(reading.plain) and isinstance(count, int):
            left = [number.fits(count - sent) for number in reading.numbers]
            known = [fits or number.fits(count) for fits, number in zip(left, reading.numbers, strict=True)]
            return so(not (any(left) and all(known)), record, subject, Subject.PEOPLE_AFFECTED)
        need = "letters_sent: a fact that tells those that did not arrive"
        return open_question(record, subject, missing=need)
    if reading.numbers[0].fits(sent) and _UNDELIVERED.search(plain(reading.text)):
        return UNJUDGED  # how many did not arrive, no field tells
    if len(reading.numbers) == 2 and isinstance(count, int) and _OF_ALL.search(reading.plain):
        fits = reading.numbers[0].fits(sent) and reading.numbers[1].fits(count)
        return so(fits, record, subject, Subject.PEOPLE_AFFECTED)
    return so(all(number.fits(sent) for number in reading.numbers), record, subject)
