"""What is said not to be known: matters of the record, and words that leave them open (open_matters.toml).

"How many people this touches is a question we cannot answer today", "neither the way in nor the date is
known", "we can neither confirm nor rule out that files were copied": where every word of a clause stands in
such a form, each matter that it names must be open on the record (judges/unknowns.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import (
    any_case,
    any_words,
    fill_parts,
    read_parts,
    read_table,
)
from firstbell.notify.statements.language.sentences import plain

_LONGEST, _MOST = 320, 6
# what any such clause has, in one of the two languages
_HINT = any_case(
    r"\b(?:not?|cannot|neither|none|nobody|nor|lacks?|un(?:known|clear|certain|able|sure|determined|resolved"
    r"|settled|answered|decided|confirmed)|open|mystery|too (?:early|soon)|in the dark|in doubt|anyone's"
    r"|up in the air|nothing|to be|ni|nadie|desconoc\w+|sin|pronto|without|missing|among|yet to)\b|n't\b"
)
_PLACE = re.compile(r"<([MNST])>")
_JOINT = any_case(r",? (?:and|or|nor|y|e|o|ni) (?:also )?|, ")
_ARTICLE = r"(?:(?:the|our|its|their|any|an?|el|la|los|las|un|una|ning\u00fan|ninguna)(?: {ADJ})? )?"
_WHETHER = any_case(r"(?:the question(?: of)? )?(?:whether|if|si)(?: or not)? (?P<so>.+?)(?: or not)?")
_THAT = any_case(r"(?:that |whether |if |que |si )?(?P<so>.+)")
# "how or when they got in": two questions with one end
_TWO = any_case(
    r"(?P<one>how|when|where|who|why|c\u00f3mo|cu\u00e1ndo|por d\u00f3nde),? (?:and|or|nor|y|o|ni) "
    r"(?P<other>how|when|where|why|c\u00f3mo|cu\u00e1ndo|por d\u00f3nde) (?P<end>.+)"
)
# not where it tells when something was ("when they got in today")
_TODAY = any_case(
    r"(?<= )(?:today|tonight|now|hoy|ahora) (?=(?:that|whether|if|how|when|what|who|which|where|the|our|an?"
    r"|any|on|in|by|at|for|confirm|rule|say|tell|know|answer|unknown|unclear|not|nor|neither|que|si|confirmar|decir|no)\b)"
)
_TIMED_END = any_case(r"\b(today|tonight|this (?:morning|afternoon|evening|week)|hoy)[.! ]*$")
_WHEN = any_words(r"when|day|date|time|cu\u00e1ndo|d\u00eda|fecha")
_ASKING = any_case(r"^(?:and|so|but|now),? |^(?:do (?:you|we) know|can you (?:say|tell us)),? ")
_IF_ANY = any_case(r",? if any(?:thing|one|body)?,?(?= )")


# "how they got in, or since when": the second question has the end of the first
_TWO_BEHIND = any_case(
    r"(?P<one>how|where|c\u00f3mo|por d\u00f3nde) (?P<end>.+?),? (?:and|or|nor|y|o|ni) "
    r"(?:since |desde )?(?P<other>when|cu\u00e1ndo|how|c\u00f3mo|where|por d\u00f3nde)"
)


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter that a clause calls not known; `words`: those by which it is named.

    `kind`: of the claim. `free`: nothing is taken for granted of it ("what, if anything, was taken").
    """

    name: str
    kind: str
    words: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The forms of a language: frames (place, pattern, whether strong), and forms of matters by place."""

    idle: re.Pattern[str]
    edge: re.Pattern[str]
    full: Sequence[tuple[re.Pattern[str], str]]
    frames: Sequence[tuple[str, str, bool]]
    matters: Sequence[tuple[str, str, Mapping[str, str]]]


@lru_cache(maxsize=1)
def _load_table() -> Mapping[str, Any]:
    return read_table("clauses", "open_matters.toml")


@lru_cache(maxsize=2)
def _load(language: str) -> _Grammar:
    table = _load_table()
    kinds = {str(one["name"]): str(one["kind"]) for one in table["matters"]}
    if language == "en":
        words, parts, frames, matters = table["words"], table["parts"], table["frames"], table["matters"]
    else:
        own = table["spanish"]
        words, parts, frames = own, {"ADJ": "", **own["parts"]}, own["frames"]
        matters = [{"name": name, **forms} for name, forms in own["matters"].items()]
    fill = fill_parts(read_parts(parts))
    article, edge = fill(_ARTICLE), "|".join(words["edge"])

    def join(one: Mapping[str, Any], name: str) -> str:
        return "|".join(f"(?:{fill(words)})" for words in one.get(name, ())) or "(?!)"

    return _Grammar(
        any_case(rf",? ?\b(?:{'|'.join(words['idle'])})\b(?:,(?= |$))?"),
        any_case(rf"^(?:{edge})\b,? |,? \b(?:{edge})$"),
        [(any_case(old), new) for old, new in words.get("full", ())],
        [
            (place, _PLACE.sub(r"(?P<it>.+?)", fill(words)), group == "strong")
            for group in ("matters", "nouns", "statements", "things", "strong")
            for words in frames.get(group, ())
            for place in _PLACE.findall(words)
        ],
        [
            (one["name"], kinds[one["name"]], {
                "M": f"{join(one, 'asked')}|{article}(?:{join(one, 'named')})|{join(one, 'thing')}",
                "N": join(one, "named"), "S": join(one, "so"), "T": join(one, "thing"),
                "Q": join(one, "put"),
            })
            for one in matters
        ],
    )  # fmt: skip


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return any_case(pattern)


def _bare(clause: str, grammar: _Grammar) -> str:
    """A clause without the words that change nothing in what is not known."""
    text = plain(clause).strip().rstrip(".!").strip()
    for old, new in grammar.full:
        text = old.sub(new, text)
    text = re.sub(r"\s+", " ", _TODAY.sub("", grammar.idle.sub(" ", text))).strip(" ,")
    while (shorter := grammar.edge.sub("", text).strip(" ,")) != text:
        text = shorter
    return text


def list_matters(words: str) -> list[OpenMatter]:
    """The matters that these words name, each of them; none where a word of them is left."""
    return _list_matters(words, _load("en"), "M", _MOST)


def _list_matters(words: str, grammar: _Grammar, place: str, most: int) -> list[OpenMatter]:
    words = words.strip(" ,")
    if most < 1 or not words:
        return []
    if one := _find_matter(words, grammar, place):
        return [one]
    if two := _TWO.fullmatch(words) or _TWO_BEHIND.fullmatch(words):
        both = [_find_matter(f"{two[part]} {two['end']}", grammar, place) for part in ("one", "other")]
        if both[0] and both[1]:
            return [both[0], both[1]]
    for joint in _JOINT.finditer(words):
        first = _find_matter(words[: joint.start()], grammar, place)
        rest = first and _list_matters(words[joint.end() :], grammar, place, most - 1)
        if first and rest:
            return [first, *rest]
    return []


def _find_matter(words: str, grammar: _Grammar, place: str) -> OpenMatter | None:
    if place in "MS" and (whether := (_WHETHER if place == "M" else _THAT).fullmatch(words)):
        found = _match_matter(whether["so"], grammar, "S")
        if found or place == "S":
            return found
    free = _IF_ANY.sub("", words) if place in "MQ" else words
    found = _match_matter(free.strip(), grammar, place)
    return found and replace(found, free=free != words)


def _match_matter(words: str, grammar: _Grammar, place: str) -> OpenMatter | None:
    for name, kind, forms in grammar.matters:
        if _compile(forms[place]).fullmatch(words):
            return OpenMatter(name, kind, words)
    return None


def _read_frames(text: str, whole: str, grammar: _Grammar) -> Iterator[tuple[list[OpenMatter], bool]]:
    """The readings of a clause; `whole`: it with the words at its end that may tell when something was."""
    timed = _WHEN.search(text) is not None and whole != text
    for place, frame, strong in grammar.frames:
        said = _compile(frame).fullmatch(whole if timed and frame.endswith("(?P<it>.+?)") else text)
        if said and (matters := _list_matters(said["it"], grammar, place, _MOST)):
            yield matters, strong


def read_open(clause: str) -> tuple[Sequence[OpenMatter], bool]:
    """The matters that a clause says are not known, and whether it says that nobody has an idea of them.

    None where a word of the clause has no place in such a form.
    """
    if len(clause) > _LONGEST or "?" in clause or not may_leave_open(clause):
        return [], False
    grammar = _load("es" if find_language(clause) is Language.SPANISH else "en")
    text = _bare(clause, grammar)
    timed = _TIMED_END.search(plain(clause))
    return next(_read_frames(text, f"{text} {timed[1]}" if timed else text, grammar), ([], False))


def may_leave_open(text: str) -> bool:
    """Whether a text has a word that a clause about what is not known must have."""
    return _HINT.search(plain(text)) is not None


def bare_open(clause: str) -> str:
    """A clause of either language without the words that change nothing in what is not known."""
    return _bare(clause, _load("es" if find_language(clause) is Language.SPANISH else "en"))


def read_question(question: str) -> Sequence[OpenMatter]:
    """The matter after which a question asks; none where a word of it is left."""
    spanish = find_language(question) is Language.SPANISH
    grammar = _load("es" if spanish else "en")
    asked = _ASKING.sub("", _bare(question.strip("\u00bf? "), grammar))
    one = _find_matter(asked, grammar, "Q") or (_find_matter(asked, grammar, "M") if spanish else None)
    return [one] if one else []


@lru_cache(maxsize=1)
def load_around() -> Mapping[str, Any]:
    """What stands around such a clause, with its parts filled in."""
    table = _load_table()
    fill = fill_parts(read_parts(table["parts"]))
    return {
        name: [fill(one) for one in words] if isinstance(words, list) else fill(words)
        for name, words in table["around"].items()
    }
