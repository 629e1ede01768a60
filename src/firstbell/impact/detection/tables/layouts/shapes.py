"""The shapes in which people lay out a table: people across, a form in boxes, a header that no word tells.

>>> rows = [["Fall trips"], [], ["Camper", "Cabin"], ["Ada Olson", "3"], ["Ben Roe", "4"]]
>>> find_plain_header(rows, lambda _: False, lambda cell: cell == "Ada Olson")
2
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.impact.detection.headers.columns import ID, MAIN, NAME, read_header
from firstbell.impact.detection.headers.header_words import OWED_DAYS
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import find_title_kinds
from firstbell.impact.detection.tables.cells.signs import has_digit
from firstbell.impact.detection.tables.layouts.attributes import gather
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.given_names import is_given_name

Rows = Sequence[Sequence[str]]
# a header of so many words asks something, "in the last 30 days" with it
_QUESTION_WORDS = 6
_MOST_HEAD_ROWS = 12
_FEWEST_BELOW = 2
_FEWEST_ACROSS = 3
_MOST_ACROSS = 120
_NAMED_ACROSS = 0.6
_LABEL_CHARS = 60
_MOST_FIELDS = 8
_MOST_STACKED = 12
# what a person has, and no thing or room
_OF_ONE = frozenset((DataKind.SSN, DataKind.DOB, DataKind.GOVERNMENT_ID, DataKind.FINANCIAL, DataKind.HEALTH))
# boxes, lines and parts of a form, and what is rated, as headers: "BOX7", "W9?", "Essay 1-10"
_COUNTED = re.compile(
    r"(?:box|line|part|col|sch|q|w|addr|name|code)[ _]?\d{1,2}[a-z]?\??|"
    r"[a-z][a-z ]{2,24} \(?\d{1,2}-\d{1,3}\)?",
    re.IGNORECASE,
)
# a field of a form: "11. Wage", "4b) City"
# so many columns from the first one a note stands beside a title
_FAR = 3
_FIELD_NUMBER = re.compile(r"^\s*\d{1,3}[a-z]?[.)]\s+(?=[^\W\d])")


def find_plain_header(rows: Rows, is_header: Callable[[str], bool], is_value: Callable[[str], bool]) -> int:
    """Where the first row of a table stands whose cells are words, below titles and above rows as wide; -1
    where there is none. `is_header`: whether a cell with digits is one all the same, "ICD-10"; `is_value`:
    whether one is somebody's name or number.
    """
    for number, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        filled = [cell for cell in row if cell]
        if len(filled) < 2:
            continue
        below = [[cell for cell in each if cell] for each in rows[number + 1 : number + 6]]
        if _is_noted_title(row, below):
            continue
        wide = [each for each in below if len(each) >= 2]
        counted = sum(_COUNTED.fullmatch(cell) is not None for cell in filled)
        has_digits = counted * 2 > len(filled) or any(
            has_digit(cell)
            and not is_header(cell)
            and not _COUNTED.fullmatch(cell)
            and not (OWED_DAYS.fullmatch(cell) and not cell.isdigit())
            and len(cell.split()) < _QUESTION_WORDS
            for cell in filled
        )
        # one name beside words is a record; several are who sits or goes where
        is_record = sum(map(is_value, filled)) == 1
        if len(wide) < min(_FEWEST_BELOW, max(len(below), 1)) or has_digits or is_record:
            return -1
        return number if any(_looks_otherwise(row, each) for each in rows[number + 1 : number + 4]) else -1
    return -1


def _is_noted_title(row: Sequence[str], below: Rows) -> bool:
    """Whether a row is a title at the left and a note far to the right of it, above a wider row of words.

    >>> _is_noted_title(["Leaves FY27", "", "", "480 hrs"], [["who", "why", "from", "to"]])
    True
    >>> _is_noted_title(["who", "", "", "since"], [["Ada Roe", "2019"]])
    False
    """
    filled = [at for at, cell in enumerate(row) if cell]
    is_apart = len(filled) == 2 and filled[0] == 0 and filled[1] >= _FAR
    return is_apart and bool(below) and len(below[0]) >= _FAR and not any(map(has_digit, below[0]))


def _looks_otherwise(header: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row has digits, commas or more words where the header has none."""
    pairs = [(head, cell) for head, cell in zip(header, row, strict=False) if head and cell]
    return any(
        has_digit(cell) or "," in cell or len(cell.split()) > len(head.split()) for head, cell in pairs
    )


