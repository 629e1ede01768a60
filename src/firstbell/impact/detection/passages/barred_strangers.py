"""People whom the roster does not know and whom a court keeps off, or to whom a child is not given: a
sentence names them for that, and says it of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import find_names, looks_like_name
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.cleared_people import is_kept_off
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name

# as a court calls who answers to it
_ANSWERS = re.compile(r"([^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3}),\s+(?i:respondent)\b")
_LONGEST, _MOST = 20_000, 40


def enter_barred(passage: ReadText) -> None:
    """Take in whom such sentences name."""
    is_told = any(term.kind == DataKind.SAFEGUARDING for term in passage.terms)
    if not is_told or passage.is_public or len(passage.text) > _LONGEST:
        return
    found = 0
    for start, end in _list_spans(passage.text):
        if passage.list_between(start, end) or found >= _MOST:
            continue
        name = passage.text[start:end]
        if name.isupper() and not is_given_name(split_name(name)[0]):
            continue  # "NOT TO GO WITH UNCLE"
        mention = Mention(start, end, (), is_label=True)
        if is_kept_off(passage, mention):
            one = PassageSubject(mention, name=" ".join(name.split()))
            one.tell(DataKind.SAFEGUARDING, Source.SENTENCE)
            passage.insert(one)
            found += 1


def _list_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody is named in full."""
    yield from find_names(text)
    yield from (match.span(1) for match in _ANSWERS.finditer(text) if looks_like_name(match[1]))
