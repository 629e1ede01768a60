"""Who may be meant and is the child of somebody else in the same paragraph.

A list that somebody typed is one paragraph of thousands of names: whose children are named there is counted
once, and not for each of them again.

The name that stands before a value on its line, without what stands between the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import HOUSE_NUMBER, NAME_SHAPE, judge_name
from firstbell.impact.detection.identities.subjects import ReadText
from firstbell.impact.detection.identities.thing_names import cut_document, leads_entry
from firstbell.impact.people.lexicon import Lexicon

# a name that more people share says of nobody whose child it is
_FEW = 4


class NearbyWards:
    """Counts the children of those who are named in one paragraph after the other."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._wards = lexicon.wards
        self._passage: ReadText | None = None
        self._start, self._counted = 0, Counter[int]()

    def find(self, passage: ReadText, mention: Mention) -> set[int]:
        """Those of a mention's people who are children of somebody else who is named in its paragraph."""
        start, end = passage.paragraph_of(mention.start)
        if passage is not self._passage or start != self._start:
            near = passage.list_between(start, end)
            self._counted = Counter(ward for one in near for ward in self._list(one.mention))
            self._passage, self._start = passage, start
        own = Counter(self._list(mention))
        return {who for who in mention.candidates if self._counted[who] > own[who]}

    def _list(self, mention: Mention) -> Iterator[int]:
        if len(mention.candidates) <= _FEW:
            for who in mention.candidates:
                yield from self._wards.get(who, ())


_STATE = re.compile(r"(?:DL|LIC|ID|CDL|OLN)[ ,]+[A-Z]{2}|[A-Z]{2}[ ,]+(?:DL|LIC|ID|CDL|OLN)")
_POSSESSIVE = re.compile(r"[^\W\d_]+['\u2019]s")
# how a sentence goes on to the next name
_LINK = re.compile(r"(?:Also|And|Then|Plus|Next|Likewise)[ ]+(?=[^\W\d_][\w'\u2019.-]*[ ]+[^\W\d_])")


def _drop_link(text: str, span: tuple[int, int]) -> tuple[int, int]:
    link = _LINK.match(text, *span)
    return (link.end() if link is not None else span[0], span[1])


# what is called so: "First National of Elm Grove"
_CALLED_SO = re.compile(
    r"(?i)\b(?:bank|national|trust|savings|union|federal|state|city|town|village|county|township|university|"
    r"college|region|diocese|archdiocese) of (?:the )?\Z"
)
_CALLED_CHARS = 24


def find_name_before(text: str, line_start: int, at: int) -> tuple[int, int] | None:
    """The last name on a line before a place."""
    found = None
    for match in NAME_SHAPE.finditer(text, line_start, at):
        is_code = match.start() > line_start and text[match.start() - 1].isalnum()
        is_code |= (
            _CALLED_SO.search(text, max(line_start, match.start() - _CALLED_CHARS), match.start()) is not None
        )
        start, end = cut_document(text, *match.span())
        is_led = start > match.start() or leads_entry(text, line_start, start)
        if not is_code and (is_led or not HOUSE_NUMBER.search(text, line_start, start)):
            # "ROE, ADA S.S. 219-09-3344"
            is_label = match[0].endswith(" S.") and text.startswith("S.", match.end())
            span = judge_name(text, start, end - 3 * is_label)
            # "DL MN" before the number of a licence, "Debtor's" before that of social security
            if span and not _STATE.match(text, *span) and not _POSSESSIVE.fullmatch(text, *span):
                found = _drop_link(text, span)
    return found
