"""Lists whose lines each begin with a name and a mark, where somebody is known by a number of theirs and the
next one by nothing: what stands behind the next name is not told of the first.

People whom the roster does not know and whom a court keeps off, or to whom a child is not given: a
sentence names them for that, and says it of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import find_names, looks_like_name, read_label_name
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.cleared_people import is_kept_off
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name

# a bullet or a number, and what somebody is called by their work
_LEAD = re.compile(
    r"[ \t]*(?:[-*\u2022]|\d{1,3}[.)])?[ \t]*"
    r"((?i:(?:(?:bus|sub|lead|head|night|part[- ]time|new) )?(?:teacher|para|paraprofessional|custodian|"
    r"driver|cook|aide|secretary|clerk|coach|nurse|sub|substitute|monitor|tutor|intern|volunteer))[ \t]+)?"
)
# what parts a name from what is told of it
_MARK = re.compile(r"[ \t]*(?:[:,(/|=]|[-\u2013\u2014]{1,2}(?=\s))")
_SHORT_LINE, _LONGEST = 48, 20_000
# what somebody says before their own name
_I_AM = re.compile(r"(?i)\b(?:this is|my name is|it'?s|i am|i'm|me llamo|mi nombre es)[ ](?=[^\W\d_])")
# what a paragraph goes on with that begins with somebody
_SAYS = re.compile(
    r"(?:,? \([^()\n]{3,40}\)|, [^,\n]{3,40},)?[ ](?:has|had|is|was|tells|told|says|said|reports?|reported|"
    r"states|stated|asks|asked|wants|claims?|claimed|alleges|alleged|describes|described|came|went)\b"
)


def enter_heads(passage: ReadText) -> None:
    """Take in whom such lines name beside somebody whom the roster does not know either, and who says a name
    of theirs that it does not know: what they say of themselves is theirs.
    """
    for said in _I_AM.finditer(passage.text) if len(passage.text) <= _LONGEST else ():
        span = read_label_name(passage.text, said.end())
        if (
            span
            and not passage.list_between(*span)
            and is_given_name(split_name(passage.text[slice(*span)])[0])
        ):
            mention = Mention(*span, (), is_label=True)
            teller = PassageSubject(mention, name=passage.text[slice(*span)])
            teller.is_other = True
            passage.insert(teller)
    known = [one for one in passage.list_between(0, len(passage.folded)) if one.name]
    marks = {_find_mark(passage.text, one.mention.start, one.mention.end) for one in known} - {""}
    if not marks:
        return
    at = 0
    while at < len(passage.text):
        start, end = passage.line_of(at)
        at = max(end, at) + 1
        lead = _LEAD.match(passage.text, start)
        begin = lead.end() if lead else start
        if begin >= end or passage.list_between(start, end):
            continue
        name = next((span for span in find_names(passage.text[begin:end]) if span[0] == 0), None)
        if name is None or _find_mark(passage.text, begin, begin + name[1]) not in marks:
            continue
        called = passage.text[begin : begin + name[1]]
        if (words := split_name(called)) and is_given_name(words[0]):
            mention = Mention(begin, begin + name[1], (), is_label=True)
            passage.insert(PassageSubject(mention, name=called))
            for one in known:
                # what their own paragraph tells is theirs as well
                is_alike = _find_mark(passage.text, one.mention.start, one.mention.end) == "says"
                one.mention.is_label |= is_alike and not one.mention.candidates


def _find_mark(text: str, start: int, end: int) -> str:
    """What parts a name that begins its line from what is told, or that it stands behind somebody's work; ""
    where neither does.
    """
    lead = _LEAD.match(text, text.rfind("\n", 0, start) + 1)
    if lead is None or lead.end() != start:
        return ""
    mark = _MARK.match(text, end)
    above = text[:start].rstrip()
    is_begun = above.endswith((".", ",", ":")) or len(above) - above.rfind("\n") < _SHORT_LINE
    if is_begun and not lead[1] and _SAYS.match(text, end):
        return "says"
    return "work" if lead[1] else mark[0].strip() if mark else ""


# as a court calls who answers to it
_ANSWERS = re.compile(r"([^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3}),\s+(?i:respondent)\b")
_BARRED_LONGEST, _MOST = 20_000, 40


def enter_barred(passage: ReadText) -> None:
    """Take in whom such sentences name."""
    is_told = any(term.kind == DataKind.SAFEGUARDING for term in passage.terms)
    if not is_told or passage.is_public or len(passage.text) > _BARRED_LONGEST:
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
