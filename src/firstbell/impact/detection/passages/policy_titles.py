r"""Policies of a board by number and title, as agendas and minutes list them: "516 Student Medication". They
are read, adopted and filed, and say nothing of whom the same page names.

>>> text = b"recognition: ada olson\nfirst reading: 506 student discipline, 516.5 overdose medication\n"
>>> [text[start:end] for start, end in list_policies(text)]
[b'506 student discipline', b'516.5 overdose medication']
>>> list_policies(b"room 506 student discipline hearing for ada"), list_policies(b"policy 506")
([], [])
"""

from __future__ import annotations

import re

# before the first of them
_READ = re.compile(
    rb"\b(?:(?:first|second|third|final|1st|2nd|3rd) readings?|polic(?:y|ies)(?: (?:review|adoption|updates?|"
    rb"revisions?|committee|readings?))?|adopt(?:ion)?(?: of)?(?: polic(?:y|ies))?|"
    rb"(?:annual )?review(?: of)? polic(?:y|ies))[ ]?(?:of|:|-|\xb7)?[ \t\r\n]*(?=\d{3})"
)
_TITLE = re.compile(rb"\d{3}(?:\.\d{1,2})?(?:[a-z]|-\d)?[ :-]{1,3}[a-z][^\n,;.\d]{3,70}")
_NEXT = re.compile(rb"(?:[,;.]|[ ]?and|\r?\n)?[ \t]*(?=\d{3}(?:\.\d)?)")


def list_policies(folded: bytes) -> list[tuple[int, int]]:
    """Where they stand: (start, end) of each."""
    found: list[tuple[int, int]] = []
    if b"readi" not in folded and b"polic" not in folded and b"adopt" not in folded:
        return found
    for read in _READ.finditer(folded):
        at = read.end()
        while (title := _TITLE.match(folded, at)) is not None:
            found.append((title.start(), title.end()))
            following = _NEXT.match(folded, title.end())
            if following is None:
                break
            at = following.end()
    return found
