"""What the record leaves open: of each matter that people ask about, whether its fact is known.

A matter is unknown where no fact tells of it, or a fact says that nobody knows. What is only believed is not
known, either, though nobody may say that he has no idea of it. Where a fact tells a part of it (a count that
is not final), and where the question takes for granted what no fact tells, neither may be said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from firstbell.notify.statements.language.names import list_systems, name_systems
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus, Subject


class Openness(StrEnum):
    """How much the record tells of a matter."""

    OPEN = "open"
    BELIEVED = "believed"
    PARTLY = "partly"
    KNOWN = "known"


def _stand(record: CaseRecord, subject: Subject, field: str = "") -> Openness:
    """How a subject stands, or a field of it."""
    fact = record.find(subject)
    if fact is None or fact.status is FactStatus.UNKNOWN or fact.value is None:
        return Openness.OPEN
    if field and record.get(subject, field) is None:
        return Openness.OPEN if isinstance(fact.value, Mapping) else Openness.PARTLY
    return Openness.KNOWN if fact.status is FactStatus.KNOWN else Openness.BELIEVED


def _stand_people(record: CaseRecord) -> Openness:
    standing = _stand(record, Subject.PEOPLE_AFFECTED, "count")
    rising = record.get(Subject.PEOPLE_AFFECTED, "final") is False
    return Openness.PARTLY if rising and standing is Openness.KNOWN else standing


def _stand_final_people(record: CaseRecord) -> Openness:
    standing = _stand_people(record)
    return Openness.OPEN if standing is Openness.PARTLY else standing


def _read_state(record: CaseRecord) -> str:
    """`open`, or the state of a theft that a fact knows; `partly` where it is no more than believed."""
    standing = _stand(record, Subject.EXFILTRATION, "state")
    state = record.get(Subject.EXFILTRATION, "state")
    if standing is Openness.OPEN or state == "undetermined":
        told = ("published", "bytes", "bytes_at_least", "confirmed", "taken_from")
        fact = record.find(Subject.EXFILTRATION)
        unknown = fact is None or fact.status is FactStatus.UNKNOWN
        return "open" if unknown or not any(record.get(Subject.EXFILTRATION, one) for one in told) else ""
    return str(state) if standing is Openness.KNOWN else "partly"


def _stand_theft(record: CaseRecord) -> Openness:
    state = _read_state(record)
    if state == "partly":
        # a theft that is believed can neither be confirmed nor ruled out
        believed = record.get(Subject.EXFILTRATION, "state") == "confirmed"
        return Openness.BELIEVED if believed else Openness.PARTLY
    return {"open": Openness.OPEN, "confirmed": Openness.KNOWN}.get(state, Openness.PARTLY)


def _stand_published(record: CaseRecord) -> Openness:
    state = _read_state(record)
    if state not in ("open", "confirmed"):
        return Openness.PARTLY
    return Openness.OPEN if state == "open" else _stand(record, Subject.EXFILTRATION, "published")


def _stand_bytes(record: CaseRecord) -> Openness:
    if _read_state(record) != "confirmed":
        return Openness.PARTLY
    if record.get(Subject.EXFILTRATION, "bytes_at_least") is not None:
        return Openness.PARTLY
    return _stand(record, Subject.EXFILTRATION, "bytes")


def _stand_kinds(record: CaseRecord) -> Openness:
    standing = _stand(record, Subject.KINDS_FOUND)
    if standing is not Openness.KNOWN:
        return standing
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    return Openness.KNOWN if searched and record.get_list(Subject.KINDS_FOUND) else Openness.PARTLY


def _stand_taken_kinds(record: CaseRecord) -> Openness:
    return _stand_kinds(record) if _read_state(record) == "confirmed" else Openness.PARTLY


def _stand_demand(record: CaseRecord) -> Openness:
    if record.get(Subject.RANSOM, "amount") is not None:
        return Openness.KNOWN
    return _stand(record, Subject.RANSOM, "demanded")


def _is_demanded(record: CaseRecord) -> bool:
    """Whether there is a demand that is told without its sum."""
    demanded = record.get(Subject.RANSOM, "demanded")
    dated = isinstance(demanded, str) and demanded[:2] == "20"
    return record.is_known(Subject.RANSOM) and (demanded is True or dated)


def _stand_sum(record: CaseRecord) -> Openness:
    if record.get(Subject.RANSOM, "amount") is not None:
        return _stand(record, Subject.RANSOM, "amount")
    return Openness.OPEN if _is_demanded(record) else Openness.PARTLY


def _stand_deadline(record: CaseRecord) -> Openness:
    return _stand(record, Subject.RANSOM, "deadline") if _is_demanded(record) else Openness.PARTLY


def _stand_who(record: CaseRecord) -> Openness:
    standing, known = _stand(record, Subject.INTRUDERS), record.get(Subject.INTRUDERS, "identified")
    if standing is Openness.OPEN or known is False:
        return Openness.OPEN
    return standing if known is True else Openness.PARTLY


def _stand_group_name(record: CaseRecord) -> Openness:
    return _stand(record, Subject.INTRUDERS, "name")


def _stand_dwell(record: CaseRecord) -> Openness:
    standing = _stand(record, Subject.FIRST_ACCESS)
    return Openness.PARTLY if standing is Openness.KNOWN else standing


def _stand_reopening(record: CaseRecord) -> Openness:
    if not record.get(Subject.SCHOOL_CLOSURE, "closed") or not record.is_known(Subject.SCHOOL_CLOSURE):
        return Openness.PARTLY
    return _stand(record, Subject.SCHOOL_CLOSURE, "reopened")


def _stand_misuse(record: CaseRecord) -> Openness:
    untold = _stand(record, Subject.COERCION_CONTACTS) is Openness.OPEN
    searched = _stand(record, Subject.MISUSE_SEARCH, "done")
    never = record.get(Subject.MISUSE_SEARCH, "done") is False
    return Openness.OPEN if untold and (never or searched is Openness.OPEN) else Openness.PARTLY


def stand_return(record: CaseRecord, words: str) -> Openness:
    """How it stands with the day on which systems will be back: no fact tells it of those that are out."""
    if not record.is_known(Subject.SYSTEMS_RESTORED):
        return Openness.PARTLY
    out, back = (name_systems(record, field) for field in ("pending", "verified"))
    named = set(list_systems(words))
    if named and named <= back - out:
        return Openness.KNOWN
    return Openness.OPEN if out and named <= out else Openness.PARTLY


def _of(subject: Subject, field: str = "") -> Callable[[CaseRecord], Openness]:
    return lambda record: _stand(record, subject, field)


# the matters, by the names that open_matters.toml has for them
MATTERS: Mapping[str, Callable[[CaseRecord], Openness]] = {
    "people": _stand_people,
    "final_people": _stand_final_people,
    "first_access": _of(Subject.FIRST_ACCESS),
    "dwell": _stand_dwell,
    "way_in": _of(Subject.WAY_IN),
    "theft": _stand_theft,
    "published": _stand_published,
    "bytes": _stand_bytes,
    "kinds": _stand_kinds,
    "taken_kinds": _stand_taken_kinds,
    "clean_files": _of(Subject.FILES_WITHOUT_CLEAN_VERSION),
    "unreadable": _of(Subject.PERSONAL_DATA_SEARCH, "unreadable_files"),
    "demand": _stand_demand,
    "sum": _stand_sum,
    "deadline": _stand_deadline,
    "who": _stand_who,
    "group_name": _stand_group_name,
    "spent": _of(Subject.RESPONSE_COST, "spent"),
    "expected": _of(Subject.RESPONSE_COST, "expected"),
    "reopening": _stand_reopening,
    "misuse": _stand_misuse,
    "coercion": _of(Subject.COERCION_CONTACTS),
    "damage": _of(Subject.ENCRYPTION_EVENT, "first_damage"),
}


def judge_matter(name: str, words: str, record: CaseRecord, *, free: bool = False) -> Openness:
    """How much the record tells of a matter; `words`: those by which it is named.

    `free`: the words take nothing for granted ("what, if anything, was taken").
    """
    if record.get(Subject.ENCRYPTION_EVENT, "confirmed") is False:
        return Openness.PARTLY
    if free and name in ("bytes", "taken_kinds"):
        # "if any" leaves open whether there was a theft
        theft = _stand_theft(record)
        return _stand_kinds(record) if theft is Openness.OPEN and name == "taken_kinds" else theft
    return stand_return(record, words) if name == "return" else MATTERS[name](record)
