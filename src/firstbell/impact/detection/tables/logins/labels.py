r"""Cells and lines that hand somebody a way in: labels with a name, a user name and a password one below the
other, and lists of the codes of an alarm or a door.

>>> rows = [["Ada Roe\naroe7\nfox31", "Ben Roe\nUser: broe9\nPW: owl22"], ["Cy Roe\ncroe4\npig90", ""]]
>>> spell_login_labels(rows, lambda word: word in ("aroe7", "broe9", "croe4"))[1:]
[['Ada Roe', 'aroe7', 'fox31'], ['Ben Roe', 'broe9', 'owl22'], ['Cy Roe', 'croe4', 'pig90']]
>>> spell_codes("aroe = 4471\nbroe2 = 9038\ncroe = 2210")[2]
['broe2', '9038']
>>> spell_codes("001 ROE, ADA  4471  1\n002 ROE, BEN  9038  1\n003 ROE, CY  2210  2")[1]
['ROE, ADA', '4471']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from firstbell.impact.people.folded_text import split_name, squeeze

_LINE = re.compile(r"\s*\n\s*")
_LABEL = re.compile(
    r"(?i)(?:name|student|user ?(?:name|id)?|log ?in|email|id|pass ?word|passwd|"
    r"pwd?|pass|pin|code)\s*[:=-]\s*"
)
# a label that nothing but a space parts from what it says
_WORD_LABEL = re.compile(r"(?i)(?:pass ?word|passwd|pwd?|pass|pin|code) (?=\S+$)")
_OF_SECRET = re.compile(r"(?i)(?:pass|pw|pin|code)")
_SECRET = re.compile(r"(?=\S*[^\W\d_])(?=\S*\d)[!-~]{4,24}")
_FEWEST, _MOST_LINES = 2, 6
_FEWEST_MADE = 5
_FIRST_ROWS = 6
_CODED = re.compile(
    r"[ \t]*(?P<first>\d{1,6}(?:[.)]?[ \t]+|[ \t]*[-|:][ \t]*))?"
    # a user name with a number may be set to it, too
    r"(?P<name>[^\W\d_][^\d\n:;|]{3,40}?|[a-z][a-z.]{2,20}\d{1,3}(?=[ \t]*[=:]|[ \t]{2,}))[ \t,:=-]+"
    r"(?P<code>\d{4,8})(?!\d)(?![/-]\d)[^\n]{0,40}"
)
_FEWEST_CODES, _MOST_CODED = 3, 0.5
_NAMED, _HEAD_CHARS = 0.6, 120
LOGIN_HEAD, CODE_HEAD = ["Name", "User name", "Password"], ["Name", "Alarm code"]


def spell_login_labels(
    rows: Sequence[Sequence[str]], is_user: Callable[[str], bool]
) -> list[list[str]] | None:
    """A row for each label, below its headers; None where few cells are such. `is_user`: whether a word is a
    user name or a number of the roster.
    """
    heads = _find_heads([cell for row in rows for cell in row if "\n" in cell])
    found = [
        one for row in rows for cell in row if "\n" in cell and (one := _read_label(cell, is_user, heads))
    ]
    cells = sum(1 for row in rows for cell in row if cell)
    if len(found) >= _FEWEST and len(found) * 2 > cells:
        return [LOGIN_HEAD, *found]
    if not any(is_user(cell) for row in rows[:_FIRST_ROWS] for cell in row if cell and " " not in cell):
        return None
    stacked = _read_stacked(rows, is_user)
    if len({secret.rstrip("0123456789") for _, _, secret in stacked}) == 1:
        return None  # things that are counted: "Cart 12", "Cart 13"
    return [LOGIN_HEAD, *stacked] if len(stacked) >= _FEWEST and len(stacked) * 4 > cells else None


def _find_heads(cells: Sequence[str]) -> list[str]:
    r"""What lines of all labels begin with alike, whatever it is: the words for a user name and a password.

    >>> _find_heads(["Ada Roe\nscreen name aroe\nspell fox31", "Cy Xu\nscreen name cxu\nspell owl2"])
    ['screen name ', 'spell ']
    """
    labels = [list(filter(None, _LINE.split(cell.strip()))) for cell in cells]
    if len(labels) < _FEWEST or len({len(one) for one in labels}) > 1:
        return []
    starts = (_find_start(lines) for lines in zip(*labels, strict=True))
    heads = (start[: max(map(start.rfind, " :")) + 1] for start in starts)
    return [head for head in heads if head]


def _find_start(lines: Sequence[str]) -> str:
    """What all lines begin with alike."""
    first, last = min(lines), max(lines)
    return first[
        : next(
            (at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first)
        )
    ]


def is_of_name(said: str, name: str) -> bool:
    """Whether a word is made of somebody's names: most of one, the beginning of another."""
    words, made = [word for word in split_name(name) if len(word) > 1], squeeze(said).rstrip(b"0123456789")
    return any(
        len(made) >= _FEWEST_MADE and made in {one[:most] + other[:least], other[:least] + one[:most]}
        for one in words
        for other in words
        if one != other
        for most in range(min(len(one), _FEWEST_CODES), len(one) + 1)
        for least in range(1, len(other) + 1)
    )


