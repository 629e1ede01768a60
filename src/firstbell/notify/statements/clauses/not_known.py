"""Sentences that say that something is not known, judged by what the record leaves open.

Each matter that a sentence calls not known must be open on the record; where one of them is known, the
sentence is contradicted. The matter may stand in the question before it ("Was data stolen? We can neither
confirm it nor rule it out.") or in what readers want ("You want a number, and we have none to give you").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from firstbell.notify.statements.clauses.open_matters import (
    OpenMatter,
    bare_open,
    list_matters,
    load_around,
    may_leave_open,
    read_open,
    read_question,
)
from firstbell.notify.statements.judges.unknowns import Openness, judge_matter
from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.vocabulary import Proposition
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import PERSON

# what can be confirmed, or ruled out, and not counted or named
_OF_YES_OR_NO = frozenset({"theft", "published", "demand", "misuse", "coercion"})
_LONGEST = 420
_TRUTH = "open_matter"
_Read = tuple[Sequence[OpenMatter], bool]


@lru_cache(maxsize=1)
def _load_leads() -> re.Pattern[str]:
    around = load_around()
    leads = "|".join(one.replace("<W>", "") for one in around["leads"])
    return any_case(rf"^(?:{leads})(?P<what>.+?){around['joints']} (?P<rest>.+)$")


@lru_cache(maxsize=8)
def _load(name: str) -> re.Pattern[str]:
    words = load_around()[name]
    return any_case("|".join(f"(?:{one})" for one in ([words] if isinstance(words, str) else words)))


@lru_cache(maxsize=1)
def _load_because() -> re.Pattern[str]:
    return any_case(rf",? {load_around()['because']}$")


def judge_not_known(said: str, record: CaseRecord) -> list[JudgedClaim]:
    """The claims of a sentence that says that matters are not known; none where it is read otherwise."""
    if len(said) > _LONGEST or not may_leave_open(said):
        return []
    if _is_half_known(said):
        return [wait(read_unread(said), f"{PERSON}: no rule reads what the district knows of it")]
    matters, strong = _read(plain(said).strip(), record)
    standings = [judge_matter(one.name, one.words, record, free=one.free) for one in matters]
    if not standings:
        return []
    fitting = {Openness.OPEN} if strong else {Openness.OPEN, Openness.BELIEVED}
    if set(standings) <= fitting:
        verdict = ClaimVerdict.SUPPORTED
    elif Openness.KNOWN in standings:
        verdict = ClaimVerdict.CONTRADICTED
    else:
        return []
    proposition = Proposition("what is not known", matters[0].kind, _TRUTH, ())
    return [JudgedClaim(replace(read_unread(said), proposition=proposition), verdict)]


def list_not_known(said: str) -> frozenset[str]:
    """The names of the matters that a sentence by itself says are not known."""
    return frozenset(one.name for one in _read_clause(plain(said).strip())[0])


def drop_not_known(flat: str, claims: Sequence[JudgedClaim], record: CaseRecord) -> str:
    """A plain sentence without those of its claims that say no more than that matters are not known."""
    for one in claims:
        proposition = one.reading.proposition
        if proposition and proposition.truth == _TRUTH and judge_not_known(one.text, record):
            flat = flat.replace(plain(one.text), " ")
    return flat


# before a question and its answer
_LABEL = any_case(r"^(?:q|question|a|answer)(?: ?\d{1,2})?[.:] ")


def _read(said: str, record: CaseRecord) -> _Read:
    asked, mark, told = said.rpartition("? ")
    if mark:
        return _read_reply(_LABEL.sub("", told), read_question(_LABEL.sub("", asked)))
    told = _LABEL.sub("", said)
    if record.before.endswith("?"):
        answer = _read_reply(told, read_question(_LABEL.sub("", record.before)))
        if answer[0]:
            return answer
    return _read_clause(told) if said[-1:] != "?" else ([], False)


def _read_reply(told: str, matters: Sequence[OpenMatter]) -> _Read:
    """The matters of a question, and of what its answer calls as little known ("neither has the date")."""
    beside = _BESIDE.match(told.rstrip(". "))
    if not matters or beside is None:
        return _read_answer(told, matters)
    first, more = _read_answer(beside["first"], matters), list_matters(beside["what"])
    return ([*first[0], *more], first[1]) if first[0] and more else ([], False)


_BESIDE = any_case(
    r"^(?P<first>[^;]+?)(?:,? (?:and|but)|;) (?:neither (?:has|have|is|are|can)|nor (?:has|have|is|are)"
    r"|the same (?:is true|holds|goes|applies) (?:of|for|to)|so (?:is|are|does|do)) (?P<what>[^;]+)$"
)


def _read_clause(said: str) -> _Read:
    """The matters of a clause, with why it is so, and who wants to know."""
    if (found := _read_joined(said))[0]:
        return found
    lead = _load_leads().match(bare_open(said))
    if lead is None:
        return [], False
    wanted = list_matters(lead["what"])
    if not wanted and not _load("wanted").fullmatch(lead["what"]):
        return [], False
    rest = read_open(lead["rest"])
    return rest if rest[0] else _read_answer(lead["rest"], wanted)


def _read_joined(said: str) -> _Read:
    """The matters of a clause, or of several that all say that something is not known."""
    if (found := read_open(_drop_because(said)))[0]:
        return found
    if beside := _BESIDE.match(said.rstrip(". ")):
        first, named = _read_joined(beside["first"]), list_matters(beside["what"])
        if first[0] and named:
            return [*first[0], *named], first[1]
    for joint in _load("next").finditer(said):
        first = read_open(said[: joint.start()])
        after = "nor " if "nor" in joint[0] else ""
        rest = _NOR.sub(_turn, f"{after}{said[joint.end() :]}")
        if first[0] and (more := _read_joined(rest))[0]:
            return [*first[0], *more[0]], first[1] or more[1]
    return [], False


# "nor do we know"
_NOR = any_case(r"^nor (?P<does>do|can|have|has|does) (?P<who>(?:the )?\w+) ")


def _turn(match: re.Match[str]) -> str:
    return f"{match['who']} {match['does']} not "


def _is_half_known(said: str) -> bool:
    """Whether a clause of what is not known has one behind it of what is, told by a word alone."""
    known = _load("known").search(said)
    return known is not None and bool(read_open(said[: known.start()])[0])


def _drop_because(said: str) -> str:
    """A clause without a reason that says no more than it does ("because that is still unknown")."""
    text = said.rstrip(".! ")
    bare = bare_open(text)
    because = _load_because().search(bare)
    return bare[: because.start()] if because else text


def _read_answer(told: str, matters: Sequence[OpenMatter]) -> _Read:
    """The matters of a question, where this answers that they are not known."""
    if not matters:
        return [], False
    if (whole := _read_clause_alone(told))[0]:
        return whole
    bare = bare_open(told)
    because = _load_because().search(bare)
    bare = bare[: because.start()] if because else bare
    if not (_load("answers").fullmatch(bare) or _load("spanish").fullmatch(bare)):
        return [], False
    ruled = re.search(r"\b(?:rule|confirm|exclude|deny|confirmarlo|descartarlo)\b", bare, re.I)
    return ([], False) if ruled and not {one.name for one in matters} <= _OF_YES_OR_NO else (matters, False)


def _read_clause_alone(told: str) -> _Read:
    return read_open(_drop_because(told))
