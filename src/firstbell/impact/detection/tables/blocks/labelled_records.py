r"""Records of a text whose fields stand behind labels that come again in each of them, or below these: what
forms send, what tickets are printed as, cards one below the other.

>>> text = "1/2\nName now: Ada Roe\nSocial: 1\nBorn:\n\n2/2\nName now: Ben Low\nSocial: 2\nBorn: 3/4/80\n"
>>> spell_labelled(text)
[['Name now', 'Social', 'Born'], ['Ada Roe', '1', ''], ['Ben Low', '2', '3/4/80']]
>>> text = "#1\nLegal name\nAda Roe\nBirth date\n3/4/80\n\n#2\nLegal name\nBen Low\nBirth date\n\n"
>>> spell_labelled(text)
[['Legal name', 'Birth date'], ['Ada Roe', '3/4/80'], ['Ben Low', '']]
>>> text = "Ada Roe\nSchool\nHill\nTell medics\nnuts\n\nMr. Ben Low\nSchool\nLake\nTell medics\nnone\n"
>>> spell_labelled(text)
[['Name', 'School', 'Tell medics'], ['Ada Roe', 'Hill', 'nuts'], ['Ben Low', 'Lake', 'none']]
>>> spell_labelled("Room: 4\nSeats: 20\n\nRoom: 5\nSeats: 30\n")
[]
>>> spell_labelled("Ada Roe\nBen Low\nAda Roe\n")
[]
>>> [*list_single("nm: ROE, ADA\nss = 219093344\nb: 19800304\nshift: 2\n\nroom: 4\nborn: 1/2/03\n")]
[[['nm', 'ss', 'b'], ['ROE, ADA', '219093344', '19800304']]]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from firstbell.impact.detection.headers import columns as roles
from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, GUARDIAN, MAIN, NAME, read_header
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.thing_names import is_traded
from firstbell.impact.detection.kinds.kind import DataKind

_BEHIND = re.compile(r"[ \t]*(?:[-*\u2022][ \t]+)?([^\W\d_][^:\n]{0,46}?)[ \t]*:(?:[ \t]+(\S.*?))?[ \t]*")
_LABEL_CHARS, _MOST_ANSWER = 72, 400
_FEWEST_RECORDS, _FEWEST_FIELDS, _MOST_FIELDS, _COMMON = 2, 2, 24, 0.6
_MOST_LINES = 20_000
# of a longer line that comes again nobody answers with
_ANSWER_WORDS = 4
# what many answer alike, and the head of a mail
_ANSWERS = frozenset(
    ("yes", "no", "none", "n/a", "na", "x", "y", "n", "s\u00ed", "si", "same", "unknown", "tbd", "ok",
     "on file")
)  # fmt: skip
_OF_MAIL = frozenset(("from", "to", "cc", "bcc", "sent", "date", "subject", "reply-to", "message-id"))
_NAMING = frozenset((NAME, GIVEN, FAMILY, roles.ID, roles.EMAIL))
_TITLE = re.compile(r"(?:Mrs?|Ms|Mx|Dr|Miss|Coach|Sra?|Srta)\.? (?=[^\W\d_])")
# what parts records, or counts them
_RULE = re.compile(
    r"[\W_]*|[\W_]*(?:no\.?|record|entry|submission|response|page)?[\W_]*"
    r"\d{1,4}(?:[\W_]+(?:of )?\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([^\W\d_]{3,16}) #?(\d{1,3})")

# digits in boxes of their own
_BOXED = re.compile(r"\d(?: [- ]{0,2}\d){3,}")

# a field of a record that stands alone
_PAIR = re.compile(r"[ \t]*(?:[-*\u2022][ \t]+)?([^\W\d_][^:=\t\n]{0,46}?)[ \t]*[:=\t][ \t]*(\S.*?)[ \t\r]*")
_NUMBERS = frozenset((DataKind.SSN, DataKind.DOB, DataKind.GOVERNMENT_ID, DataKind.FINANCIAL))

Field = tuple[str, str]


def spell_labelled(text: str) -> list[list[str]]:
    """The records as rows, their labels first; none where a text has no such records of anybody."""
    lines = [line.strip() for line in text.splitlines()]
    if not 2 * _FEWEST_FIELDS <= len(lines) <= _MOST_LINES:
        return []
    return _spell(_list_behind(lines)) or _spell_below([line for line in lines if line])


def list_single(text: str) -> Iterator[list[list[str]]]:
    """A row of the numbers and days that lines one below the other tell of the one person whom a label of
    them names, below the labels.
    """
    for is_told, lines in groupby(map(_PAIR.fullmatch, text.splitlines()), key=bool):
        fields = [(match[1], match[2]) for match in lines if match][:_MOST_LINES] if is_told else []
        heads = [(*read_header(label)[:2], label, answer) for label, answer in fields]
        called = sorted((role, owner) for role, owner, _, _ in heads if role in {NAME, GIVEN, FAMILY})
        owners = {MAIN, *dict(called).values()}
        told = [(role, label, answer) for role, owner, label, answer in heads if owner in owners]
        numbers = [role for role, _, _ in told if role in _NUMBERS]
        if any(role == NAME and is_traded(answer) for role, _, _, answer in heads):
            continue
        is_one = called in ([(NAME, MAIN)], sorted(((GIVEN, MAIN), (FAMILY, MAIN))))
        is_paid = called == [(NAME, GUARDIAN)] and {*numbers} == {DataKind.FINANCIAL}
        if is_paid or (is_one and 0 < len(numbers) == len({*numbers})):
            kept = [(label, answer) for role, label, answer in told if role in _NAMING or role in _NUMBERS]
            yield [[label for label, _ in kept], [answer for _, answer in kept]]


def _list_behind(lines: Sequence[str]) -> list[Field]:
    """(label, answer) of each line that has both, or the first alone; what follows on lines without labels
    goes on with the answer, up to an empty one.
    """
    fields: list[Field] = []
    goes_on = False
    for line in lines:
        match = _BEHIND.fullmatch(line)
        if match is not None and match[1].lower() not in _OF_MAIL:
            fields.append((match[1], match[2] or ""))
            goes_on = True
        elif goes_on and line and match is None and not _RULE.fullmatch(line):
            label, answer = fields[-1]
            fields[-1] = (label, f"{answer} {line}".strip()[:_MOST_ANSWER])
        else:
            goes_on = False
    return fields


def _spell(fields: Sequence[Field]) -> list[list[str]]:
    """The rows of fields of which the first that comes again begins each record."""
    counted = Counter(label for label, _ in fields)
    first = next((label for label, _ in fields if counted[label] >= _FEWEST_RECORDS), "")
    if not first:
        return []
    records: list[dict[str, str]] = []
    for label, answer in fields:
        if label == first:
            records.append({})
        if records:
            records[-1].setdefault(label, answer)
    heads = dict.fromkeys(label for record in records for label in record)
    least = max(_FEWEST_RECORDS, _COMMON * len(records))
    common = [label for label in heads if counted[label] >= least]
    return _check(common, [[record.get(label, "") for label in common] for record in records])


def _spell_below(lines: Sequence[str]) -> list[list[str]]:
    """The same of labels alone on their lines, each with its answer on those below it. Where no label calls a
    name, one stands alone above the first.
    """
    counted = Counter(line.rstrip(":") for line in lines)
    known = {line for line, times in counted.items() if times >= _FEWEST_RECORDS and _is_label(line)}
    first = next((line.rstrip(":") for line in lines if line.rstrip(":") in known), "")
    times = counted[first]
    known = {line for line in known if _COMMON * times <= counted[line] <= times} if first else set()
    # letters begin and end alike, too
    is_told = any(read_header(line)[0] for line in known)
    if not is_told or not _FEWEST_FIELDS <= len(known) <= _MOST_FIELDS:
        return []
    fields: list[Field] = []
    lines = [line.replace(" ", "") if _BOXED.fullmatch(line) else line for line in lines]
    is_headed = read_header(first)[0] not in _NAMING
    for number, line in enumerate(lines):
        bare = line.rstrip(":")
        above = _TITLE.sub("", lines[number - 1], count=1) if number else ""
        if bare == first and is_headed:
            fields += [("Name", above if looks_like_name(above) else "")]
        comes_again = len(bare.split()) > _ANSWER_WORDS and counted[bare] >= _COMMON * times
        if bare in known or (fields and comes_again):
            fields.append((bare, ""))
        elif fields and not _parts(lines, number, first, is_headed=is_headed):
            label, answer = fields[-1]
            fields[-1] = (label, f"{answer} {line}".strip()[:_MOST_ANSWER])
    return _spell(fields)


def _parts(lines: Sequence[str], number: int, first: str, *, is_headed: bool) -> bool:
    """Whether a line parts one record from the next, or counts it, or is the name at the head of the next."""
    following = [line.rstrip(":") for line in lines[number + 1 : number + 2 + is_headed]]
    if is_headed and following[:1] == [first]:
        return True
    is_last = not following or first in following
    if following[:1] == [first] and _is_counted(lines, number):
        return True
    return _RULE.fullmatch(lines[number]) is not None and (
        is_last or not any(map(str.isalnum, lines[number]))
    )


def _is_counted(lines: Sequence[str], number: int) -> bool:
    """Whether a line counts the records by a word: "Camper 2" where another one is "Camper 1"."""
    match = _COUNTED.fullmatch(lines[number])
    if match is None:
        return False
    alike = {other[2] for line in lines if (other := _COUNTED.fullmatch(line)) and other[1] == match[1]}
    return len(alike) >= _FEWEST_RECORDS


def _is_label(line: str) -> bool:
    if len(line) > _LABEL_CHARS or line.lower().split()[-1] in _ANSWERS:
        return False
    if not line[0].isalpha():
        return line[0].isdigit() and bool(read_header(line)[0])  # the number of a box
    if any(map(str.isdigit, line)) and not read_header(line)[0]:
        return False  # the day of a letter
    return bool(read_header(line)[0]) or (" " in line and not looks_like_name(line)) or len(line) > 3


def _check(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The table where it has fields enough, one of them for a name or a number of somebody."""
    if not _FEWEST_FIELDS <= len(heads) <= _MOST_FIELDS or len(rows) < _FEWEST_RECORDS:
        return []
    is_naming = any(_names(head) for head in heads)
    return [[*heads], *map(list, rows)] if is_naming else []


def _names(head: str) -> bool:
    role, owner, _, _ = read_header(head)
    return role in _NAMING and owner == MAIN


def list_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """Whom the records of such a table are about, where one label calls the name.

    >>> list_names([["Legal name", "Born"], ["Ada Roe", ""]])
    ['Ada Roe']
    """
    at = next((at for at, head in enumerate(rows[0]) if read_header(head)[:2] == (NAME, MAIN)), -1)
    return [row[at] for row in rows[1:] if at >= 0 and row[at]]
