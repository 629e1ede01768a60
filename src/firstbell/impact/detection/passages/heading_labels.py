"""Labels that stand above what they name: a line "Student" and the name below it, "Children:" and a list, a
name alone on its line and below it what is told of that person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.headers.columns import MAIN, NAME, read_header
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText

_LABEL_CHARS = 48
# before a name in a list: a number, a bullet
_BULLET = b" \t-*#.0123456789)(\xb7"
_FEWEST_HEADINGS = 2
_MOST_EMPTY = 2
# a label of several on one line
_FIELD = re.compile(r"\S+(?:[ ]\S+)*")
# beside a name on the line of a heading: a grade, a number, a date
_TITLE = re.compile(rb"[\W\d_]*(?:mrs?|ms|mx|miss|dr|sra?)\b")
_BESIDE = re.compile(
    rb"[\W\d_]*(?:(?:mrs?|ms|mx|miss|dr|sra?)\b[\W\d_]*)?"
    rb"(?:(?:gr(?:ade)?|id|rm|room|hr|dob|k|kg|age)\b[\W\d_]*){0,3}"
)
# a heading as it is marked in plain text, whatever stands behind the name
_MARKED, _LONGEST_BESIDE = re.compile(rb"[ \t]*#{1,6}[ \t]+"), 40
_CHILDREN = re.compile(
    rb"(?:child(?:ren)?|student|minor|pupil|sibling|name)(?:\(?(?:s|ren)\)?)?(?: involved| names?)?[ ]*:"
)


_CONTACT = "contact"
# above whom somebody calls about a child
_CALLED = re.compile(
    r"(?i)(?:who(?:m)? to |please )?call (?:first|second|third|1st|2nd|3rd|next|in an emergency)[ :?]*|"
    r"(?:first|second|third|1st|2nd|3rd|other|alternate|backup) (?:call|contact|person to call)[ :]*|"
    r"(?:in (?:case of |an )?(?:an )?emergency|if we (?:can'?t|cannot) reach (?:you|them|a parent))[ ,:]*"
    r"(?:call)?[ :]*"
)

# the word for those who stand behind it, and what parts one of them from the next
_GROUP = re.compile(rb"[^a-z]*(?:[a-z]{2,10} )?(?:grp|group|grupo|pair)s?(?: [0-9a-z])?:")
_LETTER = re.compile(rb"[a-z]")
_NEXT = re.compile(rb"[ \t]*(?:\([^()\n]{1,20}\)[ \t]*)?[/;&+]")


def mark_below_labels(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Who stands right below a label is labelled by it; so are those of a list below it."""
    told: dict[int, str] = {}
    for one in named:
        start, _ = passage.line_of(one.mention.start)
        if one.mention.is_label or start == 0 or passage.folded[start : one.mention.start].strip(_BULLET):
            continue
        above = _find_above(passage, start)
        owner = told.get(above) or _read_label(passage, above, start, column=one.mention.start - start)
        if not owner:
            continue
        told[start] = owner if passage.folded[above:start].strip().endswith(b":") or above in told else ""
        # a card goes on with whom it is about below whom to call
        one.mention.is_label = owner != _CONTACT
        one.is_other = owner != MAIN


def _find_above(passage: ReadText, start: int) -> int:
    """Where the line above begins, past empty ones: a page has them between a label and its answer."""
    above, _ = passage.line_of(start - 1)
    for _ in range(_MOST_EMPTY):
        if above == 0 or passage.folded[above:start].strip():
            break
        above, _ = passage.line_of(above - 1)
    return above


def _read_label(passage: ReadText, start: int, end: int, *, column: int) -> str:
    """Whose name the line says that comes; "" where it is no such label. Of several labels on it, parted by
    gaps, that counts which stands right above.
    """
    line = passage.text[start:end].strip()
    fields = [*_FIELD.finditer(passage.text, start, end)]
    if len(fields) > 1:
        line = next((one[0] for one in fields if one.start() - start == column), "")
    if not line or len(line) > _LABEL_CHARS or any(map(str.isdigit, line)):
        return ""
    if _CHILDREN.fullmatch(passage.folded[start:end].strip()):
        return MAIN
    if _CALLED.fullmatch(line):
        return _CONTACT
    role, owner, _, _ = read_header(line.rstrip(": "))
    return owner if role == NAME else ""


def mark_headings(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Several names, each alone on its line with text below it, are headings: what follows is about them."""
    lines = {passage.line_of(one.mention.start)[0] for one in named}
    found = [one for one in named if _is_heading(passage, one, lines)]
    if sum(_is_untitled(passage, one) for one in found) >= _FEWEST_HEADINGS:
        for one in found:
            one.mention.is_label = True


def _is_untitled(passage: ReadText, one: PassageSubject) -> bool:
    """Whether no title stands before a name: an address, too, has one alone on its line with it."""
    return _TITLE.match(passage.folded, *passage.line_of(one.mention.start)) is None


def _is_heading(passage: ReadText, one: PassageSubject, lines: set[int]) -> bool:
    if one.mention.is_label or one.is_other:
        return False
    start, end = passage.line_of(one.mention.start)
    before, behind = passage.folded[start : one.mention.start], passage.folded[one.mention.end : end]
    is_marked = len(behind) <= _LONGEST_BESIDE and _MARKED.fullmatch(before) is not None
    if not is_marked and not _BESIDE.fullmatch(before + b" " + behind):
        return False
    below = passage.folded[end:]
    at = end + len(below) - len(below.lstrip())
    return at < len(passage.folded) and passage.line_of(at)[0] not in lines


def leads_line(passage: ReadText, mention: Mention) -> bool:
    """Whether nothing but a number, a time or a bullet stands before a mention on its line, or the word for a
    group and others of it.
    """
    start, _ = passage.line_of(mention.start)
    at = start
    if group := _GROUP.match(passage.folded, start, mention.start):
        at = group.end()
    for one in passage.list_between(at, mention.start):
        if _has_word(passage.folded, at, one.mention.start):
            return False  # nor do those who follow change that: a line may name thousands
        if behind := _NEXT.match(passage.folded, one.mention.end):
            at = behind.end()
    return not _has_word(passage.folded, at, mention.start)


def _has_word(folded: bytes, start: int, end: int) -> bool:
    return _LETTER.search(folded, start, end) is not None
