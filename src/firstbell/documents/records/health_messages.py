r"""Messages of health (HL7 version 2) to a table: a row for each patient, with what segments tell of them.

Source: HL7 2.5.1, chapters 2 to 7 and 15; CDC, implementation guide for immunization messaging.

>>> rows = read_messages("MSH|^~\\&|EHR\rPID|1||77^^^S^MR||Olson^Ada^B||20150302\rAL1|1|FA|^walnut\r")
>>> [cell for cell in zip(*rows) if any(cell[1:])][1:3]
[('Last name', 'Olson'), ('First name', 'Ada')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BEGINS = re.compile(r"[\s\x0b]*(?:(?:FHS|BHS)[^\w\s][^\r\n]*[\r\n]+[\s\x0b]*)*MSH([^\w\s])([^\w\s]{3,5})\1")
_SEGMENT = re.compile(r"[\r\n\x0b\x1c]+")
_DAY_CHARS = 8
_HEADER = (
    "Person ID", "Other ID", "Last name", "First name", "Middle name", "Suffix", "Date of birth", "SSN",
    "Home address", "Home phone", "Drivers license", "Race", "Vaccine", "Allergies", "Diagnosis",
    "Medication", "Health notes", "Health insurance id", "Guardian name", "Guardian phone", "Sent as",
)  # fmt: skip
# segment -> (column, field): what it tells in a text of its own, or in a code with one
_TOLD = {
    "RXA": ("Vaccine", 5), "AL1": ("Allergies", 3), "IAM": ("Allergies", 3), "DG1": ("Diagnosis", 3),
    "PRB": ("Diagnosis", 3), "RXE": ("Medication", 2), "RXD": ("Medication", 2), "RXO": ("Medication", 1),
    "RXG": ("Medication", 4), "OBX": ("Health notes", 5), "OBR": ("Health notes", 4),
    "PR1": ("Health notes", 3), "PV2": ("Health notes", 3), "NTE": ("Health notes", 3),
    "IN1": ("Health insurance id", 36),
}  # fmt: skip
# what a code of a field of tests or of remarks stands beside
_ASKED = {"OBX": 3}
# where the first segment says that a message trains people or mends a program (its field parter is a field)
_SENT_AS, _TRIED = 10, (["T"], ["D"])
_ESCAPES = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}


class _Marks:
    """What parts the fields of a message, as its first segment tells."""

    def __init__(self, field: str, rest: str) -> None:
        self.field, self.part, self.again = field, rest[0], rest[1]
        self._escape = re.compile(re.escape(rest[2]) + r"([FSTRE])" + re.escape(rest[2]))

    def split(self, field: str) -> list[list[str]]:
        """The repetitions of a field, each as its parts."""
        return [
            [
                self._escape.sub(lambda match: _ESCAPES[match[1]], part).strip()
                for part in one.split(self.part)
            ]
            for one in field.split(self.again)
        ]


def are_messages(text: str) -> bool:
    """Whether a text begins as such messages do."""
    return _BEGINS.match(text) is not None


def read_messages(text: str) -> list[list[str]]:
    """The table, header first; nothing where the text is no such message, or tells of no patient."""
    begins = _BEGINS.match(text)
    if begins is None:
        return []
    marks = _Marks(begins[1], begins[2])
    records: list[dict[str, list[str]]] = []
    is_open = is_tried = False
    for segment in _SEGMENT.split(text):
        fields = segment.strip().split(marks.field)
        name = fields[0]
        if name == "MSH":
            is_open, is_tried = False, fields[_SENT_AS : _SENT_AS + 1] in _TRIED
        elif name == "PID":
            records.append({"Sent as": ["test data"]} if is_tried else {})
            is_open = True
        if is_open:
            for column, value in _read_segment(name, fields, marks):
                told = records[-1].setdefault(column, [])
                if value and value not in told:
                    told.append(value)
    rows = [["; ".join(record.get(column, ())) for column in _HEADER] for record in records if record]
    return [[*_HEADER], *rows] if rows else []


def _read_segment(name: str, fields: Sequence[str], marks: _Marks) -> Iterator[tuple[str, str]]:
    """(column, value) of what a segment says of the patient."""

    def get(at: int) -> list[list[str]]:
        return marks.split(fields[at]) if at < len(fields) else [[""]]

    if name == "PID":
        yield from _read_patient(get(3), get(5)[0])
        yield "Date of birth", get(7)[0][0][:_DAY_CHARS]
        yield "Race", _word(get(10)[0])
        yield "Home address", " ".join(filter(None, get(11)[0][:5]))
        yield "Home phone", next(iter(filter(None, [get(13)[0][0], *get(13)[0][11:12]])), "")
        yield "SSN", get(19)[0][0]
        yield "Drivers license", get(20)[0][0]
    elif name == "NK1":
        family, given = [*get(2)[0], ""][:2]
        yield "Guardian name", f"{given} {family}".strip()
        yield "Guardian phone", get(5)[0][0]
    elif name in _TOLD:
        column, at = _TOLD[name]
        value = "; ".join(filter(None, map(_word, get(at))))
        asked = _word(get(_ASKED[name])[0]) if name in _ASKED else ""
        yield column, f"{asked}: {value}" if asked and value else value


def _read_patient(numbers: Sequence[Sequence[str]], name: Sequence[str]) -> Iterator[tuple[str, str]]:
    columns = iter(("Person ID", "Other ID"))
    for number in numbers:
        column = "SSN" if len(number) > 4 and number[4] == "SS" else next(columns, "")
        if column:
            yield column, number[0]
    yield from zip(("Last name", "First name", "Middle name", "Suffix"), name, strict=False)


def _word(parts: Sequence[str]) -> str:
    """The words of a coded field: those beside the code, else the code."""
    return (parts[1] if len(parts) > 1 and parts[1] else parts[0]) if parts else ""
