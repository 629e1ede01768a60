r"""Lists without headers: lines of a name and one value each, below a title, or in a file, that says what the
values are.

>>> text = "Passports for the trip\n\nAda Olson  572201193\nBen Roe  488120332\nTia Long  601992113\n"
>>> list_titled(text, "list.txt", lambda name: name != "Coach")[0][:2]
[['Name', 'passport number'], ['Ada Olson', '572201193']]
>>> list_titled(text.replace("Passports", "Raffle tickets"), "list.txt", lambda _: True)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.numbers import is_ssn
from firstbell.impact.detection.titles import is_general_title, strip_ending

_LINE = re.compile(
    r"[ \t]*([^\W\d][^\d\t:;@]{2,46}?)(?:\t+| {2,}|: *| [-=\u2013] )(\S[^\t\n]{1,30}?)[ \t\r]*"
)
_FEWEST, _MOST_LINES, _TITLE_CHARS = 3, 5_000, 60
# share of the lines whose first part is a name, and of the values that look as the title has them
_NAMED, _FITTING = 0.6, 0.8

_SSN = re.compile(r"\d{3}([ -]?)\d\d\1\d{4}")
_DOCUMENT = re.compile(r"(?:[A-Z]{2} )?[A-Z]{0,3}-?\d{6,14}")
_SECRET = re.compile(r"(?=\S*[A-Za-z])(?=\S*[\d!@#$%&*_+?-])\S{5,24}|[a-z]{3,9}-[a-z]{3,9}(?:-[a-z]{3,9})?")
_CODE = re.compile(r"\d{4,8}#?|\d{1,2}-\d{1,2}-\d{1,2}")
_ACCOUNT = re.compile(r"(?:\d{9}[ /]+)?\d{6,17}")
_AMOUNT = re.compile(r"\$ ?[\d,]+(?:\.\d\d)?|[\d,]+\.\d\d")

# (words of a title, header that says the same, how its values look)
_TITLES: tuple[tuple[re.Pattern[str], str, re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), header, shape)
    for words, header, shape in (
        (r"ssns?|socials|social security|soc sec|tins", "ssn", _SSN),
        (r"pass?ports?", "passport number", _DOCUMENT),
        (
            r"(?:drivers?|van|cdl) licen[cs]es?|licen[cs]es? of drivers|cdls?|mvrs?|"
            r"dl (?:nos?|numbers?|list)",
            "drivers license number",
            _DOCUMENT,
        ),
        (r"i ?9|eads?|green cards?|work permits?|visas|a numbers", "document number", _DOCUMENT),
        (
            r"pass ?words?|pws?|pwds?|log ?ins?(?! names?| ids?)|pass ?codes?|"
            r"pass ?phrases?|contrasenas?|claves",
            "password",
            _SECRET,
        ),
        (
            r"pins|pin (?:list|numbers?|codes?)|combos|combinations|"
            r"(?:alarm|door|gate|panel|keypad|copier|voice ?mail|disarm|entry|unlock) "
            r"(?:user )?(?:codes?|pins?)",
            "pin code",
            _CODE,
        ),
        (
            r"direct deposits?|dd (?:changes?|accounts?|list)|bank (?:accounts?|changes?)",
            "account number",
            _ACCOUNT,
        ),
        (
            r"garnishments?|levies|pay ?outs?|stipends?|severance|longevity|salaries|over ?payments?",
            "pay amount",
            _AMOUNT,
        ),
    )
)


def list_titled(text: str, name: str, is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """The rows of each such list, a header first. `name`: the file's; `is_name`: whether somebody here is
    called so.
    """
    stem = _plain(strip_ending(name))
    found = []
    for title, rows in _gather(text):
        # the headers of two columns are no row
        below = rows if is_name(rows[0][0]) else rows[1:]
        header = _tell(title, below) or _tell(stem, below)
        if header and sum(is_name(row[0]) for row in below) >= _NAMED * len(below):
            found.append([["Name", header], *below])
    return found


def list_titled_rows(
    rows: Sequence[Sequence[str]], name: str, is_name: Callable[[str], bool]
) -> list[list[list[str]]]:
    """The same of a table of one column, whose cells are such lines, or of two."""
    filled = [[cell for cell in row if cell] for row in rows]
    if max(map(len, filled), default=0) > len(("name", "value")):
        return []
    return list_titled("\n".join("\t".join(row) for row in filled), name, is_name)


_STRANGE = re.compile(
    r"[ \t]*(?:[-*\u2022\xb7]|\d{1,2}[.)])?[ \t]*([^\W\d_][\w'\u2019. -]{3,40}?)"
    r"(?:[ ][-\u2013\u2014][ ]|:[ ]+|\t+|[ ]{2,})(\S[^\n]{5,200})"
)
_STRANGE_SHARE = 0.8


def list_strangers(text: str, is_name: Callable[[str], bool]) -> list[list[str]]:
    r"""A row for each line of a text that is a list of names with something told behind each, most of whom
    nobody here is called; none where it is no such list.

    >>> text = "Ada Roe - need 8/10, dad laid off\nBen Low - need 3/10\nCy Long - need 9/10\n"
    >>> list_strangers(text, lambda name: False)[1]
    ['Ada Roe', 'need 8/10, dad laid off']
    >>> list_strangers(text, lambda name: True)
    []
    """
    lines = [line for line in text.split("\n", _MOST_LINES)[:_MOST_LINES] if line.strip()]
    found = [
        [match[1].strip(), match[2].strip()]
        for line in lines
        if (match := _STRANGE.fullmatch(line)) and looks_like_name(match[1].strip())
    ]
    names = {name for name, _ in found}
    are_strange = sum(map(is_name, names)) * 2 < len(names)
    is_list = len(names) >= _FEWEST and len(found) >= _STRANGE_SHARE * len(lines)
    return [["Name", "Notes"], *found] if is_list and are_strange else []


def _gather(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """(title, rows) of each run of such lines; the title is the last line above it, if it is short."""
    title, rows = "", list[list[str]]()
    for line in [*text.split("\n", _MOST_LINES)[:_MOST_LINES], "."]:
        if match := _LINE.fullmatch(line):
            rows.append([match[1].strip(), match[2]])
        elif line.strip():
            if len(rows) >= _FEWEST:
                yield title, rows
            title, rows = _plain(line) if len(line) <= _TITLE_CHARS else "", []


def _tell(title: str, rows: list[list[str]]) -> str:
    """What header says the same as a title, where the values are such; "" where none does."""
    if not title or is_general_title(title):
        return ""
    for words, header, shape in _TITLES:
        if words.search(title):
            fitting = [row[1] for row in rows if shape.fullmatch(row[1])]
            if header == "ssn":
                fitting = [one for one in fitting if is_ssn("".join(filter(str.isdigit, one)))]
            is_told = len(set(fitting)) >= _FITTING * len(rows)
            if is_told or (header == "pay amount" and len(fitting) >= _FITTING * len(rows)):
                return header
    return ""


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", title.lower().replace("\u00f1", "n")).split())
