"""When one thing was, told by another, in the forms that are read: "by the time A, it was weeks since B".

What is said of today by a thing of the past ("more than a month after the attack, the library is still
down") is compared with the day of the text, and then says nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.notify.statements.days.adjuncts import VAGUE, VAGUE_DAYS
from firstbell.notify.statements.days.elapsed import DURATION, compare_span, find_time
from firstbell.notify.statements.days.milestones import MILESTONES
from firstbell.notify.statements.record import CaseRecord

_PLAIN_SPAN = re.sub(r"\?P<\w+>", "?:", DURATION)
_PLAIN_VAGUE = re.sub(r"\?P<\w+>", "?:", VAGUE)
_SPAN = rf"(?:{_PLAIN_SPAN}|{_PLAIN_VAGUE})"
_FORMS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(words, re.I), told)
    for words, told in (
        # "by the time A, it had been weeks since B"
        (
            rf"^(?:by the time|when|before) (?P<a>[^,;]+), (?:it had (?:already )?been|it was (?:already"
            rf" )?) ?(?P<span>{_SPAN})"
            r" since (?P<b>[^,;]+)$",
            r"\g<a> \g<span> after \g<b>",
        ),
        # "it had been weeks since B when A"
        (
            rf"^it had (?:already )?been (?P<span>{_SPAN}) since (?P<b>[^,;]+?) (?:when|by the time)"
            rf" (?P<a>[^,;]+)$",
            r"\g<a> \g<span> after \g<b>",
        ),
        # "B had been inside for weeks when A", "so long passed before A"
        (rf"^(?P<span>{_SPAN}) (?:had )?(?:passed|went by|gone by) after (?P<b>[^,;]+?) (?:until|before)"
            rf" (?P<a>[^,;]+)$",
         r"\g<a> \g<span> after \g<b>"),
        (rf"^it took (?P<span>{_SPAN}) (?:after|from) (?P<b>[^,;]+?) (?:until|before|to) (?P<a>[^,;]+)$",
         r"\g<a> \g<span> after \g<b>"),
        (rf"^from (?P<b>[^,;]+?) (?:until|to) (?P<a>[^,;]+?) it took (?P<span>{_SPAN})$", r"\g<a> \g<span>"
            r" after \g<b>"),
        # ", which is two weeks before B"
        (rf", which (?:is|was|came) (?P<span>{_SPAN}) (?P<way>before|after) ", r", \g<span> \g<way> "),
        (r"\b(?:the day on which|the moment when|the morning when) (?=we\b|it\b|the\b)", ""),
        # "five days after those of our staff"
        (
            r"(?P<a>\b(?P<what>password|code|letter)s? (?:of [\w ]{3,30}? )?(?P<did>was|were) [^.;]{3,60}?"
            r" (?:after|before) )those (?P<of>(?:of|to) (?:our |the )?(?:staff|students|employees|teachers"
            r"|pupils"
            r"|families|parents))$",
            r"\g<a>the \g<what>s \g<of> were",
        ),
        (r"\bwithin the first (?P<unit>day|week|month)\b(?! of\b)", r"within a \g<unit>"),
    )
]  # fmt: skip
_ANY = re.compile(
    r"\b(?:since|passed|went by|gone by|it took|which|within the first|on which|when|those)\b", re.I
)


def say_link(said: str) -> str:
    """The sentence with the link of its two things in a form that is read; as it is where it has none."""
    if not _ANY.search(said):
        return said
    bare = said.rstrip(". ")
    for words, told in _FORMS:
        bare = words.sub(told, bare)
    return said if bare == said.rstrip(". ") else f"{bare[:1].upper()}{bare[1:]}."


_NOW = re.compile(
    rf"^(?:(?P<dur>{DURATION})|{VAGUE}) (?:after|on from|past) (?P<what>(?:the|our|this) [\w ]{{3,40}}?),"
    r" (?P<rest>(?P<head>[^,;]*?)\b(?:is|are|has|have|remains?|do|does|still)\b[^;]*)$",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|did|began|went|came|got|opened|told|by|until)\b", re.I)


def tell_now(said: str, record: CaseRecord) -> str:
    """What is so today, without how long that is after something, where it is so long; "" where it is not."""
    now = _NOW.match(said.rstrip(". "))
    if now is None or record.today is None or _PAST.search(now["rest"]):
        return ""
    what = now["what"]
    named = [event for event in MILESTONES if event.words.fullmatch(what)]
    times = [find_time(record, event, what) for event in named]
    if len(times) != 1 or times[0] is None:
        return ""
    passed = (record.today - times[0][0]).days
    if now["dur"]:
        fits = bool(compare_span(now, times[0], (record.today, None), sign=1))
    else:
        least, most = VAGUE_DAYS[now["units"].lower()]
        fits = least <= passed <= most
    return f"{now['rest'][:1].upper()}{now['rest'][1:]}." if fits else ""
