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
from firstbell.impact.detection.kinds.titles import is_general_title, strip_ending
from firstbell.impact.detection.values.numbers import is_ssn

_LINE = re.compile(
    r"[ \t]*([^\W\d][^\d\t:;@]{2,46}?)(?:\t+| {2,}|: *| [-=\u2013] )(\S[^\t\n]{1,30}?)[ \t\r]*"
)
_FEWEST, _MOST_LINES, _TITLE_CHARS = 3, 5_000, 60
# lines above a list that may say what it is; from so many cells on a line several pairs are beside each other
_MOST_TITLES, _TWO_PAIRS = 2, 4
_APART = re.compile(r"[^a-z0-9]+")
_GAP, _VALUE = re.compile(r"\t+| {2,}"), re.compile(r"(?=\S*\d)\S{2,30}")
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
    for titles, rows in _gather(text):
        # the headers of two columns are no row, nor is a title with something in brackets behind it
        below, heads = (rows, []) if is_name(rows[0][0]) else (rows[1:], [_plain(" ".join(rows[0]))])
        header = next(filter(None, (_tell(title, below) for title in (*heads, *titles, stem))), "")
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


def _gather(text: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """(titles, rows) of each run of such lines, several beside each other or one; the titles are the last
    lines above it that are short, the nearest first.
    """
    titles, rows = list[str](), list[list[str]]()
    for line in [*text.split("\n", _MOST_LINES)[:_MOST_LINES], "."]:
        if found := _part_pairs(line):
            rows += found
        elif line.strip():
            if len(rows) >= _FEWEST:
                yield titles, rows
            passed = [_plain(" ".join(row)) for row in rows[: -_MOST_TITLES - 1 : -1]]
            above = passed if rows else titles
            titles = [_plain(line), *above][:_MOST_TITLES] if len(line) <= _TITLE_CHARS else []
            rows = []


def _part_pairs(line: str) -> list[list[str]]:
    """The name and the value of a line, or of each such pair that wide gaps part on it.

    >>> _part_pairs("Roe, A    9850      Ly, B     6611"), _part_pairs("Roe, A   9850")
    ([['Roe, A', '9850'], ['Ly, B', '6611']], [['Roe, A', '9850']])
    >>> len(_part_pairs("Roe, A   9850   room 4   lower"))
    1
    """
    cells = _GAP.split(line.strip()) if "  " in line or "\t" in line else []
    if len(cells) >= _TWO_PAIRS and len(cells) % 2 == 0 and all(map(_VALUE.fullmatch, cells[1::2])):
        pairs = [_LINE.fullmatch("\t".join(cells[at : at + 2])) for at in range(0, len(cells), 2)]
        if all(pairs):
            return [[pair[1].strip(), pair[2]] for pair in pairs if pair]
    match = _LINE.fullmatch(line)
    return [[match[1].strip(), match[2]]] if match else []


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
    return " ".join(_APART.sub(" ", title.lower().replace("\u00f1", "n")).split())
