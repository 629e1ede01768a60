"""The district's own words: texts that it published or sent, recognised in a message, also quoted, cut short
or wrapped anew, and what a message adds to them.

A text is kept as the hashes of each five words in a row. What a phisher changes in a copy (a link, a number,
a demand) is not among them, and is judged by itself.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from firstbell.mail.addresses import split_addresses
from firstbell.triage.domains import find_owner
from firstbell.triage.links import find_target
from firstbell.triage.mail import MailMessage
from firstbell.triage.words import fold, split_words

_RUN = 5
_FEWEST_WORDS = 20
# so much of a message has to be the district's words to be called its text
_LEAST_SHARE = 0.7
_LONGEST = 60_000
_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){5,}")
_LINK = re.compile(r"(?:https?|hxxps?)://[^\s<>\"'\])}]+|\bwww\.[\w.-]+[^\s<>\"'\])}]*", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,24}\b", re.IGNORECASE)
# what a press release, or a letter of a district to its families, says of itself in its first lines
_RELEASE = re.compile(
    r"\b(?:for immediate release|(?:press|news|media) (?:release|statement|advisory|contact))\b"
    r"|\bstatement (?:from|by|of) the (?:district|superintendent|board)\b"
    r"|\bdear (?:families|parents|staff|community)\b"
    r"|\b(?:comunicado de prensa|para publicacion inmediata|estimadas? familias?)\b"
)
_HEAD = 600
_WORD_PLACE = re.compile(r"\d+|[^\W\d_]+|[$#\u20ac\u00a3]")


def is_in_form_of_release(text: str) -> bool:
    """Whether a text begins as a press release or a letter to families does. It proves nothing."""
    return bool(_RELEASE.search(fold(text[:_HEAD])))


@dataclass(frozen=True, slots=True)
class OwnMatch:
    """Words of the district in a message. `name`: of the text. `rest`: what else the message says.

    `added`: what stands in it and in no text of the district's, in words: links, addresses, numbers.
    """

    name: str
    rest: str
    added: tuple[str, ...] = ()


@dataclass(slots=True)
class OwnTexts:
    """The texts. `domains`: those that they send people to, which are the district's partners."""

    runs: dict[int, str] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)

    def add(self, name: str, text: str) -> None:
        """Learn a text."""
        words = split_words(fold(text))
        for at in range(len(words) - _RUN + 1):
            self.runs.setdefault(_hash(words[at : at + _RUN]), name)
        self.numbers.update(_list_numbers(text))
        self.domains.update(_list_domains(text))

    def find(self, mail: MailMessage, text: str) -> OwnMatch | None:
        """The text of the district that most of a message's words are; None where they are not."""
        text = text[:_LONGEST]
        places = [(match.start(), match.end()) for match in _WORD_PLACE.finditer(text)]
        words = [(split_words(fold(text[begin:end])) or [""])[0] for begin, end in places]
        if not self.runs or len(words) < _FEWEST_WORDS:
            return None
        own = [False] * len(words)
        names: dict[str, int] = {}
        for at in range(len(words) - _RUN + 1):
            name = self.runs.get(_hash(words[at : at + _RUN]))
            if name is not None:
                own[at : at + _RUN] = [True] * _RUN
                names[name] = names.get(name, 0) + 1
        if sum(own) < max(_LEAST_SHARE * len(words), _FEWEST_WORDS):
            return None
        rest = _cut(text, [place for place, is_own in zip(places, own, strict=True) if is_own])
        return OwnMatch(max(names, key=lambda one: names[one]), rest, tuple(self._list_added(mail, text)))

    def _list_added(self, mail: MailMessage, text: str) -> Iterable[str]:
        hosts = {find_target(link.target).host for link in mail.links} - {""}
        domains = {find_owner(host) for host in hosts} | _list_domains(text)
        yield from (f"a link or an address of {domain}" for domain in sorted(domains - self.domains))
        if set(_list_numbers(text)) - self.numbers:
            yield "a number"


def _hash(words: list[str]) -> int:
    return zlib.crc32(" ".join(words).encode())


def _cut(text: str, places: list[tuple[int, int]]) -> str:
    """The text without what stands at these places."""
    kept, at = [], 0
    for begin, end in places:
        kept.append(text[at:begin])
        at = end
    return re.sub(r"[^\S\n]+", " ", "".join([*kept, text[at:]])).strip(" \n.,;:>-")


def _list_numbers(text: str) -> Iterable[str]:
    for match in _NUMBER.finditer(text):
        yield re.sub(r"\D", "", match[0])


def _list_domains(text: str) -> set[str]:
    found = {find_owner(find_target(match[0].rstrip(".,;:!?")).host) for match in _LINK.finditer(text)}
    for match in _ADDRESS.finditer(text):
        found |= {find_owner(email.rpartition("@")[2].lower()) for _, email in split_addresses(match[0])}
    return found - {""}
