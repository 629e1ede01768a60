"""Whom a letter is addressed to, by the name alone on its line above a street: it is about them where it
names nobody else. What a letter gives them to sign in with is theirs, whoever else it names. One text may
hold many such letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

# a page has an empty line between the lines of an address
_BLOCK = re.compile(
    r"(?m)^[ \t]*([^\W\d_][^\n\d:;,()@]{4,40}?)[ \t]*\r?\n(?:[ \t\r]*\n)?[ \t]*\d{1,6}[ ][^\n:@]{3,48}\n"
    r"(?=(?:[^\n]*\n){0,6}?[ \t]*dear[ ])",
    re.IGNORECASE,
)
# the same with the town below the street, in a text of several
_MAILED = re.compile(
    r"(?m)^[ \t]*([^\W\d_][^\n\d:;,()@]{4,40}?)[ \t]*\r?\n[ \t]*\d{1,6}[ ][^\n:@]{3,48}\n"
    r"[ \t]*[^\W\d_][^\n\d:@]{2,30},?[ ][A-Z]{2}[ ]{1,2}\d{5}(?:-\d{4})?[ \t\r]*\n(?=\s*\S)"
)
_TOWN, _FEWEST_MAILED = re.compile(rb"[ ][a-z]{2}[ ]{1,2}\d{5}(?:-\d{4})?[ \t\r]*\n"), 2
_MAY_BE_LETTER = re.compile(rb"(?:^|\n)[ \t]*dear ")
_MOST_LETTERS = 2_000
_GREETED = re.compile(
    r"(?im)^[ \t]*(?:dear|hello|hi|estimad[oa](?:/[ao])?|querid[oa](?:/[ao])?)[ ]+"
    r"([^\W\d_][^\n,:;()@\d]{4,40}?)[ \t]*[,:]"
)
# what a school tells parents of their child, and not of what the family gets
_YOUR_CHILD = GuardedPattern(
    re.compile(
        rb"\b(?:your (?:child|son|daughter|student)|su hij[oa](?:/[oa])?)\b[^.;]{0,60}?"
        rb"\b(?:suspen|expel|expuls|exclu|remov|referred|evaluat|identified|diagnos|injur|hurt|involved|struck|"
        rb"truan|particip|detention|lesion|expulsad|evaluad)"
    ),
    (b"your child", b"your son", b"your daughter", b"your student", b"su hij"),
)
_GREETING = re.compile(
    r"(?im)^[ \t]*dear[ \t]+([^\W\d_][^\n,:;()@\d]{4,40}?)[ \t]*[,:](?:[ \t]*\r?$|[ ]+(?=[^\n]{40}))"
)
_TO_COLLEAGUE = re.compile(
    r"(?im)^[ \t]*dear[ \t]+(?:colleague|employee|(?:staff|team) member|sir or madam|sir|madam)[ \t]*[,:]"
)
_TO_HOUSE = re.compile(r"(?i)\b(?:parents?|family|families|guardians?|of|and|colleagues?|staff|students?)\b")
_SIGN_IN = re.compile(
    r"(?i)\b(?:sign|log) ?in (?:as|with|by|using)[: ]+(?P<login>[^\s,;]+)|"
    r"\byour (?:own )?(?:user ?name|log ?in|account|pass ?word|pin|(?:activation|access) (?:key|code))\b"
)
_CHILDS = re.compile(
    r"(?i)\b(?:(?:child|student|son|daughter)'?s|his|her|their) "
    r"(?:user ?name|log ?in|account|pass ?word|pin)\b"
)
# below the name of who signs: an office or two, and nothing else
_SIGNED = re.compile(r"[ \t]*(?:,[^\n.:\d]{2,40})?\r?\n(?:[ \t]*[^\n.:\d]{0,40}\r?(?:\n|\Z)){0,4}\s*")
# the head of a memo: to whom it goes and from whom, line by line
_MEMO = re.compile(
    r"(?i)(?:\A|\n|\f)[ \t*#_=-]*(?:inter-?office )?memo(?:randum)?(?: of record)?[ \t*:_=-]*\r?\n"
    r"(?:[ \t*_=-]*\r?\n){0,3}(?P<head>(?:"
    r"[ \t*]*(?:to|from|cc|date|re|subject|through|via)\b[ \t*]*:[^\n]*(?:\n|\Z)"
    r"(?:[ \t_=-]*\r?\n)?){2,7})"
)
_TO_LINE = re.compile(r"(?im)^[ \t*]*to\b[ \t*]*:[^\n]*$")
_FROM_LINE = re.compile(r"(?i)[ \t*]*(?:from|cc|through|via|date)\b")
_LONGEST_LETTER, _FEWEST_CHARS = 900, 3
# who signs and where they work, on one line, with at most the date of a next letter behind it
_SIGNED_LINE = re.compile(r"[ \t]*,[ ][^\n.:\d]{2,40}\r?(?:\n[^\n:]{0,40}){0,4}\s*")
_CLOSED = re.compile(
    r"(?i)(?:\A|\n)[ \t]*(?:sincerely|(?:kind |best |warm )?regards|respectfully|(?:with )?thanks|"
    r"thank you|yours)[^\n.:]{0,20}\r?\n\s*\Z"
)
# the same before the name on its line
_CLOSES = re.compile(
    r"(?i)[ \t]*(?:sincerely|(?:(?:kind|best|warm) )?regards|respectfully|(?:with )?thanks|thank you|yours)"
    r"[ a-z]{0,12}[,:]?[ \t]+"
)
_SIGNED_BELOW = re.compile(
    r"(?i)[ \t]*(?:,[ ][^\n.:\d]{2,40})?\r?(?:\n[^\n:]{0,40}){0,8}\s*(?:\n(?:b?cc|c|encl?)[.:][^\n]*\s*){0,3}"
)
_LONGEST_CLOSING = 60
_YOURS = re.compile(r"(?i)\byou(?:r|rs)?\b")
# what is said to somebody of themselves, and no advice: "you left", "your conduct"
_YOU_ARE = re.compile(
    r"(?i)(?<!if )(?<!when )(?<!whenever )(?<!thank )\byou (?:(?:again|also|have|had|were|are|did|will be|"
    r"will serve|failed|left|came|told|took|sent|wrote|said|went|gave)\b|[a-z]+ed\b)|"
    r"\byour (?:conduct|absences?|leave|personnel file|behaviou?r|request|position|employment|performance|"
    r"actions?|suspension|accommodations?|condition|claim)\b"
)
# to whom somebody who is spoken to said something, and how far back that can begin
_YOU_TOLD_REACH = 200
_YOU_TOLD = re.compile(r"(?i)\byou\b[^.;\n]{0,140}?\b(?:told|asked|informed|lied to|yelled at|swore at)[ ]\Z")
_OF_CHILD = re.compile(
    r"(?i)\b(?:your|the|her|his|their) (?:\w+ )?(?:child(?:ren)?|sons?|daughters?|students?|kids?|pupils?"
    r"|scholars?)\b"
)


def mark_addressees(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Label whom such letters are addressed to, where nobody else is named in them; somebody whom the roster
    does not know is taken in.
    """
    blocks: list[re.Match[str]] = []
    _mark_memos(passage)
    _mark_parents(passage)
    if _MAY_BE_LETTER.search(passage.folded):
        _mark_who_signs_in(passage)
        _mark_who_is_told(passage)
        _mark_who_is_called_colleague(passage)
        blocks = [*_BLOCK.finditer(passage.text)][:_MOST_LETTERS]
    elif _TOWN.search(passage.folded):
        blocks = [*_MAILED.finditer(passage.text)][:_MOST_LETTERS]
        blocks = blocks if len(blocks) >= _FEWEST_MAILED else []
    if not blocks:
        return
    ends = [*(block.start() for block in blocks[1:]), len(passage.text)]
    for block, end in zip(blocks, ends, strict=True):
        inside = passage.list_between(block.start(), end)
        here = [one for one in inside if one.mention.start < block.end(1)]
        for one in inside:
            # who signs for the district is not whom it writes to
            is_signed = _SIGNED.fullmatch(passage.text, one.mention.end, end) is not None
            one.is_other |= is_signed and one not in here and _is_alone(passage, one)
        if any(not _is_same(one, here) and not one.is_other for one in inside):
            continue
        for one in here:
            one.mention.is_label, one.is_other = True, False
        if not here and looks_like_name(block[1]):
            mention = Mention(block.start(1), block.end(1), (), is_label=True)
            passage.insert(PassageSubject(mention, name=block[1]))


