"""Somebody else than the district who is said to have done what the record has the district do.

"Parents informed the FBI" rests on a fact that tells whom the district informed. Whom a demand went to, and
that there was a second one, is told by no fact either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed

_ACTS = frozenset(
    {
        "law_enforcement",
        "forensic_firm",
        "legal_counsel",
        "password_reset",
        "reports",
        "letters",
        "ransom_paid",
    }
)
_OTHERS = (
    r"(?:(?:the|our|some|several|two|a|an|worried|angry|local|los|las|unos|nuestros|nuestras|el"
    r"|la) )*(?:parents?|families|guardians"
    r"|students?|pupils?|teachers?|neighbors?|residents?|intruders?|attackers?|hackers?|criminals?|thieves"
    r"|gang|reporters?|journalists?"
    r"|vendors?|contractors?|padres|madres|familias|alumnos|estudiantes|maestr[oa]s|vecin[oa]s|intrusos"
    r"|atacantes|delincuentes|periodistas"
    r"|proveedor(?:es)?)"
)
_DID = (
    r"(?:informed|told|notified|called|alerted|contacted|hired|engaged|retained|reset|changed|paid|sent"
    r"|mailed|reported|filed|avisaron"
    r"|informaron|llamaron|notificaron|contrataron|pagaron|enviaron|restablecieron|avis\u00f3|inform\u00f3"
    r"|llam\u00f3|contrat\u00f3|pag\u00f3)"
)
_BY_OTHERS = re.compile(
    rf"(?:^|[,;:] )(?:and |but |y |pero )?{_OTHERS} (?:had |have |has |already |first |also "
    rf"|ya )*{_DID}\b(?! (?:that|by)\b)",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:second|third|further|renewed|another|repeated|segunda|tercera|otra|nueva) (?:ransom "
    r"|forensic )*(?:demand|time|firm|ransom|exigencia"
    r"|vez|firma|demanda)\b|\b(?:twice|thrice|dos veces|de nuevo)\b",
    re.I,
)
_OF_WHOM = re.compile(
    r"\b(?:demand(?:ed|s)?|ransom|asked|exig\w+|pidieron)\b[^.;]{0,40}?\b(?:from|of|to|a) (?:(?:the|our"
    r"|each|every|individual|los|las|nuestr[oa]s?) )*"
    r"(?:insurers?|parents?|families|students?|pupils?|teachers?|employees?|staff|vendors?|board members?"
    r"|superintendent|padres|familias"
    r"|alumnos|emplead[oa]s|aseguradora)\b",
    re.I,
)


def list_other_agents(passed: Passed) -> Iterator[Leftover]:
    """Others who did it, of whom it was demanded, and a second time of what the record has once."""
    truths = passed.truths
    if truths & _ACTS and (match := _BY_OTHERS.search(passed.flat)):
        yield Leftover("who did it", match[0].strip(" ,;:"), match.start())
    if truths & (_ACTS | {"ransom_demanded"}) and (match := _AGAIN.search(passed.flat)):
        yield Leftover("that it was more than once", match[0], match.start())
    if "ransom_demanded" in truths and (match := _OF_WHOM.search(passed.flat)):
        yield Leftover("of whom it was demanded", match[0], match.start())
