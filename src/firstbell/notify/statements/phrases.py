"""A text as rules read it: answers with their questions, posts without marks, days by their dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstbell.notify.statements.quantities import find_numbers
from firstbell.notify.statements.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class ClaimPhrase:
    """A sentence `said` as it is written, and what rules read in its place; `swapped`: (read, written).

    `answered`: it is a question with its answer; `more`: what the answer says besides yes or no.
    """

    said: str
    read: str
    swapped: Sequence[tuple[str, str]] = ()
    answered: bool = False
    more: str = ""

    def find_written(self, part: str) -> str:
        """What a part of what is read stands for, as written."""
        if self.answered:
            return self.said
        for read, written in self.swapped:
            part = part.replace(read, written)
        return part


def split_phrases(text: str, today: date | None = None) -> list[ClaimPhrase]:
    """The sentences of a text as they are to be read; `today`: the day from which it tells others."""
    phrases = []
    for phrase in _pair_answers(split_sentences(text)):
        stripped = phrase if phrase.answered else ClaimPhrase(phrase.said, strip_marks(phrase.said))
        phrases.append(_name_days(stripped, today) if today else stripped)
    return phrases


_QUESTION = re.compile(
    r"^(?:q(?:uestion)?[:.] *)?(?:and |so |but )?"
    r"((?:was|were|is|are|has|have|had|did|do|does|will|can|could)(?:n't)?\b.*)\?[\"')]*$",
    re.I,
)
_ANSWER = re.compile(
    r"^(?:a(?:nswer)?[:.] *)?(yes|correct|absolutely|certainly|of course|definitely|indeed|no|not yet"
    r"|not at all"
    r"|we (?:have|did|do|are|were|will)(?: not|n't)|none|never|nope"
    r"|not that we know(?: of)?|not to our knowledge)\b[,.;:! -]*(.*?)[.! ]*$",
    re.I,
)
_NOT_KNOWN = re.compile(
    r"^(?:a(?:nswer)?[:.] *)?(?:we (?:do not|don't|cannot|can't)(?: yet)? (?:know|say|tell)(?: yet)?"
    r"|(?:that|this|it) is (?:not (?:yet )?known|unknown)"
    r"(?: yet| so far)?|(?:it is |it's )?too (?:early|soon) to (?:say|tell|know)|unknown"
    r"|not known(?: yet)?)[.! ]*$",
    re.I,
)
_AGREES = frozenset({"yes", "correct", "absolutely", "certainly", "of course", "definitely", "indeed"})
# "we did not", "they are": nothing more than the yes or no before it
_ECHO = re.compile(
    r"(?:(?:we|it|they|he|she|you|this|that|there|the district) )?(?:did|do|does|was|were|is|are|has"
    r"|have|had|will|can)"
    r"(?: not|n't)?",
    re.I,
)


def _pair_answers(sentences: Sequence[str]) -> list[ClaimPhrase]:
    """The sentences, each question that yes or no answers joined with its answer."""
    phrases: list[ClaimPhrase] = []
    at = 0
    while at < len(sentences):
        joined = _join(sentences[at], sentences[at + 1]) if at + 1 < len(sentences) else None
        phrases.append(joined or ClaimPhrase(sentences[at], sentences[at]))
        at += 2 if joined else 1
    return phrases


_HOW_MANY = re.compile(r"^(?:q(?:uestion)?[:.] *)?how many (.*)\?[\"')]*$", re.I)
_FRAGMENT = re.compile(r"^(?:a(?:nswer)?[:.] *)?((?:\S+ ){0,13}\S+?)[.!]*$", re.I)
_VERB = re.compile(
    r"^(?:we|they|it|our|you|please|call|this|on|i)\b|\b(?:is|are|was|were|has|have|had|did|do|does|will|can|may)\b",
    re.I,
)


def _join(question: str, answer: str) -> ClaimPhrase | None:
    """A question and its answer as one; None where the next sentence is no short answer of it."""
    if joined := _join_yes_or_no(question, answer):
        return joined
    fragment = _FRAGMENT.match(answer)
    if (
        not question.rstrip("\"')").endswith("?")
        or fragment is None
        or _VERB.search(answer)
        or answer.endswith("?")
    ):
        return None
    counted = _HOW_MANY.match(question)
    if counted and find_numbers(fragment[1]):
        return ClaimPhrase(f"{question} {answer}", f"{fragment[1]} {counted[1]}.", answered=True)
    return ClaimPhrase(f"{question} {answer}", question, answered=True, more=fragment[1])


def _join_yes_or_no(question: str, answer: str) -> ClaimPhrase | None:
    asked, answered = _QUESTION.match(question), _ANSWER.match(answer)
    if asked and _NOT_KNOWN.match(answer):
        stated = _state(asked[1], denies=False)
        read = f"It is not known whether {stated[0].lower()}{stated[1:]}."
        return ClaimPhrase(f"{question} {answer}", read, answered=True)
    if asked is None or answered is None:
        return None
    denies = answered[1].lower() not in _AGREES
    more = "" if _ECHO.fullmatch(answered[2]) else answered[2]
    return ClaimPhrase(
        f"{question} {answer}", f"{_state(asked[1], denies=denies)}.", answered=True, more=more
    )


_ASKED = re.compile(
    r"(was|were|is|are|has|have|had) (.+?) ((?:been|being|back|still|now|already|yet|safe|secure|stolen"
    r"|taken|lost|paid"
    r"|up|down|online|offline|affected|\w+ing|\w+ed)\b.*)",
    re.I,
)


def _state(question: str, *, denies: bool) -> str:
    """A question as what its answer says: "were files taken", denied, is "files were not taken"."""
    body = question[0].lower() + question[1:]
    parts = _ASKED.fullmatch(body)
    if parts is None:
        return f"{'Not ' if denies else ''}{body}"
    stated = f"{parts[2]} {parts[1]}{' not' if denies else ''} {parts[3]}"
    return stated[0].upper() + stated[1:]


_BEFORE = re.compile(
    r"^(?:RT @\w+:? *|@\w+ *|(?:update|breaking|new|news|icymi|reminder|alert|psa|what happened"
    r"|what we know|what information was involved|background|overview)(?:"
    r" \d+)?\s*[:!\u2013-]+ *)+",
    re.I,
)
_AFTER = re.compile(r"(?:\s*(?:#\w+|@\w+|https?://\S+))+\s*$")


def strip_marks(sentence: str) -> str:
    """The sentence without the marks of a post at its ends: emoji, hashtags, whom it repeats."""
    plain = "".join(" " if unicodedata.category(one) in ("So", "Sk", "Cs") else one for one in sentence)
    bare = _AFTER.sub("", _BEFORE.sub("", plain.strip())).strip()
    return bare or sentence


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOLD = re.compile(
    r"\b(?:on )?(?:(yesterday|last night)|(this morning|earlier today)"
    rf"|(?:last|this past) ({'|'.join(_DAYS)})"
    r"|([\w-]+) (day|week)s? ago(?: today)?)\b",
    re.I,
)


def _name_days(phrase: ClaimPhrase, today: date) -> ClaimPhrase:
    """The phrase with days by their date for "yesterday", "last Saturday", "three days ago"."""
    swapped = []
    read = phrase.read
    for match in reversed(list(_TOLD.finditer(read))):
        day = _find_day(match, today)
        if day is None:
            continue
        named = f"on {day:%B} {day.day}, {day.year}"
        read = read[: match.start()] + named + read[match.end() :]
        swapped.append((named, match[0]))
    return ClaimPhrase(phrase.said, read, swapped, phrase.answered, phrase.more)


def _find_day(match: re.Match[str], today: date) -> date | None:
    if match[1]:
        return today - timedelta(days=1)
    if match[2]:
        return today
    if match[3]:
        back = (today.weekday() - _DAYS.index(match[3].lower())) % 7 or 7
        return today - timedelta(days=back)
    numbers = [1.0] if match[4].lower() in ("one", "a") else [one.value for one in find_numbers(match[4])]
    step = 7 if match[5].lower() == "week" else 1
    return today - timedelta(days=step * int(numbers[0])) if numbers and numbers[0] < 1000 else None
