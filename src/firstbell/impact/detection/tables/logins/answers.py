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
from firstbell.impact.detection.tables.logins.logins import Login
from firstbell.impact.detection.tables.logins.passwords import is_secret, is_strong_secret
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


# a line of a chat: when, who, what; a name alone begins it where the hour does not
_MESSAGE = re.compile(
    r"[ \t]*(?:[\[(]?\d[\d/.:T, -]{3,24}(?: ?[AaPp][Mm])?[\])]?[ \t-]+)?"
    r"<?(?P<who>[^\W\d_][\w.'\u2019 -]{2,40})(?::|>:?) "
    r"(?P<said>[^\n]+)"
)
# that somebody cannot get in
_SHUT_OUT = re.compile(
    r"(?i)\b(?:lock(?:ed|s)? (?:me )?out|(?:can'?t|cannot|cant|won'?t|wont) (?:let me |get |log |"
    r"sign )*(?:in|on)\b|"
    r"log(?:ging)?[ -]?in|pass ?words?|pw|pwd|forgot|expired|re-?set|putting in|typing)\b"
)
# what is given then, and what somebody types
_GIVEN = re.compile(
    r"(?i)\b(?:(?:re-?)?set(?: it| yours)?(?: back)? to|use|try|it'?s(?: now)?|(?:temp|new)? ?(?:pw|pwd|"
    r"pass ?word)(?: is|:)?)[ ]+"
    r"(\S{6,30})"
)
_PUT = re.compile(
    r"(?i)\b(?:i (?:put in|typed?|keep typing|am typing|use|used|tried|entered|(?:changed|set) it to)|"
    r"mine is|changed it to|"
    r"my (?:pw|pwd|pass ?word|log[ -]?in) is|it says)[ ]+(\S{6,30})"
)
_SHAPED = re.compile(r"(?=\S*[A-Za-z]{3})(?=\S*\d{2})\S*(?:[!#$%&*?@_.-]\S*|(?<=[a-z])[A-Z]\S*)")
_NEAR = 4


def find_exchanged(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Passwords that lines of a chat give whoever cannot get in, or that these say they type."""
    told = [(line, match) for line, said in enumerate(text.split("\n"), 1) if (match := _MESSAGE.match(said))]
    if len(told) < len(("asked", "answered")) or not _SHUT_OUT.search(text):
        return
    writers = [find_speaker(lexicon, [match["who"], ""], 1) for _, match in told]
    for number, (line, match) in enumerate(told):
        near = range(max(0, number - _NEAR), number)
        shut = [at for at in near if _SHUT_OUT.search(told[at][1]["said"]) and writers[at] >= 0]
        given = [writers[at] for at in shut if writers[at] != writers[number]]
        secret = next(filter(_SHAPED.fullmatch, _list(_GIVEN, match["said"])), "")
        typed = next(filter(_SHAPED.fullmatch, _list(_PUT, match["said"])), "")
        if typed and shut and writers[number] >= 0:
            yield Login(writers[number], line, typed)
        elif secret and not typed and given and not _OWN.search(match["said"]):
            yield Login(given[-1], line, secret)


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
