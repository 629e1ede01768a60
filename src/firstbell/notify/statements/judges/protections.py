"""How accounts are protected: passwords, a second factor, what was strengthened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, is_engaged, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SHARE, Precision, find_numbers, find_share
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_STAFF = any_words(r"staff|employees?|teachers?|personnel|faculty|administrators?")
_STUDENTS = any_words(r"students?|pupils?|learners?|child(?:ren)?|kids?")
# "...; those of students come next": what is still to be done
_TO_COME = any_case(
    r"[;,.] (?:and |but |while )?[^;,.]{3,60}\b(?:(?:come|comes|are|is|go) next|to come|will follow"
    r"|follows?(?: soon| later)?|is pending|are pending|ha(?:s|ve|d) not(?: yet)?(?: (?:started|begun"
    r"|been (?:reset|changed)))?|ha(?:s|ve|d)n't(?: yet)?|(?:is|are|was|were) not(?: yet)?"
    r"|(?:is|are|was|were)n't(?: yet)?|(?:is|are) still to (?:do|come)|not yet|will be reset)\b[^;,.]*"
)


def is_to_come(part: str) -> bool:
    """Whether a part of a sentence only says whose passwords are still to be reset; the judge reads it."""
    return bool(_TO_COME.fullmatch(f"; {part}")) and bool(_STAFF.search(part) or _STUDENTS.search(part))


def read_progress(record: CaseRecord, who: str) -> tuple[float, float] | None:
    """How many passwords of a group are new, and of how many; None where the fact does not tell."""
    done, total = (record.get_count(Subject.PASSWORD_RESET, f"{who}_{name}") for name in ("done", "of"))
    return (done, total) if done is not None and total else None


def is_short(record: CaseRecord, who: str) -> bool:
    """Whether the fact counts fewer new passwords of a group than it has people."""
    progress = read_progress(record, who)
    return progress is not None and progress[0] < progress[1]


def _judge_progress(record: CaseRecord, reading: ClaimReading, done: str, said: list[str]) -> Truth | None:
    """The truth on how many of a group have new passwords; None where no number and no share is named."""
    subject, numbers, share = Subject.PASSWORD_RESET, find_numbers(SHARE.sub(" ", done)), find_share(done)
    if len(said) != 1 or not (numbers or share) or not reading.affirmed or reading.is_promise:
        return None
    if reading.wording.whole or (share and share.fits(100) and share.precision is not Precision.LEAST):
        return None
    progress = read_progress(record, said[0])
    if progress is None:
        # that a group is not through does not tell how far it is
        return None if is_engaged(record.get(subject, said[0])) else UNJUDGED
    new, total = progress
    if len(numbers) == 2 and re.match(r"(?:out )?of ", done.strip(), re.I):
        numbers = numbers[::-1]  # "of our 5,200 students 2,300"
    fits = share.fits(100 * new / total) if share else True
    if len(numbers) > 2 or (numbers and not numbers[0].fits(new)):
        fits = False
    if len(numbers) == 2 and not numbers[1].fits(total):
        fits = False
    return so(fits, record, subject)


# what people have, and not what was done to their accounts
_THEY_HAVE = any_case(
    r"\b(?:have|has|got|gotten|chose|chosen|received|picked|set) (?:now |already )?"
    r"(?:(?:a|their|his|her|own|brand) )*new passwords?\b"
    r"|\b(?:have|has) (?:now |already )?changed (?:their|his|her)\b"
)


def _judge_all(record: CaseRecord, reading: ClaimReading, groups: list[str]) -> Truth:
    """Of all of some groups: whether none of them is left, as far as the fact counts them."""
    counted = all(read_progress(record, who) for who in groups)
    if _THEY_HAVE.search(reading.plain) and not counted:
        return UNJUDGED  # that a reset was made is told, and not that each of them has a new one
    short = any(is_short(record, who) for who in groups)
    return so(NO if short else YES, record, Subject.PASSWORD_RESET)


# "students are still waiting for new passwords": they have none
_AWAITED = any_words(
    r"awaits?|awaiting|wait(?:s|ing)? (?:for|on|to)|still (?:needs?|lacks?|wants?|ha(?:s|ve) to)|in line for"
    r"|on the list for"
)


def _find_state(record: CaseRecord, who: str) -> bool | None:
    """Whether the passwords of a group are new: by its day, or where it is only counted, by its count."""
    state, progress = is_engaged(record.get(Subject.PASSWORD_RESET, who)), read_progress(record, who)
    return progress[0] >= progress[1] if state is None and progress else state


def _judge_awaited(record: CaseRecord, said: Sequence[str]) -> Truth | None:
    """The truth on groups that are said to wait for new passwords; None where no group is named."""
    if not said:
        return None
    still = all(_find_state(record, who) is False for who in said)
    return UNJUDGED if still else so(NO, record, Subject.PASSWORD_RESET)


def judge_passwords(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether passwords were reset, and whose."""
    subject = Subject.PASSWORD_RESET
    state = {who: _find_state(record, who) for who in ("staff", "students")}
    text = plain(reading.text)
    done = _TO_COME.sub("", reading.plain)
    undone = " ".join(match[0] for match in _TO_COME.finditer(text))
    left = [who for who, words in (("staff", _STAFF), ("students", _STUDENTS)) if words.search(undone)]
    if any(state[who] is not False for who in left):
        return so(not reading.affirmed, record, subject)
    said = [who for who, words in (("staff", _STAFF), ("students", _STUDENTS)) if words.search(done)]
    if not record.tells(subject):
        return open_question(record, subject, missing="password_reset: whose passwords, known")
    everybody = reading.wording.whole or re.search(r"\bevery(?:one|body)\b", reading.plain, re.I)
    waiting = reading.affirmed and not undone and _AWAITED.search(done)
    if early := _judge_progress(record, reading, done, said) or (waiting and _judge_awaited(record, said)):
        return early
    wanted = said or (list(state) if everybody else [])
    if not wanted and _OTHERS.search(reading.plain):
        return UNJUDGED  # of vendors and families the fact does not tell
    if not wanted:
        return so(any(state.values()), record, subject)
    if any(state[who] is False for who in wanted) or _is_later(record, reading, wanted):
        return so(NO, record, subject)
    if all(state[who] for who in wanted):
        counted = len(reading.numbers) > 1
        return _judge_all(record, reading, wanted) if everybody or counted else so(YES, record, subject)
    lacking = ", ".join(who for who in wanted if state[who] is None)
    return open_question(record, subject, missing=f"password_reset: {lacking}")


