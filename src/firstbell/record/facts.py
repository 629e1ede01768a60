"""Facts of a case: what was known, believed or unknown about a subject, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.base.values import say_value
from firstbell.record.data_kinds import say_data_kind


class FactStatus(StrEnum):
    """How sure a fact is. Only what is `known` supports a claim outright."""

    KNOWN = "known"
    BELIEVED = "believed"
    UNKNOWN = "unknown"


class Subject(StrEnum):
    """The subjects that claims can lean on. The shape of their values: docs/formats/case.md."""

    ENCRYPTION_EVENT = "encryption_event"
    WAY_IN = "way_in"
    FIRST_ACCESS = "first_access"
    EXFILTRATION = "exfiltration"
    PERSONAL_DATA_SEARCH = "personal_data_search"
    PEOPLE_AFFECTED = "people_affected"
    KINDS_FOUND = "kinds_found"
    SYSTEMS_RESTORED = "systems_restored"
    FILES_WITHOUT_CLEAN_VERSION = "files_without_clean_version"
    RANSOM = "ransom"
    FORENSIC_FIRM = "forensic_firm"
    LEGAL_COUNSEL = "legal_counsel"
    LAW_ENFORCEMENT = "law_enforcement"
    REPORTS = "reports"
    MISUSE_SEARCH = "misuse_search"
    LETTERS_SENT = "letters_sent"
    CREDIT_MONITORING = "credit_monitoring"
    PASSWORD_RESET = "password_reset"
    MULTI_FACTOR = "multi_factor"
    COERCION_CONTACTS = "coercion_contacts"
    UNAFFECTED_SYSTEMS = "unaffected_systems"
    HOSTED_ELSEWHERE = "hosted_elsewhere"
    MAILING = "mailing"
    INCIDENT = "incident"
    PEOPLE_IMPACTED = "people_impacted"
    ENTITY = "entity"
    CONTACT = "contact"
    INSURANCE = "insurance"
    INDICATORS = "indicators"
    MEASURES = "measures"
    LOSSES = "losses"
    HELP_WANTED = "help_wanted"
    CALL_CENTER = "call_center"
    RESPONSE_COST = "response_cost"
    SCHOOL_CLOSURE = "school_closure"
    INTRUDERS = "intruders"


FactValue = str | int | float | bool | Sequence[object] | Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it stands on a ledger.

    `as_of`: RFC 3339 with its offset, since when it was known so; `recorded`: when it was put down.
    `because`: a text, or the hex id of the entry it leans on; "" for nothing. `entry`: hex id of its own.
    `supports`: whether its subject is one that claims can lean on. `refs`: hex ids of what it leans on.
    """

    subject: str
    status: FactStatus
    value: FactValue
    as_of: str
    because: str
    entry: str
    recorded: str
    supports: bool
    refs: tuple[str, ...] = ()


def say_fact_value(subject: str, value: object) -> str:
    """What a fact holds, in words; times stay as they are written.

    >>> say_fact_value("people_affected", {"count": 276, "final": False})
    '276, not final'
    >>> say_fact_value("kinds_found", ["dob", "health"])
    'date of birth, health'
    """
    if value is None:
        return "nobody knows yet"
    if subject == Subject.KINDS_FOUND and isinstance(value, list | tuple):
        return say_value([say_data_kind(str(one)) for one in value])
    return say_value(value)