def turn(
    rows: Rows, is_header: Callable[[str], bool], is_name: Callable[[str], bool]
) -> list[list[str]] | None:
    """The table with people down, where it has them across: its first column is headers, and one of its
    rows names. None where it has not.
    """
    filled = [row for row in rows if any(row)]
    width = max(map(len, filled), default=0)
    if not _FEWEST_ACROSS <= width <= _MOST_ACROSS or not 2 <= len(filled) <= _MOST_ACROSS:
        return None
    if _are_strangers_across(filled, is_name):
        return _transpose(filled)
    # few tables have such a row, and whether cells are headers takes long to tell
    if not any(_names_across(row, is_name) for row in filled) and not _calls_across(filled[0]):
        return None
    heads = sum(bool(row[0]) and is_header(row[0]) for row in filled if row)
    # a header before names alone says it, whatever stands at the head of the other rows; so does one row of
    # names where no other row has any
    is_told = any((not row[0] or is_header(row[0])) and all(map(is_name, row[1:])) for row in filled[:1])
    if heads * 2 < len(filled) and not is_told and not _is_named_across(filled, is_name):
        return None
    return _transpose(filled)


def turn_people(
    rows: Rows,
    is_header: Callable[[str], bool],
    *,
    is_name: Callable[[str], bool],
    is_number: Callable[[str], bool],
) -> list[list[str]] | None:
    """The same, also where those across are told by their numbers alone, in one row that says so.

    >>> kinds = ["area", "SLD", "EBD"]
    >>> checks = {"is_name": str.istitle, "is_number": str.isdigit}
    >>> turn_people([["local id", "1", "2"], kinds], str.islower, **checks)
    [['local id', 'area'], ['1', 'SLD'], ['2', 'EBD']]
    >>> turn_people([["svc", "1", "2"], kinds], str.islower, **checks)
    >>> turn_people([["emp", "1", "2", "3"], ["lane", "x", "y", "z"]], str.isupper, **checks)[1:3]
    [['1', 'x'], ['2', 'y']]
    """
    if turned := turn(rows, is_header, is_name):
        return turned
    below = [row for row in rows if len(row) > 2 and row[0] and any(row[1:])]
    told = [row for row in below if all(map(is_number, filter(None, row[1:])))]
    role = read_header(told[0][0])[0] if len(told) == 1 else ""
    if role == ID:
        return turn(rows, is_header, is_number)
    # "emp" before numbers of several who work here: whatever stands in the other rows is theirs
    is_listed = role == NAME and sum(map(bool, told[0][1:])) >= _FEWEST_ACROSS
    return _transpose([row for row in rows if any(row)]) if is_listed else None


def _transpose(rows: Rows) -> list[list[str]]:
    width = max(map(len, rows))
    return [[each[at] if at < len(each) else "" for each in rows] for at in range(width)]


def _names_across(row: Sequence[str], is_name: Callable[[str], bool]) -> bool:
    """Whether most cells behind the head of a row are names; no longer asked for than they may be."""
    across = [cell for cell in row[1:] if cell]
    if len(across) < _FEWEST_ACROSS - 1:
        return False
    fewest, names = _NAMED_ACROSS * len(across), len(across)
    for cell in across:
        if not is_name(cell):
            names -= 1
            if names < fewest:
                return False
    return True


def _are_strangers_across(rows: Rows, is_name: Callable[[str], bool]) -> bool:
    """Whether the first row has names of people behind its head, of whom the roster need know none, above
    rows that each begin with what they tell, of two things at least what somebody alone has.

    >>> rows = [["Start 4/1", "Ada Roe", "Ben Low"], ["Job", "cook", "aide"], ["DOB", "3/4/80", "5/6/81"]]
    >>> _are_strangers_across([*rows, ["SSN", "219-09-3344", "219-09-3355"]], lambda _: False)
    True
    >>> _are_strangers_across([*rows, ["Room", "12", "14"]], lambda _: False)
    False
    """
    head, *below = rows
    across, labels = [cell for cell in head[1:] if cell], [row[0] for row in below]
    if len(across) < _FEWEST_ACROSS - 1 or len(below) < _FEWEST_BELOW or not all(labels):
        return False
    if not all(is_name(cell) or _looks_strange(cell) for cell in across) or any(map(is_name, labels)):
        return False
    return len(set(labels)) == len(labels) and sum(map(_is_of_one, labels)) >= _FEWEST_BELOW


