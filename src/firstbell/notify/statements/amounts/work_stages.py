"""How far work is: "far from finished", "not even half done", "nearly complete", "we are halfway through it".

The record tells how much of each sort of work is done: of the search, the review of logs, the restoration of
systems, the letters. A stage that fits this share is told by the numbers of the record; one that does not fit
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_DONE = r"(?:finished|complete|completed|done|over|at an end|the end)"
_ENDING = r"(?:being |its |the )?(?:finished|complete|completed|done|over|an end|end|finish|completion)"
_VERY = r"(?:still |now |as yet |already |currently |only )*"


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage of work: the words for it, and from which to which share of the work it is said."""

    words: str
    low: float
    high: float

    def fits(self, share: float) -> bool:
        return self.low <= share <= self.high


_STAGES: Sequence[_Stage] = (
    _Stage(rf"(?:far|a long way|nowhere near|miles|not near|not close to|well short of|far short of)(?:"
        rf" from)? {_ENDING}", 0, 0.6),
    _Stage(rf"(?:well|far|a long way) short of (?:half(?:way)?(?: {_DONE})?|the half(?:way mark)?)", 0, 0.4),
    _Stage(
        r"(?:not (?:yet |even |quite )*(?:half(?:way)?|at the half(?:way)? (?:mark|point))|less than"
        rf" half(?:way)?|short of (?:half(?:way)?|the halfway mark)|under half)(?: {_DONE}| through)?",
        0,
        0.4999,
    ),
    _Stage(
        rf"(?:(?:about|around|roughly|some) (?:half(?:way)?|at the halfway (?:mark|point))|half(?:way)?)"
        rf"(?: {_DONE}| through)?",
        0.45,
        0.55,
    ),
    _Stage(rf"(?:well|far) (?:over|past|beyond|more than) (?:half(?:way)?|the half(?:way mark)?)(?:"
        rf" {_DONE})?", 0.6, 0.9999),
    _Stage(
        r"(?:(?:more than|over|past) (?:half(?:way)?|the half(?:way)? (?:mark|point))"
        rf"|more than half(?:way)?)(?: {_DONE}| through)?",
        0.5001,
        0.9999,
    ),
    _Stage(rf"(?:nearly|almost|close to|not (?:so |very |too )?far (?:away )?from|not a long way from|just"
        rf" short of) (?:{_ENDING}|{_DONE})", 0.85, 0.9999),
    _Stage(rf"(?:largely|mostly|for the most part) {_DONE}", 0.75, 0.9999),
    _Stage(rf"not (?:yet |entirely |fully |quite |wholly )+{_DONE}", 0, 0.9999),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Work:
    """A sort of work. `find`: how much of it is done, and of how much; `tell`: the sentence of both, and
    the one that it is not finished.
    """

    words: str
    find: Callable[[CaseRecord], tuple[float, float] | None]
    tell: str
    unfinished: str


def _find_search(record: CaseRecord) -> tuple[float, float] | None:
    share = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return None if share is None else (share, 100)


def _find_logs(record: CaseRecord) -> tuple[float, float] | None:
    days, of_days = (record.get_count(Subject.EXFILTRATION, one) for one in ("reviewed_days", "of_days"))
    return None if days is None or not of_days else (days, of_days)


def _find_systems(record: CaseRecord) -> tuple[float, float] | None:
    back, out = (record.get(Subject.SYSTEMS_RESTORED, one) for one in ("verified", "pending"))
    known = isinstance(back, list | tuple) and isinstance(out, list | tuple) and (back or out)
    return (len(back), len(back) + len(out)) if known else None


def _find_letters(record: CaseRecord) -> tuple[float, float] | None:
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    final = record.get(Subject.PEOPLE_AFFECTED, "final") is True
    return (sent, people) if final and sent is not None and people else None


_FILES = r"(?: (?:of|through|in) (?:the|our|all(?: our| the)?)(?: \w+)? (?:files|documents|folders))"
_FOR = r"(?: for (?:personal|private|sensitive) (?:information|data|details))"
_WORKS: Sequence[_Work] = (
    _Work(
        r"(?:review|analysis|examination|check) of (?:the |our |all )*(?:\w+ )?(?:logs|traffic)"
        r"|(?:outbound )?log review",
        _find_logs,
        "{part} of {whole} days of logs have been reviewed",
        "the review of the logs is not finished",
    ),
    _Work(
        rf"(?:(?:file|document|personal data) )?search(?:{_FILES}|{_FOR})*|(?:file|document) review{_FOR}?"
        rf"|review{_FILES}{_FOR}?",
        _find_search,
        "{part} percent of the files have been searched",
        "the search of the files is not finished",
    ),
    _Work(
        r"(?:restoration|recovery|restoring)(?: of)?(?: (?:the|our|all our))? (?:systems|services)"
        r"|(?:system )?restoration",
        _find_systems,
        "{part} of {whole} systems are restored",
        "{part} of {whole} systems are restored",
    ),
    _Work(
        r"mailing(?: of (?:the |our )?letters)?|sending of (?:the |our )?letters",
        _find_letters,
        "{part} letters have been sent",
        "{part} letters have been sent",
    ),
)  # fmt: skip
_STAGE = "|".join(f"(?P<s{at}>{one.words})" for at, one in enumerate(_STAGES))
_IS = r"(?:is|are|remains?|stands?|was)"
_TOLD: Sequence[tuple[_Work, re.Pattern[str]]] = [
    (
        work,
        any_case(
            rf"(?<![\w-])(?:(?:the|our|this|that) )?(?:{work.words}),? {_IS} {_VERY}(?:{_STAGE})(?=[.,;!]"
            rf"|$| and\b| but\b)"
            rf"|(?<![\w-])(?:we|our teams?|the district) (?:are|is)"
            rf" {_VERY}(?:{_STAGE.replace('?P<s', '?P<w')})"
            rf" (?:with |through |in )?(?:(?:the|our|this) )?(?:{work.words})(?=[.,;!]|$| and\b| but\b)"
        ),
    )
    for work in _WORKS
]  # fmt: skip
# "has passed the halfway mark": it is past it
_PASSED = any_case(
    r"\b(?P<aux>has|have) (?P<now>(?:now |already |by now )?)"
    r"(?:passed|crossed|gone past|got(?:ten)? past)(?= the half)"
)
_ANY = any_words(
    r"half(?:way)?|far|near(?:ly)?|almost|close|short|largely|mostly|long way|for the most|miles|not"
)


def is_stage_wrong(said: str, record: CaseRecord) -> bool:
    """Whether a sentence tells a stage of work that does not fit what the record tells of it."""
    if not _ANY.search(said):
        return False
    said = _say_past(said)
    for work, words in _TOLD:
        found = work.find(record)
        for match in words.finditer(said):
            if found is None or not found[1] or not _find_stage(match).fits(found[0] / found[1]):
                return True
    return False


def _say_past(text: str) -> str:
    return _PASSED.sub(
        lambda match: f"{'is' if match['aux'].lower() == 'has' else 'are'} {match['now']}past", text
    )


def _find_stage(match: re.Match[str]) -> _Stage:
    parts = match.groupdict()
    return next(one for at, one in enumerate(_STAGES) if parts[f"s{at}"] or parts[f"w{at}"])
