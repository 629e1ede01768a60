"""Who is taken for granted to have done it, or to have stopped it: beside thanks, requests and advice.

"Please forgive the teacher who opened it", "thank the FBI for catching them": rules see no claim there, and
it waits unless the record knows of such a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.record.facts import Subject

_ROLES = (
    r"teachers?|employees?|students?|pupils?|vendors?|contractors?|suppliers?|staff(?: members?)?"
    r"|technicians?|principals?|parents?|nurses?"
    r"|volunteers?|interns?|workers?|administrators?|users?|colleagues?|coworkers?|substitutes?|coach(?:es)?"
    r"|secretar(?:y|ies)|librarians?"
    r"|custodians?|neighbors?|trustees?"
)
_DID = (
    r"(?:(?:had |has |have )?(?:let|opened|clicked|did it|did this|caused|gave|given|lost|shared|fell|fallen"
    r"|answered|ignored|left|sold|betrayed"
    r"|failed|forgot|forgotten|brought|invited|allowed|made (?:the|this|that) mistake|noticed|spotted"
    r"|stopped|pulled|saved|reported|found|warned"
    r"|was (?:tricked|fooled|careless|responsible|to blame|behind)|is (?:responsible|to blame|behind)))"
)
_CULPRIT = re.compile(
    rf"\b(?:the|that|our|this|an?|one|whichever) (?:[\w-]+ ){{0,2}}?(?P<role>{_ROLES}) (?:(?:who|that"
    rf"|which) {_DID}\b"
    r"|whose (?:\w+ ){0,2}(?:action|thinking|mistake|error|click|carelessness|password|laptop|account"
    r"|alertness|eyes?|instinct|call)\b)",
    re.I,
)
_THANKED_FOR = re.compile(
    r"\b(?:thank\w*|grateful to|gratitude to|praise|applaud|credit|salute"
    r"|hats off to)\b[^.;]{0,40}?\b(?P<who>fbi|police|sheriff|law enforcement|agents?|detectives?"
    r"|investigators?|experts?|specialists?|firm|insurer|carrier|state|cisa|secret service|vendors?|team"
    r"|staff|technicians?|teachers?|crews?)\b[^.;,]{0,20}? for "
    r"(?:(?:quickly |so |finally |swiftly )*(?:catching|stopping|finding|arresting|identifying|saving"
    r"|recovering|restoring|blocking|preventing|getting (?:back|all|our|every)"
    r"|rescuing|protecting|securing|locking|keeping (?:the |our |your |all )?(?:data|files|intruders|hackers"
    r"|systems)))\b",
    re.I,
)


def list_culprits(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Persons of whom a plain sentence takes for granted what they did, unless the record knows of such."""
    fact = record.find(Subject.WAY_IN)
    way = str(fact.value or "").lower() if fact is not None and record.is_known(Subject.WAY_IN) else ""
    if (said := _CULPRIT.search(flat)) and said["role"].lower().rstrip("s") not in way:
        yield Leftover("who did it", said[0], said.start())
    if said := _THANKED_FOR.search(flat):
        yield Leftover("what they achieved", said[0], said.start())
