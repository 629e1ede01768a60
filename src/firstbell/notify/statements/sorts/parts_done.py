"""That nothing is left of what the record has in part, and what was done first, looked for, or sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

_NONE_LEFT = re.compile(
    r"\bno (?:more |further |other )?(?:\w+ )?(?P<what>files?|documents?|records?|systems?|services?|days?"
    r"|logs?|passwords?|accounts?)"
    r"(?: of (?:the )?(?:\w+ )?logs)? (?:remains?|(?:is|are) (?:still |now )?(?:left|to be|waiting|pending"
    r"|outstanding|unsearched|unread))"
    r"|\bnothing (?:remains|is left|is still|more is) (?:to be |to |left to )?(?P<verb>searched|search"
    r"|restored|restore|reviewed|review|reset|read)\b"
    r"|\b(?:ning\u00fan|ninguna) (?P<que>archivo|sistema|d\u00eda) (?:queda|falta)\b",
    re.I,
)


def _is_search_open(record: CaseRecord) -> bool:
    percent = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return isinstance(percent, int | float) and percent < 100


def _is_review_open(record: CaseRecord) -> bool:
    days, of_days = (record.get(Subject.EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    return isinstance(days, int) and isinstance(of_days, int) and days < of_days


def _is_restoring(record: CaseRecord) -> bool:
    return bool(record.get(Subject.SYSTEMS_RESTORED, "pending"))


def _is_reset_open(record: CaseRecord) -> bool:
    return any(record.get(Subject.PASSWORD_RESET, group) is False for group in ("staff", "students"))


_OPEN: Sequence[tuple[re.Pattern[str], Callable[[CaseRecord], bool]]] = (
    (re.compile(r"file|document|record|search|archivo", re.I), _is_search_open),
    (re.compile(r"day|log|review|read|d\u00eda", re.I), _is_review_open),
    (re.compile(r"system|service|restore|sistema", re.I), _is_restoring),
    (re.compile(r"password|account|reset", re.I), _is_reset_open),
)


def list_parts_done(passed: Passed) -> Iterator[Leftover]:
    """What is said to be whole, first, looked for or sent, and is so by no fact."""
    match = _NONE_LEFT.search(passed.flat) if passed.borne else None
    if match:
        what = match["what"] or match["verb"] or match["que"]
        if any(words.search(what) and is_open(passed.record) for words, is_open in _OPEN):
            yield Leftover("that nothing is left of it", match[0], match.start())
    yield from _list_only(passed)
    yield from _list_first(passed)
    yield from _list_looked(passed)
    yield from _list_sent(passed)


_ONLY = re.compile(
    r"\b(?:only|just|no more than|all but) (?P<many>one|two|three|four|five|six|\d+) (?:(?:more|other"
    r"|single) )?(?:things?|systems?|services?"
    r"|items?|of them)\b[^.;]{0,30}?\b(?:left|pending|remains?|out|down|missing|outstanding|to (?:go|come"
    r"|follow|restore))\b",
    re.I,
)


def _list_only(passed: Passed) -> Iterator[Leftover]:
    pending = passed.record.get(Subject.SYSTEMS_RESTORED, "pending")
    match = _ONLY.search(passed.flat) if passed.rests_on(Subject.SYSTEMS_RESTORED) else None
    if match and isinstance(pending, list | tuple):
        numbers = find_numbers(f"{match['many']} items")
        many = int(numbers[0].value) if numbers else 1
        if many != len(pending):
            yield Leftover("how many are left", match[0], match.start())


_PASSWORDS_FIRST = re.compile(
    r"\b(?P<who>staff|employees?|teachers?|students?|pupils?)(?:'s?"
    r"|s')? (?:\w+ )?passwords\b[^.;]{0,40}?\b(?P<order>(?:first|last)(?=[.,;!]|$)|before (?:those|that"
    r"|the staff|staff"
    r"|students|the students)|after (?:those|that|the staff|staff|students|the students))",
    re.I,
)


def _list_first(passed: Passed) -> Iterator[Leftover]:
    """Whose passwords were reset first, against the days of both groups."""
    match = _PASSWORDS_FIRST.search(passed.flat) if passed.borne else None
    days = [read_day(passed.record.get(Subject.PASSWORD_RESET, group)) for group in ("staff", "students")]
    if not match or not days[0] or not days[1]:
        return
    staff = match["who"].lower()[:3] in ("sta", "emp", "tea")
    early = match["order"].lower().startswith(("first", "before"))
    if (days[0] < days[1]) != (staff == early) or days[0] == days[1]:
        yield Leftover("who was first", match[0], match.start())


_LOOKED = re.compile(
    r"\b(?:search(?:ed)?|look(?:ed)?|check(?:ed)?|busc(?:\u00f3|amos|aron|ado)"
    r"|b\u00fasqueda)\b[^.;]{0,30}?\b(?:misuse\w*|abuse\w*|mal uso|uso indebido)\b"
    r"|\b(?:misuse|mal uso) (?:search|b\u00fasqueda)\b",
    re.I,
)
_NOT_LOOKED = re.compile(
    r"\b(?:no|not|never|nobody|none|yet|will|if|whether|plan\w*|has not|to be|nadie|nunca|todav\u00eda"
    r"|a\u00fan|si)\b|n't\b",
    re.I,
)
_THAT_SEARCH = re.compile(
    r"^(?:and |but )?(?:that|this|such a|esa|esta) (?:search|b\u00fasqueda)\b(?! for| of| de"
    r"| por)[^.;]{0,30}?\b(?:done|made|carried out|finished|complete\w*"
    r"|begun|hecho|terminad\w+|realizad\w+)",
    re.I,
)


def _list_looked(passed: Passed) -> Iterator[Leftover]:
    """That somebody looked for misuse; and of which of two searches "that search" is said."""
    done = passed.record.get(Subject.MISUSE_SEARCH, "done")
    match = _LOOKED.search(passed.flat)
    if match and passed.borne and done is False and not _NOT_LOOKED.search(passed.flat):
        yield Leftover("that somebody looked", match[0], match.start())
    match = _THAT_SEARCH.match(passed.flat)
    percent = passed.record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if match is None or not passed.borne or not isinstance(done, bool):
        return
    denied, before = bool(_NOT_LOOKED.search(passed.flat)), passed.record.before.lower()
    whole = percent == 100
    fits = {"misuse": done != denied, "personal": whole != denied}
    meant = ["misuse"] if "misuse" in before else ["personal"] if "personal" in before else list(fits)
    if not all(fits[one] for one in meant):
        yield Leftover("which search is meant", match[0], match.start())


_SENT = re.compile(
    r"\b(?:the|our|your|this|a|that) (?:\w+ )?letters? (?:that |which )?(?:was|were|has been|have been"
    r"|we) (?:\w+ )?(?:mailed|sent|posted|delivered|written)\b"
    r"|\bletters? (?:\w+ ){0,3}?(?:is|are) (?:already |now )?(?:in the mail|on (?:its|their) way|out"
    r"|en camino)\b"
    r"|\b(?:families|parents|you|everyone|people) (?:have|has) (?:already |now )?(?:had|received|got"
    r"|gotten) (?:a|an|our"
    r"|the|their|your) (?:\w+ )?(?:letter|notice)s?\b"
    r"|\bcartas? (?:que (?:le|les|se) (?:envi|mand)\w+|(?:ya )?(?:est\u00e1n?|va|van) (?:ya )?en (?:camino"
    r"|el correo))",
    re.I,
)
_UNSENT = re.compile(
    r"\b(?:if|no|not|never|none|when|once|will|until|whether|fake|false|scam\w*|si|cuando|a\u00fan)\b|n't\b",
    re.I,
)


def _list_sent(passed: Passed) -> Iterator[Leftover]:
    """A letter that is said to have gone out, where none was sent."""
    fact = passed.record.find(Subject.LETTERS_SENT)
    if fact is None or fact.value != 0 or isinstance(fact.value, bool):
        return
    for match, clause in passed.list_clauses(_SENT):
        if not _UNSENT.search(clause):
            yield Leftover("that a letter was sent", match[0], match.start())