def _read_label(cell: str, is_user: Callable[[str], bool], heads: Sequence[str]) -> list[str]:
    lines = [line for line in _LINE.split(cell.strip()) if line]
    if not _FEWEST <= len(lines) <= _MOST_LINES:
        return []
    name = user = secret = ""
    for line in lines:
        label = _LABEL.match(line)
        head = next((one for one in heads if line.startswith(one)), "")
        said = line[label.end() :] if label else line.removeprefix(head).strip()
        if not user and " " not in said and (is_user(said) or is_of_name(said, name)):
            user = said
        elif user and not secret and _is_opening(said, label):
            secret = said
        elif not name and " " in said and not any(map(str.isdigit, said)):
            name = said
    return [name, user, secret] if user and secret else []


def _read_stacked(rows: Sequence[Sequence[str]], is_user: Callable[[str], bool]) -> list[list[str]]:
    """The same of labels whose lines stand in cells of their own, one below the other: a name or none, a user
    name, a password.

    >>> rows = [["Ada Roe", "Ben Roe"], ["aroe7", "broe9"], ["fox31", "pw owl22"], ["", ""], ["Cy Xu", ""]]
    >>> _read_stacked(rows, lambda word: word in ("aroe7", "broe9"))
    [['Ada Roe', 'aroe7', 'fox31'], ['Ben Roe', 'broe9', 'owl22']]
    """
    found: list[list[str]] = []
    for number, (row, below) in enumerate(pairwise(rows)):
        above = rows[number - 1] if number else ()
        for at, cell in enumerate(row[: len(below)]):
            is_labelled = ":" in cell or "=" in cell or "-" in cell
            said = _LABEL.sub("", cell, count=1) if is_labelled else cell
            if not said or " " in said or not is_user(said):
                continue
            label = _LABEL.match(below[at]) or _WORD_LABEL.match(below[at])
            secret = below[at][label.end() :] if label else below[at]
            if is_user(secret) or not _is_opening(secret, label):
                continue
            name = above[at] if at < len(above) and " " in above[at] else ""
            found.append(["" if any(map(str.isdigit, name)) else name, said, secret])
    return found


def _is_opening(said: str, label: re.Match[str] | None) -> bool:
    if label is not None and _OF_SECRET.match(label[0]):
        return " " not in said and len(said) >= _FEWEST_CODES
    return _SECRET.fullmatch(said) is not None


def spell_codes(text: str) -> list[list[str]]:
    """A row for each line that has a name and a code of digits behind it, below its headers; none where few
    lines are such.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = [match for line in lines if (match := _CODED.fullmatch(line))]
    codes = {match["code"] for match in found}
    if len(found) < max(_FEWEST_CODES, _MOST_CODED * len(lines)) or len(codes) * 2 <= len(found):
        return []
    return [CODE_HEAD, *([match["name"].strip(" \t-"), match["code"]] for match in found)]


# what each person opens with a code of their own; and what is a number of the telephone, too
_OPENED = re.compile(
    r"(?i)(?<![a-z])(?:alarms?|key ?pads?|copiers?|paper ?cut|ricoh|doors?|gates?|fuel|safes?|"
    r"lock ?box(?:es)?|pins?|pass ?codes?)(?![a-z])"
)
_MAILBOX = re.compile(r"(?i)(?<![a-z])(?:voice ?mail(?:box(?:es)?)?|vm|mail ?box(?:es)?)(?![a-z])")
_NO_CODES = re.compile(r"(?i)(?<![a-z])(?:ext(?:ensions?)?|phones?|rooms?|director(?:y|ies))(?![a-z])")


def spell_placed_codes(text: str, place: str, is_name: Callable[[str], bool]) -> list[list[str]]:
    r"""The same of a text whose place or first line says what people here open with codes: a mailbox, where a
    number stands before each name, too; a door, a copier. `is_name`: whether somebody here is called so.

    >>> box = "4410 - ADA ROE - 7731\n4411 - BEN ROE - 9038\n4412 - CY ROE - 2210\n"
    >>> spell_placed_codes(box, "Telecom/vm reset.txt", lambda name: "ROE" in name)[1:]
    [['ADA ROE', '7731'], ['BEN ROE', '9038'], ['CY ROE', '2210']]
    >>> spell_placed_codes(box, "Telecom/extensions.txt", lambda name: True)
    []
    """
    told = f"{place} | {text.strip()[:_HEAD_CHARS].partition(chr(10))[0]}"
    is_mailbox = _MAILBOX.search(told) is not None
    if not (is_mailbox or _OPENED.search(told)) or _NO_CODES.search(told):
        return []
    rows = spell_codes(text)
    body = rows[1:]
    if is_mailbox and not all(
        match["first"] for line in text.splitlines() if (match := _CODED.fullmatch(line)) is not None
    ):
        return []
    return rows if body and sum(is_name(row[0]) for row in body) >= _NAMED * len(body) else []
