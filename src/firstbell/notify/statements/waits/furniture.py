"""The furniture of documents: date lines, addresses, names, page numbers, headings that name a topic.

furniture.toml is a closed grammar of such lines. A line is furniture where one form is all of it; it claims
nothing of the event, and is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.tables import read_patterns
from firstbell.notify.statements.waits.holds import names_event

_AROUND = " .:;,*#_-()[]\u2022\u2013\u2014"
# what a heading, a slide or a line of a list is numbered with
_NUMBER = re.compile(
    r"^(?:(?i:slide|item|part|section) \d{1,2}\s*[-:\u2013\u2014.]\s*"
    r"|\(?(?:[A-Za-z]|[IVX]{1,4}|\d{1,2})[.)]\s+)(?=\S)"
)
# between what stands on one line: "Updated Friday | district.example"
_BETWEEN = re.compile(r"\s+[|\u2022\u00b7]\s+")
# what stands in the names of those who are written to, and would else be a word of the event
_OFFICES = re.compile(
    r"\b(?:police|sheriff(?:'s)?|FBI|attorney general|insurance|security|information|systems?|services?"
    r"|network|law enforcement|privacy|claims?|data|safety|protection|\w+@\S+)\b",
    re.I,
)
# a headline has what was done, and few names end so
_DONE = re.compile(r"\b(?!(?:Alfr|Winifr|Mildr|Fr|T|N|R|Re|Jar|Ahm|Moham)ed\b)\w+ed\b")
# no heading and no address is longer
_LONGEST = 160


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw, fill = read_patterns("waits", "furniture.toml")
    return {
        name: re.compile("|".join(f"(?:{fill(words)})" for one in raw[name] for words in one["words"]), re.I)
        for name in ("forms", "names")
    }


def is_furniture(line: str) -> bool:
    """Whether a line claims nothing, as a date, an address or a topic does.

    >>> [is_furniture(line) for line in ("November 4, 2026", "Ransom", "What is working")]
    [True, True, True]
    >>> [is_furniture(line) for line in ("Stolen data", "No ransom", "What was stolen")]
    [False, False, False]
    """
    flat = plain(line).strip()
    if len(flat) > _LONGEST or flat.endswith(("!", "?")):
        return False
    flat = flat.strip(_AROUND)
    parts = [part.strip(_AROUND) for part in _BETWEEN.split(_NUMBER.sub("", flat))]
    return _is_one(flat) or all(map(_is_one, parts))


def _is_one(part: str) -> bool:
    forms = _load()
    if forms["forms"].fullmatch(part):
        return True
    if not forms["names"].fullmatch(part) or _DONE.search(part):
        return False
    return not names_event(_OFFICES.sub(" ", part))
