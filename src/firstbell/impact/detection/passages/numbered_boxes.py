r"""Forms whose numbered fields stand side by side with the answers below them, as printed forms come out as
text.

>>> print(spell_boxes("1. WORKER SSN    2. DAY HURT\n   219-09-3344      10/21/2026\n3. NAME\n   ROE, GIL\n"))
WORKER SSN: 219-09-3344
DAY HURT: 10/21/2026
NAME: ROE, GIL
>>> spell_boxes("1. Open the door\n2. Take the bus\n")
''
"""

from __future__ import annotations

import re

_FIELD = re.compile(
    r"(?:(?<=\s\s)|(?<![^\n]))[ \t]*\d{1,2}[a-z]?[.)][ ]{1,2}(?P<label>[A-Za-z][^\n:$]{1,60}?)"
    r"(?=[ \t]{2,}|[ \t]*\r?$|[ \t]*\n)"
)
# how each begins
_NUMBER = re.compile(r"\d[a-z]?[.)] {1,2}[A-Za-z]")
_CELL = re.compile(r"\S+(?: \S+)*")
_LONGEST, _FEWEST_ANSWERS, _MOST_LINES = 48, 2, 400


def spell_boxes(text: str) -> str:
    """The fields with their answers as lines "label: answer"; "" where a text is no such form."""
    if len(text) > _MOST_LINES * 100 or text.count("\n") > _MOST_LINES:
        return ""
    text = text.expandtabs()
    if _NUMBER.search(text) is None:
        return ""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    fields = [_list_fields(line) for line in lines]
    if not any(len(one) > 1 for one in fields):
        return ""
    told: list[str] = []
    is_even = True
    for labels, below, further in zip(fields, lines[1:], fields[1:], strict=False):
        if not labels or further:
            continue
        answers = [*_CELL.finditer(below)]
        if len(labels) == 1:
            told.append(f"{labels[0][1]}: {below.strip()}")
            continue
        taken = 0
        for number, (start, label) in enumerate(labels):
            end = labels[number + 1][0] if number + 1 < len(labels) else 1 << 30
            under = [one[0] for one in answers if start <= one.start() < end]
            taken += len(under)
            told += [f"{label}: {'  '.join(under)}"] if under else []
        is_even = is_even and taken == len(answers)
    return "\n".join(told) if is_even and len(told) >= _FEWEST_ANSWERS else ""


def _list_fields(line: str) -> list[tuple[int, str]]:
    """(where it begins, label) of the numbered fields of a line that has nothing else."""
    found = [*_FIELD.finditer(line)]
    rest = _FIELD.sub("", line).strip()
    if not found or rest:
        return []
    return [(match.start(), match["label"].strip()[:_LONGEST]) for match in found]