def _is_of_one(label: str) -> bool:
    """Whether a label, or a word of it, tells what somebody alone has: "SSN card seen", "lic / ID"."""
    roles = {read_header(word)[0] for word in (label, *label.split())} | find_title_kinds([label])
    return not roles.isdisjoint(_OF_ONE)


def _looks_strange(cell: str) -> bool:
    words = cell.split()
    return len(words) > 1 and looks_like_name(cell) and any(is_given_name(fold(word)) for word in words)


def _calls_across(row: Sequence[str]) -> bool:
    """Whether a row calls names those behind its head, and they look like such of people.

    >>> _calls_across(["Name", "Ada Roe", "Ben Low"]), _calls_across(["Name", "Room", "Ada Roe"])
    (True, False)
    """
    across = [cell for cell in row[1:] if cell]
    is_told = len(across) >= _FEWEST_ACROSS - 1 and read_header(row[0])[:2] == (NAME, MAIN)
    return is_told and all(looks_like_name(cell) and " " in cell for cell in across)


def _is_named_across(rows: Rows, is_name: Callable[[str], bool]) -> bool:
    """Whether one row has nothing but names behind its head, three or more, and no other one has: of those
    who stand in for some of them others say "posted", "none".
    """
    naming: Sequence[str] = ()
    for row in rows:
        if any(map(is_name, filter(None, row))):
            if naming and (is_name(row[0]) or all(map(is_name, filter(None, row[1:])))):
                return False  # as in most tables, by their second row
            naming = naming or row
    if len(naming) <= _FEWEST_ACROSS or not all(naming):
        return False
    return not is_name(naming[0]) and all(map(is_name, naming[1:]))


def unstack(
    rows: Rows, is_header: Callable[[str], bool], is_value: Callable[[str], bool]
) -> list[list[str]] | None:
    """One row for a form whose headers stand above their answers, several such pairs of rows one below the
    other; None where it is none. `is_value`: whether a cell is somebody's name or number.

    >>> rows = [["Name", "Name"], ["Ada Olson", "Ben Roe"], ["Born / gr", "Born / gr"], ["3/4/15 2", ""]]
    >>> unstack(rows, lambda cell: cell == "Name", lambda cell: cell == "Ada Olson")
    [['Name', 'Born / gr'], ['Ada Olson', '3/4/15 2'], ['Ben Roe', '']]
    >>> rows = [["Name", "Grade"], ["Ada Olson", "4"], ["Impairment", "Review"], ["asthma", "5/2/2026"]]
    >>> unstack(rows, lambda cell: cell in ("Name", "Grade", "Impairment"), lambda cell: cell == "Ada Olson")
    [['Name', 'Grade', 'Impairment', 'Review'], ['Ada Olson', '4', 'asthma', '5/2/2026']]
    """
    filled = [row for row in rows if any(row)]
    if not 4 <= len(filled) <= _MOST_STACKED or len(filled) % 2:
        return None
    if len({len(row) for row in filled}) == 1 and all(map(_is_repeated, filled[::2])):
        # the same form several times abreast: a row for each
        heads = [row[0] for row in filled[::2]]
        return [heads, *map(list, zip(*filled[1::2], strict=True))] if any(map(is_header, heads)) else None
    header: list[str] = []
    answers: list[str] = []
    for above, below in zip(filled[::2], filled[1::2], strict=True):
        heads = [_FIELD_NUMBER.sub("", cell) for cell in above if cell]
        if (
            not heads
            or any(map(is_value, heads))
            or any(has_digit(cell) and not is_header(cell) for cell in heads)
        ):
            return None
        is_told = any(map(is_header, heads)) or (bool(header) and all(map(str.isupper, heads)))
        # "first" may answer of which shift, too
        said = [cell for cell in below if cell and not (cell.islower() and " " not in cell)]
        if not is_told or any(map(is_header, said)):
            return None
        width = max(len(above), len(below))
        above = [_FIELD_NUMBER.sub("", cell) for cell in above]
        header += [*above, *[""] * (width - len(above))]
        answers += [*below, *[""] * (width - len(below))]
    return [header, answers]