# "on September 11, and those of students on the 16th"
_OTHER_DAY = any_case(
    r"\b(?:on|by) (?:the )?\d{1,2}(?:st|nd|rd|th)?\b(?! of)|\b\w+ days? (?:later|after)|\bthe \d{1,2}\b"
)


def _is_later(record: CaseRecord, reading: ClaimReading, groups: list[str]) -> bool:
    """Whether both groups are said to be done on, or by, one day, and one of them was later."""
    days = [day for who in groups if (day := record.get_day(Subject.PASSWORD_RESET, who))]
    if len(days) < 2 or len(reading.dates) != 1 or not reading.affirmed or _OTHER_DAY.search(reading.plain):
        return False
    said = reading.dates[0]
    return any(said.fits(day) for day in days) and not said.fits(max(days))


# "when the attack began", "at the time", "since before the break-in": it stood by then
_BY_THEN = any_case(
    r"\b(?:when|before|by the time|until|prior to|ahead of"
    r"|the (?:day|night|morning|moment|hour) of)\b(?:(?!\b(?:after|since|following|learn|found|discover"
    r"|detect|respon|recover|next|another|any))[^.;,]){0,30}?\b(?:attack\w*|event|incident|encrypt\w+"
    r"|intru\w+|breach\w*|break-?in|hack\w*|ransomware|criminals?|thieves|they (?:got|came|broke|were) in"
    r"|this (?:happened|began|started|struck)|it (?:happened|began|started|hit|struck))\b"
    r"|\bduring (?:the|this) (?:attack|break-?in|intrusion|encryption)\b"
    r"|\b(?:at|by) (?:the|that) time\b(?! (?:of (?:this|writing)|we|you))"
    r"|\bback then\b|\balready\b[^.;,]{0,40}\b(?:when|as)\b"
    r"|\b(?:beforehand|all along|long before|before any of this)\b"
)


