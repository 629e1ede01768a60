"""Names of the fields of records in JSON and XML: one that says too little by itself is told with the name of
what holds it.

>>> name_apart("date", "birth", {}), name_apart("name", "parent", {}), name_apart("first", "legalName", {})
('birth date', 'parent name', 'first')
>>> name_apart("n", "person", {}), name_apart("n", "page", {})
('name', 'n')
"""

from __future__ import annotations

import re
from collections.abc import Container

# whose the fields of an object are, by its name
_ADULTS = re.compile(
    r"(?i)parent|guardian|mother|father|contact|emergency|teacher|advis|counsel|manager|principal|nurse|report|"
    r"author|creator|sender|poster|staff|worker|coordinator|officer|dependent|spouse|witness|supervisor|signer|submitter|adult|payer"
)
# what calls somebody in an object that is a person's
_SHORT = frozenset(("n", "nm"))
_PERSON = re.compile(
    r"(?i)subject|person|student|pupil|child|employee|worker|applicant|candidate|member|patient|rider|payee"
)
# what any object has
_PLAIN = frozenset(
    ("date", "type", "code", "value", "number", "no", "status", "reason", "place", "from", "to")
)


def spell_name(name: str) -> str:
    """The words of a field's name.

    >>> spell_name("legalName"), spell_name("home_phone")
    ('legal Name', 'home phone')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")


def name_apart(name: str, above: str, taken: Container[str]) -> str:
    """The name of a field; with that of what holds it where it says whose it is, where the name is taken, or
    where it is one that any object has.
    """
    if not above or name.startswith(above):
        return name
    if name.lower() in _SHORT and _PERSON.fullmatch(above):
        return "name"
    if _ADULTS.search(above) or name in taken or name.lower() in _PLAIN:
        return f"{spell_name(above)} {name}"
    return name
