r"""Lists in which a number stands on a line of its own above the name of whom it is, from the first one on:
"219-09-3344", and on the next line "Tia Long".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.value import Value

# numbers and what they are called
_BARE = re.compile(
    rb"(?:\b(?:ssn?|social|soc|sec(?:urity)?|tin|itin|tax|id|no|nbr|num|number|ctl|control|emp|employee|ein|er|"
    rb"pin|tp|taxpayer|recipient|payee|payer)\b|[\d\W_])*"
)
_GAP = re.compile(r"[ ]{2,}|\t")
_AMOUNT = re.compile(rb"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{3,6})\.\d\d(?![\d.])")
_ABOVE, _FEWEST, _LINES_BELOW = 300, 2, 2


def find_led(passage: ReadText, values: Sequence[Value], value: Value) -> PassageSubject | None:
    """Whose name stands below a number, where the first number of several has no name above it; one more who
    is named, where the roster does not know them.
    """
    strong = [one for one in values if one.is_strong][:_FEWEST] if value.is_strong else []
    if len(strong) < _FEWEST or not _is_bare(passage, value) or not _is_bare(passage, strong[0]):
        return None
    first, _ = passage.line_of(strong[0].start)
    if any(not one.is_other for one in passage.list_between(0, first)):
        return None
    if any(looks_like_name(_cell(line)) for line in passage.text[max(0, first - _ABOVE) : first].split("\n")):
        return None
    return _find_below(passage, value)


def tell_paid(passage: ReadText, weights: Mapping[str, float]) -> None:
    """Say of whom a text names with their number of social security that they were paid, where its name says
    so and it has amounts.
    """
    if weights.get(DataKind.FINANCIAL, 0.0) < WEIGHTS.term["file"] or not _AMOUNT.search(passage.folded):
        return
    for one in passage.list_between(0, len(passage.folded)):
        if any(value.kind == DataKind.SSN for value in one.values):
            one.tell(DataKind.FINANCIAL, Source.PLACE)


def _is_bare(passage: ReadText, value: Value) -> bool:
    return _BARE.fullmatch(passage.folded, *passage.line_of(value.start)) is not None


def _find_below(passage: ReadText, value: Value) -> PassageSubject | None:
    """Who is named at the head of the next line that is not empty."""
    _, end = passage.line_of(value.start)
    for _ in range(_LINES_BELOW):
        start, end = passage.line_of(min(end + 1, len(passage.folded)))
        line = passage.text[start:end]
        if not line.strip():
            continue
        head = start + len(line) - len(line.lstrip())
        if known := passage.list_between(head, head + 1):
            known[0].is_other = False  # nobody signs there
            return known[0]
        if not looks_like_name(name := _cell(line)):
            return None
        found = PassageSubject(Mention(head, head + len(name), ()), name=name)
        passage.insert(found)
        return found
    return None


def _cell(line: str) -> str:
    """What stands on a line before the first gap."""
    return _GAP.split(line.strip(), maxsplit=1)[0]