def _judge_then(record: CaseRecord, reading: ClaimReading, since: date | None) -> Truth | None:
    """The truth on a second factor said to have stood when the event began; None where that is not said."""
    subject, event = Subject.MULTI_FACTOR, Subject.ENCRYPTION_EVENT
    if not _BY_THEN.search(reading.plain):
        return None
    damage = record.get_day(event, "first_damage") or record.get_day(event, "found")
    if since is None or damage is None or since == damage:
        return open_question(record, subject, event, missing="multi_factor: since when")
    if since < damage:
        return None
    # who had one before that day, the fact does not tell
    if reading.wording.partial or _SOME.search(reading.plain):
        return UNJUDGED
    return so(NO, record, subject, event)


# groups that are a part of the staff, and words for all of it
_NARROW = any_case(
    r"\b(?:administrators?|admins?|principals?|leaders\w*|managers?|finance|payroll|business office"
    r"|technology|IT|teachers?|nurses?|counselors?)(?: (?:staff|team|employees?|office|accounts?))?\b"
)
_WIDER = any_words(
    r"(?:all|every|each|our) (?:\w+ )?(?:staff|employees?|personnel|workers?|colleagues?|users?)"
    r"|every(?:one|body)"
)
_SOME = any_words(r"only|just|alone|few|some|not (?:all|every\w*|yet all)")
_OTHERS = any_words(
    r"vendors?|contractors?|suppliers?|partners|volunteers?|parents|families|payroll|portals?"
    r"|student (?:records|information)|grade ?books?|learning platform"
)
_DOORS = any_case(r"\bVPNs?\b|\bremote (?:access|log-?ins?|sign-?ins?|desktops?|connections?)\b")


def judge_multi_factor(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether a second factor is asked for, and of whom."""
    subject = Subject.MULTI_FACTOR
    if not record.tells(subject):
        return open_question(record, subject, missing="multi_factor: for whom, known")
    listed = record.get(subject, "for")
    text = (
        " ".join(map(str, listed))
        if isinstance(listed, Iterable) and not isinstance(listed, str)
        else str(listed or "")
    )
    since = record.get_day(subject, "since")
    if reading.dates and since and not any(said.fits(since) for said in reading.dates):
        return so(NO, record, subject)
    if truth := _judge_then(record, reading, since):
        return truth
    said = [words for words in (_STAFF, _STUDENTS) if words.search(reading.plain)]
    covers_all = bool(re.search(r"\b(?:all|every\w*)\b", text, re.I)) and not (
        _STAFF.search(text) or _STUDENTS.search(text)
    )
    if any(one.search(reading.plain) and not one.search(text) for one in (_OTHERS, _DOORS)):
        return UNJUDGED  # what holds for those outside, or for the VPN, the fact does not tell
    everybody = reading.wording.whole and not said
    if _NARROW.search(text) and not _STAFF.search(_NARROW.sub("", text)) and _WIDER.search(reading.plain):
        return so(NO, record, subject)
    if covers_all or (all(words.search(text) for words in said) and not everybody):
        return so(YES, record, subject)
    if everybody and _STAFF.search(text) and _STUDENTS.search(text):
        return so(YES, record, subject)
    return open_question(record, subject, missing="multi_factor: everybody whom the sentence names")


def judge_hardening(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether security was strengthened: by a second factor or new passwords, whichever is known."""
    if _OTHER_MEASURES.search(reading.plain):
        return open_question(record, missing="a fact that tells of this measure")
    for subject, done in (
        (Subject.MULTI_FACTOR, bool(record.get(Subject.MULTI_FACTOR, "for"))),
        (
            Subject.PASSWORD_RESET,
            any(is_engaged(record.get(Subject.PASSWORD_RESET, who)) for who in ("staff", "students")),
        ),
    ):
        if done and record.tells(subject):
            return so(YES, record, subject)
    return open_question(record, missing="multi_factor or password_reset: what was done, known")


# measures that no subject of facts tells of
_OTHER_MEASURES = any_words(
    r"endpoint|EDR|XDR|MDR|SIEM|SOC|firewalls?|monitor\w*|watch\w*|tools?|software|segment\w+|zero[- ]trust"
    r"|encrypt\w+|patch\w*|scann?\w*|training|cameras?|guards?|polic(?:y|ies)|around[- ]the[- ]clock|24/7"
    r"|audit\w*"
)
