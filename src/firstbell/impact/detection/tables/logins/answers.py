r"""Passwords told in a talk: an answer that says to what somebody's own was set, and words of a ticket that
say what its opener types.

>>> find_typed("wont take my login. It is Gulls#77 and I know its right"), find_typed("my room is B204-12")
('Gulls#77', '')
>>> find_set("i set yours to Heron-7714 Mia, change it"), find_set("i set yours to tmrw at 10")
('Heron-7714', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.tables.logins.logins import Login, is_secret, is_strong_secret
from firstbell.impact.people.folded_text import compose, fold, split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF

# what somebody says that they type themselves
_TYPED = re.compile(
    r"(?i)\b(?:log[ -]?in|sign[ -]?in|pass ?words?|pass ?phrase|pw|pwd|pass ?code)\b[^\n]{0,60}?"
    r"(?:[.!?,;:]|\b(?:and|but|cuz|because))\s*"
    r"(?:it'?s|it is|it was|mine is|my (?:pw|pass ?word|login) is|"
    r"i (?:use|type|typed|put|enter|entered|tried))\s+"
    r"(?:still |the same |just )?(\S{6,30})"
)
# what somebody was given
_SET = re.compile(
    r"(?i)\b(?:(?:re-?set|set|changed?|made|put) "
    r"(?:yours|your (?:pass ?word|pw|pwd|log[ -]?in|account|acct|code|pin))"
    r"(?: back)? to|your (?:new |temp(?:orary)? )?(?:pass ?word|pw|pwd|log[ -]?in) (?:is|=|:|will be|is now))"
    r"\s+(\S{6,30})"
    r"|\b(?:try|use|log ?in|sign ?in)(?: again| now| it)?(?: with)?(?: the| this| your)? "
    r"(?:temp(?:orary)?|new) (?:pass ?word |pw |log ?in |one )?(\S{6,30})"
)
_OWN = re.compile(r"(?i)\b(?:my|mine|i)\b")
_LONGEST_NAME = 60
_AROUND = ".,;:!?()\"'"


def find_typed(text: str) -> str:
    """The password that a text says its writer types; "" where none does."""
    return next(filter(is_strong_secret, _list(_TYPED, text)), "")


def find_set(text: str) -> str:
    """The password that a text says its reader has now; "" where none does."""
    return next((one for one in _list(_SET, text) if is_secret(one) and any(map(str.isdigit, one))), "")


def _list(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return ("".join(match.groups("")).strip(_AROUND) for match in pattern.finditer(text))


def find_answered(lexicon: Lexicon, rows: Sequence[Sequence[str]], spoken: int) -> Iterator[Login]:
    """Whose password each message of a talk says: of whom it calls by the given name and who speaks in it,
    else of who spoke last before.
    """
    speakers = [find_speaker(lexicon, row, spoken) for row in rows]
    for number, row in enumerate(rows):
        secret = find_set(row[spoken]) if spoken < len(row) else ""
        if not secret:
            continue
        others = {one for one in speakers if one >= 0 and one != speakers[number]}
        words = set(split_name(row[spoken]))
        called = [who for who in others if any(form[0] in words for form in lexicon.forms[who].given if form)]
        before = [one for one in speakers[:number] if one in others]
        meant = called if called else before[-1:]
        if len(meant) == 1:
            yield Login(meant[0], number + 1, secret)


def find_owner(lexicon: Lexicon, rows: Sequence[Sequence[str]], spoken: int) -> int:
    """Who writes the last of these messages, where they call something their own in it or before; -1 where
    they do not, or are not known.
    """
    who = find_speaker(lexicon, rows[-1], spoken)
    own = (row for row in rows if who >= 0 and _OWN.search(row[spoken]))
    return who if any(find_speaker(lexicon, row, spoken) == who for row in own) else -1


def find_speaker(lexicon: Lexicon, row: Sequence[str], spoken: int) -> int:
    """Who speaks, of whom a cell beside what is said is the user name, the address or the number, or the name
    of nobody else who works here; -1 where nobody is known.
    """
    cells = [cell for at, cell in enumerate(row) if at != spoken]
    for cell in cells:
        people = lexicon.emails.get(cell.lower().encode("utf-8", "replace"), ())
        if not people and " " not in cell:
            people = lexicon.users.get(squeeze(cell), ()) or lexicon.ids.get(squeeze(cell), ())
        if len(people) == 1:
            return people[0]
    named = {who for cell in cells if " " in cell for who in _list_called(lexicon, cell)}
    return named.pop() if len(named) == 1 else -1


def _list_called(lexicon: Lexicon, cell: str) -> list[int]:
    """Those who work here of whom a cell is the name."""
    found = Finder(lexicon, cell, fold(compose(cell))).find() if len(cell) <= _LONGEST_NAME else []
    people = found[0].candidates if len(found) == 1 else ()
    return [who for who in people if lexicon.role_of(who) == STAFF]
