"""Halves of a sentence, each judged by itself: "A is back; B is not", "A, though nothing sensitive"."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import has_verb

# words that mean something said before, so that a part with one says nothing by itself
BACKWARD = any_words(
    r"its|they|them|their|this|that|these|those|one|ones|others?|both|neither|none(?! of (?:our|the|its) )|so"
    r"|which|who|whose|same|former|latter|rest|he|she"
)


def list_halves(read: str) -> list[str]:
    """The halves of "A and B are back; C is not yet", each with its own systems; none of another sentence."""
    for mark in _HALVES:
        halves = [f"{half[:1].upper()}{half[1:].rstrip('.')}." for half in mark.split(read)]
        told = len(halves) == _TWO and all(has_verb(half) and list_systems(half) for half in halves)
        if told and not any(BACKWARD.search(half) for half in halves):
            return halves
    return []


# "..., though not with anything sensitive": what an aside denies is not what stands before it
_ASIDE = any_case(r",? (?:though|although|but|yet|just|even though) (?:not|no|nothing|none|never)\b")


def list_main(read: str) -> list[str]:
    """What stands before an aside that denies something, by itself; none in another sentence."""
    aside = _ASIDE.search(read)
    main = read[: aside.start()] if aside else ""
    return [f"{main}."] if len(main.split()) > 2 and not BACKWARD.search(main) else []


_HALVES = (re.compile(r"; "), re.compile(r", (?:but|while|and|whereas) "))
_TWO = 2
