"""What a sentence takes to be still to come, held against what the record has as done, and how much is left.

"Until the phones are back, ...", "once the last two days of logs are read, ..." claim nothing of today, and
pass. But who says until when says that it is not so yet, and who names what is left says how much. A clause
that waits for what is done already holds its sentence, and so does a number of what is left that is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from firstbell.notify.statements.judges.verdicts import ClaimVerdict
from firstbell.notify.statements.language.calendar_names import MONTHS, WEEK
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers, find_share
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.known_facts import KNOWN
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

_AWAITED = re.compile(
    r"(?<![\w-])(?P<how>until(?: after)?|till|once(?! (?:again|more|per|a (?:day|week|month|year))\b)"
    r"|as soon as|the (?:moment|minute|instant)"
    r"|when(?:ever)?|(?<!days )(?<!day )(?<!weeks )(?<!week )(?<!hours )(?<!hour )(?<!months )(?<!month )"
    r"after|before|while|(?:for )?as long as|pending|by the time|hasta que|una vez que"
    r"|en cuanto|cuando|mientras) (?P<what>[^,;:.!?]+)",
    re.I,
)
# these say by themselves that it is not so yet; of others the rest of the sentence must
_SURE = re.compile(r"^(?:until|till|once|as soon as|pending|hasta|una vez|en cuanto)", re.I)
_TO_COME = re.compile(
    r"\b(?:will|won't|shall|going to|plans? to|expects? to|hopes? to|please|must|should|can|cannot|may"
    r"|is being|are being|has to|have to|need to|\w+r(?:á|án|emos|é))\b|'ll\b",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|did|came|went|became|got|returned|began|ended)\b", re.I)
_STANDING = re.compile(
    r"\b(?:back|restor\w*|rebuil\w*|repair\w*|fix\w*|work(?:s|ing)?|up|run(?:s|ning)?|online|avail\w*"
    r"|return(?:s|ed|ing)?|again|recover\w*|reopen\w*|reconnect\w*|live|down|out|offline|unavailable|ready"
    r"|usable|finished|done|connected|whole|normal|function\w*|restablec\w*|repar\w*|volv\w*|vuelv\w*)\b",
    re.I,
)
_OUT = re.compile(
    r"\b(?:down|out|offline|unavailable|dark|being|not|pending|under|broken|missing|awaiting|in the works"
    r"|ca\u00edd[oa]s?|fuera|no)\b|n't\b",
    re.I,
)
_DAY = re.compile(
    rf"(?:the |that |early |late )*(?:morning|afternoon|evening|night|day|week|month|end|{'|'.join(MONTHS)}"
    rf"|{'|'.join(WEEK)}|\d)\b",
    re.I,
)
_AIMED = re.compile(
    r"\b(?:hop(?:e|es|ing)|expect(?:s|ing)?|plan(?:s|ning)?|aim(?:s|ing)?|intend(?:s|ing)?|want(?:s|ing)?"
    r"|try(?:ing)?|work(?:s|ing)?(?: \w+){0,2}|going|promis(?:e|es|ing)|still have|still need|remains?) to"
    r" (?:have|get|bring|see|restore|rebuild|repair|return|reopen|reconnect|fix|put|finish|be)\b"
    r"(?P<what>[^,;:.!?]+)",
    re.I,
)
_NEXT = re.compile(
    r"(?P<what>[^,;:.!?]+) (?:remains?|is|are|comes?|stays?) (?:\w+ )?"
    r"(?:(?:our|the|a|on the|high on the|next on the) )?(?:\w+ )?"
    r"(?:priorit(?:y|ies)|concern|goal|focus|next|in line|list|in the works|challenge)\b",
    re.I,
)


def list_premises(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """What a sentence that passes takes to be still to come, though it is done, or is another number."""
    for match in chain(_AIMED.finditer(passed.flat), _NEXT.finditer(passed.flat)):
        if _is_any_back(match["what"], passed):
            yield Leftover("that a system is still out", match[0], match.start())
    for match in _AWAITED.finditer(passed.flat):
        if not _is_future(match, passed.flat):
            continue
        what, during = match["what"].strip(), match["how"].lower() in _WHILE
        standing = _OUT if during else _STANDING
        if standing.search(what) and _is_any_back(what, passed):
            yield Leftover("that a system is still out", match[0].strip(), match.start())
        elif not during and not _DAY.match(what) and _is_borne_out(what, alone):
            yield Leftover("that it is still to be done", match[0].strip(), match.start())
    yield from _list_other_rests(passed)


def _is_any_back(what: str, passed: Passed) -> bool:
    """Whether one of the systems that are named is back, or was never out."""
    spared = passed.record.get_list(Subject.UNAFFECTED_SYSTEMS)
    named = list_systems(what)
    return not KNOWN["system_out"](what, passed) or any(named & list_systems(one) for one in spared)


def _is_future(match: re.Match[str], flat: str) -> bool:
    rest = f"{flat[: match.start()]} {flat[match.end() :]}"
    if _PAST.search(match["what"]):
        return False
    return bool(_SURE.match(match["how"]) or _TO_COME.search(rest) or match["how"].lower() in _WHILE)


_WHILE = frozenset({"while", "as long as", "for as long as", "mientras"})
_LEAST_WORDS = 3


def _is_borne_out(what: str, alone: Alone) -> bool:
    """Whether what is waited for is so already."""
    if len(what.split()) < _LEAST_WORDS:
        return False
    judged = alone(f"{what[0].upper()}{what[1:]}.")
    return bool(judged) and all(
        one.verdict is ClaimVerdict.SUPPORTED and one.reading.affirmed for one in judged
    )


_LEFT = (
    r"(?:remaining|outstanding|last|final|missing|unread|unsearched|pending|unreviewed"
    r"|other(?= (?:[\w-]+ )?(?:days?|percent|half|third|quarter)))"
)
_MANY = rf"(?:(?:\d+|{SPELLED}|half|third|quarter|fifth|tenth)(?!\w))"
_NOUN = (
    r"(?:days?|systems?|services?|per ?cent|%|of the (?:\w+ )?(?:files|search|documents|systems|logs)"
    r"|files|documents|search|logs)"
)
_REST = re.compile(
    rf"\b(?:the|our|those|these|its|all|only|just|any|with) (?:very )?"
    rf"(?:{_LEFT} (?:(?P<many>{_MANY})[ -]?)?|(?P<count>{_MANY}) {_LEFT} )(?:\w+ )??"
    rf"(?P<noun>{_NOUN})(?!\w)"
    rf"|(?<!\bof )(?<!\bof the )\b(?P<number>{_MANY})[ -]?"
    r"(?P<unit>days?|systems?|services?|per ?cent|%)"
    rf"(?: of (?:the |our )?\w+)?"
    r" (?:(?:is|are) )?(?:still )?(?:left|remaining|outstanding|to go|to be(?! (?:exact|precise|sure)))\b",
    re.I,
)
_OF_LOGS = re.compile(
    r"\b(?:logs?|traffic|review\w*|examin\w*|read|analy\w*|check\w*|studied|gone through)\b", re.I
)
_PERCENT = re.compile(r"per ?cent|%")
_OF_FILES = re.compile(r"\b(?:files?|documents?|search\w*|personal (?:data|information))\b", re.I)


def _list_other_rests(passed: Passed) -> Iterator[Leftover]:
    """How much is left, where the record has another rest."""
    for match in _REST.finditer(passed.flat):
        noun = (match["noun"] or match["unit"]).lower()
        said = match["many"] or match["count"] or match["number"] or ""
        left = _find_left(noun, said, passed)
        # "the last system" is one
        said = said or ("one" if noun in ("day", "system", "service") else "")
        if left and said and not _fits_left(said, noun, left):
            yield Leftover("how many are left", match[0].strip(), match.start())


def _find_left(noun: str, said: str, passed: Passed) -> tuple[float, bool] | None:
    """How much is left of what a noun means, and whether it is a share; None where nobody can tell."""
    record = passed.record
    if noun.startswith(("system", "service")):
        pending = record.get(Subject.SYSTEMS_RESTORED, "pending")
        return (len(pending), False) if isinstance(pending, list | tuple) else None
    reviewed, days = (record.get(Subject.EXFILTRATION, one) for one in ("reviewed_days", "of_days"))
    if noun.startswith("day") and _OF_LOGS.search(passed.flat):
        both = isinstance(reviewed, int) and isinstance(days, int)
        return (days - reviewed, False) if both else None
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    is_share = bool(_PERCENT.fullmatch(noun)) or not (said.isdigit() or find_numbers(f"{said} items"))
    if said and is_share and _OF_FILES.search(passed.flat) and isinstance(coverage, int | float):
        return (100 - coverage, True)
    return None


def _fits_left(said: str, noun: str, left: tuple[float, bool]) -> bool:
    if left[1]:
        part = said if said.lower() == "half" else f"a {said}"
        share = find_share(f"{said} percent" if _PERCENT.fullmatch(noun) else part)
        return share is not None and share.fits(left[0])
    numbers = find_numbers(f"{said} items")
    return (numbers[0].value if numbers else 1) == left[0]
