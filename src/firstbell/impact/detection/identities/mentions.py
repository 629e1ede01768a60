"""Mentions of people of the roster in a passage: full names in three orders, and ids.

A mention lists who it may mean, best first; whom it means is told later, by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import accumulate, compress, count

import msgspec

from firstbell.impact.detection.identities.fits import (
    NO_COMMA,
    UNKNOWN_MIDDLE,
    Fit,
    fit_backward,
    fit_forward,
)
from firstbell.impact.detection.identities.initials import match_initial
from firstbell.impact.people.folded_text import split_words
from firstbell.impact.people.lexicon import PARTICLES, Lexicon
from firstbell.impact.people.nicknames import WORDS
from firstbell.impact.people.person import SUFFIXES

_NO_WORD = re.compile(rb"[^a-z0-9]")
_LINKS = re.compile(rb"[ \t]*(?:(?:\.,|[.'\"(),/-])?[ \t]*)?(?:\r?\n[ \t]*)?")
_REACH = 7
_AND = frozenset((b"and", b"y", b"e"))
_MOST_LEADING = 3
_PAIR = 2
# a shorter user name may be a word: what it is said to do tells that it is somebody
_SURE_LOGIN = 6
_DOES = re.compile(
    rb"(?:'s)? (?:has|had|is|was|needs|needed|gets|got|takes|took|wrote|said|says|told|forgot|lost)\b| ?/ ?\S"
)


class Mention(msgspec.Struct):
    """Someone named at folded[start:end]. `candidates`: indexes of the people it may mean.

    `by`: "name", "id", "email", "phone", "ssn". `is_weak`: a short form, part of a family name, or words
    around it that may belong to another name.
    """

    start: int
    end: int
    candidates: tuple[int, ...]
    by: str = "name"
    is_weak: bool = False
    is_label: bool = False
    facts: dict[str, str] = {}
    reasons: list[str] = []


class _Words(msgspec.Struct):
    """The words of a passage without the empty ones, from some word on. `at`: where each begins."""

    words: list[bytes]
    starts: list[int]


class Finder:
    """Finds mentions in one passage."""

    def __init__(self, lexicon: Lexicon, text: str, folded: bytes) -> None:
        self._lexicon = lexicon
        self._text = text
        self._folded = folded
        self._all = split_words(folded)
        self._starts: list[int] = []

    def find(self) -> list[Mention]:
        """Every mention in order; none overlap."""
        hits = list(compress(count(), map(self._lexicon.words.__contains__, self._all)))
        if not hits:
            return []
        self._starts = self._find_starts()
        found: list[Mention] = []
        taken = -1
        for number, at in enumerate(hits):
            if at <= taken:
                continue
            mention = self._match_user(at) or self._match_id(at)
            if mention is None and number + 1 < len(hits) and hits[number + 1] - at <= 12:
                mention = self._match_led(at) or self._match_name(at)
                if mention is not None and self._all[at] in WORDS:
                    mention = self._match_after_word(hits[number + 1], mention)
            mention = mention or self._match_owner(at) or self._match_initial(at)
            if mention is not None:
                taken = self._word_at(mention.end, at)
                found.append(mention)
        return found

    def _match_after_word(self, at: int, led: Mention) -> Mention:
        """A name that begins with the word behind the first one of another, and goes on where that ends:
        "Saw Paw Htoo Eh" is a sentence about Paw Htoo Eh.
        """
        later = self._match_name(at) if self._starts[at] < led.end else None
        return later if later is not None and not later.is_weak and later.end > led.end else led

    def _find_starts(self) -> list[int]:
        """Where each word begins, and where one after the last would."""
        return [0, *accumulate(len(word) + 1 for word in self._all)]

    def _match_initial(self, at: int) -> Mention | None:
        if self._all[at] not in self._lexicon.family:
            return None
        start = self._starts[at]
        found = match_initial(self._lexicon, self._text, (start, start + len(self._all[at])))
        return Mention(found[0], found[1], found[2], is_weak=True) if found else None

    def _match_owner(self, at: int) -> Mention | None:
        """A name before what is its own, without the sign for that: "Ada Olsons fee"."""
        last = self._all[at + 1 : at + 2]
        if not last or last[0][-1:] != b"s" or last[0] in self._lexicon.words:
            return None
        start, family = self._starts[at], last[0][:-1]
        stop = self._starts[at + 1] + len(family)
        is_written = self._text[start].isupper() and self._text[self._starts[at + 1]].isupper()
        if not is_written or self._folded[start + len(self._all[at]) : self._starts[at + 1]] != b" ":
            return None
        found = [
            who
            for who in self._lexicon.pairs.get(self._all[at] + b" " + family, ())
            if (fit := fit_forward(self._lexicon.forms[who], [self._all[at], family])) and not fit.is_weak
        ]
        return Mention(start, stop, tuple(sorted(found))) if found else None

    def _word_at(self, end: int, at: int) -> int:
        while at + 1 < len(self._all) and self._starts[at + 1] < end:
            at += 1
        return at

    def _match_id(self, at: int) -> Mention | None:
        lexicon = self._lexicon
        if self._all[at] not in lexicon.id_ends:
            return None
        end = self._starts[at] + len(self._all[at])
        joined = b""
        for back in range(at, max(-1, at - 5), -1):
            joined = self._all[back] + joined
            start = self._starts[back]
            if joined in lexicon.ids and self._is_apart(start, end):
                return Mention(start, end, lexicon.ids[joined], "id")
            if back and start and self._folded[start - 1] not in b"-_./ ":
                break
        return None

    def _match_user(self, at: int) -> Mention | None:
        word = self._all[at]
        start = self._starts[at]
        end = start + len(word)
        if word not in self._lexicon.logins or not self._is_apart(start, end):
            return None
        if len(word) < _SURE_LOGIN and (word in WORDS or not _DOES.match(self._folded, end)):
            return None
        return Mention(start, end, self._lexicon.users[word], "email")

    def _is_apart(self, start: int, end: int) -> bool:
        before = self._folded[start - 1 : start] if start else b" "
        after = self._folded[end : end + 2]
        return before not in {b"-", b".", b"/", b"$", b"@", b"_"} and not (
            after[:1] in {b"-", b"/", b"_", b"@"} or (after[:1] == b"." and after[1:].isdigit())
        )

    def _collect(self, at: int) -> _Words:
        words, starts = [], []
        for place in range(at, min(at + 4 * _REACH, len(self._all))):
            if self._all[place]:
                words.append(self._all[place])
                starts.append(self._starts[place])
                if len(words) == _REACH:
                    break
        return _Words(words, starts)

    def _match_led(self, at: int) -> Mention | None:
        """A family name that comes first and begins with a word that finds nobody: "de la Cruz, Ana"."""
        lead = 0
        while lead < at and lead < _MOST_LEADING and self._all[at - lead - 1] in PARTICLES:
            lead += 1
        # "St. John": an empty word stands for the point
        if not lead and at > 1 and not self._all[at - 1] and self._all[at - 2] in PARTICLES:
            lead = 2
        if not lead:
            return None
        window = self._collect(at - lead)
        anchor = next((place for place, word in enumerate(window.words) if word == self._all[at]), 0)
        best: dict[int, Fit] = {}
        for further in range(anchor + 1, min(anchor + 5, len(window.words))):
            for who in self._lexicon.pairs.get(window.words[further] + b" " + self._all[at], ()):
                fit = fit_backward(self._lexicon.forms[who], window.words)
                self._keep(best, who, self._weigh_backward(fit, window))
        fits = {
            who: fit for who, fit in best.items() if not fit.is_weak and self._holds_together(window, fit)
        }
        if not fits:
            return None
        rank = min(fit.rank for fit in fits.values())
        chosen = {who: fit for who, fit in fits.items() if fit.rank == rank}
        end = max(fit.end for fit in chosen.values())
        if not self._is_written_as_name(window, end):
            return None
        stop = window.starts[end - 1] + len(window.words[end - 1])
        return Mention(window.starts[0], stop, tuple(sorted(chosen)), is_weak=rank >= NO_COMMA)

    def _match_name(self, at: int) -> Mention | None:
        window = self._collect(at)
        pairs = self._lexicon.pairs
        first = window.words[0]
        best: dict[int, Fit] = {}
        for further in range(1, min(5, len(window.words))):
            other = window.words[further]
            for who in pairs.get(first + b" " + other, ()):
                self._keep(best, who, fit_forward(self._lexicon.forms[who], window.words))
            for who in pairs.get(other + b" " + first, ()):
                fit = fit_backward(self._lexicon.forms[who], window.words)
                self._keep(best, who, self._weigh_backward(fit, window))
        fits = {who: fit for who, fit in best.items() if self._holds_together(window, fit)}
        if not fits:
            return self._match_shared(window)
        rank = _choose_rank(fits.values())
        end = max(fit.end for fit in fits.values() if fit.rank == rank)
        # of two names the one that covers all the words is meant: "Ana García López" is not Ana García
        chosen = {who: fit for who, fit in fits.items() if fit.rank == rank and fit.end == end}
        start, stop = window.starts[0], window.starts[end - 1] + len(window.words[end - 1])
        if not self._is_written_as_name(window, end) or self._is_half(start, stop):
            return None
        is_weak = all(fit.is_weak for fit in chosen.values()) or self._is_part_of_another(start, window, end)
        return Mention(start, stop, tuple(sorted(chosen)), is_weak=is_weak)

    def _match_shared(self, window: _Words) -> Mention | None:
        """A given name that shares the family name with the next one: "Liam and Noah Carter"."""
        words = window.words
        if len(words) < 4 or words[1] not in _AND or words[2] not in self._lexicon.given:
            return None
        start, stop = window.starts[0], window.starts[0] + len(words[0])
        if self._folded[stop : window.starts[1]] != b" " or not self._text[start].isupper():
            return None
        found = [
            who
            for who in self._lexicon.pairs.get(words[0] + b" " + words[3], ())
            if (fit := fit_forward(self._lexicon.forms[who], [words[0], *words[3:]])) and not fit.is_weak
        ]
        return Mention(start, stop, tuple(sorted(found))) if found else None

    @staticmethod
    def _keep(best: dict[int, Fit], who: int, fit: Fit | None) -> None:
        # of two that fit alike the later one: "Omar, Omar" has the family name first
        if fit is not None and (who not in best or fit.rank <= best[who].rank):
            best[who] = fit

    def _weigh_backward(self, fit: Fit | None, window: _Words) -> Fit | None:
        """A family name that comes first has a comma after it; without one it fits worse."""
        if fit is None:
            return None
        between = self._folded[window.starts[0] : window.starts[fit.end - 1]]
        return (
            fit
            if b"," in between or b"/" in between
            else msgspec.structs.replace(fit, rank=fit.rank + NO_COMMA)
        )

    def _holds_together(self, window: _Words, fit: Fit) -> bool:
        """Whether nothing between the words parts them: a colon, a column, an empty line, the end of a
        sentence.
        """
        for place in range(fit.end - 1):
            start = window.starts[place] + len(window.words[place])
            between = self._folded[start : window.starts[place + 1]]
            if not _LINKS.fullmatch(between) or (b"." in between and len(window.words[place]) > 2):
                return False
            if between == b"-" and fit.end == _PAIR:
                return False  # both halves of one given name, or of one family name
            if b"," in between and not fit.is_backward and window.words[place + 1] not in SUFFIXES:
                return False
            if b"\n" in between and fit.rank >= NO_COMMA:
                return False
        return True

    def _is_written_as_name(self, window: _Words, end: int) -> bool:
        capitals = sum(self._text[window.starts[place]].isupper() for place in range(end))
        if capitals >= 2:
            return True
        return not any(word in WORDS or len(word) < 3 for word in window.words[:end])

    def _is_half(self, start: int, stop: int) -> bool:
        """Whether a stroke and a further name stand right beside it: "Ada Roe-Quill" is not Ada Roe."""
        before, behind = self._text[max(0, start - 2) : start], self._text[stop : stop + 3]
        goes_on = behind[:1] == "-" and behind[1:].isalpha() and behind[1:2].isupper()
        return goes_on or (len(before) == _PAIR and before[1] == "-" and before[0].isalpha())

    def _is_part_of_another(self, start: int, window: _Words, end: int) -> bool:
        """Whether a name's word stands right before or after, with a single space: another name, perhaps."""
        lexicon = self._lexicon
        stop = window.starts[end - 1] + len(window.words[end - 1])
        before = self._folded[max(0, start - 24) : start]
        if before.endswith(b" ") and before[-2:-1].isalnum():
            word = _NO_WORD.split(before[:-1])[-1]
            at = start - 1 - len(word)
            if word in lexicon.given and word not in WORDS and self._text[at : at + 1].isupper():
                return True
        if (
            end < len(window.words)
            and window.starts[end] == stop + 1
            and self._folded[stop : stop + 1] in b" -"
        ):
            word = window.words[end]
            is_name = word in lexicon.family and word not in WORDS
            return is_name and self._text[window.starts[end]].isupper()
        return False


def _choose_rank(fits: Collection[Fit]) -> int:
    """The rank of those who are meant: the best, but a family name that comes first, without a comma, with
    all the given ones behind it, before one that leaves out or leaves over a word of these: "Moo Kpaw Ler" is
    Kpaw Ler of the family Moo, not any Moo Ler, nor any Moo Kpaw.
    """
    best = min(fits, key=lambda fit: fit.rank)
    if best.rank >= NO_COMMA:
        return best.rank
    least = best.end if best.rank >= UNKNOWN_MIDDLE else best.end + 1
    is_whole = any(
        fit.rank == NO_COMMA and fit.is_backward and fit.end >= max(least, _PAIR + 1) for fit in fits
    )
    return NO_COMMA if is_whole else best.rank
