r"""Boxes that a form has ticked, and those that it has not: what stands behind an empty one is not said.

>>> clear_unchecked("[ ] warning [x] off bus 5 days")
'            [x] off bus 5 days'
>>> clear_unchecked("Meals: \u2612 free \u2610 reduced")
'Meals: \u2612 free          '
>>> clear_unchecked("Ada Roe grade 01 foster [ ]\n( ) free (x) reduced")
'Ada Roe grade 01           \n         (x) reduced'
>>> clear_unchecked("Ada Roe  foster [ ] shelter [ ]")
'Ada Roe                     [ ]'
>>> clear_unchecked("- [ ] Ada Roe pin is 7719\n- [x] Ben Roe map\n- [ ] order paper")
'-     Ada Roe pin is 7719\n- [x] Ben Roe map\n-                '
"""

from __future__ import annotations

import re

_EMPTY = r"(?:\u2610|\u25a1|\u25fb|\uf0a8|\uf06f|\[[ _]{0,3}\]|\([ _]{1,3}\))"
_FULL = r"(?:\u2611|\u2612|\u2713|\u2714|\u25a0|\uf0fe|\[[xX\u2713*]\]|\([xX]\))"
_UNCHECKED = re.compile(rf"{_EMPTY}[^\n\t|]*?(?={_EMPTY}|{_FULL}|\n|\t|\||  |$)")
# what empty boxes at the end of a line stand behind, where none stands before that
_LABEL = r"[A-Za-z](?: ?[A-Za-z/-]){1,24} ?"
_BEHIND = re.compile(
    r"(?m)(^[^\n\u2610\u25a1\u25fb\[\]]*?(?:[ ]{2,}|\t|^))"
    rf"((?:{_LABEL}{_EMPTY}[ \t]*)*{_LABEL})(?={_EMPTY}[ \t\r]*$)"
)
# the same word where a form was ticked elsewhere, and spaces are lost, as in a PDF
_ONE_BEHIND = re.compile(
    r"(?m)(^[^\n\u2610\u25a1\u25fb\[\]]*?\b)([A-Za-z][A-Za-z/-]{1,24} ?)" + rf"(?={_EMPTY}[ \t\r]*$)"
)
# what is still to be done about somebody, in a list of what was done
_TASK = re.compile(
    r"(?m)(^[ \t]*[-*+] )(\[ \] )"
    r"(?=[A-Z][\w'\u2019-]+ [A-Z][\w'\u2019-]+(?: [a-z]|'s |\u2019s | ?[:\u2192-]))"
)
_ANY_EMPTY = re.compile(_EMPTY)
_ANY_FULL = re.compile(_FULL)
UNCHECKED = frozenset(("\u2610", "\u25a1", "[ ]", "[]", "( )", "\u25fb"))


def clear_unchecked(text: str) -> str:
    """The text with spaces in place of every empty box and what it offers. A form that nobody ticked is
    left as it is, for it is blank, but for what stands right before a box that ends its line.
    """
    if not _ANY_EMPTY.search(text):
        return text
    text = _BEHIND.sub(lambda match: match[1] + " " * len(match[2]), text)
    if not _ANY_FULL.search(text):
        return text
    text = _TASK.sub(lambda match: match[1] + " " * len(match[2]), text)
    text = _ONE_BEHIND.sub(lambda match: match[1] + " " * len(match[2]), text)
    return _UNCHECKED.sub(lambda match: " " * len(match[0]), text)