def _mark_parents(passage: ReadText) -> None:
    """Mark the parent whom a letter greets that tells what their child did, or what was done to it, where it
    names a pupil as well.
    """
    told = _YOUR_CHILD.search(passage.folded)
    greeting = _GREETED.search(passage.text) if told is not None else None
    named = passage.list_between(0, len(passage.text)) if greeting is not None else []
    if greeting is None or not any(map(passage.is_pupil, named)):
        return
    here = [one for one in named if greeting.start(1) <= one.mention.start < greeting.end(1)]
    for one in named:
        if _is_same(one, here) and not passage.is_pupil(one):
            one.is_other, one.mention.is_label = True, False


def _mark_who_signs_in(passage: ReadText) -> None:
    """Label whom short letters greet that tell them how to sign in, and nobody else in them."""
    greetings = [*_GREETING.finditer(passage.text)][:_MOST_LETTERS]
    if not greetings:
        return
    ends = [*(one.start() for one in greetings[1:]), len(passage.text)]
    for greeting, end in zip(greetings, ends, strict=True):
        if end - greeting.end() > _LONGEST_LETTER or _TO_HOUSE.search(greeting[1]):
            continue
        sign_in = _SIGN_IN.search(passage.text, greeting.end(), end)
        if sign_in is None or _CHILDS.search(passage.text, greeting.end(), end):
            continue
        name = passage.folded[greeting.start(1) : greeting.end(1)].decode()
        words = [one for one in re.split(r"[^a-z]+", name) if len(one) >= _FEWEST_CHARS]
        if sign_in["login"] and not any(one in sign_in["login"].lower() for one in words):
            continue
        inside = passage.list_between(greeting.start(), end)
        here = [one for one in inside if one.mention.start < greeting.end(1)]
        for one in inside:
            one.is_other = one not in here and not _is_same(one, here)
            one.mention.is_label = not one.is_other
        if not here and looks_like_name(greeting[1]):
            mention = Mention(greeting.start(1), greeting.end(1), (), is_label=True)
            passage.insert(PassageSubject(mention, name=greeting[1]))


