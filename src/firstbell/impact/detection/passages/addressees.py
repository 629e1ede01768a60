"""Whom a letter is addressed to, by the name alone on its line above a street: it is about them where it
names nobody else. One text may hold many such letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.passages.label_marks import NamingText

_BLOCK = re.compile(
    r"(?m)^[ \t]*([^\W\d_][^\n\d:;,()@]{4,40}?)[ \t]*\r?\n[ \t]*\d{1,6}[ ][^\n:@]{3,48}\n"
    r"(?=(?:[^\n]*\n){0,6}?[ \t]*dear[ ])",
    re.IGNORECASE,
)
_MAY_BE_LETTER = re.compile(rb"(?:^|\n)[ \t]*dear ")
_MOST_LETTERS = 2_000


def mark_addressees(passage: NamingText, named: Sequence[PassageSubject]) -> None:
    """Label whom such letters are addressed to, where nobody else is named in them; somebody whom the roster
    does not know is taken in.
    """
    if not _MAY_BE_LETTER.search(passage.folded):
        return
    blocks = [*_BLOCK.finditer(passage.text)][:_MOST_LETTERS]
    if not blocks:
        return
    ends = [*(block.start() for block in blocks[1:]), len(passage.text)]
    for block, end in zip(blocks, ends, strict=True):
        inside = passage.list_between(block.start(), end)
        here = [one for one in inside if one.mention.start < block.end(1)]
        if any(not _is_same(one, here) and not one.is_other for one in inside):
            continue
        for one in here:
            one.mention.is_label, one.is_other = True, False
        if not here and looks_like_name(block[1]):
            mention = Mention(block.start(1), block.end(1), (), is_label=True)
            passage.insert(PassageSubject(mention, name=block[1]))


def _is_same(one: PassageSubject, here: Sequence[PassageSubject]) -> bool:
    return any(set(one.mention.candidates) & set(other.mention.candidates) for other in here)
