"""Logs of machines: what their columns say of a condition is that of a boiler, and a reading that equals
somebody's number is a reading.

>>> state = Column(3, DataKind.HEALTH, is_flag=True, header="condition")
>>> drop_conditions([state], ["Unit", "Serial", "Date", "Condition", "By"])
[]
>>> drop_conditions([state], ["Student", "Unit", "Serial", "Condition"]) == [state]
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.headers.columns import ID, NOTE, Column
from firstbell.impact.detection.kinds.kind import DataKind

_MACHINE = re.compile(
    r"(?:unit|serial|equipment|equip|boiler|chiller|pump|compressor|generator|vehicle|make|model|asset|machine|"
    r"filter|engine|meter|psi|gpm|rpm|amps?|volts?|kwh|therms?|flow|feed|"
    r"(?:stack|supply|return|water) (?:f|temp)|"
    r"temp(?:erature)?|pressure|ph|ppm|hour meter|odometer|mileage)s?(?: ?(?:no|nbr|number|#|id|tag|type))?",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"(?i)\b(?:students?|pupils?|stu|patients?|child|names?|employees?|staff|person|who|grade|dob|birth|visit|symptoms?)\b"
)
_FEWEST = 2
_SAID = frozenset(
    (DataKind.HEALTH, DataKind.DISCIPLINE, DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING, ID, NOTE)
)


def drop_conditions(typed: list[Column], header: Sequence[str]) -> list[Column]:
    """Without what cells say of conduct and of illness, and without numbers of people, where the headers are
    those of a log of machines and none is one of people, or of what opens something.
    """
    heads = [" ".join(head.lower().replace("_", " ").split()) for head in header]
    machines = {head for head in heads if _MACHINE.fullmatch(head)}
    opens = any(one.role == DataKind.CREDENTIALS for one in typed)
    if len(machines) < _FEWEST or opens or any(map(_OF_PEOPLE.search, heads)):
        return typed
    return [one for one in typed if one.role not in _SAID]
