"""How well the words of a text fit the name that the roster has of somebody, in either order."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firstbell.impact.people.lexicon import SHORT, NameForms, Words
from firstbell.impact.people.person import SUFFIXES

# from this cost on a name may as well be another person's; a family name first, without a comma
_WEAK, NO_COMMA = SHORT, 40
_FIRST_OF_TWO = 6
# a word between that the roster does not have
UNKNOWN_MIDDLE = 10


class Fit(msgspec.Struct, frozen=True):
    """How well a name fits. `rank`: smaller is better; `end`: one past the last word."""

    rank: int
    end: int
    is_weak: bool
    is_backward: bool = False


def fit_forward(forms: NameForms, words: Sequence[bytes]) -> Fit | None:
    """How "given middle family suffix" fits these words."""
    for given, cost in forms.first:
        if tuple(words[: len(given)]) != given:
            continue
        for skipped in range(4):
            at = len(given) + skipped
            middle_cost = _judge_middle(forms.middle, words[len(given) : at])
            if middle_cost is None:
                continue
            family = _match_family(forms.family, words[at:])
            if family is not None:
                length, family_cost = family
                suffix, suffix_cost = _judge_suffix(forms.suffix, words[at + length :])
                if suffix_cost is None:
                    return None
                if family_cost and len(given) > 1 and not cost:
                    family_cost = _FIRST_OF_TWO  # "María José García" of García López is not two people's
                rank = cost + middle_cost + family_cost + suffix_cost
                return Fit(rank, at + length + suffix, is_weak=rank >= _WEAK)
    return None


def fit_backward(forms: NameForms, words: Sequence[bytes]) -> Fit | None:
    """How "family suffix, given middle" fits these words."""
    family = _match_family(forms.family, words)
    if family is None:
        return None
    length, family_cost = family
    suffix, suffix_cost = _judge_suffix(forms.suffix, words[length:])
    if suffix_cost is None:
        return None
    at = length + suffix
    # family, middle and given name, as people from Vietnam write themselves
    at += words[at : at + 1] in ([b"thi"], [b"van"]) and len(words) > at + 1
    for given, cost in forms.first:
        if tuple(words[at : at + len(given)]) == given:
            middle, middle_cost = _find_middle_after(forms.middle, words[at + len(given) :])
            end = at + len(given) + middle
            if not suffix:
                # "Lewis, Daniel Sr" as well as "Lewis Sr, Daniel"
                suffix, suffix_cost = _judge_suffix(forms.suffix, words[end:])
                end += suffix
            if suffix_cost is None:
                return None
            rank = cost + family_cost + suffix_cost + middle_cost
            return Fit(rank, end, is_weak=rank >= _WEAK, is_backward=True)
    return None


def _find_middle_after(middle: Words, rest: Sequence[bytes]) -> tuple[int, int]:
    """(number of words, cost) of the middle name in words that come after the given name."""
    if middle and tuple(rest[: len(middle)]) == middle:
        return len(middle), 0
    if rest and len(rest[0]) == 1 and rest[0].isalpha():
        if middle and rest[0] == middle[0][:1]:
            return 1, 0
        # a single F or M may as well be a column of its own
        return (0, 0) if rest[0] in b"fm" else (1, _WEAK if middle else 4)
    return 0, 0


def _judge_middle(middle: Words, found: Sequence[bytes]) -> int | None:
    """What words between given and family name cost; None where they are somebody else's."""
    if not found:
        return 0
    if middle and tuple(found) == middle:
        return 0
    if middle and len(found) == 1 and (found[0] == middle[0][:1] or found[0] == middle[0]):
        return 0
    if not middle and len(found) == 1:
        return 4 if len(found[0]) == 1 else UNKNOWN_MIDDLE
    return None


def _match_family(families: tuple[Words, ...], words: Sequence[bytes]) -> tuple[int, int] | None:
    """(number of words, cost) of the family name that the words begin with; one part of several costs."""
    for family in families:
        if tuple(words[: len(family)]) == family:
            return len(family), 0
    for family in families:
        if len(family) > 1 and words and words[0] in {family[0], family[-1]} and len(words[0]) > 2:
            return 1, 10
    return None


def _judge_suffix(suffix: bytes, words: Sequence[bytes]) -> tuple[int, int | None]:
    found = SUFFIXES.get(words[0]) if words else None
    if found is None:
        return 0, 0
    if found == suffix:
        return 1, 0
    return (0, None) if suffix else (1, _WEAK)