def _mark_who_is_told(passage: ReadText) -> None:
    """Label whom a letter greets by name and speaks to, where it names nobody else but who signs it with the
    office behind the name, or, of several letters, nobody, and whom the one greeted told something.
    """
    greetings = [*_GREETING.finditer(passage.text)][:_MOST_LETTERS]
    ends = [*(one.start() for one in greetings[1:]), len(passage.text)] if greetings else []
    for greeting, end in zip(greetings, ends, strict=True):
        if _TO_HOUSE.search(greeting[1]) or not _YOURS.search(passage.text, greeting.end(), end):
            continue
        if _OF_CHILD.search(passage.text, greeting.end(), end):
            continue
        inside = passage.list_between(greeting.start(), end)
        here = [one for one in inside if one.mention.start < greeting.end(1)]
        signers = [one for one in inside if one not in here and _signs_line(passage, one, end)]
        others = [one for one in inside if one not in here]
        is_alone = signers or len(greetings) > 1
        if (
            not here
            or not is_alone
            or not all(
                one in signers
                or _is_same(one, signers)
                or _YOU_TOLD.search(
                    passage.text, max(0, one.mention.start - _YOU_TOLD_REACH), one.mention.start
                )
                for one in others
            )
        ):
            continue
        for one in others:
            one.is_other, one.mention.is_label = True, False
        for one in here:
            one.is_other, one.mention.is_label = False, True


def _mark_who_is_called_colleague(passage: ReadText) -> None:
    """Label who works here and stands alone on a line above a letter that greets "colleague", where it speaks
    to them: whoever else works here is named in it, sits beside them or signs.
    """
    greeting = _TO_COLLEAGUE.search(passage.text)
    if greeting is None or not _YOU_ARE.search(passage.text, greeting.end()):
        return
    above = passage.list_between(0, greeting.start())
    if len(above) != 1 or passage.is_pupil(above[0]) or not _is_alone(passage, above[0]):
        return
    _, end = passage.line_of(above[0].mention.start)
    if passage.text[above[0].mention.end : end].strip():
        return
    for one in passage.list_between(greeting.end(), len(passage.text)):
        if not (passage.is_pupil(one) or _is_same(one, above)):
            one.is_other, one.mention.is_label = True, False
    above[0].is_other, above[0].mention.is_label = False, True


def _mark_memos(passage: ReadText) -> None:
    """Label whom a memo goes to, where it goes to one person alone and speaks to them."""
    memos = [*_MEMO.finditer(passage.text)][:_MOST_LETTERS] if b"memo" in passage.folded else []
    ends = [*(one.start() for one in memos[1:]), len(passage.text)] if memos else []
    for memo, end in zip(memos, ends, strict=True):
        line = _TO_LINE.search(passage.text, *memo.span("head"))
        if line is None or not _YOU_ARE.search(passage.text, memo.end(), end):
            continue
        inside = passage.list_between(memo.start(), end)
        here = [one for one in inside if line.start() <= one.mention.start < line.end()]
        heads = [one for one in inside if one not in here and one.mention.start < memo.end()]
        if len(here) != 1 or passage.is_pupil(here[0]) or len(here) + len(heads) < len(inside):
            continue
        if not all(_FROM_LINE.match(passage.text, passage.line_of(one.mention.start)[0]) for one in heads):
            continue
        for one in heads:
            one.is_other, one.mention.is_label = True, False
        here[0].is_other, here[0].mention.is_label = False, True


def _signs_line(passage: ReadText, one: PassageSubject, end: int) -> bool:
    """Whether a name alone on its line ends a letter, with an office behind it, or below who closes."""
    start, _ = passage.line_of(one.mention.start)
    closes = _CLOSES.fullmatch(passage.text, start, one.mention.start) is not None
    if not (closes or _is_alone(passage, one)):
        return False
    is_closed = closes or _CLOSED.search(passage.text, max(0, start - _LONGEST_CLOSING), start) is not None
    below = _SIGNED_BELOW if is_closed else _SIGNED_LINE
    return below.fullmatch(passage.text, one.mention.end, end) is not None


def _is_alone(passage: ReadText, one: PassageSubject) -> bool:
    """Whether nothing stands before a name on its line."""
    start, _ = passage.line_of(one.mention.start)
    return not passage.text[start : one.mention.start].strip()


def _is_same(one: PassageSubject, here: Sequence[PassageSubject]) -> bool:
    return any(set(one.mention.candidates) & set(other.mention.candidates) for other in here)