def _is_repeated(row: Sequence[str]) -> bool:
    """Whether a row has one label in all of its cells."""
    return len(row) > 1 and len(set(row)) == 1 and bool(row[0])


def widen(rows: Rows, is_naming: Callable[[str], bool]) -> list[list[str]] | None:
    """The table with a row for each who answered, where every row has one question and one answer. None where
    it has not.

    >>> rows = [["n", "asked", "said"], ["1", "Name", "Ada"], ["1", "Diet", "egg"], ["2", "Name", "Ben"]]
    >>> widen(rows, lambda cell: cell == "Name")
    [['Name', 'Diet'], ['Ada', 'egg'], ['Ben', '']]
    """
    if gathered := gather(rows):
        return gathered
    filled = [row for row in rows if any(row)]
    width = min(map(len, filled), default=0)
    if not 3 <= width <= _MOST_FIELDS or len(filled) < _FEWEST_ACROSS:
        return None
    if not 2 <= len({row[0] for row in filled[1:]}) <= len(filled) // 2:
        return None  # a row for each who answered, as in most tables
    for asked in range(1, width - 1):
        questions = list(dict.fromkeys(row[asked] for row in filled[1:]))
        if len(questions) * 2 > len(filled) or not any(map(is_naming, questions)):
            continue
        answers: dict[str, dict[str, str]] = {}
        for row in filled[1:]:
            answers.setdefault(row[0], {}).setdefault(row[asked], row[asked + 1])
        return [questions, *([one.get(question, "") for question in questions] for one in answers.values())]
    return None


_FEWEST_FORM_ROWS = 2


def open_boxes(rows: Rows, is_label: Callable[[str], bool]) -> str:
    """Lines "label: answer" of a form whose cells hold both, one above the other; "" where it is none."""
    if numbered := _open_numbered(rows):
        return numbered
    cells = [cell for row in rows for cell in row if cell]
    boxes = [cell.partition("\n") for cell in cells]
    labelled = [
        (head.strip(), answer.strip())
        for head, mark, answer in boxes
        if mark and _is_label(head, answer, is_label)
    ]
    if not labelled or len(labelled) * 2 < len(cells):
        return ""
    lines = []
    for cell in cells:
        head, mark, answer = cell.partition("\n")
        if mark and _is_label(head, answer, is_label):
            lines.append(f"{head.strip().rstrip(':')}: {' '.join(answer.split())}")
        else:
            lines.append(cell)
    return "\n".join(lines)


# a field of a printed form: "4. Name (last first)"
_FIELD = re.compile(r"\d{1,2}[a-z]?[.)] ?(?=[A-Za-z])")


def _open_numbered(rows: Rows) -> str:
    r"""The same of a form whose rows are numbered labels with a row of answers below each.

    >>> _open_numbered([["1. Name", "2. Wage"], ["Ada Roe", "19.84"], ["3. Job", "4. Hurt"], ["cook", "arm"]])
    'Name: Ada Roe\nWage: 19.84\nJob: cook\nHurt: arm'
    >>> _open_numbered([["1. Open it", "2. Eat"], ["3. Wash", "4. Go"]])
    ''
    """
    filled = [row for row in rows if any(row)]
    labels, answers = filled[::2], filled[1::2]
    if len(labels) != len(answers) or len(labels) < _FEWEST_FORM_ROWS:
        return ""
    if not all(_FIELD.match(cell) for row in labels for cell in row if cell):
        return ""
    if any(_FIELD.match(cell) for row in answers for cell in row):
        return ""
    told = [
        f"{_FIELD.sub('', label).strip()}: {' '.join(answer.split())}"
        for above, below in zip(labels, answers, strict=True)
        for label, answer in zip(above, below, strict=False)
        if label and answer
    ]
    return "\n".join(told)


def _is_label(head: str, answer: str, is_label: Callable[[str], bool]) -> bool:
    head = head.strip()
    if not head or not answer.strip() or len(head) > _LABEL_CHARS:
        return False
    return head.endswith(":") or head.isupper() or is_label(head)
